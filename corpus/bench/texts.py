"""The texts that are measured with: English news in which nothing is found, and the same dirtied.

``corpus/clean_english.jsonl.xz`` holds articles of Global Voices (CC BY 3.0). Those in which
Cleaner finds something are left out, so that what remains is what it has to pass over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from cleaner.document import Document
from cleaner.engine import Cleaner
from corpus.clean_text import read_documents

__all__ = [
    "CLEAN",
    "SAMPLE",
    "clean_documents",
    "dirtied",
    "each",
    "megabytes",
    "propose",
    "write_files",
]

CORPUS = Path(__file__).resolve().parents[1]
CLEAN = CORPUS / "clean_english.jsonl.xz"
SAMPLE = CORPUS / "sample.txt"
# What a machine translation leaves: one of these is put behind an article's first paragraph.
LEFTOVERS = (
    "“They came [lundi] at dawn,” he said.",
    "The talks in Beyrouth resumed mercredi.",
    "The ministry spoke of « serious incidents » at 14h30.",
    "About 1 250 people, selon une source sécuritaire, were there.",
)


def clean_documents(most: int | None = None) -> list[str]:
    """English articles in which nothing is found."""
    cleaner = Cleaner()
    texts = [text for _, text in read_documents(CLEAN)][:most]
    return [text for text in texts if not cleaner.proposals(Document.plain(text))]


def dirtied(texts: Sequence[str], every: int) -> list[str]:
    """The texts with a leftover in one of so many, spread evenly."""
    return [
        f"{text}\n\n{LEFTOVERS[number // every % len(LEFTOVERS)]}" if number % every == 0 else text
        for number, text in enumerate(texts)
    ]


def megabytes(texts: Sequence[str]) -> float:
    """The size of texts in UTF-8."""
    return sum(len(text.encode()) for text in texts) / 1e6


def write_files(texts: Sequence[str], folder: Path) -> None:
    """Makes a folder with a file for each text."""
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"{number:06}.txt").write_text(text, encoding="utf-8")


def each(work: Callable[[str], object], texts: Sequence[str]) -> None:
    """Does something with one text after another."""
    for text in texts:
        work(text)


def propose(cleaner: Cleaner, text: str) -> object:
    """What the rules find in a text, without translation."""
    return cleaner.proposals(Document.plain(text))
