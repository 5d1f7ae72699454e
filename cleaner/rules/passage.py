"""What a rule gets to see: one sentence, and the tools to look at it with.

Everything here is computed when first asked for and shared by the rules of a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from cleaner.config import LANGUAGES
from cleaner.detection.evidence import Weighed, weigh
from cleaner.detection.foreign import Stretch, stretches
from cleaner.detection.habits import NO_HABITS, Habits
from cleaner.detection.lexicon import Lexicon
from cleaner.detection.phrases import PhraseList, french_on_purpose
from cleaner.detection.segment import french_runs
from cleaner.detection.tokens import Token, tokenize
from cleaner.document import Sentence, Span
from cleaner.languages.tables import read_column
from cleaner.rules.article import Article
from cleaner.rules.french_names import french_names

if TYPE_CHECKING:
    from cleaner.gazetteer.context import Votes
    from cleaner.gazetteer.lookup import Gazetteer, Match
    from cleaner.translate.glossary import Glossary

__all__ = ["FRENCH_SHARE", "SENTENCE_WORDS", "SURELY_ENGLISH", "Passage", "Run", "Tools"]

# Web and e-mail addresses, hashtags, user names, inline code, tags, keys, file names, words with
# digits inside (arme3d): never prose.
_UNTOUCHABLE = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+|[#@]\w+|`[^`\n]+`|<[^<>\n]+>|\"[\w-]+\"(?=\s?:)"
    r"|\b\w+(?:[./_]\w+)*[._/]\w*\d?[._/]\w+|\b[^\W\d_]+\d\w*"
)
# Quotation marks, and Markdown's marks of emphasis.
_QUOTATION = re.compile(
    r"“[^”]*”|\"[^\"]*\"|«[^»]*»|‘[^’]*’(?!\w)|(?<!\w)'[^']*'(?!\w)"
    r"|(?<![\w*])\*{1,2}[^*\n]+\*{1,2}(?![\w*])|(?<!\w)_[^_\n]+_(?!\w)"
)
# The score of a word, in powers of ten, that is English beyond doubt.
SURELY_ENGLISH = -1.0
# A sentence of so many words or more, of which this share is French, is French as a whole rather
# than English with French in it.
SENTENCE_WORDS = 4
FRENCH_SHARE = 0.75
# Runs of so many words with so few between are one run, if those are at least as common in French
# (Zipf frequency) as on and a.
LONG_RUN = 3
MOST_BETWEEN = 3
VERY_FRENCH = 6.0
# Quotation marks that no run of French crosses.
_MARK = re.compile(r"[“”\"«»]")
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
# Parts of speech that no name holds, but for the small words that link its parts.
_NOT_IN_NAMES = frozenset(("adv", "conj", "prep", "pron", "verb", "day", "month"))


class Tools:
    """The tables that rules use, each opened when first asked for.

    ``own_names`` is the file of the user's own names. ``languages`` are the ISO 639-1 codes of the
    languages to be named besides French.
    """

    _voted: Votes | None = None

    def __init__(self, own_names: str | None = None, languages: Iterable[str] = LANGUAGES) -> None:
        self._own_names = own_names
        self.languages = frozenset(languages)

    @cached_property
    def lexicon(self) -> Lexicon:
        """Word frequencies in French and English."""
        return Lexicon.load()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Place names with their English forms."""
        from cleaner.gazetteer.lookup import Gazetteer

        return Gazetteer.load(self._own_names)

    def votes(self, document: str) -> Votes:
        """What a document says about where it takes place; that of the last one is kept."""
        if self._voted is None or self._voted.text != document:
            from cleaner.gazetteer.context import votes

            self._voted = votes(document, self.gazetteer)
        return self._voted

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
        loanwords = frozenset(read_column("cleaner.languages.fr", "loanwords.tsv"))

        def is_term(form: str) -> bool:
            first, _, rest = form.partition(" ")
            if first == "a" and rest in loanwords:
                return False  # a communiqué is English, too
            if rest:
                return not grammar.issuperset(form.split())
            return not _is_english(self.lexicon, form)

        return PhraseList(self.glossary.forms(), is_term)

    def ends_name(self, word: str) -> bool:
        """Whether a lower-case word of the glossary is none that names are made of."""
        readings = self.glossary.lookup(word)
        return bool(readings) and all(r.entry.pos in _NOT_IN_NAMES for r in readings)


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
    """A sentence with its tools. Offsets are within the sentence unless said otherwise.

    ``article`` is what the whole text shows, and ``habits`` are its words' own.
    """

    sentence: Sentence
    tools: Tools
    article: Article = field(default_factory=Article)
    habits: Habits = NO_HABITS

    @property
    def text(self) -> str:
        """The sentence's text."""
        return self.sentence.text

    @property
    def document(self) -> str:
        """The text that the sentence stands in, "" if it stands alone."""
        return self.article.text

    @cached_property
    def tokens(self) -> list[Token]:
        """The sentence's words; of a line in capitals throughout, as if they were small."""
        small = self.text.lower() if self.text.isupper() else self.text
        return tokenize(small if len(small) == len(self.text) else self.text)

    @cached_property
    def places(self) -> list[Match]:
        """Names of the gazetteer in the sentence that English spells in another way.

        Where a name has several meanings, the document says which.
        """
        from cleaner.gazetteer.context import wants_votes

        found = self.tools.gazetteer.find(self.text)
        if any(wants_votes(match) for match in found):
            said = self.tools.votes(self.document or self.text)
            found = [
                settled
                for match in found
                if (
                    settled := said.decide(match, beside=self.text) if wants_votes(match) else match
                )
            ]
        return self._in_house_style(found) if self.article.style.names else found

    def _in_house_style(self, found: list[Match]) -> list[Match]:
        from cleaner.gazetteer.house import as_the_house_writes

        names = self.article.style.names
        return [as_the_house_writes(match, self.text, names) for match in found]

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
        spans.extend(self.names)
        spans.extend(self._own_words)
        return spans

    @property
    def _own_words(self) -> Iterator[Span]:
        """Names and terms that the document has made its own."""
        for token in self.tokens:
            if token.lower in self.habits.names and self.text[token.start].isupper():
                yield Span(token.start, token.end)
        for first, behind in self.habits.explained.find(self.tokens):
            yield Span(self.tokens[first].start, self.tokens[behind - 1].end)

    @cached_property
    def names(self) -> list[Span]:
        """French names of two words or more, known by their form alone."""
        tools = self.tools
        return list(french_names(self.text, self.tokens, tools.lexicon, tools.ends_name))

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
            for start, end in self._joined(list(french_runs(weighed)))
            for a, b in self._between_marks(start, end)
        ]

    def _joined(self, runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The runs, or one over the whole sentence where little is between and all may be French.

        A word of both languages (on, a) parts runs; where no word is surely English, it need not,
        nor does it between two long runs.
        """
        words = [word for word in self.weighed if not word.neutral]
        inside = sum(not word.neutral for a, b in runs for word in self.weighed[a:b])
        whole = len(words) >= SENTENCE_WORDS and inside >= FRENCH_SHARE * len(words)
        if whole and all(word.score > SURELY_ENGLISH for word in words):
            return [(0, len(self.weighed))]
        joined: list[tuple[int, int]] = []
        for start, end in runs:
            if joined and self._is_one(joined[-1], (start, end)):
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return joined

    def _is_one(self, left: tuple[int, int], right: tuple[int, int]) -> bool:
        """Whether two long runs are one, with a name, a number or a word of both in between."""
        between = self.weighed[left[1] : right[0]]
        return (
            min(left[1] - left[0], right[1] - right[0]) >= LONG_RUN
            and len(between) <= MOST_BETWEEN
            and all(
                word.neutral or word.score > SURELY_ENGLISH or word.frequency.fr >= VERY_FRENCH
                for word in between
            )
        )

    def _between_marks(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A run of tokens, cut at quotation marks where the sentence has English, too."""
        first = start
        if any(word.score <= SURELY_ENGLISH for word in self.weighed):
            for index in range(start + 1, end):
                if _MARK.search(self.text, self.tokens[index - 1].end, self.tokens[index].start):
                    yield first, index
                    first = index
        yield first, end

    @cached_property
    def stretches(self) -> list[Stretch]:
        """Where the sentence is in another language than English or French."""
        return stretches(self.text, self.tools.languages)

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
    if not spans:
        return frozenset()
    ends = [token.end for token in tokens]
    starts = [token.start for token in tokens]
    return frozenset(
        index
        for start, end in spans
        for index in range(bisect_right(ends, start), bisect_left(starts, end))
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
