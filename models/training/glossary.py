"""Examples from a glossary: its entries alone, and in English sentences that hold their English.

A glossary is a folder of TSV files with columns fr, en (alternatives between "|"), pos, and for
what does not follow the rule, forms (French plural, or feminine and plurals of an adjective)
and en_forms (English plurals). Parallel text has few words of the news; here they are met in
place, with the article or "of" that French joins to them.
"""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.training.noise import disturb, in_place, marked
from models.training.text import english_words

Example = tuple[str, str, str]
#: Adds dictionary answers for a fragment to a source.
Helped = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A French form, its possible English forms, and how articles agree with it."""

    french: str
    english: tuple[str, ...]
    gender: str = ""
    plural: bool = False


def french_plural(word: str) -> str:
    """The regular plural of a French word."""
    if word[-1:] in "sxz":
        return word
    if word.endswith("al"):
        return word[:-2] + "aux"
    return word + ("x" if word.endswith(("au", "eu")) else "s")


def english_plural(phrase: str) -> str:
    """The regular plural of an English noun phrase."""
    if phrase.endswith(("s", "x", "z", "ch", "sh")):
        return phrase + "es"
    if phrase.endswith("y") and phrase[-2:-1] not in "aeiou":
        return phrase[:-1] + "ies"
    return phrase + "s"


def adjective_forms(word: str) -> list[str]:
    """Feminine and plurals of a regular French adjective."""
    feminine = word if word.endswith("e") else word + "e"
    return sorted({feminine, french_plural(word), french_plural(feminine)} - {word})


def entries_of(row: dict[str, str | None]) -> Iterator[Entry]:
    """The forms of one row."""
    french = (row.get("fr") or "").strip()
    english = tuple(e.strip() for e in (row.get("en") or "").split("|") if e.strip())
    if not french or not english or any(e.startswith("=") for e in english):
        return
    kind, _, gender = (row.get("pos") or "").partition(".")
    yield Entry(french, english, gender[:1] if kind == "noun" else "")
    forms = [f.strip() for f in (row.get("forms") or "").split("|") if f.strip()]
    if kind in ("adj", "pp"):
        for form in forms or (adjective_forms(french) if " " not in french else []):
            yield Entry(form, english)
    elif kind == "noun" and (forms or " " not in french):
        given = [f.strip() for f in (row.get("en_forms") or "").split("|")]
        plurals = tuple(
            given[i] if i < len(given) and given[i] else english_plural(e)
            for i, e in enumerate(english)
        )
        form = (forms or [french_plural(french)])[-1]
        yield Entry(form, plurals, gender[:1], plural=True)


def read_glossary(folder: Path) -> list[Entry]:
    """Every entry of every TSV file of ``folder``, with its forms."""
    found: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.tsv")):
        with path.open(newline="") as file:
            lines = (line for line in file if not line.startswith("#"))
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                for entry in entries_of(row):
                    found.setdefault(entry.french, entry)
    return list(found.values())


def with_article(entry: Entry, of: bool) -> str | None:
    """The entry behind "le" or "du" in the form that agrees with it."""
    if not entry.gender:
        return None
    if entry.plural:
        return ("des " if of else "les ") + entry.french
    if entry.french[0].lower() in "aâeéèêiîoôuœ":
        return ("de l'" if of else "l'") + entry.french
    if entry.gender == "f":
        return ("de la " if of else "la ") + entry.french
    return ("du " if of else "le ") + entry.french


def bare_examples(
    entries: Iterable[Entry], times: int, helped: Helped, rng: random.Random
) -> Iterator[Example]:
    """Entries alone, with their first English; nouns at times with their article."""
    for entry in entries:
        for _ in range(times):
            french, english = entry.french, entry.english[0]
            article = with_article(entry, of=False)
            if article and rng.random() < 0.3:
                french, english = article, "the " + english
            french, english = disturb(french, english, rng)
            yield "bare", helped(marked("", french, ""), french), english


def placed(entry: Entry, keys: list[str], start: int, rng: random.Random) -> tuple[str, int]:
    """The French for an entry whose English begins at ``start``, and where the answer begins."""
    before = keys[max(0, start - 2) : start]
    if before == ["of", "the"] and start > 2 and rng.random() < 0.4:
        return with_article(entry, of=True) or entry.french, start - 2 * bool(entry.gender)
    if before[-1:] == ["the"] and rng.random() < 0.4:
        return with_article(entry, of=False) or entry.french, start - bool(entry.gender)
    return entry.french, start


def context_examples(
    entries: Iterable[Entry],
    sentences: Iterable[str],
    most: int,
    helped: Helped,
    rng: random.Random,
) -> Iterator[Example]:
    """Entries in place of their English, at most ``most`` times each."""
    wanted: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        for english in entry.english:
            wanted[tuple(w.key for w in english_words(english))].append(entry)
    longest = max(map(len, wanted), default=0)
    used: Counter[str] = Counter()
    for sentence in sentences:
        words = english_words(sentence)
        keys = [w.key for w in words]
        for start in range(1, len(keys) if len(keys) >= 6 else 0):
            for end in range(start + 1, min(start + longest, len(keys)) + 1):
                for entry in wanted.get(tuple(keys[start:end]), ()):
                    if used[entry.french] < most:
                        used[entry.french] += 1
                        french, begin = placed(entry, keys, start, rng)
                        answer = sentence[words[begin].start : words[end - 1].end]
                        source, french, answer = in_place(
                            french, answer, sentence, words, begin, end, rng
                        )
                        yield "context", helped(source, french), answer
