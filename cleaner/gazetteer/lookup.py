"""Finds listed names in running text.

The compiled table is read once a process, and a row is taken apart only when its form has been
found. Names are looked up word by word from the left, the longest form first; a row marked
``keep`` hides every shorter name inside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import DataError
from cleaner.gazetteer.compose import (
    Composed,
    composed_after,
    composed_before,
    generic_nouns,
    plain_name,
)
from cleaner.gazetteer.entry import KEEP, NO_PLACE, SAFE, UNSAFE, VARIANT, Entry
from cleaner.gazetteer.fold import LEADING_ARTICLE, is_respelt, normalise
from cleaner.gazetteer.neighbours import doubt, doubt_before
from cleaner.gazetteer.windows import Windows
from cleaner.gazetteer.wording import widened, worded

__all__ = ["Gazetteer", "Match"]

_WORD = re.compile(r"[^\W_]+")
_WORD_BEFORE = re.compile(r"[^\W_]+\Z")
_QUOTE_OR_ELISION = re.compile(r"(?<![^\W_])(?:qu|[ld])?'\Z", re.IGNORECASE)
# An apostrophe and a letter behind a name, other than the possessive.
_BAD_ENDING = re.compile(r"'(?!s\b)[^\W\d_]", re.IGNORECASE)
# Words inside a hyphenated French place name: Fay-de-Bretagne, Damas-aux-Bois.
_INNER = frozenset(
    ["au", "aux", "d", "de", "des", "du", "en", "et", "la", "le", "les", "lès", "sous", "sur"]
)
# Names of a row that are spelt alike and are not the same thing.
_TWO_PLACES = frozenset({"Amazon", "Antarctica", "Dnieper"})
_CHUNK_BEFORE = re.compile(r"\S*\Z")
_CHUNK_AFTER = re.compile(r"\S*")


@dataclass(frozen=True, slots=True)
class Match:
    """A listed name in a text.

    ``start`` and ``end`` bound what ``replacement`` replaces: the name, and an article before
    it that goes with it. ``uncertain`` says what beside the name makes it doubtful, "" if
    nothing does; the row's own safety is ``entry.safety``. ``votes`` are the names in the
    document that spoke for a country or a sense.
    """

    start: int
    end: int
    form: str
    entry: Entry
    replacement: str
    alternatives: tuple[str, ...] = ()
    uncertain: str = ""
    votes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def safe(self) -> bool:
        """Whether the name may be rewritten without asking."""
        return self.entry.safety == SAFE and not self.uncertain

    def reworded(self, text: str, entry: Entry, votes: Mapping[str, tuple[str, ...]]) -> Match:
        """The match with another row's English names."""
        plain, start = normalise(text), self.end - len(self.form)
        wordings = [worded(plain, self.start, start, self.end, entry, n) for n in entry.names]
        return replace(
            self,
            entry=entry,
            replacement=wordings[0],
            alternatives=tuple(dict.fromkeys(wordings[1:])),
            votes=votes,
        )


class _Hit(NamedTuple):
    start: int
    end: int
    row: int


