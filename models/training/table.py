"""Compile the phrase table that the translator carries: ``python -m models.training.table``.

The extracted phrase pairs are many and noisy. What stays is what may help with a fragment: for
each French phrase up to three English ones, so that each is probable in both directions. Phrases
that the glossary answers surely are left out. The output is sorted by the bytes of the French
phrase, one line a phrase: French, English alternatives separated by ``|``, their shares in
percent separated by ``|``, and how often the first was seen.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

MOST_ALTERNATIVES = 4
# An alternative below this share of the French phrase's occurrences is not worth showing.
LEAST_SHARE = 0.05
# Function words are linked to everything (effectifs, of); back from them, the French is improbable.
LEAST_BACK = 0.01
# A phrase seen so seldom must be the same in both directions at times, or be a main reading.
LEAST_SEEN, RARE, RARE_PRODUCT, RARE_SHARE = 2, 3, 0.05, 0.3
# House and Minister in minutes of parliament: the small letter wins from this part on.
SMALL_LETTER = 0.15
# Long phrases are seldom met again; the shorter ones in them do their work.
LONGEST = 5
# How laws are numbered is not how news is written.
_NOT_NEWS = re.compile(r"\d|(?<!\w)\w\Z")
# An article and a noun, in both languages; a noun must be met so often.
_FRENCH_NOUN = re.compile(r"(?:l'|(?:le|la|les|une?|cette?|ces?|notre|nos|s[ao]n|ses) )[\w-]+")
_ENGLISH_NOUN = re.compile(r"(?:the|an?|this|that|these|those|our|his|her|its|their) ([a-z-]+)")
LEAST_SEEN_NOUN = 3
# Dictionaries explain what they can't translate.
_EXPLAINED = re.compile(r"\btranslated\b|\b(?:used|something|someone)\b.* .* ")
_WORDS = re.compile(r"[^\W_]+(?:[ '’.-]+[^\W_]+)*")


class Pair(NamedTuple):
    """One line of the extracted table; ``share`` is p(en|fr), ``back`` p(fr|en)."""

    english: str
    seen: int
    share: float
    back: float


def read(path: Path) -> dict[str, list[Pair]]:
    """The extracted pairs by French phrase. Raises ``ValueError`` where a line is no pair."""
    found: dict[str, list[Pair]] = defaultdict(list)
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        columns = line.split("\t")
        if len(columns) != 5:
            raise ValueError(f"{path}:{number}: {len(columns)} columns, not 5")
        french, english, count, share, back = columns
        english = english.replace("’", "'")
        if (
            _WORDS.fullmatch(french)
            and _WORDS.fullmatch(english)
            and not _EXPLAINED.search(english)
        ):
            found[french].append(Pair(english, int(count), float(share), float(back)))
    return found


def merged(pairs: Iterable[Pair]) -> list[Pair]:
    """Pairs that differ in a capital put together, under the spelling that a sentence wants.

    >>> merged([Pair("Minister", 60, 0.6, 0.9), Pair("minister", 20, 0.2, 0.5)])
    [Pair(english='minister', seen=80, share=0.8, back=0.9)]
    """
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[pair.english.lower()].append(pair)
    together = []
    for lower, group in groups.items():
        seen = sum(pair.seen for pair in group)
        small = sum(pair.seen for pair in group if pair.english == lower)
        most = max(group, key=lambda pair: (pair.seen, pair.english))
        english = lower if small >= SMALL_LETTER * seen else most.english
        share = round(sum(pair.share for pair in group), 4)
        together.append(Pair(english, seen, share, max(pair.back for pair in group)))
    return sorted(together, key=lambda pair: (-pair.share, pair.english))


def kept(french: str, pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs worth keeping, the most probable first.

    >>> kept("effectifs", [Pair("of", 9, 0.5, 0.0001), Pair("staff", 6, 0.3, 0.1)])
    [Pair(english='staff', seen=6, share=0.3, back=0.1)]
    """
    words = len(french.replace("'", " ").split())
    if words > LONGEST or _NOT_NEWS.search(french):
        return []
    return [
        pair
        for pair in merged(pairs)
        if pair.share >= LEAST_SHARE
        and pair.back >= LEAST_BACK
        and pair.seen >= LEAST_SEEN
        and (pair.seen > RARE or pair.share * pair.back >= RARE_PRODUCT or pair.share >= RARE_SHARE)
    ]


def lines(table: dict[str, list[Pair]]) -> Iterator[str]:
    """The lines of the compiled table, sorted by the bytes of the French phrase."""
    for french in sorted(table, key=lambda phrase: phrase.encode()):
        pairs = kept(french, table[french])[:MOST_ALTERNATIVES]
        if not pairs:
            continue
        english = "|".join(pair.english for pair in pairs)
        shares = "|".join(str(round(100 * pair.share)) for pair in pairs)
        yield f"{french}\t{english}\t{shares}\t{pairs[0].seen}\n"


def nouns(compiled: Iterable[str]) -> list[str]:
    r"""English nouns by the company they keep: behind an article, for a word behind an article.

    ``compiled`` are lines of the compiled table.

    >>> nouns(["la base\tthe base|the basis\t60|30\t43\n", "de base\tbasic\t90\t9\n"])
    ['base', 'basis']
    """
    seen: Counter[str] = Counter()
    for line in compiled:
        french, english, _, times = line.rstrip("\n").split("\t")
        for text in english.split("|") if _FRENCH_NOUN.fullmatch(french) else ():
            noun = _ENGLISH_NOUN.fullmatch(text)
            if noun:
                seen[noun[1]] += int(times)
    return sorted(noun for noun, times in seen.items() if times >= LEAST_SEEN_NOUN)


def main(arguments: list[str] | None = None) -> None:
    """Write the table; the same bytes at every run."""
    parser = argparse.ArgumentParser(prog="python -m models.training.table", description=__doc__)
    parser.add_argument("--phrases", type=Path, required=True, help="extracted phrase pairs")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args(arguments)
    compiled = list(lines(read(options.phrases)))
    text = "".join(compiled)
    options.output.write_text(text, encoding="utf-8")
    words = "".join(f"{noun}\n" for noun in nouns(compiled))
    options.output.with_name("nouns.txt").write_text(words, encoding="utf-8")
    print(f"{text.count(chr(10))} phrases, {len(text.encode()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
