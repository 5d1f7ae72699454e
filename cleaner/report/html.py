"""Findings as a page to read, filter and print: one file that loads nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape

from cleaner.finding import Finding, Safety
from cleaner.report.output import About
from cleaner.report.page import asset, counted, head, shown
from cleaner.report.reported import Reported
from cleaner.report.text import explain, headline

__all__ = ["report"]

_LABELS = {Safety.SAFE: "safe", Safety.UNSAFE: "unsafe", Safety.NONE: "no fix"}
_SAFETIES = {
    Safety.SAFE: "Safe: applied by cleaner fix",
    Safety.UNSAFE: "Unsafe: for an editor, or with --unsafe-fixes",
    Safety.NONE: "Without a fix: for an editor",
}
_Numbered = list[tuple[int, Finding]]


def report(files: Iterable[Reported], about: About) -> Iterator[str]:
    """The whole page; the files without findings are only named in it."""
    checked = list(files)
    dirty = [file for file in checked if file.findings]
    clean = [file for file in checked if not file.findings]
    findings = [finding for file in dirty for finding in file.findings]
    yield _head(checked)
    yield _lead(checked, findings)
    yield _contents(dirty, clean)
    yield _filters(findings, about) if findings else ""
    yield "</header>\n<main>\n"
    first = 1
    for number, file in enumerate(dirty, 1):
        yield _story(file, number, list(enumerate(file.findings, first)), about)
        first += len(file.findings)
    yield f"</main>\n<footer>Cleaner {escape(about.version)}</footer>\n"
    yield _BAR + f"<script>{asset('page.js')}</script>\n" if findings else ""
    yield "</body>\n</html>\n"


def _head(files: list[Reported]) -> str:
    title = f"Cleaner: {files[0].name}" if len(files) == 1 else f"Cleaner: {len(files)} files"
    return f"""{head(title, ("page.css",), "page.js")}\
<a class="skip" href="#mark-1">To the first finding</a>
<header>
<h1>{shown(title)}</h1>
"""


def _lead(files: list[Reported], findings: list[Finding]) -> str:
    applied = sum(len(file.applied or ()) for file in files)
    if not findings:
        return f'<p class="lead">Nothing was found in {counted(len(files), "file")}.</p>\n'
    counts = Counter(finding.safety for finding in findings)
    parts = ", ".join(f"{n} {_LABELS[safety]}" for safety in Safety if (n := counts[safety]))
    changed = f" {applied} of them changed." if applied else ""
    return f'<p class="lead">{counted(len(findings), "finding")}: {parts}.{changed}</p>\n'


def _contents(dirty: list[Reported], clean: list[Reported]) -> str:
    """The files, where there are several."""
    lines = []
    if len(dirty) > 1:
        links = (
            f'<li><a href="#file-{number}"><bdi>{shown(file.name)}</bdi></a> '
            f"({len(file.findings)})</li>"
            for number, file in enumerate(dirty, 1)
        )
        lines = ['<nav aria-label="Files"><ol class="files">', *links, "</ol></nav>"]
    if dirty and clean:
        names = (f"<li><bdi>{shown(file.name)}</bdi></li>" for file in clean)
        found = f"Nothing was found in {counted(len(clean), 'file')}"
        lines += [f"<details><summary>{found}</summary>", '<ul class="files">', *names]
        lines += ["</ul></details>"]
    return "\n".join(lines) + "\n"


def _filters(findings: list[Finding], about: About) -> str:
    safeties = Counter(finding.safety for finding in findings)
    rules = Counter(finding.rule for finding in findings)
    by_safety = (
        _box("safety", safety, f'<span class="tag {safety}">{_LABELS[safety]}</span>', count, title)
        for safety, title in _SAFETIES.items()
        if (count := safeties[safety])
    )
    by_rule = (
        _box("rule", code, f"{escape(code)} {escape(rule.name)}", count, rule.summary)
        for code, count in sorted(rules.items())
        for rule in [about.rule(code)]
    )
    return f"""<details class="filters" open>
<summary>Show</summary>
<form>
<fieldset><legend>Safety</legend>{"".join(by_safety)}</fieldset>
<fieldset><legend>Rule</legend>{"".join(by_rule)}</fieldset>
</form>
</details>
"""


def _box(name: str, value: str, label: str, count: int, title: str) -> str:
    return (
        f'<label title="{shown(title)}"><input type="checkbox" name="{name}" '
        f'value="{shown(value)}" autocomplete="off" checked>{label} '
        f'<span class="count">{count}</span></label>'
    )


def _story(file: Reported, number: int, numbered: _Numbered, about: About) -> str:
    """A file's text with its findings marked, and the notes to them."""
    text = "".join(_marked(file, numbered))
    notes = "\n".join(_note(file, n, finding, about) for n, finding in numbered)
    return f"""<article aria-labelledby="file-{number}">
<h2 id="file-{number}"><bdi>{shown(file.name)}</bdi></h2>
<div class="story">
<div class="text" dir="auto">{text}</div>
<ol class="notes" aria-label="Findings">
{notes}
</ol>
</div>
</article>
"""


