"""Cut aligned sentences into phrase pairs, and count them into a phrase table.

A phrase pair is a run of 1-6 French words and the run of English words that they, and nobody
else, are linked to. Only runs that look like what is left behind in wire copy are kept: they
do not end on an article, preposition or clitic, nor begin in the middle of a verb group.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from models.training.align import Links, parse_links
from models.training.corpus import DICTIONARIES
from models.training.text import Word, english_words, french_words

LONGEST = 6


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


DETERMINERS = _set(
    "le la l' les un une des du ce cet cette ces mon ma mes son sa ses notre nos votre vos leur "
    "leurs au aux chaque"
)
PREPOSITIONS = _set(
    "de d' à en dans sur sous par pour avec sans chez vers entre contre depuis pendant après "
    "avant dès selon malgré lors parmi"
)
_NEVER_LAST = (
    DETERMINERS
    | PREPOSITIONS
    | _set(
        "et ou mais que qu' qui dont où ne n' se s' me m' te t' c' j' je tu il elle on nous vous "
        "ils elles y si comme très plus a est sont ont ai as était étaient avait avaient sera "
        "seront aura auront soit été être avoir quand lorsque lorsqu' jusqu' puisque puisqu' afin "
        "tout toute"
    )
)
_NEVER_FIRST = _set(
    "se s' me m' te t' y ne n' pas que qu' dont là ci t-il t-elle t-on plus été lorsqu'"
)
_ENGLISH_NEVER_LAST = _set(
    "the a an of to in on at by for from with and or that which who 's 've 're 'll 'd is are was "
    "were be been has have had his her its their my our your this not as than if but into will "
    "would i he she we they it"
)
_ENGLISH_NEVER_FIRST = _set("'s 've 're 'll 'd '")
_ARTICLES = _set("the a an")
_ABSORBED = _set("on in of at for to by from last")


class Phrase(NamedTuple):
    """A phrase pair as word ranges: [french_from, french_to) is [english_from, english_to).

    ``loose`` says that a free English preposition before it was taken in: "lundi" is then
    "on Monday", otherwise "Monday".
    """

    french_from: int
    french_to: int
    english_from: int
    english_to: int
    loose: bool


class Linked:
    """An aligned sentence, asked for the English of runs of French words."""

    def __init__(self, french: Sequence[Word], english: Sequence[Word], links: Links) -> None:
        self.french, self.english = french, english
        self.french_keys = [w.key for w in french]
        self.english_keys = [w.key for w in english]
        self.of_french: list[list[int]] = [[] for _ in french]
        self.of_english: list[list[int]] = [[] for _ in english]
        for i, j in links:
            self.of_french[i].append(j)
            self.of_english[j].append(i)

    def opener(self, start: int) -> bool:
        """Whether French word ``start`` is an article or preposition."""
        return self.french_keys[start] in DETERMINERS or self.french_keys[start] in PREPOSITIONS

    def may_start(self, start: int) -> bool:
        """Whether a fragment may begin with French word ``start``."""
        if self.french_keys[start] in _NEVER_FIRST:
            return False
        return bool(self.of_french[start]) or self.opener(start)

    def may_end(self, last: int) -> bool:
        """Whether a fragment may end with French word ``last``."""
        return bool(self.of_french[last]) and self.french_keys[last] not in _NEVER_LAST

    def closed(self, start: int, end: int, low: int, high: int) -> bool:
        """Whether English words [low, high] are linked to French words [start, end) alone."""
        if high - low + 1 > 2 * (end - start) + 2:
            return False
        return all(start <= i < end for j in range(low, high + 1) for i in self.of_english[j])

    def free_before(self, low: int, keys: frozenset[str]) -> bool:
        """Whether the English word before ``low`` is unlinked and one of ``keys``."""
        return low > 0 and not self.of_english[low - 1] and self.english_keys[low - 1] in keys

    def fit(self, low: int, high: int) -> bool:
        """Whether English words [low, high] make an answer: whole, and without punctuation."""
        if self.english_keys[low] in _ENGLISH_NEVER_FIRST:
            return False
        if self.english_keys[high] in _ENGLISH_NEVER_LAST and high > low:
            return False
        return all(w.is_word or w.text in "'’&%" for w in self.english[low : high + 1])


def phrases(french: Sequence[Word], english: Sequence[Word], links: Links) -> Iterator[Phrase]:
    """Yield the phrase pairs of one aligned sentence."""
    linked = Linked(french, english, links)
    for start in filter(linked.may_start, range(len(french))):
        low, high = len(english), -1
        for last in range(start, min(start + LONGEST, len(french))):
            if not french[last].is_word:
                break
            low, high = min([low, *linked.of_french[last]]), max([high, *linked.of_french[last]])
            if linked.may_end(last) and linked.closed(start, last + 1, low, high):
                article = linked.opener(start) and linked.free_before(low, _ARTICLES)
                begin = low - article
                if linked.fit(begin, high):
                    yield Phrase(start, last + 1, begin, high + 1, False)
                    if begin > 1 and linked.free_before(begin, _ABSORBED):
                        yield Phrase(start, last + 1, begin - 1, high + 1, True)


def cut(words: Sequence[Word], text: str, start: int, end: int) -> str:
    """The text of words [start, end) as written."""
    return text[words[start].start : words[end - 1].end]


def read_aligned(path: Path) -> Iterator[tuple[str, str, str, Links]]:
    """Yield source, French, English and links of each aligned pair."""
    with path.open() as lines:
        for line in lines:
            source, french, english, links = line.rstrip("\n").split("\t")
            yield source, french, english, parse_links(links)


def extract(aligned: Path, out: Path) -> dict[str, Counter[str]]:
    """Write each pair with its phrases to ``out``; count French -> English phrases.

    The first word of a sentence is no evidence of case, so runs that begin one are not
    counted. A dictionary entry counts as a whole.
    """
    table: dict[str, Counter[str]] = defaultdict(Counter)
    with out.open("w") as tsv:
        for source, french, english, links in read_aligned(aligned):
            if source in DICTIONARIES:
                table[french.lower().replace("’", "'")][english] += 2
                tsv.write(f"{source}\t{french}\t{english}\t\n")
                continue
            fr, en = french_words(french), english_words(english)
            found = list(phrases(fr, en, links))
            for p in found:
                if p.french_from and p.english_from and not p.loose:
                    key = cut(fr, french, p.french_from, p.french_to).lower().replace("’", "'")
                    table[key][cut(en, english, p.english_from, p.english_to)] += 1
            spans = " ".join(f"{p[0]}-{p[1]}-{p[2]}-{p[3]}-{int(p.loose)}" for p in found)
            tsv.write(f"{source}\t{french}\t{english}\t{spans}\n")
    return table


def write_table(table: dict[str, Counter[str]], out: Path, most: int) -> int:
    """Write the commonest phrase pairs with both conditional probabilities."""
    english_totals: Counter[str] = Counter()
    for answers in table.values():
        english_totals.update(answers)
    rows: list[tuple[int, float, float, str, str]] = []
    for french, answers in table.items():
        total = answers.total()
        for english, count in answers.items():
            share = count / total
            if count >= 2 and share >= 0.02:
                rows.append((count, share, count / english_totals[english], french, english))
    rows.sort(key=lambda r: (-r[0] * r[1], r[3], r[4]))
    with out.open("w") as tsv:
        tsv.write("fr\ten\tcount\tp_en_fr\tp_fr_en\n")
        for count, share, back, french, english in rows[:most]:
            tsv.write(f"{french}\t{english}\t{count}\t{share:.4f}\t{back:.4f}\n")
    return min(len(rows), most)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aligned", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="aligned pairs with their phrases")
    parser.add_argument("--table", type=Path, required=True, help="phrase table to write")
    parser.add_argument("--most", type=int, default=400_000, help="most entries in the table")
    args = parser.parse_args()
    table = extract(args.aligned, args.out)
    print(f"{write_table(table, args.table, args.most)} phrase pairs: {args.table}")


if __name__ == "__main__":
    main()
