// Puts the page together: what is shown, and what keys and buttons do.

import { ask } from './client.js';
import * as drafts from './drafts.js';
import { Article } from './article.js';
import { Queue } from './queue.js';

const $ = (id) => document.getElementById(id);
const article = new Article(tell);
const queue = new Queue(tell);
// What this tab showed last: a file's number, or pasted text.
const SHOWN = 'cleaner-shown';
let view = 'article';
let file = null;

function tell(said) {
  $('told').textContent = said;
}

/** Does something that may be refused, and says so. */
async function trying(work) {
  try {
    await work();
  } catch (error) {
    tell(error.message);
  }
}

function turnTo(name) {
  view = name;
  for (const one of ['article', 'queue']) $(one).hidden = one !== name;
  for (const one of document.querySelectorAll('[data-view]')) {
    one.setAttribute('aria-pressed', String(one.dataset.view === name));
  }
}

async function lookThrough(pasted) {
  const isKept = drafts.keepLast(pasted);
  sessionStorage.setItem(SHOWN, 'pasted');
  const { text, format, name } = pasted;
  const found = await ask('POST', '/v1/check', { text, format, name });
  article.open({ ...found, text, format, name });
  if (!isKept) tell('This text is too large for a draft: save it before you leave.');
}

async function openFile(number) {
  const found = await ask('GET', `/v1/files/${number}`);
  file = number;
  $('files').value = String(number);
  sessionStorage.setItem(SHOWN, String(number));
  article.open(found);
}

async function save() {
  if (file === null) {
    await download();
    return;
  }
  const { digest } = article.review;
  const key = article.key;
  const done = await ask('PUT', `/v1/files/${file}`, { digest, decisions: article.accepted() });
  drafts.forget(key);
  article.open({ ...done, warnings: [] });
  tell([`${done.name} is saved: ${done.written} changed.`, ...done.warnings].join(' '));
}

async function download() {
  const text = await article.result();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = article.review.name.split(/[\\/]/).pop() || 'article.txt';
  link.click();
  URL.revokeObjectURL(link.href);
  tell('Downloaded.');
}

const DOES = {
  close: () => {
    drafts.keepLast(null);
    file = null;
    $('pasted').value = '';
    $('local').value = '';
    // So that the same file can be chosen again.
    $('files').selectedIndex = -1;
    article.close();
  },
  copy: async () => {
    await navigator.clipboard.writeText(await article.result());
    tell('Copied.');
  },
  diff: () => {
    article.isDiff = !article.isDiff;
    document.querySelector('[data-do=diff]').setAttribute('aria-pressed', String(article.isDiff));
    article.draw();
  },
  download,
  save,
};

const KEYS = {
  j: (shown) => shown.go(1),
  n: (shown) => shown.go(1),
  k: (shown) => shown.go(-1),
  p: (shown) => shown.go(-1),
  a: (shown) => shown.accept(),
  r: (shown) => shown.reject(),
  z: (shown) => shown.takeBack(),
  e: () => document.querySelector(view === 'queue' ? '.group.current input' : '#written')?.select(),
  i: () => view === 'article' && article.neverAgain(),
  m: () => view === 'article' && article.remember($('written').value),
  d: () => view === 'article' && DOES.diff(),
  s: () => view === 'article' && save(),
  '?': () => $('keys').showModal(),
};

document.addEventListener('keydown', (event) => {
  const isTyping = event.target.matches('input, textarea, select');
  if (event.key === 'Escape' && isTyping) $('text').focus();
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || $('keys').open) return;
  const shown = view === 'queue' ? queue : article;
  const isReady = view === 'queue' || article.review || event.key === '?';
  const other = article.finding?.alternatives[Number(event.key) - 1];
  if (view === 'article' && isReady && other !== undefined && event.key >= '1') {
    article.decide({ kind: 'write', text: other });
  } else if (isReady && KEYS[event.key]) {
    event.preventDefault();
    trying(() => KEYS[event.key](shown));
  }
});

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-do], [data-view]');
  if (button?.dataset.do) trying(DOES[button.dataset.do]);
  if (button?.dataset.view) turnTo(button.dataset.view);
});

$('open').addEventListener('submit', (event) => {
  event.preventDefault();
  file = null;
  const format = $('format').value;
  const name = $('local').files[0]?.name || 'pasted text';
  trying(() => lookThrough({ text: $('pasted').value, format, name }));
});

$('local').addEventListener('change', async () => {
  const [chosen] = $('local').files;
  if (!chosen) return;
  $('pasted').value = await chosen.text();
  if (/\.x?html?$/i.test(chosen.name)) $('format').value = 'html';
  else if (/\.(json|ninjs)$/i.test(chosen.name)) $('format').value = 'ninjs';
  else $('format').value = 'text';
});

$('files').addEventListener('change', () => trying(() => openFile(Number($('files').value))));
$('help').addEventListener('click', () => $('keys').showModal());
$('theme').addEventListener('click', () => {
  const root = document.documentElement;
  const isDark = getComputedStyle(root).colorScheme.trim() === 'dark';
  root.dataset.theme = isDark ? 'light' : 'dark';
  localStorage.setItem('cleaner-theme', root.dataset.theme);
});

async function begin() {
  const theme = localStorage.getItem('cleaner-theme');
  if (theme) document.documentElement.dataset.theme = theme;
  const work = await ask('GET', '/v1/work');
  if (work.queue) {
    document.querySelector('[data-view=queue]').hidden = false;
    turnTo('queue');
    await queue.load();
  }
  if (work.files.length) {
    $('files').closest('label').hidden = false;
    $('files').replaceChildren(...work.files.map((one) => new Option(one.name, one.number)));
    const shown = sessionStorage.getItem(SHOWN);
    if (shown !== 'pasted' || !drafts.last()) {
      await openFile(work.files[Number(shown)] ? Number(shown) : 0);
      return;
    }
    $('files').selectedIndex = -1;
  }
  const pasted = drafts.last();
  if (pasted) {
    $('pasted').value = pasted.text;
    $('format').value = pasted.format;
    await lookThrough(pasted);
  }
}

trying(begin);
