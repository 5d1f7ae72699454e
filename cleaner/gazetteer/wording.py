"""How an English name goes into the sentence: its article, its capitals, "a" or "an" before it."""

from __future__ import annotations

import re

from cleaner.gazetteer.entry import Entry
from cleaner.gazetteer.fold import LEADING_ARTICLE
from cleaner.gazetteer.neighbours import is_initial, previous_word

__all__ = ["widened", "worded"]

_ARTICLE_BEFORE = re.compile(r"(?<![\w'-])(?:l(?:e|es|a) |l')\Z", re.IGNORECASE)
_THE_BEFORE = re.compile(r"(?<![\w'-])the \Z", re.IGNORECASE)
_AN_BEFORE = re.compile(r"(?<![\w'-])an? \Z", re.IGNORECASE)
# Behind the name, these say that it stands alone and is not the attribute of a noun.
_STANDS_ALONE = re.compile(
    r"\s*(?:\Z|[.,;:!?)\]\n]| (?:and|or|but|is|was|are|were|has|had|have|will|would|said|says|"
    r"to|in|on|at|by|for|from|with|after|before|since|as|that|which|where|when|while|who)\b)"
)
_WANTS_THE = frozenset(
    """
    about across after against along among and around as at before behind between beyond but by
    despite during except for from in including inside into like near nor of off on or outside
    over per since than through throughout to toward towards under until via with within without
    said says told urged called asked visited left joined reached entered leave join reach enter
    visit quit call urge tell that
    """.split()
)
_NO_THE_AT_LINE_START = re.compile(r" ?(?:\Z|[\n\r:,;)(\]|–—-])")


def widened(text: str, start: int, end: int, entry: Entry) -> int:
    """Where the edit begins once the article that goes with the name is taken in.

    A French article always goes; an English one goes where English writes the name without.

    >>> liban = Entry("Liban", "Lebanon", "country", "LB", 0, "", "safe", "", "", "", "", "")
    >>> widened("in le Liban", 6, 11, liban), widened("the Liban said", 4, 9, liban)
    (3, 0)
    >>> widened("the Liban crisis", 4, 9, liban)
    4
    """
    if entry.kind == "person":
        return start
    if not LEADING_ARTICLE.match(entry.form) and (
        found := _ARTICLE_BEFORE.search(text, max(0, start - 4), start)
    ):
        return found.start()
    if found := _THE_BEFORE.search(text, max(0, start - 5), start):
        idle = not entry.article and not entry.canonical.startswith("The ")
        return found.start() if idle and _STANDS_ALONE.match(text, end) else start
    found = _AN_BEFORE.search(text, max(0, start - 4), start)
    if found and found[0].strip().lower() != _indefinite(entry.names[0]):
        return found.start()
    return start


def worded(text: str, start: int, name_start: int, end: int, entry: Entry, name: str) -> str:
    """The name as it is to stand instead of ``text[start:end]``, in capitals if that is.

    ``start`` comes from :func:`widened`; ``name_start`` is where the listed form begins.
    """
    found = text[name_start:end]
    taken = text[start:name_start]
    loud = found.isupper() and not entry.form.isupper()
    if _AN_BEFORE.fullmatch(taken):
        article = _indefinite(name)
        return f"{article.capitalize() if taken[0].isupper() else article} {name}"
    initial = is_initial(text, start)
    if name.startswith("The ") and _THE_BEFORE.search(text, max(0, start - 5), start):
        name = name[4:]
    elif entry.article and _wants_article(text, start, name_start, end, entry):
        capital = initial or (taken[:1].isupper() and not previous_word(text, start))
        name = f"{'The' if capital else entry.article} {name}"
    elif initial and taken.lower() != "the " and name[0].islower() and found[0].isupper():
        name = name[0].upper() + name[1:]
    return name.upper() if loud else name


def _wants_article(text: str, start: int, name_start: int, end: int, entry: Entry) -> bool:
    if start < name_start or LEADING_ARTICLE.match(text, name_start, end):
        return True
    if entry.kind == "org" and entry.names[0].isupper():
        return False  # copy drops it before acronyms, and an attribute never has it
    opening = start - 1 if text[start - 1 : start] == "[" else start
    before = previous_word(text, opening).lower()
    if before:
        return before in _WANTS_THE or (before.endswith("ed") and entry.kind in ("country", "org"))
    if text[max(0, start - 2) : start] == ", ":
        return not _NO_THE_AT_LINE_START.match(text, end)
    return is_initial(text, start) and not _NO_THE_AT_LINE_START.match(text, end)


def _indefinite(name: str) -> str:
    """The article "a" or "an", by the sound that the name begins with.

    >>> [_indefinite(name) for name in ("UN", "EU", "IMF", "NHL", "NATO", "Aleppo")]
    ['a', 'an', 'an', 'an', 'a', 'an']
    """
    if name.isupper() and len(name) < 4:
        return "an" if name[0] in "AEFHILMNORSX" else "a"
    return "an" if name[0] in "AEIO" and not name.startswith(("Eu", "One")) else "a"