def _marked(file: Reported, numbered: _Numbered) -> Iterator[str]:
    done = 0
    for number, finding in numbered:
        if finding.start < done:
            continue
        yield shown(file.text[done : finding.start])
        state = " changed" if file.is_applied(finding) else ""
        label = f"Finding {number}, {_LABELS[finding.safety]}: {headline(finding)}"
        yield (
            f'<mark id="mark-{number}" class="{finding.safety}{state}" {_data(number, finding)}>'
            f"{''.join(_swapped(file, finding))}"
            f'<a class="ref" href="#note-{number}" data-number="{number}" '
            f'aria-label="{shown(label)}">{number}</a></mark>'
        )
        done = finding.end
    yield shown(file.text[done:])


def _swapped(file: Reported, finding: Finding) -> Iterator[str]:
    """The span with what its edits delete and insert; the same marks on both sides stay."""
    done = finding.start
    for start, end, new in file.edits_inside(finding):
        old = file.text[start:end]
        head, tail = _common(old, new)
        yield shown(file.text[done : start + head])
        if deleted := file.text[start + head : end - tail]:
            yield f"<del>{shown(deleted)}</del>"
        if inserted := new[head : len(new) - tail]:
            yield f"<ins>{shown(inserted)}</ins>"
        done = end - tail
    yield shown(file.text[done : finding.end])


def _common(old: str, new: str) -> tuple[int, int]:
    """How many brackets and other marks that are no letters both begin and both end with.

    >>> _common("[lundi]", "[Monday]")
    (1, 1)
    """
    most = min(len(old), len(new))
    head = tail = 0
    while head < most and old[head] == new[head] and not old[head].isalnum():
        head += 1
    while tail < most - head and old[~tail] == new[~tail] and not old[~tail].isalnum():
        tail += 1
    return head, tail


def _note(file: Reported, number: int, finding: Finding, about: About) -> str:
    place = file.place(finding.start, finding.end)
    state = "changed" if file.is_applied(finding) else _LABELS[finding.safety]
    rule = about.rule(finding.rule)
    why = "".join(f'<p class="why">{shown(line)}</p>' for line in explain(finding))
    swap = f"<del>{shown(_or_space(finding.found))}</del>" if finding.fix else ""
    if finding.fix:
        swap += f" → <ins>{shown(_or_space(finding.replacement or ''))}</ins>"
    else:
        swap = f"<b>{shown(finding.found)}</b>"
    return (
        f'<li id="note-{number}" class="note {finding.safety}" {_data(number, finding)}>'
        f'<p class="what"><a class="number" href="#mark-{number}" data-number="{number}" '
        f'aria-label="To finding {number} in the text">{number}</a>'
        f'<span title="{shown(rule.summary)}">{shown(finding.rule)} {shown(finding.name)}</span>'
        f'<span class="tag {finding.safety}">{state}</span>'
        f'<span class="place">{place.line}:{place.column}</span></p>'
        f'<p class="swap">{swap}</p>{why}</li>'
    )


def _or_space(text: str) -> str:
    """What can be seen of a text that may be empty or white space alone."""
    return text if text.strip() else "(space)" if text else "(deleted)"


def _data(number: int, finding: Finding) -> str:
    return (
        f'data-number="{number}" data-rule="{shown(finding.rule)}" data-safety="{finding.safety}"'
    )


_BAR = """<div class="bar" role="region" aria-label="Step through the findings" hidden>
<div id="current" aria-live="polite"></div>
<div>
<button id="previous" type="button">‹ <span>Previous</span> <kbd class="hint">p</kbd></button>
<output></output>
<button id="next" type="button"><span>Next</span> <kbd class="hint">n</kbd> ›</button>
<button id="help" type="button" aria-label="Help">?</button>
</div>
</div>
<dialog aria-labelledby="help-title">
<h2 id="help-title">Keys</h2>
<dl>
<dt><kbd>n</kbd></dt><dd>next finding</dd>
<dt><kbd>p</kbd></dt><dd>previous finding</dd>
<dt><kbd>Esc</kbd></dt><dd>leave the finding</dd>
<dt><kbd>?</kbd></dt><dd>this help</dd>
</dl>
<form method="dialog"><button>Close</button></form>
</dialog>
"""
