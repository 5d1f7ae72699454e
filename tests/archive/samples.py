"""Archives to clean, and how to look at what came of them."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path

from corpus.cases import load_all, own_files

FRENCH = (
    "Le gouvernement a annoncé mercredi une nouvelle loi sur les retraites. Les syndicats ont "
    "appelé à la grève dans tout le pays. Le ministre a déclaré que la réforme est nécessaire. "
) * 4
DIRTY = "The road reopens mercredi. “They came [lundi] at dawn,” he said.\n"
CLEAN = "The road reopens on Wednesday, officials said.\n"
MODEL = "The clashes left [des dizaines de maisons détruites] near the border, he said.\n"


def mixed(folder: Path) -> Path:
    """A small archive with a file of every kind, readable or not."""
    lines = [{"id": 1, "body": DIRTY}, {"id": 2, "body": CLEAN}, {"id": 3, "body": MODEL}]
    jsonl = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    files: dict[str, bytes] = {
        "a.txt": DIRTY.encode(),
        "clean.txt": CLEAN.encode(),
        "latin.txt": DIRTY.replace("“", '"').replace("”", '"').encode()
        + "Café\r\n".encode("cp1252"),
        "deep/er/page.html": f"<html><body><p>{MODEL}</p></body></html>\n".encode(),
        "deep/one.json": json.dumps({"headline": "Mardi", "body": DIRTY}).encode(),
        "deep/lines.jsonl": f"{jsonl}{{broken\n{jsonl}".encode(),
        "table.csv": f'id,body\n1,"{DIRTY.strip()}"\n2,"Two\nlines mercredi"\n'.encode(),
        "packed.txt.gz": gzip.compress(DIRTY.encode(), mtime=0),
        "packed.jsonl.gz": gzip.compress(jsonl.encode() * 3, mtime=0),
        "binary.txt": b"\x89PNG\r\n\0\0\0",
        "empty.txt": b"",
        "foreign.txt": FRENCH.encode(),
        "picture.jpg": b"\xff\xd8",
        ".hidden.txt": DIRTY.encode(),
        ".git/article.txt": DIRTY.encode(),
    }
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "gone.txt").symlink_to("nowhere.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    return folder


def many(folder: Path, files: int, lines: int) -> Path:
    """An archive of so many articles, and a file with so many lines more, from the corpus."""
    texts = [case.text for case in load_all(own_files())]
    folder.mkdir(parents=True)
    for number in range(files):
        path = folder / f"{number % 7}" / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{texts[number % len(texts)]}\n{number} {DIRTY}", encoding="utf-8")
    with (folder / "lines.jsonl").open("w", encoding="utf-8") as file:
        for number in range(lines):
            body = texts[-1 - number % len(texts)]
            file.write(json.dumps({"id": number, "body": body}, ensure_ascii=False) + "\n")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder by their paths, but for what a run remembers."""
    return {
        name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for name in [str(path.relative_to(folder))]
        if not name.startswith(".cleaner/archive.sqlite")
    }


def memory(folder: Path) -> list[tuple[object, ...]]:
    """What a run remembers of parts and findings, in order."""
    base = sqlite3.connect(folder / ".cleaner" / "archive.sqlite")
    try:
        found = base.execute("SELECT path, start, finding, applied FROM findings").fetchall()
        parts = base.execute("SELECT path, start, state, articles FROM parts").fetchall()
    finally:
        base.close()
    return [*sorted(found), *sorted(parts)]
