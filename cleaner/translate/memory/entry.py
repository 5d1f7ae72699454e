"""What the memory holds of an editor's correction, and the place that it was made for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from cleaner.errors import ConfigError
from cleaner.finding import Request
from cleaner.translate.glossary import normalised
from cleaner.translate.place import stripped

__all__ = ["Context", "Correction", "context_of", "fragment_key", "now", "words_in"]

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_PART = re.compile(r"\w+")
_NO_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# So much of a sentence, in characters, holds the word next to the fragment.
_NEAR = 200


class Context(NamedTuple):
    """The neighbours of a fragment: the words next to it in lower case, "" at a sentence's edge.

    ``bracketed`` says whether the fragment stands in the agency's square brackets.
    """

    before: str
    after: str
    bracketed: bool = False

    @property
    def key(self) -> str:
        """The context as the memory keeps it; no context at all is ""."""
        return f"{self.before}\t{self.after}\t{'[' if self.bracketed else ''}"

    @classmethod
    def parsed(cls, key: str) -> Context | None:
        """The context of a key; None for "", which is any place."""
        if not key:
            return None
        before, after, bracket = key.split("\t")
        return cls(before, after, bool(bracket))


@dataclass(frozen=True, slots=True)
class Correction:
    """An editor's translation of a fragment; ``context`` None is for any place.

    ``text`` equal to the fragment means that the fragment is to be left alone. ``date`` is UTC,
    as in 2026-01-31T12:00:00Z, or "" where it is not known.
    """

    fragment: str
    text: str
    context: Context | None = None
    author: str = ""
    date: str = ""
    note: str = ""

    @classmethod
    def made(
        cls,
        fragment: str,
        text: str,
        context: Context | None = None,
        *,
        author: str = "",
        date: str = "",
        note: str = "",
    ) -> Correction:
        """A correction as it is kept: trimmed, its fragment as it will be looked up.

        No text means that the fragment is to be left alone. Raises ``ConfigError`` for what
        can't be kept.

        >>> Correction.made("« l’armée »,", "the  army").fragment
        "l'armée"
        >>> Correction.made("sic transit", "").text
        'sic transit'
        """
        parts = [re.sub(r"[ \t\r\n]+", " ", part).strip() for part in (text, author, note)]
        key = fragment_key(fragment)
        if not key:
            raise ConfigError(f"{fragment!r} has no word that could be found in a text")
        for part in (key, *parts, date, *(context[:2] if context else ())):
            _verify(part)
        if context is not None:
            context = Context(_last(context.before), _first(context.after), context.bracketed)
        return cls(key, parts[0] or key, context, parts[1], date, parts[2])

    @property
    def left_alone(self) -> bool:
        """Whether the fragment is to stay as it is."""
        return normalised(self.text) == self.fragment

    @property
    def folded(self) -> str:
        """The text as it is compared with a place."""
        return normalised(stripped(self.text).core).casefold()


def fragment_key(fragment: str) -> str:
    """The fragment as the memory keeps it: without the punctuation around it, normalised."""
    return normalised(stripped(fragment).core)


def context_of(request: Request) -> Context:
    """The place of a request.

    >>> context_of(Request("lundi", "The attack on “X” ", ", he said", bracketed=True))
    Context(before='x', after='he', bracketed=True)
    """
    return Context(_last(request.before), _first(request.after), request.bracketed)


def words_in(text: str) -> set[str]:
    """The words of a folded text, those with an apostrophe or hyphen in their parts."""
    return set(_PART.findall(text))


def now() -> str:
    """The time, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _last(text: str) -> str:
    return _folded((_WORD.findall(text[-_NEAR:]) or [""])[-1])


def _first(text: str) -> str:
    found = _WORD.search(text[:_NEAR])
    return _folded(found.group() if found else "")


def _folded(word: str) -> str:
    return normalised(word).lower()


def _verify(text: str) -> None:
    """Raises ``ConfigError`` for characters that no file of corrections could carry."""
    bad = _NO_TEXT.search(text)
    if bad:
        raise ConfigError(
            f"{text!r} holds the character U+{ord(bad.group()):04X}, which is no text; remove it"
        )
