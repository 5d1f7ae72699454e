"""The report about a run, as one page that loads nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

from cleaner.archive.figures import Figures, Open, Swap
from cleaner.archive.review import Example
from cleaner.report.charts import bars, columns, months_between
from cleaner.report.page import counted, head, shown

__all__ = ["page"]

Link = Callable[[str], str]


def page(found: Figures, name: str, output: Path, version: str) -> Iterator[str]:
    """The page about the run called ``name``, with links that hold in the file ``output``."""
    title = f"Cleaner: {name}"
    link = partial(_link, found.root, output)
    yield head(title, ("page.css", "archive.css"))
    yield '<a class="skip" href="#editor">To what needs an editor</a>\n<header>\n'
    yield f"<h1><bdi>{shown(title)}</bdi></h1>\n{_totals(found)}</header>\n<main>\n"
    if found.counts.findings:
        yield _charts(found)
        yield _section("fragments", "Most frequent fragments", _swaps(found.fragments))
        if found.places:
            yield _section("places", "Places rewritten", _swaps(found.places))
        yield _section("editor", "For an editor", _editor(found, link))
    if found.rejects:
        yield _section("rejects", "Not read", _rejects(found, link))
    yield f"</main>\n<footer>Cleaner {shown(version)}</footer>\n</body>\n</html>\n"


def _totals(found: Figures) -> str:
    counts = found.counts
    share = f"{100 * found.dirty / counts.articles:.1f} %" if counts.articles else ""
    tiles = [
        ("articles", counts.articles, "looked at"),
        ("with findings", found.dirty, share),
        ("fixed", counts.applied, "places"),
        ("left", counts.findings - counts.applied, "for an editor"),
        ("not read", counts.rejects, "files or records"),
    ]
    if found.rejected:
        tiles.insert(4, ("stay", found.rejected, "as editors decided"))
    lines = "\n".join(
        f"<div><dt>{shown(name)}</dt><dd>{number:,}</dd><dd class='soft'>{shown(said)}</dd></div>"
        for name, number, said in tiles
    )
    done = counts.parts.get("done", 0) + counts.parts.get("put", 0)
    missing = sum(counts.parts.values()) - done - counts.parts.get("rejected", 0)
    unfinished = (
        f'<p class="lead"><b>The run is not finished:</b> {counted(missing, "part")} '
        "of the archive to do. What follows is about the others.</p>\n"
        if missing
        else ""
    )
    nothing = "" if counts.findings else '<p class="lead">Nothing was found.</p>\n'
    return f'{unfinished}<dl class="tiles">\n{lines}\n</dl>\n{nothing}'


def _section(name: str, title: str, content: str) -> str:
    return (
        f'<section aria-labelledby="{name}"><h2 id="{name}">{shown(title)}</h2>\n{content}'
        "</section>\n"
    )


_KEY = """<p class="key"><svg width="14" height="14" aria-hidden="true" class="chart">\
<rect class="fixed" width="14" height="14"></rect></svg> fixed \
<svg width="14" height="14" aria-hidden="true" class="chart">\
<rect class="left" width="14" height="14"></rect></svg> left for an editor</p>
"""


def _charts(found: Figures) -> str:
    by_rule = bars("What was found, by the rule that found it", "Rule", found.by_rule)
    without = (
        f'<p class="soft">{counted(found.without_date, "finding")} without a date.</p>\n'
        if found.without_date
        else ""
    )
    months = columns("Findings by month", months_between(found.by_month)) if found.by_month else ""
    origins = (
        bars("What was found, by the articles' sources", "Source", found.by_origin)
        if found.by_origin
        else '<p class="soft">No article names its source in a field.</p>\n'
    )
    return "".join(
        [
            _section("rules", "By rule", _KEY + by_rule),
            _section("months", "By month", (_KEY if months else "") + months + without),
            _section("sources", "By source", (_KEY if found.by_origin else "") + origins),
        ]
    )


def _swaps(swaps: Sequence[Swap]) -> str:
    """Texts with what they became, the most frequent first."""
    if not swaps:
        return '<p class="soft">Nothing was fixed.</p>\n'
    rows = "\n".join(
        f'<tr><td class="num">{one.count:,}</td><td><del>{_visible(one.found)}</del> '
        f"<ins>{_visible(one.replacement)}</ins></td><td class='code'>{shown(one.rule)}</td></tr>"
        for one in swaps
    )
    return f"""<table class="swaps"><thead><tr><th scope="col" class="num">times</th>\
<th scope="col">fragment, and what it became</th><th scope="col">rule</th></tr></thead>
<tbody>
{rows}
</tbody></table>
"""


def _editor(found: Figures, link: Link) -> str:
    if not found.open:
        return '<p class="soft">Nothing is left to decide.</p>\n'
    rest = found.open_groups - len(found.open)
    more = f'<p class="soft">And {counted(rest, "fragment")} more.</p>\n' if rest else ""
    notes = "\n".join(_note(one, link) for one in found.open)
    return (
        '<p class="soft">Decide in the browser with <code>cleaner review OUT</code>, or export all '
        "of them with <code>cleaner archive review OUT --export decisions.csv</code>.</p>\n"
        f'<ol class="notes">\n{notes}\n</ol>\n{more}'
    )


def _note(one: Open, link: Link) -> str:
    group = one.group
    swap = f"<del>{_visible(group.found)}</del>"
    if group.replacement is None:
        swap = f"<b>{_visible(group.found)}</b>"
    else:
        swap += f" → <ins>{_visible(group.replacement)}</ins>"
    safety = "none" if group.replacement is None else "unsafe"
    tag = "no fix" if group.replacement is None else "unsafe"
    why = f'<p class="why">{shown(one.reason)}</p>' if one.reason else ""
    lines = "".join(_example(example, link) for example in one.examples)
    return (
        f'<li class="note {safety}"><p class="what"><span>{shown(group.rule)}</span>'
        f'<span class="tag {safety}">{tag}</span><span>in {shown(group.kind)}</span>'
        f'<span class="place">{counted(group.times, "place")}</span></p>'
        f'<p class="swap">{swap}</p>{why}<ul class="examples">{lines}</ul></li>'
    )


def _example(one: Example, link: Link) -> str:
    return (
        f'<li><q class="sentence">{shown(one.before)}<mark>{_visible(one.found)}</mark>'
        f"{shown(one.after)}</q> {link(one.path)}<span class='soft'>, {one.place}</span></li>"
    )


def _rejects(found: Figures, link: Link) -> str:
    rest = found.counts.rejects - len(found.rejects)
    more = f'<p class="soft">And {rest:,} more: rejects/rejects.jsonl.</p>\n' if rest else ""
    lines = "\n".join(f"<li>{link(path)}: {shown(reason)}</li>" for path, reason in found.rejects)
    return f'<p>They stay as they are.</p>\n<ul class="files">\n{lines}\n</ul>\n{more}'


def _visible(text: str) -> str:
    """What can be seen of a text that may be empty, or have white space at its ends."""
    inside = text.strip()
    if not inside:
        return "(space)" if text else "(deleted)"
    before, _, after = text.partition(inside)
    return "␣" * len(before) + shown(inside) + "␣" * len(after)


def _link(root: str, output: Path, path: str) -> str:
    """A file's name, as a link where it lies on this machine."""
    name = f"<bdi>{shown(path)}</bdi>"
    if "://" in root:
        return name
    folder = Path(root).parent if Path(root).is_file() else Path(root)
    where = os.path.relpath(folder / path, output.resolve().parent)
    return f'<a href="{quote(where.replace(os.sep, "/"))}">{name}</a>'
