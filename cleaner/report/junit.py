"""Findings as JUnit XML, which most systems of continuous integration show as failed tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cleaner.finding import Finding
from cleaner.report.output import About
from cleaner.report.paint import Paint
from cleaner.report.reported import Reported
from cleaner.report.text import finding_lines, headline

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["report"]


def report(files: Iterable[Reported], about: About) -> Iterator[str]:
    """A suite a file and a failed case a finding; a clean file is one case that passed."""
    from xml.etree.ElementTree import Element, indent, tostring

    del about
    suites = Element("testsuites", name="cleaner")
    suites.extend(_suite(file) for file in files)
    for count in ("tests", "failures"):
        suites.set(count, str(sum(int(suite.get(count, 0)) for suite in suites)))
    suites.set("errors", "0")
    indent(suites)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield tostring(suites, encoding="unicode") + "\n"


def _suite(file: Reported) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    found = len(file.findings)
    name = _legal(file.name)
    suite = Element(
        "testsuite",
        {
            "name": name,
            "tests": str(found or 1),
            "failures": str(found),
            "errors": "0",
            "skipped": "0",
        },
    )
    for finding in file.findings:
        _failure(suite, file, finding)
    if not found:
        SubElement(suite, "testcase", name="nothing found", classname=name, file=name)
    return suite


def _failure(suite: Element, file: Reported, finding: Finding) -> None:
    from xml.etree.ElementTree import SubElement

    line, column, *_ = file.place(finding.start, finding.end)
    case = SubElement(
        suite,
        "testcase",
        name=f"{finding.rule} {finding.name} at {line}:{column}",
        classname=_legal(file.name),
        file=_legal(file.name),
        line=str(line),
    )
    message = _legal(headline(finding))
    failure = SubElement(case, "failure", type=finding.rule, message=message)
    failure.text = _legal("\n".join(finding_lines(file, finding, Paint(False))))


_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _legal(text: str) -> str:
    r"""The text without the characters that XML 1.0 can't hold.

    >>> _legal("a\x00b")
    'a�b'
    """
    return _ILLEGAL.sub("\ufffd", text)
