"""FM108: dates with a French month, or with a French ordinal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.finding import Finding
from cleaner.rules.passage import Passage
from cleaner.rules.proposal import proposed
from cleaner.rules.registry import Example, register
from cleaner.styles import Style

__all__ = ["french_dates", "written_date"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
# With the abbreviations that have no point, or one.
_NAMES = (
    ("janvier", "janv"), ("février", "fevrier", "févr"), ("mars",), ("avril", "avr"), ("mai",),
    ("juin",), ("juillet", "juil"), ("août", "aout"), ("septembre", "sept"), ("octobre", "oct"),
    ("novembre", "nov"), ("décembre", "decembre", "déc"),
)  # fmt: skip
_FRENCH = {name: number for number, names in enumerate(_NAMES) for name in names}
_ABBREVIATED = {0: "Jan.", 1: "Feb.", 7: "Aug.", 8: "Sept.", 9: "Oct.", 10: "Nov.", 11: "Dec."}
_DAYS = {
    "lundi": "Monday", "mardi": "Tuesday", "mercredi": "Wednesday", "jeudi": "Thursday",
    "vendredi": "Friday", "samedi": "Saturday", "dimanche": "Sunday",
}  # fmt: skip
_DATE = re.compile(
    r"(?<![\w.,/\-–])(?P<article>[Ll]e |[Dd]u |[Ll]e(?= lundi))?"
    rf"(?:(?P<day>{'|'.join(_DAYS)}|[A-Z][a-z]+day),? )?"
    r"(?<!\d\s)(?P<number>[12]?\d|3[01])(?P<ordinal>er)?[ \u00a0\u202f]"
    rf"(?P<month>(?:{'|'.join(sorted(_FRENCH, reverse=True))})|"
    rf"(?:{'|'.join(MONTHS)}))(?![\w-])(?P<point>\.(?=\s\d{{4}}|\s?\())?"
    r"(?P<year> (?:1[89]|20)\d\d(?![\d,.]\d|\d))?",
)
# Behind these English takes no further "on".
_PREPOSITION = re.compile(
    r"\b(?:on|since|until|till|from|by|before|after|of|dated|for|to|the|between|and|as of|"
    r"starting|beginning|through|next|this|last|past)\s\Z",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\d(?:er)?\s?(?:et|au|à|and|to|,|-|–)\s?\Z")


@register(
    "FM108",
    "french-date",
    summary="A date with its month, or its first of the month, in French",
    why=(
        "le 5 août 2024 is Aug. 5, 2024 for AP and 5 August 2024 for the Guardian. The order, and "
        "whether months are abbreviated, is the house's; no year or day is added."
    ),
    fixes="Safe, but behind “du”, which is “of” or “from”.",
    examples=(
        Example("It was signed le 5 août in Ankara.", "It was signed on Aug. 5 in Ankara."),
        Example("It takes effect on 1er July.", "It takes effect on July 1."),
        Example("He spoke on 5 August in mai 68 style.", "He spoke on 5 August in mai 68 style."),
    ),
    reads="forms",
    style=("date",),
)
def french_dates(passage: Passage) -> Iterator[Finding]:
    """A day of the month before a French month; before an English one only where it is ``1er``."""
    text = passage.text
    for match in _DATE.finditer(text):
        before = text[: match.start()]
        month = match["month"]
        english = month in MONTHS
        if english and not match["ordinal"] and match["day"] not in _DAYS:
            continue
        if re.search(r"@\w+\)? ?\Z", before):
            continue  # the date of a quoted post
        if _RANGE.search(before) or (english and match["article"] == "du "):
            continue
        number = MONTHS.index(month) if english else _FRENCH[month]
        written = written_date(passage.article.style, int(match["number"]), number, match["year"])
        day = match["day"] or ""
        if day:
            comma = "," if passage.article.style.date.order == "month-day" else ""
            written = f"{_DAYS.get(day, day)}{comma} {written}"
        article = (match["article"] or "").strip().lower()
        if article == "le" and not _PREPOSITION.search(before):
            written = f"{'On' if match['article'][0] == 'L' else 'on'} {written}"
        elif article == "du":
            written = f"of {written}"
        end = match.end()
        if written.endswith(".") and text[end : end + 1] == ".":
            end += 1
        yield from proposed(
            passage,
            ("FM108", "french-date"),
            (match.start(), end),
            written,
            "a French date",
            doubt="French du: of, or from" if article == "du" else "",
        )


def written_date(style: Style, day: int, month: int, year: str | None = None) -> str:
    """A date as the house writes it; ``month`` counts from 0.

    >>> from cleaner.styles import load_style
    >>> written_date(load_style("ap"), 5, 7, " 2024"), written_date(load_style("guardian"), 5, 7)
    ('Aug. 5, 2024', '5 August')
    """
    name = MONTHS[month]
    if style.date.months == "abbreviated":
        name = _ABBREVIATED.get(month, name)
    year = (year or "").strip()
    if style.date.order == "day-month":
        return f"{day} {name} {year}".strip()
    return f"{name} {day}, {year}" if year else f"{name} {day}"
