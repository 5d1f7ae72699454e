// Steps through the findings, and shows only those of the chosen rules and safeties.
"use strict";

const marks = [...document.querySelectorAll("mark")];
const notes = [...document.querySelectorAll(".note")];
const filters = document.querySelector(".filters form");
const counter = document.querySelector(".bar output");
const current = document.querySelector("#current");
const help = document.querySelector("dialog");
let now = null;

const shown = () => marks.filter((mark) => !mark.classList.contains("off"));
const noteOf = (mark) => document.getElementById("note-" + mark.dataset.number);

function count() {
  const rest = shown();
  const place = rest.indexOf(now) + 1;
  counter.textContent = place ? `${place} of ${rest.length}` : `${rest.length} shown`;
}

function leave() {
  for (const item of document.querySelectorAll(".now")) item.classList.remove("now");
  current.replaceChildren();
  now = null;
}

function select(mark) {
  leave();
  now = mark;
  const note = noteOf(mark);
  const copy = document.createElement("div");
  copy.className = note.className;
  copy.append(...note.cloneNode(true).childNodes);
  current.replaceChildren(copy);
  mark.classList.add("now");
  note.classList.add("now");
  mark.querySelector(".ref").focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center" });
  const besideTheText = getComputedStyle(current).display === "none";
  if (besideTheText) note.scrollIntoView({ block: "nearest" });
  count();
}

function step(by) {
  const rest = shown();
  if (!rest.length) return;
  const place = rest.indexOf(now);
  const next = place < 0 ? (by > 0 ? 0 : rest.length - 1) : place + by;
  select(rest[(next + rest.length) % rest.length]);
}

function filter() {
  const chosen = (name) =>
    new Set([...filters.querySelectorAll(`[name=${name}]:checked`)].map((box) => box.value));
  const [rules, safeties] = [chosen("rule"), chosen("safety")];
  for (const item of [...marks, ...notes]) {
    const on = rules.has(item.dataset.rule) && safeties.has(item.dataset.safety);
    item.classList.toggle("off", !on);
  }
  if (now && now.classList.contains("off")) leave();
  count();
}

const keys = { n: () => step(1), p: () => step(-1), "?": () => help.showModal() };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  } else if (event.key === "Escape" && now) {
    leave();
    count();
  }
});
document.addEventListener("click", (event) => {
  const link = event.target.closest(".ref, .number");
  if (!link) return;
  const mark = document.getElementById("mark-" + link.dataset.number);
  if (!mark || mark.classList.contains("off")) return;
  event.preventDefault();
  select(mark);
});
document.querySelector("#next").addEventListener("click", () => step(1));
document.querySelector("#previous").addEventListener("click", () => step(-1));
document.querySelector("#help").addEventListener("click", () => help.showModal());
filters.addEventListener("change", filter);
if (matchMedia("(max-width: 59.99rem)").matches) filters.parentElement.open = false;
document.querySelector(".bar").hidden = false;
filter();
