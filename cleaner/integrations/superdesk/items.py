"""Superdesk's items: which fields are prose, and what Cleaner says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from cleaner.engine import Cleaner
from cleaner.finding import Finding, Safety
from cleaner.formats.source import read_text
from cleaner.sources import Checked, fix_sources

__all__ = ["FIELDS", "findings", "fixed", "proposals"]

# Prose, which Superdesk's editor keeps as HTML. A slugline is a key that systems route by, a
# byline a name, and the fields of pictures belong to those who sent them.
FIELDS = ("headline", "abstract", "body_html", "body_footer")


@cache
def _cleaner() -> Cleaner:
    """One engine a process: Superdesk loads its macros anew again and again."""
    return Cleaner()


def fixed(item: Mapping[str, Any]) -> dict[str, str]:
    """The fields that the safe fixes change, as they are then."""
    return {field: one.text for field, one in _checked(item).items() if one.applied}


def findings(item: Mapping[str, Any]) -> dict[str, Sequence[Finding]]:
    """What is found in each field; offsets count in the field as it is."""
    return {field: one.findings for field, one in _checked(item).items() if one.findings}


def proposals(item: Mapping[str, Any]) -> dict[str, str]:
    """What to put in the place of what, in the body: the difference an interactive macro returns.

    Superdesk looks for each text throughout the body, so that the surest proposal for it counts.
    """
    body = {"body_html": item.get("body_html")}
    offered = [one for some in findings(body).values() for one in some if one.replacement]
    offered.sort(key=lambda one: (one.safety is not Safety.SAFE, -one.confidence))
    diff: dict[str, str] = {}
    for one in offered:
        diff.setdefault(one.found, one.replacement or "")
    return diff


def _checked(item: Mapping[str, Any]) -> dict[str, Checked]:
    prose = [field for field in FIELDS if isinstance(item.get(field), str)]
    sources = [read_text(item[field], "html", name=field) for field in prose]
    return dict(zip(prose, fix_sources(_cleaner(), sources), strict=True))
