"""Names that an editor's square bracket cuts in two: ``[Aïn] Al-Assad``."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import NamedTuple

from cleaner.gazetteer.entry import KEEP, Entry
from cleaner.gazetteer.fold import normalise, unaccented
from cleaner.gazetteer.lookup import Gazetteer

__all__ = ["BracketMatch", "across_bracket"]

_REACH = 4  # words that a name may have on either side of the bracket
_BEFORE = re.compile(rf"(?:[\w'-]+ ){{0,{_REACH}}}(?:[\w'-]*[-'])?\Z")
_AFTER = re.compile(rf"[ -]?(?:[\w'-]+(?: [\w'-]+){{0,{_REACH - 1}}})?")
_PARTICLE = re.compile(r"(?<![^\W_])(?:al|el)(?=[- ])", re.IGNORECASE)
_PARTS = re.compile(r"[^ -]+")


class BracketMatch(NamedTuple):
    """A listed name of which a part stands in square brackets.

    ``replacement`` stands for ``text[start:end]``, brackets included; they hold the part of the
    English name that answers to what they held, or all of it where the words do not answer.
    """

    start: int
    end: int
    entry: Entry
    replacement: str


def across_bracket(
    gazetteer: Gazetteer, text: str, bracket_start: int, bracket_end: int
) -> BracketMatch | None:
    """The listed name that lies partly inside the bracket, partly beside it.

    ``text[bracket_start]`` is the opening bracket, ``text[bracket_end - 1]`` the closing one.

    >>> found = across_bracket(Gazetteer.load(), "hit [Aïn] Al-Assad base", 4, 9)
    >>> found.replacement
    '[Ain] al-Asad'
    """
    plain = normalise(text)
    content = plain[bracket_start + 1 : bracket_end - 1]
    lead = _BEFORE.search(plain, max(0, bracket_start - 80), bracket_start)
    tail = _AFTER.match(plain, bracket_end)
    before, after = lead[0] if lead else "", tail[0] if tail else ""
    if not content.strip() or content != content.strip():
        return None
    joined = before + content + after
    left, right = len(before), len(before) + len(content)
    for start in [match.start() for match in re.finditer(r"[^\W_]+", joined[: left + 1])]:
        if start > left or (start < left and not before[start:].strip()):
            continue
        found = _longest(gazetteer, joined, start, left, right)
        if found is None:
            continue
        end, entry = found
        return BracketMatch(
            bracket_start - (left - start),
            bracket_end + (end - right),
            entry,
            _split(joined[start:end], left - start, right - start, entry.names[0]),
        )
    return None


def _longest(
    gazetteer: Gazetteer, joined: str, start: int, left: int, right: int
) -> tuple[int, Entry] | None:
    for variant in dict.fromkeys(
        (joined, _particles(joined, str.lower), _particles(joined, str.title))
    ):
        for end, entry in gazetteer.at(variant, start):
            outside = start < left or end > right
            if outside and end >= right and not variant[end : end + 1].isalnum():
                return None if entry.safety == KEEP else (end, entry)
    return None


def _particles(text: str, change: Callable[[str], str]) -> str:
    return _PARTICLE.sub(lambda match: change(match[0]), text)


def _split(found: str, left: int, right: int, name: str) -> str:
    """The English name with brackets round what answers to ``found[left:right]``."""
    old, new = list(_PARTS.finditer(found)), list(_PARTS.finditer(name))
    inside = [i for i, part in enumerate(old) if part.start() >= left and part.end() <= right]
    if len(old) != len(new) or not inside or not _alike(old, new):
        return f"[{name}]"
    start, end = new[inside[0]].start(), new[inside[-1]].end()
    return f"{name[:start]}[{name[start:end]}]{name[end:]}"


def _alike(old: list[re.Match[str]], new: list[re.Match[str]]) -> bool:
    return all(
        SequenceMatcher(None, unaccented(a[0]).lower(), unaccented(b[0]).lower()).ratio() >= 0.5
        for a, b in zip(old, new, strict=True)
    )
