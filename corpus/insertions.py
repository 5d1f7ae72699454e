"""Measure detection on French fragments put in the place of their English.

``python -m corpus.insertions FRAGMENTS.tsv`` reads what ``models.training.heldback`` wrote: a
fragment, its English, and the English sentence with the fragment between marks. Fragments of one to
four words that are leftovers are put into their sentences, every other one in square brackets, and
the rules are run without translating. The table says how many are found (some finding touches the
fragment), how many of those with the very span, and how many findings touch no fragment.

Left out are names, numbers, and words that the English sentence has as well. Words that English
writes in the same way and with the same meaning (mission, dossier, euros: the phrase table has them
as translations of themselves) look like English to any reader; they have a row of their own, the
last, and count in no other.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cleaner.detection.tokens import Kind, tokenize
from cleaner.document import Document
from cleaner.engine import Cleaner
from cleaner.finding import Finding
from cleaner.settle import without_overlaps
from cleaner.translate.evaluation import Fragment, read_fragments
from cleaner.translate.phrase_table import parallel_text

__all__ = ["Insertion", "Row", "Seen", "detect", "insertions", "look", "table"]

LONGEST = 4
# A translation with less than this share of a word's occurrences is a slip of the alignment.
LEAST_SHARE = 0.15
BRACKETED, BARE, BARE_WORD, BARE_PHRASE = "bracketed", "bare", "bare, one word", "bare, two or more"
SAME = "spelt as in English"


@dataclass(frozen=True, slots=True)
class Insertion:
    """An English sentence with a French fragment in it, at ``start`` to ``end``."""

    text: str
    start: int
    end: int
    words: int
    bracketed: bool
    same: bool

    @property
    def fragment(self) -> str:
        """The French, without brackets."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in one insertion."""

    insertion: Insertion
    findings: tuple[Finding, ...]

    @property
    def touching(self) -> list[Finding]:
        """The findings that touch the fragment."""
        here = self.insertion
        return [f for f in self.findings if f.start < here.end and here.start < f.end]

    @property
    def extra(self) -> list[Finding]:
        """The findings beside the fragment."""
        touching = self.touching
        return [f for f in self.findings if f not in touching]

    @property
    def exact(self) -> bool:
        """Whether a finding has the very span, brackets, blanks and final stops aside."""
        return any(f.found.strip("[] .") == self.insertion.fragment for f in self.touching)


@dataclass(slots=True)
class Row:
    """A line of the table."""

    total: int = 0
    found: int = 0
    exact: int = 0
    extra: int = 0

    def add(self, seen: Seen) -> None:
        """Count one insertion."""
        self.total += 1
        self.found += bool(seen.touching)
        self.exact += seen.exact
        self.extra += len(seen.extra)

    def __str__(self) -> str:
        found, exact = self.found / max(1, self.total), self.exact / max(1, self.found)
        return f"{self.total:>8}{found:>9.3f}{exact:>9.3f}{self.extra / max(1, self.total):>9.4f}"


def is_leftover(fragment: Fragment) -> bool:
    """Whether the fragment is French at all: not a name, a number, or the very English words.

    >>> [is_leftover(Fragment(*pair)) for pair in
    ...  [("Bank", "Bank"), ("la mission", "the mission"), ("18,4", "18.4"), ("obus", "shell")]]
    [False, False, False, True]
    """
    english = {_plain(token.lower) for token in tokenize(fragment.english)}
    small = {"le", "la", "les", "l'", "l’", "de", "d'", "d’", "du", "des", "un", "une", "à", "en"}
    opens = not fragment.before.strip()
    return any(
        token.kind == Kind.WORD
        and (not token.capitalised or (opens and not token.start))
        and token.lower not in small
        and _plain(token.lower) not in english
        for token in tokenize(fragment.french)
    )


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def is_english_too(french: str) -> bool:
    """Whether all words of the French are written in the same way in English, and mean the same.

    >>> [is_english_too(text) for text in ("mission", "la mission", "prix", "roquette")]
    [True, False, False, False]
    """
    return all(map(_translates_itself, (token.lower for token in tokenize(french))))


