"""Measure detection on French fragments put in the place of their English.

``python -m corpus.insertions FRAGMENTS.tsv`` reads what ``models.training.heldback`` wrote: a
fragment, its English, and the English sentence with the fragment between marks. Fragments of one to
four words that are leftovers are put into their sentences, every other one in square brackets, and
the rules are run without translating. The table says how many are found (some finding touches the
fragment), how many with the very span, and how many findings touch no fragment. ``homographs`` are
fragments all of whose words English uses as well (once in a million words): a part of each row.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.detection.lexicon import Lexicon
from cleaner.detection.tokens import Kind, tokenize
from cleaner.document import Document
from cleaner.finding import Finding
from cleaner.rules import Passage, Tools, selected_rules
from cleaner.scan import suspicious_sentences
from cleaner.settle import without_overlaps
from cleaner.translate.evaluation import Fragment, read_fragments

__all__ = ["Insertion", "Row", "Seen", "detect", "insertions", "look", "table"]

LONGEST = 4
COMMON_ENGLISH = 3.0
BRACKETED, BARE, BARE_WORD, BARE_PHRASE = "bracketed", "bare", "bare, one word", "bare, two or more"


@dataclass(frozen=True, slots=True)
class Insertion:
    """An English sentence with a French fragment in it, at ``start`` to ``end``."""

    text: str
    start: int
    end: int
    words: int
    bracketed: bool

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
    homographs: int = 0

    def add(self, seen: Seen, homograph: bool) -> None:
        """Count one insertion."""
        self.total += 1
        self.found += bool(seen.touching)
        self.exact += seen.exact
        self.extra += len(seen.extra)
        self.homographs += homograph

    def __str__(self) -> str:
        shares = (self.found / self.total, self.exact / max(1, self.found), self.extra / self.total)
        return (
            f"{self.total:>8}{shares[0]:>9.3f}{shares[1]:>9.3f}{shares[2]:>9.4f}"
            f"{self.homographs:>12}"
        )


def is_leftover(fragment: Fragment) -> bool:
    """Whether the fragment is French at all: not a name, a number, or the very English words.

    >>> [is_leftover(Fragment(*pair)) for pair in
    ...  [("Bank", "Bank"), ("la mission", "the mission"), ("18,49", "18.49"), ("roquette", "rocket")]]
    [False, False, False, True]
    """
    english = {_plain(token.lower) for token in tokenize(fragment.english)}
    small = {"le", "la", "les", "l'", "l’", "de", "d'", "d’", "du", "des", "un", "une", "à", "en"}
    return any(
        token.kind == Kind.WORD
        and not token.capitalised
        and token.lower not in small
        and _plain(token.lower) not in english
        for token in tokenize(fragment.french)
    )


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def insertions(fragments: Iterable[Fragment], most: int) -> Iterator[Insertion]:
    """The first ``most`` leftovers of one to four words in their sentences, half in brackets."""
    made = 0
    for fragment in fragments:
        words = len(fragment.french.split())
        if made >= most:
            return
        if words > LONGEST or not is_leftover(fragment):
            continue
        bracketed = made % 2 == 0
        yield put_in(fragment, words, bracketed)
        made += 1


def put_in(fragment: Fragment, words: int, bracketed: bool) -> Insertion:
    """The sentence with the fragment where its English was.

    >>> put_in(Fragment("lundi", "Monday", "It fell on", ' "."'), 1, True).text
    'It fell on [lundi] "."'
    """
    before = fragment.before
    if before and before[-1] not in "([{\"'“‘«-–—/ ":
        before += " "
    opening, closing = ("[", "]") if bracketed else ("", "")
    start = len(before) + len(opening)
    text = before + opening + fragment.french + closing + fragment.after
    return Insertion(text, start, start + len(fragment.french), words, bracketed)


def detect(text: str, tools: Tools) -> tuple[Finding, ...]:
    """All rules' findings in a text, without overlaps and without translations."""
    sentences = suspicious_sentences(Document.plain(text))
    passages = [Passage(sentence, tools) for sentence in sentences]
    rules = selected_rules((), ())
    found = [f for passage in passages for rule in rules for f in rule.check(passage)]
    return tuple(without_overlaps(found))


def look(places: Iterable[Insertion], tools: Tools) -> list[Seen]:
    """What is found in each insertion."""
    return [Seen(place, detect(place.text, tools)) for place in places]


def table(seen: Sequence[Seen]) -> dict[str, Row]:
    """The counts: bracketed, bare, bare by length, and all."""
    lexicon = Lexicon.load()
    rows = {name: Row() for name in (BRACKETED, BARE, BARE_WORD, BARE_PHRASE, "all")}
    for one in seen:
        place = one.insertion
        homograph = all(
            lexicon.frequency(token.lower).en >= COMMON_ENGLISH
            for token in tokenize(place.fragment)
            if token.kind == Kind.WORD
        )
        names = [BRACKETED if place.bracketed else BARE, "all"]
        if not place.bracketed:
            names.append(BARE_WORD if place.words == 1 else BARE_PHRASE)
        for name in names:
            rows[name].add(one, homograph)
    return rows


def _shown(seen: Seen, found: str) -> str:
    place = seen.insertion
    before = place.text[max(0, place.start - 40) : place.start]
    after = place.text[place.end : place.end + 30]
    return f"{found}\t{before}>{place.fragment}<{after}"


def listed(seen: Sequence[Seen], wanted: Sequence[str]) -> Iterator[str]:
    """The insertions missed, found with another span, and the findings beside them."""
    for one in seen:
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
    seen = look(insertions(read_fragments(options.fragments), options.most), Tools())
    print(f"{'':<18}{'total':>8}{'found':>9}{'exact':>9}{'extra':>9}{'homographs':>12}")
    for name, row in table(seen).items():
        print(f"{name:<18}{row}")
    for line in listed(seen, options.show):
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
