"""Phrase-based decoding: a fragment covered with dictionary phrases so that it reads well there.

The classic search of Koehn, Och and Marcu (2003, "Statistical Phrase-Based Translation"): the
French is covered from left to right with phrases of the table, the glossary and the gazetteer; two
neighbouring phrases may change places, as noun and adjective do; each partial translation is
weighed by how common its phrases are and by how its words follow each other, the English words on
both sides of the fragment included (``fluency``). The weights are in ``languages/fr/decoder.tsv``;
``python -m models.training.decoder`` learns them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from cleaner.languages.tables import read_table
from cleaner.translate.fluency import START, Sequences, words_of_line
from cleaner.translate.glossary import Glossary
from cleaner.translate.hints import token_spans
from cleaner.translate.inflected import english_of_form
from cleaner.translate.nouns import NameLookup
from cleaner.translate.phrase_table import PhraseTable
from cleaner.translate.place import uncapitalised
from cleaner.translate.seams import words_of
from cleaner.translate.words import function_words

__all__ = ["Decoded", "Decoder", "Weights", "learnt_weights"]

MOST = 5
# Longest phrase, and longest phrase that changes places with its neighbour, in words.
_LONGEST, _LONGEST_SWAPPED = 5, 2
# Partial translations that are followed up at each place.
_BEAM = 12
# Alternatives of each phrase that are tried where two change places.
_TRIED_SWAPPED = 3
# A phrase seen once is smoothed with this many imagined other readings.
_SMOOTHING = 0.7
_LEAST_SHARE = 0.01
_MOST_LISTED = 4
_BEFORE_MARK = re.compile(r" (?=[.,;:!?)%’”])|(?<=[(“‘]) ")
_QUOTES = str.maketrans("«»", "“”")


class Decoded(NamedTuple):
    """A translation of the whole fragment, and its part (0 to 1) among the best."""

    text: str
    part: float


class Weights(NamedTuple):
    """What each phrase and word counts, in natural logarithms; ``share`` and ``fluency`` multiply.

    ``word`` is for each English word, ``phrase`` for each phrase, ``swap`` for two that change
    places. ``listed`` is for a phrase of the glossary, ``rank`` for each better answer it lists,
    ``name`` for a word with a capital that stays, ``unknown`` for any other that stays,
    ``left_out`` for a small word that English goes without.
    """

    share: float
    fluency: float
    word: float
    phrase: float
    swap: float
    listed: float
    rank: float
    name: float
    unknown: float
    left_out: float


@cache
def learnt_weights() -> Weights:
    """The weights that come with the language pack."""
    rows = read_table("cleaner.languages.fr", "decoder.tsv")
    return Weights(**{name: float(value) for name, value, _ in rows})


class _Option(NamedTuple):
    """An English phrase for a stretch of the French: its text, words and weight."""

    text: str
    words: tuple[str, ...]
    weight: float


class _Partial(NamedTuple):
    """A translation of the French up to some place; the last two ``words`` decide what follows."""

    weight: float
    last: tuple[str, str]
    text: tuple[str, ...]


class Decoder:
    """Translates fragments and sentences with phrases of the dictionaries."""

    def __init__(
        self,
        table: PhraseTable,
        glossary: Glossary,
        sequences: Sequences,
        names: NameLookup | None = None,
        weights: Weights | None = None,
    ) -> None:
        self._table = table
        self._glossary = glossary
        self._sequences = sequences
        self._names = names
        self._weights = weights or learnt_weights()

    def decode(self, french: str, before: str = "", after: str = "") -> list[Decoded]:
        """The best translations of ``french`` between its English neighbours, best first."""
        spans = token_spans(french)
        if not spans:
            return []
        found = _Search(self, french, spans, before, after).best()
        ranked = sorted(((one.weight, _joined(one.text)) for one in found), reverse=True)
        best: dict[str, float] = {}
        for weight, text in ranked:
            if text:
                best.setdefault(text, weight)
        top = max(best.values(), default=0.0)
        parts = {text: math.exp(weight - top) for text, weight in best.items()}
        total = sum(parts.values())
        return [Decoded(text, part / total) for text, part in parts.items()][:MOST]

    def options(self, piece: str, *, single: bool) -> list[_Option]:
        """The English phrases for a piece of French; ``single`` pieces may also stay or vanish."""
        found = self._known(piece)
        if single:
            weights = self._weights
            if not piece[0].isalnum():
                found.setdefault(piece.translate(_QUOTES), 0.0)
            elif piece[0].isupper() or piece[0].isdigit():
                found.setdefault(piece, weights.name)
            elif not found:
                found[piece] = weights.unknown
            if piece.lower() in words_of("droppable"):
                found.setdefault("", weights.left_out)
        return [_Option(text, tuple(words_of_line(text)), w) for text, w in found.items()]

    def _known(self, piece: str) -> dict[str, float]:
        weights, found = self._weights, dict[str, float]()
        hit = self._table.find(piece)
        if hit:
            trust = hit.seen / (hit.seen + _SMOOTHING)
            for printed, share in zip(hit.english, hit.shares, strict=True):
                text = uncapitalised(printed, piece, self._glossary.common_words)
                weight = weights.share * math.log(max(share, _LEAST_SHARE) * trust)
                found[text] = max(weight, found.get(text, -math.inf))
        listed = dict.fromkeys(
            text for hit in self._glossary.lookup_normalised(piece) for text in hit.english
        )
        name = self._names(piece) if self._names and piece[:1].isupper() else None
        ranked = [name.english] if name else []
        ranked += [*listed][:_MOST_LISTED]
        ranked += [
            text
            for word in function_words().get(piece.lower(), ())
            for text in word.english
            if text and text not in ranked
        ]
        for rank, text in enumerate(ranked):
            weight = weights.listed + weights.rank * rank
            found[text] = max(weight, found.get(text, -math.inf))
        return found or self._inflected(piece)

    def _inflected(self, form: str) -> dict[str, float]:
        texts = english_of_form(form) if form.islower() else ()
        return {text: self._weights.share * -math.log(len(texts)) for text in texts}

    def extended(self, partial: _Partial, texts: Sequence[_Option], weight: float) -> _Partial:
        """A partial translation with further phrases behind it."""
        total, last = partial.weight + weight, partial.last
        for option in texts:
            total += option.weight + self._weights.phrase + self._weights.word * len(option.words)
            for word in option.words:
                total += self._weights.fluency * self._sequences.step((*last, word))
                last = (last[1], word)
        return _Partial(total, last, (*partial.text, *(option.text for option in texts)))

    @property
    def swap(self) -> float:
        """What it costs that two phrases change places."""
        return self._weights.swap


class _Search:
    """The search for one fragment."""

    def __init__(
        self,
        decoder: Decoder,
        french: str,
        spans: Sequence[tuple[int, int]],
        before: str,
        after: str,
    ) -> None:
        self._decoder = decoder
        self._words = [french[start:end] for start, end in spans]
        self._after = words_of_line(after)[:2]
        last = [START, START, *words_of_line(before)][-2:]
        self._begin = _Partial(0.0, (last[0], last[1]), ())
        size = len(spans)
        self._options = {
            (at, end): decoder.options(
                french[spans[at][0] : spans[end - 1][1]], single=end == at + 1
            )
            for at in range(size)
            for end in range(at + 1, min(at + _LONGEST, size) + 1)
        }

    def best(self) -> list[_Partial]:
        """Translations of the whole, one for each pair of last words."""
        size = len(self._words)
        reached: list[dict[tuple[str, str], _Partial]] = [{} for _ in range(size + 1)]
        reached[0][self._begin.last] = self._begin
        for at in range(size):
            hopeful = sorted(reached[at].values(), key=lambda partial: -partial.weight)[:_BEAM]
            for partial in hopeful:
                for end, longer in self._followed(partial, at):
                    known = reached[end].get(longer.last)
                    if known is None or known.weight < longer.weight:
                        reached[end][longer.last] = longer
        return [self._closed(partial) for partial in reached[size].values()]

    def _followed(self, partial: _Partial, at: int) -> Iterator[tuple[int, _Partial]]:
        for end in range(at + 1, min(at + _LONGEST, len(self._words)) + 1):
            for option in self._options[at, end]:
                yield end, self._decoder.extended(partial, [option], 0.0)
        for middle, end in self._swaps(at):
            for second in self._options[middle, end][:_TRIED_SWAPPED]:
                for first in self._options[at, middle][:_TRIED_SWAPPED]:
                    if first.text and second.text:
                        both = [second, first]
                        yield end, self._decoder.extended(partial, both, self._decoder.swap)

    def _swaps(self, at: int) -> Iterator[tuple[int, int]]:
        """Where two phrases of words meet that begin at a place, and where they end."""
        reach = at
        while reach < len(self._words) and self._words[reach][0].isalpha():
            reach += 1
        for middle in range(at + 1, at + _LONGEST_SWAPPED + 1):
            for end in range(middle + 1, min(middle + _LONGEST_SWAPPED, reach) + 1):
                yield middle, end

    def _closed(self, partial: _Partial) -> _Partial:
        """With what the English behind the fragment says of it."""
        behind = [_Option("", (word,), 0.0) for word in self._after]
        return self._decoder.extended(partial, behind, 0.0)._replace(text=partial.text)


def _joined(texts: Sequence[str]) -> str:
    """The phrases as one text, its marks set as English sets them.

    >>> _joined(["the army", "", "(", "ANA", ")", "."])
    'the army (ANA).'
    """
    return _BEFORE_MARK.sub("", " ".join(filter(None, texts)))
