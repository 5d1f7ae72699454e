"""`cleaner archive report`: its numbers through the command line, its looks in a real browser."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote

import pytest

from cleaner.formats.source import read
from tests.archive.samples import CLEAN, DIRTY, FRENCH, MODEL
from tests.report.test_page import CHROMIUM, CONTRAST, DESK, FLAGS, PHONE, in_a_browser, sync_api

EVIL = "<script>alert(1)</script> & \"he\" said mercredi [lundi] 'so' [la <b>maison</b> rouge].\n"
LONG = "They fled [" + "à travers les collines enneigées et les villages brûlés " * 3 + "] again.\n"


def dated(number: int, body: str) -> str:
    months = ("2023-11", "2024-02", "2024-02")
    said = {"pubDate": f"{months[number % 3]}-11T09:00:00Z", "provider": {"name": "A<i>FP"}}
    return json.dumps({**said, "body": body}, ensure_ascii=False) + "\n"


FILES = {
    "2021/03/dirty.txt": DIRTY + "She left for Londres.\n",
    "2021/03/javascript:alert(1).txt": MODEL,
    "2021/03/q\"'<b>#?.txt": EVIL,
    "a.txt": LONG,
    "broken.txt": b"\x89PNG\r\n\0\0\0",
    "clean.txt": CLEAN,
    "foreign.txt": FRENCH,
    "lines.jsonl": "".join(dated(n, body) for n, body in enumerate((DIRTY, MODEL, CLEAN, DIRTY))),
}


class Page(HTMLParser):
    """The elements of a page, its links, and its tables by their captions or sections."""

    VOID = frozenset({"meta", "input", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.rows: dict[str, list[list[str]]] = {}
        self.section = ""
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        self.attributes |= set(said)
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "section":
            self.section = said["aria-labelledby"]
        if tag == "a" and not said["href"].startswith("#"):
            self.links.append(said["href"])
        if tag == "tr":
            self.rows.setdefault(self.section, []).append([])
        if tag in ("td", "th"):
            self.rows[self.section][-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" in self.open:
            return
        self.text += data
        if {"td", "th"} & set(self.open):
            self.rows[self.section][-1][-1] += data


@pytest.fixture
def folder(tmp_path, run):
    """An archive that is hard on a page, cleaned and reported about."""
    for name, content in FILES.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    run("archive", "run", "in", "out", "--jobs", "1")
    done = run("archive", "report", "out", "--output", "pages/report.html")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b"pages/report.html written.\n"
    return tmp_path


@pytest.fixture
def text(folder):
    return (folder / "pages" / "report.html").read_text(encoding="utf-8")


def test_numbers(text):
    page = Page(text)
    assert page.open == []
    by_rule = {row[0].partition(" ")[0]: row[2:] for row in page.rows["rules"][1:]}
    # mercredi and [lundi] in three articles and the one with tags, whose house nobody is sure of.
    assert by_rule == {"FR101": ["4", "3"], "FR201": ["4", "1"], "PL101": ["1", "0"]}
    months = {row[0]: row[2:] for row in page.rows["months"][1:]}
    assert len(months) == 36
    assert {month: numbers for month, numbers in months.items() if numbers != ["0", "0"]} == {
        "2021-03": ["5", "2"],
        "2023-11": ["4", "0"],
        "2024-02": ["0", "1"],
    }
    assert page.rows["sources"][1:] == [["A<i>FP", "", "4", "1"], ["not said", "", "5", "3"]]
    assert page.rows["fragments"][1] == ["4", "[lundi] [Monday]", "FR101"]
    assert page.rows["places"][1:] == [["1", "Londres London", "PL101"]]
    assert "1 finding without a date." in page.text
    assert "dozens of destroyed houses" in page.text


def test_everything_is_escaped_and_nothing_loaded(text):
    page = Page(text)
    assert not {"src", "onclick", "onerror", "style"} & page.attributes
    assert "<script" not in text
    assert "alert(1)" in page.text
    assert "<i>" not in text


def test_links_lead_to_the_files(text, folder):
    links = Page(text).links
    assert any("javascript%3Aalert" in link for link in links)
    for link in links:
        path = folder / "pages" / unquote(link)
        assert path.is_file(), link
        assert (folder / "out").resolve() in path.resolve().parents


def test_report_has_nothing_to_report(text, cleaner):
    [article] = read(text.encode(), "report.html").articles
    assert cleaner.check_documents([article]) == [[]]


def test_nothing_found(run, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "clean.txt").write_text(CLEAN)
    run("archive", "run", "in", "out")
    assert run("archive", "report", "out").returncode == 0
    assert "Nothing was found." in Page((tmp_path / "report.html").read_text("utf-8")).text


def test_no_run(run):
    done = run("archive", "report", "out")
    assert done.returncode == 2
    assert b"no run was begun here" in done.stderr


@pytest.fixture
def opened(folder):
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

        def at(size, scheme):
            page = browser.new_context(viewport=size, color_scheme=scheme).new_page()
            page.on("console", lambda message: pytest.fail(message.text))
            page.on("dialog", lambda dialog: pytest.fail(dialog.message))
            page.goto((folder / "pages" / "report.html").as_uri())
            return page

        yield at
        browser.close()


@in_a_browser
def test_looks(opened):
    for size in (PHONE, DESK):
        for scheme in ("light", "dark"):
            page = opened(size, scheme)
            page.locator("summary").click()
            assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
            assert page.evaluate(CONTRAST) == [[], scheme == "light"]
            chart = page.get_by_role("img", name=re.compile("^Findings by month: 2021-03 to"))
            assert chart.bounding_box()["width"] <= size["width"]
            labels = [label.bounding_box() for label in chart.locator("text").all()]
            assert all(a["x"] + a["width"] < b["x"] for a, b in pairwise(labels))
    longest = page.locator("#rules ~ table .chart").first.bounding_box()
    assert longest["width"] > 100
    page.emulate_media(media="print")
    low, is_light = page.evaluate(CONTRAST)
    assert (low, is_light) == ([], True)
    assert page.pdf().startswith(b"%PDF")
