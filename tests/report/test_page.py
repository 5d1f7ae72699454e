"""The HTML report: its text by a parser, and what it does in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest

from cleaner.finding import Safety
from cleaner.formats.source import read

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
in_a_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no Chromium here (apt-get install chromium)"
)
# As root, in a container, and without asking anybody on the network.
FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync
    --disable-background-networking --disable-component-update""".split()
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


class Texts(HTMLParser):
    """The articles of a page: as they were, and with all fixes made."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.before: list[str] = []
        self.after: list[str] = []
        self.tags: set[tuple[str, str]] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        classes = dict(attributes).get("class") or ""
        self.tags |= {(tag, name) for name, _ in attributes}
        if tag not in ("meta", "input"):
            self.open.append(f"{tag}.{classes}")
        if self.open[-1:] == ["div.text"]:
            self.before.append("")
            self.after.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().partition(".")[0] == tag

    def handle_data(self, data: str) -> None:
        if "div.text" not in self.open or "a.ref" in self.open:
            return
        if "ins." not in self.open:
            self.before[-1] += data
        if "del." not in self.open:
            self.after[-1] += data


def symbols(text: str) -> str:
    """The text with the controls that HTML can't hold as symbols."""
    return re.sub("[\x00-\x08\x0b-\x0c\x0e-\x1f]", lambda c: chr(0x2400 + ord(c[0])), text)


def test_text_is_all_there(checked, fixed, write):
    page = Texts(write("html", checked))
    assert (page.before, page.after) == ([symbols(checked.text)], [symbols(fixed)])
    assert page.open == []
    used = {attribute for _, attribute in page.tags}
    assert not {"src", "onclick", "onerror", "onload", "style"} & used


def test_report_has_nothing_to_report(everything, write, cleaner):
    page = write("html", *everything)
    [article] = read(page.encode(), "report.html").articles
    assert cleaner.check_documents([article]) == [[]]


def test_nothing_found(write, everything):
    page = write("html", everything[0])
    assert "Nothing was found in 1 file." in page
    assert "<script>" not in page


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, everything, write, tmp_path) -> Iterator[Callable]:
    """Opens the report of all texts; nothing may go wrong or be asked for."""
    path = tmp_path / "report.html"
    path.write_text(write("html", *everything), "utf-8", newline="")
    troubles: list[str] = []
    pages = []

    def call(size: dict[str, int] = DESK, scheme: str = "light"):
        page = browser.new_page(viewport=size, color_scheme=scheme)
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: (troubles.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: troubles.append(request.url) if pages else None)
        page.goto(path.as_uri())
        pages.append(page)
        return page

    yield call
    for page in pages:
        page.close()
    assert troubles == []


@in_a_browser
def test_hostile_text_stays_text(opened, everything):
    page = opened()
    assert page.title() == f"Cleaner: {len(everything)} files"
    assert page.locator("script").count() == 1
    assert page.locator("img, svg, iframe, object, link").count() == 0
    assert page.locator("mark").count() == sum(len(file.findings) for file in everything)
    assert page.locator("h1").is_visible()


@in_a_browser
def test_keys(opened):
    page = opened()
    marks = page.locator("mark").count()
    now, counter = page.locator("mark.now"), page.locator(".bar output")
    assert (now.count(), counter.inner_text()) == (0, f"{marks} shown")
    for key, place in [("n", 1), ("n", 2), ("p", 1), ("p", marks), ("n", 1)]:
        page.keyboard.press(key)
        assert now.get_attribute("data-number") == str(place)
        assert counter.inner_text() == f"{place} of {marks}"
        assert page.evaluate("document.activeElement.dataset.number") == str(place)
        assert page.locator(".notes .note.now").get_attribute("data-number") == str(place)
    page.keyboard.press("Control+p")
    assert now.get_attribute("data-number") == "1"
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    assert dialog.is_visible()
    page.keyboard.press("n")
    assert now.get_attribute("data-number") == "1"
    page.get_by_role("button", name="Close").click()
    assert not dialog.is_visible()
    page.keyboard.press("Escape")
    assert now.count() == 0


@in_a_browser
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_each_finding_is_shown_with_its_note(opened, size):
    page = opened(size)
    for _ in range(page.locator("mark").count()):
        page.keyboard.press("n")
        note = ".notes .note.now" if size is DESK else "#current .note"
        for part in ("mark.now .ref", f"{note} .swap"):
            box = page.locator(part).bounding_box()
            bar = page.locator(".bar > div:last-child").bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= bar["y"]
            assert 0 <= box["x"] <= box["x"] + box["width"] <= size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]


@in_a_browser
def test_filters(opened, everything):
    page = opened()
    findings = [finding for file in everything for finding in file.findings]
    unsure = sum(finding.safety is not Safety.SAFE for finding in findings)
    assert 0 < unsure < len(findings)
    page.locator("[value=safe]").uncheck()
    assert page.locator("mark:not(.off)").count() == unsure
    assert page.locator(".note:visible").count() == unsure
    assert page.locator(".bar output").inner_text() == f"{unsure} shown"
    assert page.locator("ins:visible").count() == 0
    page.keyboard.press("n")
    assert page.locator("mark.now").get_attribute("data-safety") != "safe"
    page.locator("[value=safe]").check()
    page.locator("[name=rule][value=FR201]").uncheck()
    rest = sum(finding.rule != "FR201" for finding in findings)
    assert page.locator("mark:not(.off)").count() == rest
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.keyboard.press("n")
    assert page.locator("mark.now").count() == 0


# Text below the contrast that WCAG 2.2 AA asks for, 4.5 to 1.
CONTRAST = """() => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = (c) => {
    const [r, g, b] = c.slice(0, 3).map((v) => v / 255)
      .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
  };
  const low = [];
  for (const e of document.querySelectorAll("body, body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !e.checkVisibility()) continue;
    const [a, b] = [parse(getComputedStyle(e).color), behind(e)].map(light).sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) low.push(e.tagName + "." + e.className);
  }
  return [low, light(behind(document.body)) > 0.5];
}"""


@in_a_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(opened, scheme):
    page = opened(scheme=scheme)
    page.keyboard.press("n")
    assert page.evaluate(CONTRAST) == [[], scheme == "light"]


@in_a_browser
def test_print(opened, everything):
    page = opened(scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".bar").is_visible()
    assert not page.locator(".filters").is_visible()
    low, is_light = page.evaluate(CONTRAST)
    assert low == []
    assert is_light
    assert page.locator(".notes").evaluate_all(
        "lists => lists.every((list) => list.scrollHeight <= list.clientHeight)"
    )
    assert page.pdf().startswith(b"%PDF")


@in_a_browser
def test_every_control_has_a_name(opened):
    page = opened()
    for box in page.get_by_role("checkbox").all():
        assert box.evaluate("box => box.labels[0].innerText.trim()")
    assert page.get_by_role("link", name=re.compile(r"Finding 1, safe: mercredi")).count() == 1
    for name in ("Next", "Previous", "Help"):
        assert page.get_by_role("button", name=name).count() == 1
    assert page.get_by_role("list", name="Findings").count() == page.locator("article").count()
