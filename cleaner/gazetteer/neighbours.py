"""What stands beside a listed name, and whether it makes the name part of something else.

``Nancy Pelosi``, ``Moscou FC``, ``Jean Moscou``: a capital beside a place name often means that
the place is only a piece of a person's, a club's or a paper's name. English words that go
beside a place name as a matter of course (``In``, ``Northern``, ``Airport``, ``Monday``) do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files

__all__ = ["doubt", "doubt_before", "is_initial", "previous_word"]


# A sentence may begin with a word of these endings and go on with a place name.
_DESCRIBING = ("ly", "ed", "ing", "ern", "held", "torn", "ward", "wards", "born", "based", "like")

# Behind the name, an adjective as only French writes it there: Afrique sub-saharienne.
_ADJECTIVE = re.compile(
    r"[ -](?!(?:ap)?praise|raise|noise|unique|technique|boutique|critique|clique|antique|melee)"
    r"[a-zà-ÿ-]*(?:[aeo]nne|aise|oise|ique|euse|ieure|ère|ée|ique|capitale|russe|turque|grecque)s?\b"
)
_QUOTES = frozenset("\"“”«»‘'")
_LAST_WORD = re.compile(r"([^\W_][\w.'-]*) \Z")
_NEXT_WORD = re.compile(r" ([^\W_][\w'-]*)")


@cache
def _words(role: str) -> frozenset[str]:
    """The words of ``reviewed/neighbours.tsv`` that have a role.

    ``before`` and ``after`` go beside a place name without being part of a longer one; ``given``
    and ``title`` make it a person's; ``french`` and ``foreign`` show that the text about it is
    not English.
    """
    resource = files("cleaner.gazetteer").joinpath("reviewed", "neighbours.tsv")
    lines = resource.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines[1:])
    return frozenset(word for word, found in pairs if found == role)


def previous_word(text: str, start: int) -> str:
    """The word that stands one space before ``start``, or an empty string.

    >>> previous_word("near the Liban", 9), previous_word("it (Liban)", 4)
    ('the', '')
    """
    found = _LAST_WORD.search(text, max(0, start - 30), start)
    return found[1] if found else ""


def is_initial(text: str, start: int) -> bool:
    """Whether a sentence, a line or a quotation begins at ``start``.

    >>> is_initial("Yes. Moscou", 5), is_initial("in Moscou", 3), is_initial("“Moscou", 1)
    (True, False, True)
    """
    before = text[max(0, start - 8) : start].rstrip(" ")
    bare = before.rstrip("\"'“«»([*_# ")
    return not bare.strip() or bare[-1] in ".!?…\n\r:" or before[-1] in "“«"


def doubt(text: str, start: int, end: int, known: Callable[[str], bool]) -> str:
    """Why the place name between the offsets may be part of a longer name; "" if it is not.

    ``text`` is normalised; ``known`` says whether a word is a place name.

    >>> doubt("the Moscou FC squad", 4, 10, str.isdigit)
    'followed by the name FC'
    >>> doubt("In Moscou Monday", 3, 9, str.isdigit), doubt("said Jean Moscou", 10, 16, str.isdigit)
    ('', 'preceded by the name Jean')
    """
    if reason := doubt_before(text, start, known):
        return reason
    if text[start - 1 : start] in _QUOTES and text[end : end + 1] in _QUOTES:
        return "a title, perhaps: alone in quotation marks"
    after = _NEXT_WORD.match(text, end)
    elided = text.startswith((" d'", " l'"), end)
    if elided or _ADJECTIVE.match(text, end) or (after and after[1].lower() in _words("foreign")):
        return "followed by foreign words"
    if after and after[1][0].isupper():
        word = after[1].removesuffix("'s").rstrip("'")
        if word not in _words("after") and not known(word):
            return f"followed by the name {word}"
    return ""


def doubt_before(text: str, start: int, known: Callable[[str], bool]) -> str:
    """Why what stands before ``start`` may belong to the name that begins there.

    >>> doubt_before("the Nur Otan party", 8, str.isdigit)
    'preceded by the name Nur'
    >>> doubt_before("the Otan summit", 4, str.isdigit)
    ''
    """
    word = previous_word(text, start)
    if not word:
        return ""
    if word.lower() in _words("french"):
        return f"after French {word}"
    if not word[0].isupper():
        return ""
    bare = word.rstrip(".").removesuffix("'s").rstrip("'")
    if bare in _words("title") or bare in _words("given"):
        return f"preceded by the name {bare}"
    if bare in _words("before") or known(bare) or word.endswith("'s") or bare != word:
        return ""
    if is_initial(text, start - len(word) - 1) and bare.endswith(_DESCRIBING):
        return ""
    return f"preceded by the name {bare}"
