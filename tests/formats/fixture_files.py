"""The fixtures of all formats, and what is the same in a file before and after its text changed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from cleaner.formats.registry import Options
from cleaner.formats.source import Source
from cleaner.origin import Origin

__all__ = [
    "FILES",
    "FOLDER",
    "articles",
    "expected",
    "options_for",
    "paragraphs",
    "rest",
    "variants",
    "view_of",
]

FOLDER = Path(__file__).parent / "fixtures"
FILES = [
    file
    for folder in sorted(FOLDER.iterdir())
    for file in sorted(folder.iterdir())
    if not file.name.startswith(".")
    and file.suffix != ".view"
    and (file.suffix != ".txt" or folder.name == "text")
]


def view_of(file: Path) -> Path:
    """Where it is written down what a fixture's reader shows."""
    return file.with_name(f"{file.name}.view")


def expected(file: Path) -> tuple[Options, list[list[str]]]:
    """How a fixture is to be read, and the paragraphs of its articles.

    The view names the fields to read in its first lines; articles have a line between them.
    """
    text = view_of(file).read_text("utf-8")
    fields = re.findall(r"^--field (.*)\n", text, re.MULTILINE)
    body = re.sub(r"^--field .*\n", "", text, flags=re.MULTILINE)
    return Options(tuple(fields)), [one.split("\n")[:-1] for one in body.split("-----\n")]


def options_for(file: Path) -> Options:
    """How a fixture is to be read."""
    return expected(file)[0] if view_of(file).exists() else Options()


def paragraphs(text: str) -> list[str]:
    """The lines of a view that are not blank."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def articles(source: Source) -> list[Origin]:
    """The views of a file's articles; plain text is one that stands for itself."""
    return [article.origin for article in source.articles if article.origin]


def rest(source: str, origins: Sequence[Origin]) -> str:
    """All of a file that is no text: it must survive every edit. Of plain text, nothing."""
    if not origins:
        return ""
    kept, done = [], 0
    for start, end in sorted((p.source_start, p.source_end) for o in origins for p in o.pieces):
        kept.append(source[done:start])
        done = max(done, end)
    return "".join([*kept, source[done:]])


# How a file may be encoded: the codec, its byte order mark, and the name for a declaration.
_ENCODINGS = (
    ("utf-8", b"", "utf-8"),
    ("utf-8", codecs.BOM_UTF8, "utf-8"),
    ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
    ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
    ("cp1252", b"", "windows-1252"),
    ("latin-1", b"", "iso-8859-1"),
)
_DECLARED = re.compile(r"((?:<\?xml[^>]*?encoding|<meta[^>]*?charset)\s*=\s*[\"']?)([\w-]+)", re.I)


def variants(text: str) -> Iterator[tuple[str, str, bytes]]:
    """A file in other encodings and with other line ends: a name, the text, the bytes.

    An encoding that the file declares is the one that it has.
    """
    for codec, mark, name in _ENCODINGS:
        declared = _DECLARED.sub(rf"\g<1>{name}", text)
        for end in ("\n", "\r\n", "\r"):
            changed = re.sub(r"\r\n|\r|\n", lambda _, end=end: end, declared)
            try:
                data = mark + changed.encode(codec)
            except UnicodeEncodeError:
                continue
            yield f"{codec}{'+bom' * bool(mark)} {end!r}", changed, data
