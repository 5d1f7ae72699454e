"""The review page in a real browser: the whole path by mouse and by keyboard, and no harm."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.report.test_page import FLAGS

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no Chromium here (apt-get install chromium)"
)

TEXT = "“They came [lundi] at dawn,” he said.\nIt reopens mercredi. It [n'était] open.\n"
ARTICLES = {
    "a.txt": (TEXT, TEXT.replace("[lundi]", "[Monday]").replace("mercredi", "Wednesday")),
    "b.html": (
        "<p>It <b>reopens mercredi</b> &amp; closes <i>jeudi</i>.</p>\n",
        "<p>It <b>reopens Wednesday</b> &amp; closes <i>Thursday</i>.</p>\n",
    ),
    "c.json": (
        json.dumps(
            {"uri": "urn:1", "headline": "It opens jeudi", "body_text": "R&D reopens mercredi."}
        ),
        json.dumps(
            {"uri": "urn:1", "headline": "It opens Thursday", "body_text": "R&D reopens Wednesday."}
        ),
    ),
}
HOSTILE = '<script>document.title="bad"</script><img src=x onerror="document.title=\'bad\'">'


class Review:
    """A running `cleaner review`."""

    def __init__(self, folder: Path, *arguments: str, port: int = 0) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "cleaner", "review", "--no-browser", "--no-config"),
                *("--port", str(port), *arguments),
            ],
            cwd=folder,
            stderr=subprocess.PIPE,
        )
        assert self.process.stderr
        self.address = self.process.stderr.readline().decode().strip()
        assert self.address.startswith("http://127.0.0.1:"), self.address

    @property
    def port(self) -> int:
        return int(self.address.partition("#")[0].rstrip("/").rpartition(":")[2])

    def end(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)
        self.process.communicate(timeout=60)


@contextmanager
def review(folder: Path, *arguments: str, port: int = 0) -> Iterator[Review]:
    one = Review(folder, *arguments, port=port)
    try:
        yield one
    finally:
        if one.process.poll() is None:
            one.end(signal.SIGKILL)


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser) -> Iterator[sync_api.Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert not said


def open_page(page, address: str) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            page.goto(address)
            break
        except sync_api.Error:
            assert time.monotonic() < end
            time.sleep(0.1)
    page.wait_for_selector("#told:not(:empty)", timeout=60_000, state="attached")


def articles(folder: Path) -> list[str]:
    for name, (text, _) in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return list(ARTICLES)


def wait_for(told: Callable[[], str], said: str) -> None:
    end = time.monotonic() + 30
    while said not in told():
        assert time.monotonic() < end, told()
        time.sleep(0.05)


def test_by_mouse(page, tmp_path):
    names = articles(tmp_path)
    with review(tmp_path, *names, "--journal", "changes.jsonl") as running:
        open_page(page, running.address)
        for number, name in enumerate(names):
            if number:
                page.select_option("#files", str(number))
            wait_for(lambda: page.inner_text("#name"), name)
            page.click(".mark >> nth=0")
            page.click("#finding button:has-text('Reject')")
            page.click("#finding button:has-text('Back')")
            page.click("#finding button:has-text('Accept')")
            page.click("[data-do=diff]")
            assert page.locator(".change").count() >= 1
            page.click("[data-do=diff]")
            page.click("[data-do=save]")
            wait_for(lambda: page.inner_text("#told"), "is saved")
            assert (tmp_path / name).read_text(encoding="utf-8") == ARTICLES[name][1]
    assert len((tmp_path / "changes.jsonl").read_text().splitlines()) >= 3


def test_by_keyboard(page, tmp_path):
    names = articles(tmp_path)
    for name in names:
        with review(tmp_path, name) as running:
            open_page(page, running.address)
            wait_for(lambda: page.inner_text("#told"), "found")
            press = page.keyboard.press
            press("j")
            press("k")
            press("r")
            press("z")
            press("a")
            press("d")
            press("d")
            press("?")
            press("Escape")
            press("s")
            wait_for(lambda: page.inner_text("#told"), "is saved")
        assert (tmp_path / name).read_text(encoding="utf-8") == ARTICLES[name][1]


def test_what_is_written_keeps_the_brackets_of_an_insertion(page, tmp_path):
    articles(tmp_path)
    with review(tmp_path, "a.txt") as running:
        open_page(page, running.address)
        wait_for(lambda: page.inner_text("#told"), "found")
        assert "insertion" in page.inner_text("#finding")
        page.keyboard.press("e")
        page.keyboard.type("on Monday")
        page.keyboard.press("Enter")
        page.keyboard.press("r")
        page.keyboard.press("s")
        wait_for(lambda: page.inner_text("#told"), "is saved")
    expected = TEXT.replace("[lundi]", "[on Monday]")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == expected


def test_pasted_text_is_there_after_a_reload_and_a_kill(page, tmp_path):
    with review(tmp_path, *articles(tmp_path)[:1]) as running:
        port = running.port
        token = running.address.partition("#token=")[2]
        open_page(page, running.address)
        wait_for(lambda: page.inner_text("#told"), "found")
        page.click("[data-do=close]")
        page.fill("#pasted", TEXT)
        page.click("#open button.main")
        wait_for(lambda: page.inner_text("#name"), "pasted text")
        page.keyboard.press("r")
        page.reload()
        wait_for(lambda: page.inner_text("#name"), "pasted text")
        page.wait_for_selector(".mark.reject")
        running.end(signal.SIGKILL)
        page.keyboard.press("r")
        page.keyboard.press("s")
        wait_for(lambda: page.inner_text("#told"), "does not answer")
    with review(tmp_path, "b.html", port=port) as running:
        assert running.address.partition("#token=")[2] != token
        open_page(page, running.address)
        page.click("[data-do=close]")
        page.fill("#pasted", TEXT)
        page.click("#open button.main")
        wait_for(lambda: page.inner_text("#told"), "Your decisions are here again")
        assert page.locator(".mark.reject").count() == 1


def test_a_file_that_was_changed_meanwhile(page, tmp_path):
    articles(tmp_path)
    with review(tmp_path, "a.txt") as running:
        open_page(page, running.address)
        wait_for(lambda: page.inner_text("#told"), "found")
        (tmp_path / "a.txt").write_text("It reopens jeudi.\n")
        page.keyboard.press("s")
        wait_for(lambda: page.inner_text("#told"), "was changed meanwhile")
    assert (tmp_path / "a.txt").read_text() == "It reopens jeudi.\n"


def test_hostile_text_never_runs(page, tmp_path):
    name = "<img src=x onerror=alert(1)>.txt"
    (tmp_path / name).write_text(f"{HOSTILE} [lundi] {HOSTILE} mercredi\n", encoding="utf-8")
    with review(tmp_path, name) as running:
        open_page(page, running.address)
        wait_for(lambda: page.inner_text("#told"), "found")
        page.keyboard.press("j")
        page.click("#finding summary")
        assert page.title() == "Cleaner: review"
        assert page.locator("#text script, #text img, #finding img").count() == 0
        assert HOSTILE in page.inner_text("#text")


def test_a_hostile_note_of_a_gazetteer_never_runs(page, tmp_path):
    columns = "form", "english", "kind", "country", "article", "safety", "note"
    row = "Villebelle", "Fairtown", "city", "FR", "", "unsafe", HOSTILE
    (tmp_path / "own.tsv").write_text("\n".join(map("\t".join, (columns, row))) + "\n")
    (tmp_path / "a.txt").write_text("He left Villebelle in May.\n")
    with review(tmp_path, "a.txt", "--gazetteer", "own.tsv") as running:
        open_page(page, running.address)
        wait_for(lambda: page.inner_text("#told"), "found")
        page.keyboard.press("j")
        page.click("#finding summary")
        assert HOSTILE in page.inner_text("#finding")
        assert page.title() == "Cleaner: review"
        assert page.locator("#finding img, #finding script").count() == 0


def test_nobody_else_is_answered(tmp_path):
    articles(tmp_path)
    with (
        review(tmp_path, "a.txt") as running,
        socket.create_connection(("127.0.0.1", running.port), 10) as other,
    ):
        other.sendall(b"GET /v1/files/0 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert b" 401 " in other.recv(100)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 800, 1440])
def test_accessible(browser, tmp_path, theme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    articles(tmp_path)
    with review(tmp_path, "a.txt", "b.html") as running:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=theme, bypass_csp=True
        )
        page = context.new_page()
        open_page(page, running.address)
        wait_for(lambda: page.inner_text("#told"), "found")
        wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert wide
        for key in ("", "r", "d", "?"):
            if key:
                page.keyboard.press(key)
            found = axe.Axe().run(page).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        context.close()
