"""Findings as SARIF 2.1.0, the format that code scanners and their viewers exchange."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from cleaner.finding import Finding
from cleaner.report.output import About
from cleaner.report.reported import Reported
from cleaner.report.text import explain, headline

__all__ = ["report"]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def report(files: Iterable[Reported], about: About) -> Iterator[str]:
    """One run, with the rules that found something, and each finding with its fix."""
    indices: dict[str, int] = {}
    results = [
        _result(file, finding, indices.setdefault(finding.rule, len(indices)))
        for file in files
        for finding in file.findings
    ]
    driver = {
        "name": "Cleaner",
        "semanticVersion": about.version,
        "rules": [_rule(code, about) for code in indices],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    yield json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, about: About) -> dict[str, Any]:
    rule = about.rule(code)
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary + "."},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"cleaner rule {code} shows examples."},
    }


def _result(file: Reported, finding: Finding, index: int) -> dict[str, Any]:
    artifact = {"uri": _uri(file.name)}
    region = _region(file, finding.start, finding.end)
    region["snippet"] = {"text": file.text[finding.start : finding.end]}
    result = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": "warning",
        "message": {"text": _message("\n".join([headline(finding), *explain(finding)]))},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "properties": {
            "safety": str(finding.safety),
            "confidence": round(finding.confidence, 3),
            "source": str(finding.source),
            "alternatives": list(finding.alternatives),
            "evidence": dict(finding.evidence),
        },
    }
    if finding.edits:
        replacements = [
            {
                "deletedRegion": _region(file, edit.start, edit.end),
                "insertedContent": {"text": edit.text},
            }
            for edit in finding.edits
        ]
        change = {"artifactLocation": artifact, "replacements": replacements}
        description = {"text": _message(f"{headline(finding)} ({finding.safety})")}
        result["fixes"] = [{"description": description, "artifactChanges": [change]}]
    return result


def _region(file: Reported, start: int, end: int) -> dict[str, Any]:
    place = file.place(start, end)
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "charOffset": start,
        "charLength": end - start,
    }


def _message(text: str) -> str:
    r"""The text as a message of SARIF, in which braces are doubled and ``](`` would make a link.

    >>> _message("[a](b) {0}")
    '[a\\](b) {{0}}'
    """
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")


def _uri(name: str) -> str:
    """A file's name as a URI; a relative one is relative to where the run was started.

    >>> _uri("wire/le procès.txt"), _uri("a:b")
    ('wire/le%20proc%C3%A8s.txt', 'a%3Ab')
    """
    path = PurePath(name)
    if path.is_absolute():
        return path.as_uri()
    return quote(path.as_posix(), errors="surrogateescape")
