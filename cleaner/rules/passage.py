"""What a rule gets to see: one sentence, and the tools to look at it with.

Everything here is computed when first asked for and shared by the rules of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cleaner.detection.evidence import Weighed, weigh
from cleaner.detection.lexicon import Lexicon
from cleaner.detection.phrases import PhraseList, french_on_purpose
from cleaner.detection.segment import french_runs
from cleaner.detection.tokens import Token, tokenize
from cleaner.document import Sentence, Span
from cleaner.languages.tables import read_column

if TYPE_CHECKING:
    from cleaner.gazetteer.lookup import Gazetteer, Match
    from cleaner.translate.glossary import Glossary

__all__ = ["Passage", "Run", "Tools"]

# Web and e-mail addresses, hashtags, user names, inline code, file names: never prose.
_UNTOUCHABLE = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+|[#@]\w+|`[^`\n]+`|\b\w+(?:[./_]\w+)*[._/]\w*\d?[._/]\w+"
)
_QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|‘[^’]*’(?!\w)|(?<!\w)'[^']*'(?!\w)")
# Small words that join the parts of a name: Alejandro de la Iglesia, Bouches-du-Rhône.
_JOINTS = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "et",
        "d'",
        "l'",
        "à",
        "au",
        "aux",
        "en",
        "sur",
        "sous",
        "lès",
        "saint",
        "sainte",
    ]
)


class Tools:
    """The tables that rules use, each opened when first asked for."""

    @cached_property
    def lexicon(self) -> Lexicon:
        """Word frequencies in French and English."""
        return Lexicon.load()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Place names with their English forms."""
        from cleaner.gazetteer.lookup import Gazetteer

        return Gazetteer.load()

    @cached_property
    def glossary(self) -> Glossary:
        """The language pack's reviewed vocabulary."""
        from cleaner.translate.glossary import french_glossary

        return french_glossary()

    @cached_property
    def terms(self) -> PhraseList:
        """The glossary's forms that are no English words, as phrases.

        Phrases of nothing but grammatical words (``de la``) are Spanish and names as well.
        """
        grammar = frozenset(read_column("cleaner.languages.fr", "compose.tsv"))
        return PhraseList(
            form
            for form in self.glossary.forms()
            if (" " in form and not grammar.issuperset(form.split()))
            or (" " not in form and not _is_english(self.lexicon, form))
        )


def _is_english(lexicon: Lexicon, word: str) -> bool:
    """Whether English uses the word at all: once in ten million words."""
    return lexicon.frequency(word.lower()).en >= 2.0


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words: where it lies in the sentence, what they weigh, the first one's index."""

    start: int
    end: int
    words: tuple[Weighed, ...]
    first: int


@dataclass(frozen=True)
class Passage:
    """A sentence with its tools. Offsets are within the sentence unless said otherwise."""

    sentence: Sentence
    tools: Tools

    @property
    def text(self) -> str:
        """The sentence's text."""
        return self.sentence.text

    @cached_property
    def tokens(self) -> list[Token]:
        """The sentence's words; of a line in capitals throughout, as if they were small."""
        small = self.text.lower() if self.text.isupper() else self.text
        return tokenize(small if len(small) == len(self.text) else self.text)

    @cached_property
    def places(self) -> list[Match]:
        """Names of the gazetteer in the sentence that English spells in another way."""
        return self.tools.gazetteer.find(self.text)

    @cached_property
    def kept(self) -> list[Span]:
        """Names, loanwords, titles, addresses: French or not, they stay."""
        spans = [
            Span(self.tokens[first].start, self.tokens[behind - 1].end)
            for first, behind in self._on_purpose
            if not any(
                a <= first and behind <= b and b - a > behind - first for a, b in self._terms
            )
        ]
        spans.extend(Span(match.start, match.end) for match in self.places)
        spans.extend(Span(*span) for span in self.tools.gazetteer.kept(self.text))
        spans.extend(Span(m.start(), m.end()) for m in _UNTOUCHABLE.finditer(self.text))
        return spans

    @cached_property
    def _on_purpose(self) -> list[tuple[int, int]]:
        """Loanwords and names of all sorts, as pairs of token indices."""
        return list(french_on_purpose().find(self.tokens))

    @cached_property
    def _terms(self) -> list[tuple[int, int]]:
        """Terms of the glossary; a longer one wins over a loanword inside it (porte-parole)."""
        return list(self.tools.terms.find(self.tokens))

    @cached_property
    def weighed(self) -> list[Weighed]:
        """The words with their evidence for French."""
        terms = frozenset(index for first, behind in self._terms for index in range(first, behind))
        neutral = _indices(self.tokens, self.kept) | _name_joints(self.tokens, self.text)
        weighed = weigh(self.tokens, self.tools.lexicon, neutral=neutral, terms=terms - neutral)
        ordinary = self._ordinary_words(weighed)
        if not ordinary:
            return weighed
        neutral -= ordinary
        return weigh(self.tokens, self.tools.lexicon, neutral=neutral, terms=terms - neutral)

    def _ordinary_words(self, weighed: Sequence[Weighed]) -> frozenset[int]:
        """Loanwords of one word beside a word that only French uses: plain French there.

        ``sans`` is English in "sans serif", but not in "sans rencontrer de résistance".
        """
        single = {a for a, b in self._on_purpose if b == a + 1}
        return frozenset(
            index
            for index in single
            if not self.tokens[index].capitalised
            and any(
                weighed[beside].only_french and self._adjoin(min(index, beside))
                for beside in (index - 1, index + 1)
                if 0 <= beside < len(weighed)
            )
        )

    def _adjoin(self, index: int) -> bool:
        """Whether nothing but white space is between a token and the next."""
        return self.text[self.tokens[index].end : self.tokens[index + 1].start].isspace()

    @cached_property
    def runs(self) -> list[Run]:
        """Runs that are more French than English, before any threshold."""
        weighed = self.weighed
        return [
            Run(weighed[a].token.start, weighed[b - 1].token.end, tuple(weighed[a:b]), a)
            for a, b in french_runs(weighed)
        ]

    def span_in_document(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the document for offsets in the sentence."""
        return self.sentence.start + start, self.sentence.start + end

    def quotation_around(self, start: int, end: int) -> Span | None:
        """The innermost quotation, marks included, that holds the span, if there is one.

        Only quotations opened and closed within the sentence count.
        """
        holding = [
            Span(match.start(), match.end())
            for match in _QUOTATION.finditer(self.text)
            if match.start() < start and end < match.end()
        ]
        return min(holding, key=lambda span: span.end - span.start, default=None)


def _indices(tokens: Sequence[Token], spans: Sequence[Span]) -> frozenset[int]:
    """The tokens that lie within one of the spans."""
    return frozenset(
        index
        for index, token in enumerate(tokens)
        if any(span.overlaps(Span(token.start, token.end)) for span in spans)
    )


def _name_joints(tokens: Sequence[Token], text: str) -> frozenset[int]:
    """Small words between two capitalised ones, which are part of a name and prove nothing."""
    joints: set[int] = set()
    pending: list[int] = []
    after_capital = False
    previous: Token | None = None
    for index, token in enumerate(tokens):
        broken = previous is not None and text[previous.end : token.start].strip(" -\u2011\u00a0")
        if broken:
            after_capital, pending = False, []
        if token.capitalised:
            if after_capital:
                joints.update(pending)
            pending = [index] if token.lower in _JOINTS else []
            after_capital = True
        elif after_capital and token.lower in _JOINTS:
            pending.append(index)
        else:
            after_capital, pending = False, []
        previous = token
    return frozenset(joints)
