"""The values of the numbers in a text, French or English, in digits and in words.

``3,5 millions`` and ``3.5 million`` are both 3500000; ``quatre-vingt-dix`` is 90. This is not a
parser for every number, only a witness that a translation kept what the source said.
"""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["english_values", "french_values"]

_UNITS = {
    "zéro": 0, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8,
    "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15,
    "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "soixante": 60, "septante": 70, "huitante": 80, "nonante": 90,
    "troisième": 3, "quatrième": 4, "cinquième": 5, "sixième": 6, "septième": 7, "huitième": 8,
    "neuvième": 9, "dixième": 10,
}  # fmt: skip
_ENGLISH_UNITS = {
    "zero": 0, "two": 2, "both": 2, "twice": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_FRENCH_SCALES = {
    "cent": 100, "cents": 100, "mille": 1_000, "million": 10**6, "millions": 10**6,
    "milliard": 10**9, "milliards": 10**9, "billion": 10**12, "billions": 10**12,
}  # fmt: skip
_ENGLISH_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9,
    "trillion": 10**12, "m": 10**6, "bn": 10**9,
}  # fmt: skip
_FRENCH_ONE, _ENGLISH_ONE = frozenset({"un", "une"}), frozenset({"a", "an", "one"})
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+|[.,;:!?()]")
_FRENCH_DIGITS = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
_ENGLISH_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_CLOCK = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-4]) ?(?:h|H|:)(?: ?(?P<minute>[0-5]\d))?(?![\w:])"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?"
    r"|\b(?P<hour12>1?\d) ?(?P<half12>[ap])\.?m\b\.?"
    r"|\b(?P<hour_alone>1?\d) o['’]clock\b"
    r"|\b(?P<wire>[01]\d[0-5]\d|2[0-3][0-5]\d)(?= GMT)"
)
# Behind these words an hour is a time of day: vers 4 heures.
_TOWARDS = re.compile(r"\b(dès|vers) (\d{1,2}) heures?\b(?! et)", re.IGNORECASE)
_PERCENT = re.compile(r"\bpour[ -]cents?\b", re.IGNORECASE)


def french_values(text: str) -> Counter[float]:
    """The values in French text. ``un`` counts only before a scale: it is an article, too.

    >>> sorted(french_values("un million d'euros, 2 500 soldats, 3,5 % et vingt-cinq villes"))
    [3.5, 25, 2500, 1000000]
    >>> sorted(french_values("vers 4 heures")), sorted(french_values("en 4 heures"))
    ([240.5], [4])
    >>> sorted(french_values("quatre-vingt-dix-neuf ou deux cent trois; dix pour cent"))
    [10, 99, 203]
    """
    text, clocks = _clocks(_TOWARDS.sub(r"\1 \2h", _PERCENT.sub("%", text)))
    plain = _FRENCH_DIGITS.sub(_french_number, text)
    return clocks + _values(plain, _UNITS, _FRENCH_SCALES, _FRENCH_ONE)


def english_values(text: str) -> Counter[float]:
    """The values in English text.

    >>> sorted(english_values("a million euros, 2,500 soldiers, 3.5% and twenty-five towns"))
    [3.5, 25, 2500, 1000000]
    >>> sorted(english_values("hundreds of people at 2:30 p.m.")), sorted(french_values("14h30"))
    ([870.5], [870.5])
    """
    text, clocks = _clocks(text)
    plain = _ENGLISH_DIGITS.sub(lambda match: match.group().replace(",", ""), text)
    return clocks + _values(plain, _ENGLISH_UNITS, _ENGLISH_SCALES, _ENGLISH_ONE)


def _french_number(match: re.Match[str]) -> str:
    whole, _, fraction = re.sub(r"[ \u00a0\u202f.]", "", match.group()).partition(",")
    return f"{whole}.{fraction}" if fraction else whole


def _clocks(text: str) -> tuple[str, Counter[float]]:
    """Clock times as minutes after midnight and a half, so that they equal no other number."""
    found: Counter[float] = Counter()

    def take(match: re.Match[str]) -> str:
        if match["wire"]:
            hour, minute = int(match["wire"][:2]), int(match["wire"][2:])
        else:
            hour = int(match["hour"] or match["hour12"] or match["hour_alone"])
            minute = int(match["minute"] or 0)
        half = (match["half"] or match["half12"] or "").lower()
        if half == "p" and hour < 12:
            hour += 12
        found[hour * 60 + minute + 0.5] += 1
        return " "

    return _CLOCK.sub(take, text), found


class _Reader:
    """Adds up number words: (2 + 100 * ...) + 3. What is not a number word ends a number."""

    def __init__(self, units: dict[str, int], scales: dict[str, int], ones: frozenset[str]) -> None:
        self._units, self._scales, self._ones = units, scales, ones
        self.found: Counter[float] = Counter()
        self._total: float = 0
        self._current: float | None = None
        self._from_digits = False

    @property
    def _open(self) -> bool:
        return self._current is not None or bool(self._total)

    def close(self) -> None:
        """Ends the number that is being read, if there is one."""
        if self._open:
            value = self._total + (self._current or 0)
            self.found[int(value) if value == int(value) else value] += 1
        self._total, self._current, self._from_digits = 0, None, False

    def read(self, token: str, following: str) -> None:
        """Takes one token; ``following`` is the next."""
        if token[0].isdecimal():
            self.close()
            # Only a scale may follow digits (10 millions).
            self._current, self._from_digits = float(token), True
        elif token in self._units:
            if self._from_digits or not _continues(self._current, self._units[token]):
                self.close()
            self._current = _added(self._current, self._units[token])
        elif token in self._scales and (self._open or token in ("cent", "mille")):
            self._scale(self._scales[token])
        elif token in self._ones and following in self._scales:
            self.close()
            self._current = 1
        elif token in self._ones and self._current and self._current % 10 == 0:
            self._current += 1
        elif not self._joins(token, following):
            self.close()

    def _scale(self, scale: int) -> None:
        factor = 1 if self._current is None else self._current
        if scale >= 1000:
            self._total += factor * scale
            self._current = None
        else:
            self._current = factor * scale

    def _joins(self, token: str, following: str) -> bool:
        """Whether ``et``, ``and`` goes on with the number: soixante et onze, hundred and three."""
        if not self._open or self._from_digits:
            return False
        if token == "et":
            return following in ("un", "une", "onze")
        return token == "and" and following in self._units and not (self._current or 0) % 100


def _values(
    text: str, units: dict[str, int], scales: dict[str, int], ones: frozenset[str]
) -> Counter[float]:
    reader = _Reader(units, scales, ones)
    tokens = [token.lower() for token in _TOKEN.findall(text)]
    for token, following in zip(tokens, [*tokens[1:], ""], strict=False):
        reader.read(token, following)
    reader.close()
    return reader.found


def _continues(current: float | None, unit: int) -> bool:
    """Whether a unit can go on the number so far: vingt + cinq, but not deux + trois."""
    if current is None or (current == 4 and unit == 20):
        return True
    return current % 10 == 0 and (unit < 10 or current >= 60)


def _added(current: float | None, unit: int) -> float:
    if current is None:
        return unit
    if current == 4 and unit == 20:  # quatre-vingts
        return 80
    return current + unit
