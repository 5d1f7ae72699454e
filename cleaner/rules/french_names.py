"""Where a French name lies in an English sentence: what opens it, and how far it goes.

An institution, a party, a club, a film or a street keeps its French name in English, and most of
the name's words are small: ``Conseil supérieur de la magistrature``. Three witnesses say that a
name is meant: a capitalised noun that such names open with (``name_heads.tsv``), a capitalised
article in the middle of a sentence, and an acronym behind the name that its initials spell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from cleaner.detection.lexicon import Lexicon
from cleaner.detection.tokens import Kind, Token
from cleaner.document import Span
from cleaner.languages.tables import read_column, read_table

__all__ = ["french_names"]

# A name holds no word that English likes more than French, in powers of ten.
_LEAST_ODDS = -0.8
_ENGLISH = -1.0
_SEAM = re.compile(r"[ \u00a0\u2011-]?\Z")
_ACRONYM = re.compile(r"[ ,]*(?:or )?\(?([A-ZÀ-ÖØ-Þ]{2,9})\b")


@cache
def _heads() -> frozenset[str]:
    return frozenset(word.lower() for word in read_column("cleaner.languages.fr", "name_heads.tsv"))


@cache
def _words(role: str) -> frozenset[str]:
    """The small words of a role in names.

    ``link``: holds a name together, as in Front pour l'alternance et la concorde; ``opener``: opens
    a title, as in La Chaîne de l'espoir; ``preposition``: goes on behind its first word, as in Le
    Silence des greniers; ``street``: written small before a street's name; ``end``: a finite
    verb or a pronoun, which no name holds.
    """
    rows = read_table("cleaner.languages.fr", "name_words.tsv")
    return frozenset(word for word, roles in rows if role in roles.split("|"))


def french_names(
    text: str, tokens: Sequence[Token], lexicon: Lexicon, ends_name: Callable[[str], bool]
) -> Iterator[Span]:
    """The French names of two words or more, in order, where the rest of the text is English.

    ``ends_name`` says of a lower-case word that it can't be part of a name (weekdays, verbs).

    >>> from cleaner.detection.tokens import tokenize
    >>> text = "The Conseil supérieur de la magistrature will meet."
    >>> names = french_names(text, tokenize(text), Lexicon.load(), lambda word: False)
    >>> [text[start:end] for start, end in names]
    ['Conseil supérieur de la magistrature']
    """
    at = 0
    while at < len(tokens):
        behind = _end_of_name(text, tokens, at, lexicon, ends_name)
        if behind > at + 1 and _is_english_around(tokens, at, behind, lexicon):
            yield Span(tokens[at].start, tokens[behind - 1].end)
            at = behind
        else:
            at += 1
    yield from _behind_acronyms(text, tokens)


def _end_of_name(
    text: str,
    tokens: Sequence[Token],
    at: int,
    lexicon: Lexicon,
    ends_name: Callable[[str], bool],
) -> int:
    """The index behind the last word of the name that starts at a token; ``at`` if none does."""
    street = tokens[at].lower in _words("street") and not tokens[at].capitalised
    title = _is_opener(text, tokens, at)
    if not (street or title or _is_head(text, tokens, at)):
        return at
    behind = at + 1
    for index in range(at + 1, len(tokens)):
        word = tokens[index]
        if not _SEAM.match(text[tokens[index - 1].end : word.start]):
            break
        if word.lower in _words("link"):
            continue
        if not word.capitalised and (
            street
            or word.lower in _words("end")
            or (ends_name(word.lower) and not title)
            or not _may_be_french(word, lexicon)
        ):
            break
        behind = index + 1
        if street:
            break
    return behind


def _is_head(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether names open with the word, and no name before it goes on: European Commission."""
    if not tokens[at].capitalised or tokens[at].lower not in _heads():
        return False
    before = tokens[at - 1] if at else None
    if (
        before is None
        or not before.capitalised
        or before.lower in _words("link") | _words("opener") | {"the"}
    ):
        return True
    return not text[before.end : tokens[at].start].isspace()


def _is_opener(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether an article has a capital that its place does not give it, and a title behind it."""
    if not at or not tokens[at].capitalised or tokens[at].lower not in _words("opener"):
        return False
    if not text[tokens[at - 1].end : tokens[at].start].isspace() or at + 2 >= len(tokens):
        return False
    following, next_but_one = tokens[at + 1], tokens[at + 2]
    return not following.capitalised or next_but_one.lower in _words("preposition")


def _may_be_french(word: Token, lexicon: Lexicon) -> bool:
    frequency = lexicon.frequency(word.lower)
    return word.kind != Kind.NUMBER and frequency.fr > 0 and frequency.odds >= _LEAST_ODDS


def _is_english_around(tokens: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the sentence has English outside the name; where it has none, all of it is French."""
    for token in (*tokens[:start], *tokens[end:]):
        if token.kind == Kind.WORD:
            frequency = lexicon.frequency(token.lower)
            unknown = not frequency.fr and token.text.isascii() and not token.capitalised
            if unknown or (frequency.fr and frequency.odds <= _ENGLISH):
                return True
    return False


def _behind_acronyms(text: str, tokens: Sequence[Token]) -> Iterator[Span]:
    """Names whose initials, links aside, spell the acronym behind them: ... (OMVF)."""
    for index in range(1, len(tokens)):
        acronym = _ACRONYM.match(text, tokens[index - 1].end)
        if acronym is None or acronym.start(1) != tokens[index].start:
            continue
        start = _spelt(tokens[:index], _plain(acronym.group(1)))
        if start is not None and tokens[start].capitalised:
            yield Span(tokens[start].start, tokens[index - 1].end)


def _spelt(tokens: Sequence[Token], letters: str) -> int | None:
    """The index of the first word of the name at the end of tokens that the letters spell."""
    at = len(tokens)
    for letter in reversed(letters):
        at -= 1
        while (
            at >= 0 and tokens[at].lower in _words("link") and _plain(tokens[at].text[0]) != letter
        ):
            at -= 1
        if at < 0 or _plain(tokens[at].text[0]) != letter:
            return None
    return at


def _plain(text: str) -> str:
    """Upper case without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.upper()) if c.isalpha())