class Gazetteer:
    """The compiled table, and the names of it that a text holds.

    >>> gazetteer = Gazetteer.load()
    >>> [m.replacement for m in gazetteer.find("Flights from le Caire to Beyrouth’s airport")]
    ['Cairo', 'Beirut']
    >>> gazetteer.find("He reads Le Monde in Burkina Faso.")
    []
    """

    def __init__(self, table: str) -> None:
        lines = table.split("\n")
        first = 2 if table.startswith("#") else 1
        self._rows = lines[first:-1] if lines[-1] == "" else lines[first:]
        self._parsed: dict[int, Entry] = {}
        self._by_word = dict(_index(self._rows))
        self._sorted: dict[str, list[tuple[str, int]]] = {}

    @staticmethod
    @cache
    def load(own: str | None = None) -> Gazetteer:
        """The packaged gazetteer, read once a process; a user's ``own`` table laid over it."""
        resource = files("cleaner.data").joinpath("gazetteer.tsv")
        try:
            table = resource.read_text(encoding="utf-8")
        except OSError as error:
            raise DataError(
                f"the compiled gazetteer {resource} can't be read ({error}); reinstall Cleaner, "
                "or run `make gazetteer` in a source checkout"
            ) from error
        if own is None:
            return Gazetteer(table)
        from cleaner.gazetteer.overlay import read_own

        rows = {row.form: "\t".join(map(str, row)) for row in read_own(Path(own).expanduser())}
        lines = table.rstrip("\n").split("\n")
        kept = [line for line in lines if line.split("\t", 1)[0] not in rows]
        return Gazetteer("\n".join([*kept, *rows.values()]) + "\n")

    def entries(self) -> Iterator[Entry]:
        """All rows, in the order of the table."""
        return (self._entry(row) for row in range(len(self._rows)))

    def trigger_words(self, safety: tuple[str, ...] = (SAFE, UNSAFE, VARIANT)) -> set[str]:
        """One word of each form, as written: a text without any of them holds no listed name.

        Of the words of a form it is the one that English uses least.
        """
        return {entry.trigger for entry in self.entries() if entry.safety in safety}

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Match]:
        """The names that could be rewritten, from the left, without overlaps."""
        plain = ""
        matches: list[Match] = []
        for begin, behind in self._windows.find(text, start, len(text) if end is None else end):
            plain = plain or normalise(text)
            for hit, entry in self._rows_in(plain, begin, behind):
                if entry.safety != KEEP:
                    floor = matches[-1].end if matches else start
                    match = self._match(text, plain, hit, entry, floor)
                    if match.replacement != text[match.start : match.end]:
                        matches.append(match)
        return matches

    def kept(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """Where the names lie that must stay as they are: papers, clubs, same-spelt places."""
        plain = normalise(text)
        hits = self._scan(plain, start, len(text) if end is None else end)
        return [(hit.start, hit.end) for hit in hits if self._entry(hit.row).safety == KEEP]

    def at(self, plain: str, start: int, end: int | None = None) -> Iterator[tuple[int, Entry]]:
        """End and row of each form that begins at ``start`` of a normalised text, longest first.

        What stands before and behind the form is not looked at.
        """
        word = _WORD.match(plain, start)
        if word is None:
            return
        for form, row in self._candidates(word.group()):
            if plain.startswith(form, start) and (end is None or start + len(form) <= end):
                yield start + len(form), self._entry(row)

    @cached_property
    def _windows(self) -> Windows:
        """Where names that are rewritten can be, and nouns that go with names."""
        telling = {
            line[line.rindex("\t") + 1 :] for line in self._rows if f"\t{KEEP}\t" not in line
        }
        return Windows(telling | generic_nouns())

    def _rows_in(self, plain: str, start: int, end: int) -> Iterator[tuple[_Hit, Entry]]:
        """The names with their rows; a generic noun or point of the compass joins its name."""
        generics = list(composed_before(plain, start, end))
        reached = start
        for hit in self._scan(plain, start, end):
            entry = self._entry(hit.row)
            while generics and generics[0].name_start < hit.start:
                yield from self._unlisted(plain, generics.pop(0), reached)
            if generics and generics[0].start < hit.start <= generics[0].name_start:
                found = generics.pop(0)
                if reached <= found.start and (entry.is_place or entry.safety == KEEP):
                    form = plain[found.start : hit.end]
                    hit = _Hit(found.start, hit.end, hit.row)
                    entry = found.entry(form, entry.names, entry.kind, entry.article)
            elif generics and generics[0].start < hit.end:
                generics.pop(0)
            if longer := composed_after(plain, hit.end, entry):
                hit, entry = _Hit(hit.start, longer[0], hit.row), longer[1]
            reached = hit.end
            yield hit, entry
        for found in generics:
            yield from self._unlisted(plain, found, reached)

    @staticmethod
    def _unlisted(plain: str, found: Composed, reached: int) -> Iterator[tuple[_Hit, Entry]]:
        name = plain_name(plain, found)
        if name and reached <= found.start:
            end = found.name_start + len(name)
            yield _Hit(found.start, end, -1), found.entry(plain[found.start : end], (name,))

    def _entry(self, row: int) -> Entry:
        entry = self._parsed.get(row)
        if entry is None:
            entry = self._parsed[row] = Entry.parse(self._rows[row])
        return entry

    def _scan(self, plain: str, start: int, end: int) -> Iterator[_Hit]:
        reached = start
        for word in _WORD.finditer(plain, start, end):
            first = word.group()
            if first not in self._by_word and not first.isupper():
                continue
            if word.start() < reached:
                continue
            for form, row in self._candidates(first):
                stop = word.start() + len(form)
                if stop > end or not plain.startswith(form, word.start()):
                    continue
                keep = f"\t{KEEP}\t" in self._rows[row]
                if self._stands_free(plain, word.start(), stop, keep):
                    yield _Hit(word.start(), stop, row)
                    reached = stop
                    break

    def _candidates(self, word: str) -> list[tuple[str, int]]:
        """The forms that begin with a word, the longest first, with their rows."""
        known = self._sorted.get(word)
        if known is not None:
            return known
        forms = [(word[0] + self._form(row)[1:], row) for row in self._by_word.get(word, ())]
        if word.isupper():
            forms += self._loud.get(word, ())
        if forms:  # words of the text that begin no name are not remembered
            forms.sort(key=_longest_first)
            self._sorted[word] = forms
        return forms

    def _form(self, row: int) -> str:
        line = self._rows[row]
        return line[: line.index("\t")]

    @cached_property
    def _loud(self) -> dict[str, list[tuple[str, int]]]:
        """The forms in capitals, for datelines and headlines; short ones would be acronyms."""
        index: dict[str, list[tuple[str, int]]] = {}
        for row in range(len(self._rows)):
            form = self._form(row)
            loud = form.upper()
            if len(form) >= 4 and loud != form and not self._stays_quiet(row, loud):
                index.setdefault(_first_word(loud), []).append((loud, row))
        return index

    def _stays_quiet(self, row: int, loud: str) -> bool:
        """Whether the capitals are not to be taken for the form.

        They are the English name itself (Fifa, FIFA), an acronym, or of an unsafe row that
        nobody reviewed.
        """
        _, names, kind, _, _, _, safety, source, _ = self._rows[row].split("\t", 8)
        if safety == UNSAFE and source != "reviewed":
            return True
        return (kind == "org" and " " not in loud) or loud in names.upper().split("|")

    @cached_property
    def spellings(self) -> dict[str, tuple[str, ...]]:
        """The English spellings of a place, the preferred one first, by each of them.

        Only spellings of one name: not Holland and the Netherlands, nor Sur and Sour.
        """
        groups: dict[str, list[str]] = {}
        for line in self._rows:
            form, names, kind, _, _, _, safety, source, _ = line.split("\t", 8)
            reviewed = source == "reviewed" and safety in (SAFE, VARIANT)
            if reviewed and kind not in NO_PLACE and names.split("|")[0] not in _TWO_PLACES:
                first, *others = names.split("|")
                listed = groups.setdefault(first, [first])
                listed += (n for n in (*others, *([form] if safety == VARIANT else ())))
        found: dict[str, tuple[str, ...]] = {}
        for first, listed in groups.items():
            alike = tuple(dict.fromkeys(name for name in listed if is_respelt(first, name)))
            if len(alike) > 1:
                found.update(dict.fromkeys(alike, alike))
        return found

    @cached_property
    def _known(self) -> frozenset[str]:
        """The names of one word of places and organisations, French and English."""
        known: set[str] = set()
        for line in self._rows:
            form, names, kind, _ = line.split("\t", 3)
            if kind == "org" or kind not in NO_PLACE:
                known.update((form, *names.split("|")))
        return frozenset(filter(str.isalpha, known))

    def _is_known(self, word: str) -> bool:
        return word in self._known

    def _match(self, text: str, plain: str, hit: _Hit, entry: Entry, floor: int) -> Match:
        start = max(widened(plain, hit.start, hit.end, entry), min(floor, hit.start))
        wordings = [worded(plain, start, hit.start, hit.end, entry, n) for n in entry.names]
        return Match(
            start,
            hit.end,
            text[hit.start : hit.end],
            entry,
            wordings[0],
            tuple(dict.fromkeys(wordings[1:])),
            self._doubt(plain, start, hit, entry),
        )

    def _doubt(self, plain: str, start: int, hit: _Hit, entry: Entry) -> str:
        """What beside the name makes it doubtful; capitals throughout say nothing."""
        found = plain[hit.start : hit.end]
        if entry.kind == "org" and found.isalpha() and not found.isupper():
            return doubt_before(plain, start, self._is_known)
        if not entry.is_place or found.isupper():
            return ""
        if start == hit.start and plain[max(0, start - 2) : start].lower() == "d'":
            return "after French d'"
        return doubt(plain, start, hit.end, self._is_known)

    def _stands_free(self, plain: str, start: int, end: int, keep: bool) -> bool:
        """Whether the form is a name by itself and not a piece of a word, an address, a tag."""
        before, after = plain[start - 1 : start], plain[end : end + 1]
        if before.isalnum() or after.isalnum() or before in ("@", "#", "_", "&") or after == "_":
            return False
        if before == "'" and not _QUOTE_OR_ELISION.search(plain, max(0, start - 4), start):
            return False
        if _BAD_ENDING.match(plain, end) or _in_address(plain, start, end):
            return False
        if keep:
            return after != "-" or not plain[end + 1 : end + 2].isupper()
        return (before != "-" or self._joins_before(plain, start - 1)) and (
            after != "-" or self._joins_after(plain, end + 1)
        )

    def _joins_before(self, plain: str, hyphen: int) -> bool:
        """``anti-Moscou``, ``Pékin-Moscou``, but no ``Saint-Liban``."""
        word = _WORD_BEFORE.search(plain, max(0, hyphen - 40), hyphen)
        if word is None or word[0] in _INNER:
            return word is None
        return word[0][0].islower() or self._is_known(word[0])

    def _joins_after(self, plain: str, start: int) -> bool:
        """``Moscou-backed``, ``Moscou-Pékin``, but no ``Moscou-Nord``."""
        word = _WORD.match(plain, start)
        if word is None or word[0][0].islower():
            return word is None or word[0] not in _INNER
        return self._is_known(word[0]) or next(self.at(plain, start), None) is not None


def _in_address(plain: str, start: int, end: int) -> bool:
    """Whether the name is a piece of a web or mail address."""
    if plain[start - 1 : start] not in (".", "/") and plain[end : end + 1] not in (".", "/", "@"):
        return False
    before = _CHUNK_BEFORE.search(plain, max(0, start - 200), start)
    after = _CHUNK_AFTER.match(plain, end, end + 200)
    around = f"{before[0] if before else ''}·{after[0] if after else ''}"
    return re.search(r"://|www\.|@|·\.\w|\w\.·", around) is not None


def _first_word(form: str) -> str:
    word = _WORD.match(form)
    return word[0] if word else form


def _index(rows: list[str]) -> dict[str, list[int]]:
    """The rows by the first word of their form, with the capitals that text varies.

    It runs at every start, over thousands of rows: plain string methods, no row taken apart.
    """
    index: defaultdict[str, list[int]] = defaultdict(list)
    for row, line in enumerate(rows):
        form = line[: line.index("\t")]
        word = form if form.isalnum() else _first_word(form)
        index[word].append(row)
        initial = form[0]
        if initial.islower():
            index[initial.upper() + word[1:]].append(row)
        elif initial == "L" and LEADING_ARTICLE.match(form) and f"\t{KEEP}\t" not in line:
            index["l" + word[1:]].append(row)
    return index


def _longest_first(pair: tuple[str, int]) -> int:
    return -len(pair[0])
