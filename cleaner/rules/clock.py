"""FM107: times of day written 14H30."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.finding import Finding
from cleaner.rules.article import GAP
from cleaner.rules.passage import Passage
from cleaner.rules.proposal import proposed
from cleaner.rules.registry import Example, register
from cleaner.styles import Style

__all__ = ["clock_times", "written_time"]

_TIME = re.compile(
    rf"(?<![\w:.,/+\-–])(?:à (?=\d))?([01]?\d|2[0-4]){GAP}?([hH])(?:{GAP}?([0-5]\d))?"
    rf"(?![\w'’/]|[:.]\d|-\d|{GAP}?(?:min|mn|sec|s|m)\b)(?:({GAP})(GMT|UTC)\b)?"
)
# De 8h à 20h: two times with a French word between them.
_RANGE = re.compile(
    rf"(?<![\w:.,/+\-–])(?:de (?=\d))?([01]?\d|2[0-4]){GAP}?[hH](?:{GAP}?([0-5]\d))?"
    rf"{GAP}?(à|et|-|–|to|and){GAP}?([01]?\d|2[0-4]){GAP}?[hH](?:{GAP}?([0-5]\d))?(?![\w'’/]|[:.]\d)"
)
# What makes a number of hours a duration.
_DURATION = re.compile(
    r"\b(?:in|for|of|lasted|lasts|lasting|took|takes|taking|within|every|than|after|a|an|the|"
    r"over|some|another|next|last|first|during|ran|runs?|time|record|per|and a half|total)"
    r"(?: (?:about|around|nearly|almost|just|only))?\s\Z",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:an?|the|next|last|first|another|every)\s\Z", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b(?:at|from|until|till|around|towards?|by|before|since|vers|dès|jusqu'à|à) ?\Z",
    re.IGNORECASE,
)
_RULE = ("FM107", "french-time")
LATE = 6
"""Up to this hour a time with minutes may as well be a duration."""


@register(
    "FM107",
    "french-time",
    summary="A time of day written 14H30, 14h or 20 h 15",
    why=(
        "French writes the hour and the minutes with an h between. The house style says whether "
        "English has 2:30 p.m., 2.30pm or 14:30. No time zone is added or computed. A number of "
        "hours that may be a duration, and the 8h30 of southern Africa, stay."
    ),
    fixes=(
        "Safe for an hour with minutes from 7 o'clock on, with a time zone, and behind at, from "
        "or until. Unsafe where it may be a number of hours: 3h15."
    ),
    examples=(
        Example("It began at 14H30 (12H30 GMT).", "It began at 2:30 p.m. (12:30 p.m. GMT)."),
        Example("Doors open at 20 h on Saturday.", "Doors open at 8 p.m. on Saturday."),
        Example("The 24h race took 3h15 at 90 km/h.", "The 24h race took 3h15 at 90 km/h."),
    ),
    reads="forms",
    style=("time",),
)
def clock_times(passage: Passage) -> Iterator[Finding]:
    """Times with an h between hours and minutes, or behind the hours."""
    article, text = passage.article, passage.text
    ranges = list(_RANGE.finditer(text)) if not article.other_english else []
    for match in ranges:
        first, second = ((int(match[at]), match[at + 1] or "") for at in (1, 4))
        word = {"à": "to", "et": "and", "-": "to", "–": "to"}.get(match[3], match[3])
        written = (
            f"{written_time(article.style, *first)} {word} {written_time(article.style, *second)}"
        )
        late = max(first[0], second[0]) > LATE or first[1] or second[1]
        hours = "" if late or "H" in match.group() else "it may be a number of hours"
        yield from _time(passage, match.span(), written, hours)
    for match in _TIME.finditer(text):
        doubt = _doubt(passage, match)
        if doubt is None or any(a.start() <= match.start() < a.end() for a in ranges):
            continue
        zone = match[5] or ""
        start = match.start(1)
        written = written_time(article.style, int(match[1]), match[3] or "", zone)
        if match.start() < start:
            written = f"at {written}"
        yield from _time(passage, (match.start(), match.end()), written, doubt)


def _time(passage: Passage, span: tuple[int, int], written: str, doubt: str) -> Iterator[Finding]:
    """The finding; a full stop behind the time also ends ``p.m.``, so that one of them goes."""
    start, end = span
    behind = passage.text[end : end + 2]
    if written.endswith(".") and behind[:1] == "." and behind != "..":
        end += 1
    reason = "a time of day written the French way"
    yield from proposed(passage, _RULE, (start, end), written, reason, doubt=doubt)


def _doubt(passage: Passage, match: re.Match[str]) -> str | None:
    """Why this may be no time of day: '' for no doubt, None to say nothing."""
    article, text = passage.article, passage.text
    before, hour, minutes = text[: match.start()], int(match[1]), match[3]
    if article.other_english and not (article.is_french and match[5]):
        return None
    if hour == 24 and minutes:
        return None
    capital, zone = match[2] == "H", bool(match[5])
    if zone:
        return ""
    clock = bool(_CLOCK.search(before))
    # The 12h30 train is one of a time of day, the 3h15 flight and the 24h race are not.
    timed = bool(minutes) and hour > LATE and bool(_ARTICLE.search(before))
    duration = bool(_DURATION.search(before)) and not timed
    if not minutes:
        if duration or not (clock or match.group().startswith("à")):
            return None
        at = re.search(r"(?:\bat|\bà|from|until) ?\Z", before) or match.group()[0] == "à"
        return "" if at else "it may be a number of hours"
    if duration and not capital:
        return None
    if duration or (hour <= LATE and not clock):
        return "it may be a number of hours"
    return ""


def written_time(style: Style, hour: int, minutes: str, zone: str = "") -> str:
    """A time of day as the house writes it.

    >>> from cleaner.styles import load_style
    >>> [written_time(load_style("ap"), *time) for time in ((14, "30"), (22, "00"), (12, ""))]
    ['2:30 p.m.', '10 p.m.', 'noon']
    >>> written_time(load_style("guardian"), 8, "05"), written_time(load_style("afp"), 9, "", "GMT")
    ('8.05am', '0900 GMT')
    """
    time = style.time
    tail = f" {zone}" if zone else ""
    full = minutes or "00"
    if zone and time.gmt == "figures":
        return f"{hour % 24:02}{full}{tail}"
    if time.clock == "24":
        return f"{hour % 24:02}{time.separator}{full}{tail}"
    if time.noon and full == "00" and hour in (0, 12, 24) and not zone:
        return "noon" if hour == 12 else "midnight"
    half = time.am if hour % 24 < 12 else time.pm
    minute = "" if full == "00" else time.separator + full
    return f"{(hour - 1) % 12 + 1}{minute}{half}{tail}"
