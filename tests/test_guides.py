"""The documents, held against the program: their examples run, their links lead somewhere."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.formats.registry import FORMATS

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted(path for path in (ROOT / "docs").rglob("*.md") if "samples" not in path.parts)
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS]
_CONSOLE = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\((?!\w+:)([^)\s]*)\)")


def examples() -> Iterator[tuple[str, str, str]]:
    """Page, command and output of each example."""
    for page in DOCS:
        for block in _CONSOLE.findall(page.read_text("utf-8")):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                yield page.name, command, output


@pytest.mark.parametrize(("page", "command", "output"), [*examples()])
def test_examples_run(tmp_path: Path, page: str, command: str, output: str):
    folder = tmp_path / "guide"
    shutil.copytree(ROOT / "docs" / "guide", folder)
    if "undo changes.jsonl" in command:
        run("cleaner fix --quiet --journal changes.jsonl samples/bridge.txt", folder)
    shown = run(command, folder)
    checker = doctest.OutputChecker()
    assert checker.check_output(output, shown, doctest.ELLIPSIS), shown


def run(command: str, folder: Path) -> str:
    command, _, file = command.partition(" < ")
    [program, *arguments] = shlex.split(command.partition(" #")[0])
    assert program == "cleaner"
    home = {"HOME": str(folder.parent), "XDG_CONFIG_HOME": str(folder.parent), "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-m", "cleaner", *arguments],
        cwd=folder,
        input=(folder / file).read_bytes() if file else None,
        capture_output=True,
        env={**os.environ, **home, "XDG_DATA_HOME": str(folder.parent)},
        check=False,
    )
    return (done.stdout + done.stderr).decode()


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path):
    for link in _LINK.findall(page.read_text("utf-8")):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_all_pages_are_listed():
    listed = (ROOT / "docs" / "README.md").read_text("utf-8")
    for page in DOCS:
        name = page.relative_to(ROOT / "docs").as_posix()
        assert name in listed or name.startswith("rules/") or name == "README.md", name


def test_the_table_of_formats():
    page = (ROOT / "docs" / "formats.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| ((?:`[.\w]+` ?)+)\|", page, re.MULTILINE)
    documented = {name: set(re.findall(r"`([.\w]+)`", endings)) for name, endings in rows}
    assert set(documented) == {known.name for known in FORMATS}
    for known in FORMATS:
        assert set(known.suffixes) <= documented[known.name], known.name
