"""Bar charts in SVG that stretch to any width: rows for kinds of things, columns for months.

Every number stands beside the chart as text, too, so that the bars say nothing alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.report.page import shown

__all__ = ["Bar", "bars", "columns", "months_between"]

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
# Pixels that the columns are high, and what stands below them.
HEIGHT = 140
LABELS = 5
# Few columns take no more room than so many.
LEAST = 12


class Bar(NamedTuple):
    """What was found of a kind: how much of it was fixed, and how much is left."""

    label: str
    fixed: int
    left: int
    note: str = ""

    @property
    def total(self) -> int:
        """All that was found."""
        return self.fixed + self.left


def bars(caption: str, head: str, rows: Sequence[Bar]) -> str:
    """A table with a bar in each row."""
    most = max((row.total for row in rows), default=0)
    lines = "\n".join(
        f'<tr><th scope="row"><bdi>{shown(row.label)}</bdi>{_note(row)}</th>'
        f'<td class="bar-cell">{_bar(row, most)}</td>'
        f'<td class="num">{row.fixed:,}</td><td class="num">{row.left:,}</td></tr>'
        for row in rows
    )
    return f"""<table class="bars"><caption>{shown(caption)}</caption>
<thead><tr><th scope="col">{shown(head)}</th><td></td><th scope="col" class="num">fixed</th>\
<th scope="col" class="num">left</th></tr></thead>
<tbody>
{lines}
</tbody></table>
"""


def _note(row: Bar) -> str:
    return f' <span class="soft">{shown(row.note)}</span>' if row.note else ""


def _bar(row: Bar, most: int) -> str:
    """Two lengths, one behind the other, in hundredths of the longest bar."""
    fixed, left = (100 * number / max(1, most) for number in (row.fixed, row.left))
    return (
        '<svg class="chart" width="100%" height="14" aria-hidden="true">'
        f'<rect class="fixed" width="{fixed:.2f}%" height="14"></rect>'
        f'<rect class="left" x="{fixed:.2f}%" width="{left:.2f}%" height="14"></rect></svg>'
    )


def columns(title: str, months: Sequence[Bar]) -> str:
    """A column for each month (2024-05), and the numbers as a table to open."""
    most = max(month.total for month in months)
    slots = max(LEAST, len(months))
    drawn = "".join(_column(at, month, slots, most) for at, month in enumerate(months))
    named = "".join(_named(months[at], at, slots) for at in _labelled(len(months), slots))
    said = f"{title}: {months[0].label} to {months[-1].label}, at most {most:,} a month"
    numbers = bars("The same in numbers", "Month", months)
    return f"""<p class="soft">{most:,} in the fullest month</p>
<svg class="chart columns" width="100%" height="{HEIGHT + 24}" role="img"
 aria-label="{shown(said)}">
<line x1="0" x2="100%" y1="{HEIGHT}.5" y2="{HEIGHT}.5"></line>
{drawn}{named}</svg>
<details><summary>Numbers by month</summary>
{numbers}</details>
"""


def _column(at: int, month: Bar, slots: int, most: int) -> str:
    width = 100 / slots
    fixed, left = (HEIGHT * value / max(1, most) for value in (month.fixed, month.left))
    place = f'x="{at * width + width / 10:.3f}%" width="{width * 0.8:.3f}%"'
    tip = f"{_month(month.label)}: {month.fixed:,} fixed, {month.left:,} left"
    return (
        f"<g><title>{tip}</title>"
        f'<rect class="fixed" {place} y="{HEIGHT - fixed:.2f}" height="{fixed:.2f}"></rect>'
        f'<rect class="left" {place} y="{HEIGHT - fixed - left:.2f}" height="{left:.2f}"></rect>'
        "</g>\n"
    )


def _labelled(months: int, slots: int) -> range:
    """The columns whose month is named: few enough to stand side by side on a phone."""
    return range(0, months, -(-slots // LABELS))


def _named(month: Bar, at: int, slots: int) -> str:
    # Below the left edge of its column, so that the first one has room.
    place = 100 * (at + 0.1) / slots
    return f'<text x="{place:.2f}%" y="{HEIGHT + 17}">{_month(month.label)}</text>\n'


def _month(label: str) -> str:
    year, _, month = label.partition("-")
    return f"{_MONTHS[int(month) - 1]} {year}"


def months_between(found: Sequence[Bar]) -> list[Bar]:
    """The months in order, with empty ones where nothing was found.

    >>> [bar.label for bar in months_between([Bar("2023-11", 1, 0), Bar("2024-01", 2, 0)])]
    ['2023-11', '2023-12', '2024-01']
    """
    filled: list[Bar] = list(found[:1])
    for one, following in pairwise(found):
        filled += [Bar(_label(at), 0, 0) for at in range(_count(one) + 1, _count(following))]
        filled.append(following)
    return filled


def _count(bar: Bar) -> int:
    year, month = map(int, bar.label.split("-"))
    return 12 * year + month - 1


def _label(count: int) -> str:
    return f"{count // 12}-{count % 12 + 1:02}"
