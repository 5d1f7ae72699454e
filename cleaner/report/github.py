"""Findings as workflow commands, which GitHub Actions shows as annotations of the changed lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaner.finding import Finding
from cleaner.report.output import About
from cleaner.report.reported import Reported
from cleaner.report.text import explain, headline

__all__ = ["report"]


def report(files: Iterable[Reported], about: About) -> Iterator[str]:
    """One line a finding."""
    del about
    for file in files:
        for finding in file.findings:
            yield _command(file, finding) + "\n"


def _command(file: Reported, finding: Finding) -> str:
    r"""One annotation.

    >>> found = Finding("FR101", "bracketed-leftover", 0, 7, "[lundi]", {"why": "100 %"})
    >>> command, properties, message = _command(Reported("a,b.txt", "[lundi]"), found).split(" ", 2)
    >>> properties
    'file=a%2Cb.txt,line=1,endLine=1,col=1,endColumn=8,title=FR101'
    >>> message
    'bracketed-leftover::[lundi]%0Ano fix: 100 %25'
    """
    place = file.place(finding.start, finding.end)
    properties = {
        "file": file.name,
        "line": place.line,
        "endLine": place.end_line,
        "col": place.column,
        "endColumn": place.end_column,
        "title": f"{finding.rule} {finding.name}",
    }
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::warning {listed}::" + _data("\n".join([headline(finding), *explain(finding)]))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
