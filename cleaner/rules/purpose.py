"""What is French on purpose: quoted, glossed, introduced as French, or part of foreign speech.

English copy says so in the words around: ``the word pénurie``, ``“on est là” (we are here)``,
``as the French say, ...``. What is written that way is no leftover.
"""

from __future__ import annotations

import re

from cleaner.document import Span
from cleaner.rules.passage import Passage

__all__ = ["is_on_purpose"]

# A quotation of up to so many words that is French throughout is a title, a name or a slogan;
# one that is introduced as a title or an expression, or in italics, may be longer.
TITLE_WORDS = 5
INTRODUCED_WORDS = 14
# How far before and behind a run the words that introduce or explain it are looked for.
REACH = 60

# A gloss behind a quotation: ("Hands off ..."), or “I remember”, (my vote), [hands off].
_GLOSS = re.compile(r"[,.!?]?\s*(?:[(\[]|[—–-]\s|or,?\s[“\"]|which means|meaning|that is)")
_WORDS_ABOUT_WORDS = (
    "words?|term|phrases?|expressions?|slogans?|mottos?|chants?|proverbs?|refrains?|"
    "(?:the|an?|old|local|popular) saying|verbs?|nouns?|adjectives?|adverbs?|prefix|nicknamed?|"
    "hashtags?|so-called|known as|dubbed|entitled|titled|headlined|spel(?:led|t)|pronounced"
)
_IS = r"(?: (?:is|was|are|were|reads?|said))?,?:? ?"
_IN_FRENCH = (
    r"(?:[Ii]n|from(?: the)?) French,? "
    r"|[Tt]he French(?: (?:word|term|say|call it|for [\w ]{1,25} is),?)? "
    r"|(?:word|term|name|phrase|expression) for [\w ]{1,25} (?:is|was) "
)
_INTRODUCED = re.compile(
    rf"(?:\b(?:{_WORDS_ABOUT_WORDS}){_IS}|\b(?:{_IN_FRENCH})"
    r"|^(?:Photo|Image|Picture|Video)\b.* via )\Z"
)
# Works, campaigns and groups bear names: before a quotation a name is meant.
_WORK = re.compile(
    rf"\b(?:{_WORDS_ABOUT_WORDS}|acronym stands for|songs?|single|films?|movie|documentary|novel|"
    "book|essay|poem|plays?|album|podcast|show|series|program(?:me)?|exhibition|installation|"
    "editorial|column|magazine|newspaper|daily|weekly|website|blog|campaign|group|movement|"
    rf"collective|called){_IS}\Z"
)
_MOTTO = re.compile(
    r"[,.]?[”\"»’]? (?:is|was|were|are)(?: still)? the (?:motto|slogan|title|name)\b"
)
# What explains a word that is not in quotation marks.
_EXPLAINED = re.compile(
    r"[”\"’»*_]?(?:,? (?:which )?(?:literally )?mean(?:s|ing)\b|,? literally\b|,? French for\b"
    r"|,? or,? [“\"]|,? as the French (?:say|call)|\s?\((?:[“\"]|literally|meaning|which means))"
)
_INFINITIVE_EXPLAINED = re.compile(r", to [a-z]+\b")
# The translation of a name behind it: ... (High Institute of Population Science).
_TRANSLATED_NAME = re.compile(r" \((?:the |The )?[A-Z][a-z']+ [A-Za-z' ]+\)", re.ASCII)
# Lower-case words with letters that French does not use belong to another language.
_NOT_FRENCH = re.compile(r"[a-zà-öø-ÿ]*[áíóúñãõìòäößøå][a-zà-öø-ÿ]*")


def is_on_purpose(passage: Passage, span: Span) -> bool:
    """Whether the words around a span of French say that it is French on purpose."""
    return (
        _is_quoted_on_purpose(passage, span)
        or _is_introduced(passage, span)
        or _is_explained(passage, span)
        or _is_beside_another_language(passage, span)
        or _is_inside_a_word(passage, span)
    )


def _is_quoted_on_purpose(passage: Passage, span: Span) -> bool:
    """Whether the span lies in a quotation that is French throughout and short, or glossed.

    Titles, slogans and mottos are quoted in French because they are French.
    """
    quotation = passage.quotation_around(*span)
    if quotation is None:
        return False
    whole = quotation.end - quotation.start <= span.end - span.start + 2
    if whole and _GLOSS.match(passage.text, quotation.end):
        return True
    inside = [w for w in passage.weighed if quotation.contains(Span(w.token.start, w.token.end))]
    english = sum(word.score < -0.5 for word in inside)
    if english > len(inside) / 4 or not any(word.score > 0 for word in inside):
        return False
    if len(inside) <= TITLE_WORDS or _GLOSS.match(passage.text, quotation.end):
        return True
    if len(inside) > INTRODUCED_WORDS:
        return False
    before, behind = passage.text[: quotation.start], passage.text[quotation.end - 1 :]
    emphasised = passage.text[quotation.start] in "*_"
    return emphasised or bool(
        _WORK.search(before) or _INTRODUCED.search(before) or _MOTTO.match(behind)
    )


def _is_introduced(passage: Passage, span: Span) -> bool:
    """Whether the words before the span announce French: the word pénurie."""
    before = passage.text[max(0, span.start - REACH) : span.start].rstrip("“\"‘'«*_")
    return bool(_INTRODUCED.search(before))


def _is_explained(passage: Passage, span: Span) -> bool:
    """Whether the words behind the span say what it means."""
    text = passage.text
    if _EXPLAINED.match(text, span.end):
        return True
    if text[span.start : span.end].endswith(("er", "ir", "re")):
        return bool(_INFINITIVE_EXPLAINED.match(text, span.end))
    words = [
        w for w in passage.weighed if w.token.end > span.start - 2 and w.token.start <= span.end
    ]
    named = any(word.token.capitalised for word in words)
    return named and bool(_TRANSLATED_NAME.match(text, span.end))


def _is_beside_another_language(passage: Passage, span: Span) -> bool:
    """Whether the span is part of another language: líderes sociales, ele disse tu vais fazer."""
    if any(span.overlaps(Span(start, end)) for start, end, _ in passage.stretches):
        return True
    beside = [
        w.token.text
        for w in passage.weighed
        if (w.token.end <= span.start and passage.text[w.token.end : span.start].isspace())
        or (w.token.start >= span.end and passage.text[span.end : w.token.start].isspace())
    ]
    return any(_NOT_FRENCH.fullmatch(word) for word in beside)


def _is_inside_a_word(passage: Passage, span: Span) -> bool:
    """Whether an apostrophe ties the span to letters before it: Ni'ami's'ana."""
    before = passage.text[max(0, span.start - 2) : span.start]
    return len(before) == 2 and before[0].isalpha() and before[1] in "'’ʼ"
