"""Superdesk's items: which fields are prose, and what Cleaner says of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from cleaner.engine import Cleaner
from cleaner.finding import Finding, Safety
from cleaner.integrations.html import fix_html

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
    done = {field: fix_html(_cleaner(), text)[0] for field, text in _prose(item).items()}
    return {field: text for field, text in done.items() if text != item[field]}


def findings(item: Mapping[str, Any]) -> dict[str, list[Finding]]:
    """What is found in each field; offsets count in the field as it is."""
    found = {field: fix_html(_cleaner(), text)[1] for field, text in _prose(item).items()}
    return {field: some for field, some in found.items() if some}


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


def _prose(item: Mapping[str, Any]) -> dict[str, str]:
    return {field: item[field] for field in FIELDS if isinstance(item.get(field), str)}
