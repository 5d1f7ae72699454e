"""Fits a translation into its place: capitals, punctuation at the edges, the seams.

A translation is made without its neighbours; the sentence has opinions. A fragment that opens a
sentence takes a capital, its closing punctuation is the source's, and an article or preposition
that the English already has is not written twice: ``the [le président]`` becomes
``the [president]``.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace
from typing import NamedTuple

from cleaner.finding import Request
from cleaner.translate.answer import Answer
from cleaner.translate.nouns import with_article
from cleaner.translate.seams import SAYS_THE_SAME, words_of

__all__ = ["Edges", "fitted", "opens_sentence", "stripped", "uncapitalised"]

_EDGES = re.compile(r"\A([\s\"“”«»(‘'’]*)(.*?)([\s.,;:!?…\"“”«»)]*)\Z", re.DOTALL)
_OPENING = "\"“”«‘'([ \t\n\u00a0\u202f"
_SENTENCE_END = (".", "!", "?", "…", "\n")
_ABBREVIATION = re.compile(
    r"\b(?:(?:[A-Za-z]\.)+[A-Za-z]|Mrs?|Ms|Dr|Inc|Co|Corp|Ltd|Sen|Gov|Gen|Col|Lt|Capt|Rep|Rev|St)\Z"
)
_LAST_WORD = re.compile(r"([\w'’.-]*\w)[\s\[(\"“‘«]*\Z")
_FIRST_WORD = re.compile(r"[\s\])\"”’»]*([\w'’.-]*\w)")
_CAPITALISED = re.compile(r"(?<![\w.])[A-Z][a-z]+(?![\w.][A-Z])")
_LOWER_I = re.compile(r"I(?:'\w+)?\Z")


class Edges(NamedTuple):
    """A fragment without the quotation marks and punctuation around it."""

    before: str
    core: str
    after: str


def stripped(fragment: str) -> Edges:
    """The fragment's core and its edges.

    >>> stripped("« lundi », ")
    Edges(before='« ', core='lundi', after=' », ')
    """
    match = _EDGES.match(fragment)
    assert match is not None  # every part of the pattern may be empty
    return Edges(*match.groups())


def opens_sentence(request: Request) -> bool:
    """Whether the fragment begins its sentence.

    >>> opens_sentence(Request("lundi")), opens_sentence(Request("lundi", before="on "))
    (True, False)
    """
    before = request.before.rstrip(_OPENING)
    return not before or before.endswith(_SENTENCE_END)


def fitted(request: Request, answer: Answer) -> Answer:
    """The answer as it is to stand in the sentence; withheld if nothing fits.

    >>> request = Request("le président", before="He met the ", after=" yesterday")
    >>> fitted(request, Answer("the president")).text
    'president'
    >>> fitted(Request("lundi", before="on Monday "), Answer("Monday")).withheld
    'the English beside it says the same'
    """
    if not answer.found:
        return answer
    text = _without_doubles(answer.text, request)
    if not text.strip():
        return Answer.none(SAYS_THE_SAME, answer.source)
    answer = _doubted(replace(answer, text=text), request)
    others = (_without_doubles(other, request) for other in answer.alternatives)
    edged = dict.fromkeys(_edged(other, request) for other in others if other.strip())
    text = _edged(text, request)
    edged.pop(text, None)
    return replace(answer, text=text, alternatives=tuple(edged))


def uncapitalised(text: str, french: str, common: Set[str]) -> str:
    """The text without capitals that neither the French nor English spelling asks for.

    ``common`` holds words known to be no names. French in lower case may be English with a
    capital (lundi, syrien), so that only words known to be common lose theirs.

    >>> uncapitalised("the Syrian President", "le président syrien", {"president"})
    'the Syrian president'
    """
    if french.lower() != french:
        return text
    return _CAPITALISED.sub(
        lambda match: match.group().lower() if match.group().lower() in common else match.group(),
        text,
    )


def _edged(text: str, request: Request) -> str:
    edges = stripped(request.fragment)
    core = stripped(text).core or text.strip()
    if core + "." in text and _ABBREVIATION.search(core):
        core += "."  # the full stop belongs to the word
    core = _cased(core, edges.core, opens_sentence(request))
    after = edges.after[1:] if core.endswith(".") and edges.after[:1] == "." else edges.after
    return edges.before + core + after


def _cased(text: str, french: str, opens: bool) -> str:
    if french.isupper() and sum(letter.isalpha() for letter in french) > 3:
        return text.upper()
    first, rest = text[:1], text[1:]
    if opens:
        return first.upper() + rest
    word = re.split(r"[\s'’]", text, maxsplit=1)[0]
    if (
        word.lower() in words_of("determiner", "preposition", "small")
        and not _LOWER_I.match(word)
        and word[1:].islower()
    ):
        return first.lower() + rest
    if word in ("A", "An"):
        return first.lower() + rest
    return text


def _without_doubles(text: str, request: Request) -> str:
    """The text less what its neighbours say already: "the [the", "on [on", "evening] evening"."""
    words = text.split(" ")
    last = _LAST_WORD.search(request.before)
    before = last.group(1).lower() if last else ""
    if before:
        while words and _doubles(before, words[0].lower()):
            words = words[1:]
            if before not in words_of("article"):
                break
    following = _FIRST_WORD.match(request.after)
    after = following.group(1).lower() if following else ""
    if words and after and words[-1].lower() == after and after not in ("that", "had"):
        words = words[:-1]
    return " ".join(words)


def _doubles(before: str, first: str) -> bool:
    if before == first:
        return True
    return before in words_of("determiner") and first in words_of("article")


def _doubted(answer: Answer, request: Request) -> Answer:
    """Takes back sureness where the word before does not go with the first word."""
    last = _LAST_WORD.search(request.before)
    before = last.group(1).lower() if last else ""
    first = answer.text.split(" ", 1)[0].lower()
    prepositions = words_of("preposition")
    doubled = before in prepositions | words_of("determiner") and first in prepositions
    misfit = before in ("a", "an") and with_article(first) != f"{before} {first}"
    if not doubled and not misfit:
        return answer
    confidence = min(answer.confidence, 0.5)
    reason = f"“{before}” before “{first}”"
    return replace(answer, sure=False, confidence=confidence, reason=reason)
