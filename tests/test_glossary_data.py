"""Lint of the hand-made French word lists: the glossary, the loanwords and the protected phrases.

The lists are data that people edit, so the rules a reviewer would apply are tests: format, order,
no duplicates, a reason beside every exception, and no ``sure`` entry that an English text can hold.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from cleaner.translate.glossary import french_glossary

FRENCH = Path(__file__).resolve().parent.parent / "cleaner" / "languages" / "fr"
GLOSSARY = sorted((FRENCH / "glossary").glob("*.tsv"))
PAIRS = {
    "loanwords.tsv": ("term", 3000),
    "protected.tsv": ("phrase", 1200),
    "name_heads.tsv": ("head", 250),
}
COLUMNS = ["fr", "en", "pos", "forms", "en_forms", "certainty", "note"]
POS = {
    "noun.m",
    "noun.f",
    "noun.mf",
    "adj",
    "pp",
    "adv",
    "conj",
    "prep",
    "det",
    "pron",
    "num",
    "phrase",
    "day",
    "month",
    "name",
    "verb",
}
COMMON_ENGLISH = 3.0  # Zipf scale: once per million words, a word that readers meet in news

# French words that a frequency list of English calls common although no English text uses them
# as English: the list counts names of works and quotations.
NOT_ENGLISH = {"avec": "common in quoted French and in titles, never an English word"}


class Entry(NamedTuple):
    """One line of a glossary file, with the file it stands in."""

    file: str
    fr: str
    en: str
    pos: str
    forms: str
    en_forms: str
    certainty: str
    note: str


def rows(path: Path) -> list[list[str]]:
    """Give the cells of every line of a TSV file, the header included."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def entries() -> Iterator[Entry]:
    """Give every well-formed glossary entry of every theme."""
    for path in GLOSSARY:
        for cells in rows(path)[1:]:
            if len(cells) == len(COLUMNS):
                yield Entry(path.name, *cells)


def faults_of_text(path: Path) -> list[str]:
    """Name the cells that break the rules of plain text which all the lists share."""
    faults = []
    for number, cells in enumerate(rows(path), 1):
        for cell in cells:
            if cell != cell.strip() or "  " in cell:
                faults.append(f"{path.name}:{number} stray space in {cell!r}")
            if "\u2019" in cell or "\u2018" in cell:
                faults.append(f"{path.name}:{number} curly apostrophe in {cell!r}")
            if cell != unicodedata.normalize("NFC", cell):
                faults.append(f"{path.name}:{number} not NFC: {cell!r}")
    return faults


ALL_FILES = [*GLOSSARY, *(FRENCH / name for name in PAIRS)]


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: path.name)
def test_text_is_clean(path: Path) -> None:
    assert faults_of_text(path) == []
    assert path.read_bytes().endswith(b"\n")
    assert b"\r" not in path.read_bytes()


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: path.name)
def test_lines_are_sorted(path: Path) -> None:
    words = [cells[0] for cells in rows(path)[1:]]
    assert words == sorted(words, key=lambda word: (word.casefold(), word))


@pytest.mark.parametrize("path", GLOSSARY, ids=lambda path: path.name)
def test_glossary_columns(path: Path) -> None:
    head, *body = rows(path)
    assert head == COLUMNS
    assert [cells for cells in body if len(cells) != len(COLUMNS)] == []
    assert [cells for cells in body if not cells[0] or not cells[1]] == []


def test_glossary_is_large_enough() -> None:
    assert len(list(entries())) >= 1500


def test_glossary_has_no_duplicates() -> None:
    counts = Counter((entry.fr, entry.pos) for entry in entries())
    assert [key for key, count in counts.items() if count > 1] == []


def test_known_part_of_speech_and_certainty() -> None:
    assert {entry.pos for entry in entries()} <= POS
    assert {entry.certainty for entry in entries()} == {"sure", "likely"}


def test_alternatives_are_whole() -> None:
    """No English alternative is empty or written twice."""
    faulty = []
    for entry in entries():
        english = entry.en.split("|")
        if "" in english or len(set(english)) != len(english):
            faulty.append(entry)
    assert faulty == []


def test_english_plurals_pair_with_alternatives() -> None:
    """``en_forms`` runs parallel to ``en``; an empty place means a regular plural."""
    assert [
        entry
        for entry in entries()
        if entry.en_forms and len(entry.en_forms.split("|")) > len(entry.en.split("|"))
    ] == []


def test_multiword_nouns_give_their_plural() -> None:
    assert [
        entry
        for entry in entries()
        if entry.pos.startswith("noun") and " " in entry.fr and not entry.forms
    ] == []


def test_adjective_forms_come_in_threes() -> None:
    """Feminine, masculine plural, feminine plural: all three or none."""
    assert [
        entry
        for entry in entries()
        if entry.pos in {"adj", "pp"} and entry.forms and len(entry.forms.split("|")) != 3
    ] == []


def test_same_word_in_both_languages_says_why() -> None:
    assert [entry for entry in entries() if entry.fr == entry.en and not entry.note] == []


def test_word_spelled_alike_is_never_sure() -> None:
    assert [
        entry
        for entry in entries()
        if entry.certainty == "sure" and entry.fr == entry.en.split("|")[0]
    ] == []


def test_no_sure_entry_is_a_common_english_word() -> None:
    wordfreq = pytest.importorskip("wordfreq")
    common = {
        entry.fr
        for entry in entries()
        if entry.certainty == "sure"
        and re.fullmatch(r"[^\W\d_]+", entry.fr)
        and entry.fr[0].islower()
        and wordfreq.zipf_frequency(entry.fr, "en") >= COMMON_ENGLISH
    }
    assert common == set(NOT_ENGLISH)


def test_no_sure_entry_is_a_loanword_or_protected() -> None:
    kept = {cells[0] for name in PAIRS for cells in rows(FRENCH / name)[1:]}
    assert {entry.fr for entry in entries() if entry.certainty == "sure"} & kept == set()


@pytest.mark.parametrize(("name", "head", "least"), [(n, h, c) for n, (h, c) in PAIRS.items()])
def test_pair_files(name: str, head: str, least: int) -> None:
    first, *body = rows(FRENCH / name)
    assert first == [head, "reason"]
    assert [cells for cells in body if len(cells) != 2 or not all(cells)] == []
    assert len(body) >= least
    assert len({cells[0] for cells in body}) == len(body)


@pytest.mark.parametrize(
    "word",
    [
        "agression", "aurait", "condamnation", "détournement", "déplacé", "enlevé", "enlèvement",
        "jugé", "procès-verbal", "raison", "saisi", "serait", "société", "trouve", "vient", "violé",
        "visant", "émission",
    ],
)  # fmt: skip
def test_a_word_of_several_senses_is_for_an_editor(word: str) -> None:
    assert not any(hit.sure for hit in french_glossary().lookup(word))
