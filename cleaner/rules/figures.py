"""French figures and their English form: ``2 500,5`` is 2,500.5."""

from __future__ import annotations

import re

from cleaner.rules.article import GAP

__all__ = [
    "AMOUNT",
    "UNITS",
    "english_figure",
    "is_french_figure",
    "is_list_comma",
    "is_table_row",
]

_THOUSANDS = rf"[1-9]\d{{0,2}}(?:{GAP}\d{{3}})+|[1-9]\d{{0,2}}(?:\.\d{{3}})+"
AMOUNT = (
    rf"(?<![\w.,:/+])(?<!\d{GAP})"
    rf"(?:(?:{_THOUSANDS})(?:,\d{{1,2}})?|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:[.,]\d+)?)"
    r"(?!\d)(?!,\d)(?!\.\d)"
)
"""A whole number in French or English form, as a regular expression without groups."""

UNITS = (
    r"(?:tons?|tonnes?|kilos?|kilograms?|kg|grams?|km|kilomet(?:re|er)s?|met(?:re|er)s?|miles?|"
    r"cm|mm|centimet(?:re|er)s?|millimet(?:re|er)s?|feet|inch(?:es)?|hectares?|acres?|lit(?:re|er)s?|"
    r"barrels?|gallons?|degrees?|hours?|minutes?|seconds?|days?|weeks?|months?|years?|"
    r"MB|GB|TB|Mb|Gb|kW|MW|GW|megawatts?|gigawatts?|watts?|hertz|Hz|MHz|GHz|"
    r"times|(?:percentage )?points?|(?:square|cubic) \w+|magnitude)"
)
_FRENCH = re.compile(rf"\d{GAP}\d{{3}}|\d,(?:\d{{1,2}}|\d{{4,}})\Z|\A0,\d+\Z|\.\d{{3}}(?:[.,]|\Z)")


def english_figure(figure: str) -> str:
    """The figure with English commas and point; one that is English already stays.

    >>> [english_figure(figure) for figure in ("2 500,5", "1.234.567", "0,4", "3.5", "1,250")]
    ['2,500.5', '1,234,567', '0.4', '3.5', '1,250']
    """
    if not is_french_figure(figure):
        return figure
    whole, comma, fraction = figure.partition(",")
    if comma and len(fraction) == 3 and whole != "0":
        return figure
    digits = re.sub(r"\D", "", whole)
    return f"{int(digits):,}" + (f".{fraction}" if comma else "")


def is_french_figure(figure: str) -> bool:
    """Whether a figure has a form that English does not use, or uses for something else."""
    return bool(_FRENCH.search(figure))


def is_table_row(line: str) -> bool:
    """Whether a line is a row of figures rather than prose.

    >>> is_table_row("Mali 12 500 3 400 17,5"), is_table_row("About 12 500 people came.")
    (True, False)
    """
    if "\t" in line or "|" in line or line.count("   ") > 1:
        return True
    letters = sum(map(str.isalpha, line))
    return sum(map(str.isdigit, line)) > letters


_LIST = re.compile(
    r"\s*(?:,|;|and|or|&)\s*\d+(?!\d|[,.]\d|%|\s?(?:percent|per cent|milli|billion))"
)


def is_list_comma(text: str, start: int, end: int) -> bool:
    """Whether the comma in a figure parts two numbers: chapters 1,2 and 3.

    >>> is_list_comma("In chapters 1,2 and 3.", 12, 15), is_list_comma("between 1,2 and 1,4", 8, 11)
    (True, False)
    """
    return bool(_LIST.match(text, end)) or bool(re.search(r"\d(?:,|\s?[-–])\Z", text[:start]))
