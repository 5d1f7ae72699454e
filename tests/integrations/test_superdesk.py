"""The Superdesk integration, on items as Superdesk has them; Superdesk itself is not needed."""

from __future__ import annotations

import sys
import types
from copy import deepcopy
from typing import Any

import pytest

from cleaner.integrations import superdesk
from cleaner.integrations.superdesk.macros import cleaner_fix, cleaner_suggest
from cleaner.integrations.superdesk.validation import validate

ITEM = {
    "_id": "urn:newsml:localhost:2026-01-05T10:12:00.2:8412",
    "guid": "urn:newsml:localhost:2026-01-05T10:12:00.2:8412",
    "type": "text",
    "state": "in_progress",
    "language": "en",
    "version": 2,
    "headline": "Road reopens mercredi",
    "slugline": "route-mercredi",
    "byline": "Jean Lundi",
    "abstract": "<p>The road reopens mercredi.</p>",
    "body_html": "<p>“They came <b>[lundi]</b> at dawn [antidjihadiste],” he said.</p>\n"
    "<p>“If it [n'était] for him,” she said.</p>",
    "body_footer": None,
    "subject": [{"name": "politique", "qcode": "11000000"}],
    "genre": [{"name": "Article (news)", "qcode": "Article"}],
    "fields_meta": {"headline": {"draftjsState": [{"blocks": []}]}},
    "flags": {"marked_for_sms": False},
}


def test_the_safe_fixes():
    item = cleaner_fix.callback(deepcopy(ITEM), commit=False)
    assert item["headline"] == "Road reopens Wednesday"
    assert item["abstract"] == "<p>The road reopens Wednesday.</p>"
    assert "<b>[Monday]</b>" in item["body_html"]
    assert "[n'était]" in item["body_html"]
    prose = {"headline", "abstract", "body_html"}
    assert {key for key in ITEM if item[key] != ITEM[key]} == prose


def test_the_proposals_change_nothing_themselves():
    item, diff = cleaner_suggest.callback(deepcopy(ITEM))
    assert item == ITEM
    assert diff["[lundi]"] == "[Monday]"
    assert all(old in ITEM["body_html"] for old in diff)
    assert "[n'était]" not in diff  # reported without a proposal


@pytest.mark.parametrize("item", [{}, {"body_html": None}, {"body_html": ""}, {"headline": 5}])
def test_items_with_little_in_them(item: dict[str, Any]):
    assert cleaner_fix.callback(dict(item)) == item
    assert cleaner_suggest.callback(dict(item)) == (item, {})


def validated(item: dict[str, Any]) -> list[str]:
    response: list[str] = []
    validate(object(), item=item, response=response, error_fields={})
    return response


def test_what_is_surely_french_keeps_an_item_from_being_published():
    errors = validated(deepcopy(ITEM))
    assert [error.split(" has ")[0] for error in errors] == ["HEADLINE", "ABSTRACT", "BODY"]
    assert "mercredi → Wednesday" in errors[0]
    assert cleaner_fix.label in errors[0]


def test_the_macro_lifts_the_refusal():
    assert validated(cleaner_fix.callback(deepcopy(ITEM))) == []


def test_a_fault_of_ours_does_not_stop_publishing(caplog):
    class Faulty(dict):
        def get(self, key, default=None):
            if key == "headline":
                raise RuntimeError("a fault")
            return super().get(key, default)

    assert validated(Faulty(ITEM)) == []
    assert "goes on unchecked" in caplog.text


class Signal:
    """Stands for a signal of blinker, which is not installed here."""

    def __init__(self) -> None:
        self.connected: list[object] = []

    def connect(self, receiver: object) -> None:
        self.connected.append(receiver)


@pytest.mark.parametrize("wanted", [True, False])
def test_the_app(monkeypatch: pytest.MonkeyPatch, wanted: bool):
    signals = types.ModuleType("superdesk.signals")
    signals.item_validate = Signal()
    monkeypatch.setitem(sys.modules, "superdesk", types.ModuleType("superdesk"))
    monkeypatch.setitem(sys.modules, "superdesk.signals", signals)
    superdesk.init_app(types.SimpleNamespace(config={"CLEANER_VALIDATE": wanted}))
    assert signals.item_validate.connected == ([validate] if wanted else [])


def test_superdesk_finds_the_macros():
    """It takes the loaded modules below a package `macros` that have a callback."""
    superdesk.init_app(types.SimpleNamespace(config={}))
    found = {
        module.name: module
        for path, module in list(sys.modules.items())
        if "macros." in path and hasattr(module, "callback")
    }
    assert {"cleaner_fix", "cleaner_suggest"} <= set(found)
    for module in (found["cleaner_fix"], found["cleaner_suggest"]):
        assert module.callback.__doc__
        assert (module.access_type, module.action_type) in {
            ("frontend", "direct"),
            ("frontend", "interactive"),
        }