def _translates_itself(word: str) -> bool:
    known = parallel_text().find(word)
    shares = dict(zip(known.english, known.shares, strict=True)) if known else {}
    return shares.get(word, 0.0) >= LEAST_SHARE


def insertions(fragments: Iterable[Fragment], most: int) -> Iterator[Insertion]:
    """Leftovers of one to four words in their sentences, every other one in brackets.

    ``most`` counts those that English spells in another way; the others come on top.
    """
    made = {False: 0, True: 0}
    for fragment in fragments:
        words = len(fragment.french.split())
        if made[False] >= most:
            return
        if words <= LONGEST and is_leftover(fragment):
            same = is_english_too(fragment.french)
            yield put_in(fragment, words, made[same] % 2 == 0, same)
            made[same] += 1


def put_in(fragment: Fragment, words: int, bracketed: bool, same: bool) -> Insertion:
    """The sentence with the fragment where its English was.

    >>> put_in(Fragment("lundi", "Monday", "It fell on", ' "."'), 1, True, False).text
    'It fell on [lundi] "."'
    """
    before = fragment.before
    if before and before[-1] not in "([{\"'“‘«-–—/ ":
        before += " "
    opening, closing = ("[", "]") if bracketed else ("", "")
    start = len(before) + len(opening)
    text = before + opening + fragment.french + closing + fragment.after
    return Insertion(text, start, start + len(fragment.french), words, bracketed, same)


def detect(text: str) -> tuple[Finding, ...]:
    """All rules' findings in a text, without overlaps and without translations."""
    return tuple(without_overlaps(_cleaner().proposals(Document.plain(text))))


@cache
def _cleaner() -> Cleaner:
    return Cleaner()


def look(places: Iterable[Insertion]) -> list[Seen]:
    """What is found in each insertion."""
    return [Seen(place, detect(place.text)) for place in places]


def table(seen: Sequence[Seen]) -> dict[str, Row]:
    """The counts: bracketed, bare, bare by length, and all."""
    rows = {name: Row() for name in (BRACKETED, BARE, BARE_WORD, BARE_PHRASE, "all", SAME)}
    for one in seen:
        for name in _rows_of(one.insertion):
            rows[name].add(one)
    return rows


def _rows_of(place: Insertion) -> tuple[str, ...]:
    if place.same:
        return (SAME,)
    if place.bracketed:
        return (BRACKETED, "all")
    return (BARE, BARE_WORD if place.words == 1 else BARE_PHRASE, "all")


def _shown(seen: Seen, found: str) -> str:
    place = seen.insertion
    before = place.text[max(0, place.start - 40) : place.start]
    after = place.text[place.end : place.end + 30]
    return f"{found}\t{before}>{place.fragment}<{after}"


def listed(seen: Sequence[Seen], wanted: Sequence[str]) -> Iterator[str]:
    """The insertions missed, found with another span, and the findings beside them."""
    for one in seen:
        if one.insertion.same:
            continue
        if "missed" in wanted and not one.touching:
            yield _shown(one, "missed")
        if "inexact" in wanted and one.touching and not one.exact:
            yield _shown(one, "inexact: " + " + ".join(f.found for f in one.touching))
        if "extra" in wanted:
            yield from (_shown(one, f"extra: {f.rule} {f.found}") for f in one.extra)


def main(arguments: list[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m corpus.insertions", description=__doc__)
    parser.add_argument("fragments", type=Path)
    parser.add_argument("--most", type=int, default=3000)
    parser.add_argument(
        "--show", action="append", default=[], choices=("missed", "inexact", "extra")
    )
    options = parser.parse_args(arguments)
    seen = look(insertions(read_fragments(options.fragments), options.most))
    print(f"{'':<20}{'total':>8}{'found':>9}{'exact':>9}{'extra':>9}")
    for name, row in table(seen).items():
        print(f"{name:<20}{row}")
    for line in listed(seen, options.show):
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
