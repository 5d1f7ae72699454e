"""What the addresses under /v1 take and answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.formats.registry import FORMATS
from tests.web.conftest import Service

ROOT = Path(__file__).resolve().parents[2]
DIRTY = "The road reopens mercredi."
FIXED = "The road reopens Wednesday."


def test_a_check_tells_what_the_command_line_tells(service: Service, run, tmp_path: Path):
    text = (ROOT / "corpus" / "sample.txt").read_text()
    (tmp_path / "a.txt").write_text(text)
    told = json.loads(run("check", "--format", "json", "--no-config", "a.txt").stdout)
    answer = service.post("/v1/check", {"text": text, "name": "a.txt"})
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert len(told) > 5
    assert answer.json == {"findings": told, "errors": [], "warnings": []}


def test_a_fix_gives_the_text_what_was_done_and_what_is_left(service: Service):
    text = "It reopens [mercredi], [n'était] clear."
    fixed = Cleaner().fix(text)
    answer = service.post("/v1/fix", {"text": text}).json
    assert answer["text"] == fixed.text == "It reopens [Wednesday], [n'était] clear."
    assert [one["found"] for one in answer["applied"]] == ["[mercredi]"]
    assert [one["found"] for one in answer["findings"]] == ["[n'était]"]


@pytest.mark.parametrize(
    ("body", "fixed"),
    [
        ({"text": DIRTY}, {"text": FIXED}),
        (
            {"html": "<p>It opens <b>mercredi</b>.</p>"},
            {"html": "<p>It opens <b>Wednesday</b>.</p>"},
        ),
        (
            {"ninjs": {"uri": "u", "body_text": DIRTY, "é": [1.5, None]}},
            {"ninjs": {"uri": "u", "body_text": FIXED, "é": [1.5, None]}},
        ),
        (
            {"ninjs": f'{{ "uri": "u",  "body_text": "{DIRTY}" }}'},
            {"ninjs": f'{{ "uri": "u",  "body_text": "{FIXED}" }}'},
        ),
        ({"text": f"# {DIRTY}\n", "format": "markdown"}, {"text": f"# {FIXED}\n"}),
        (
            {"text": json.dumps({"story": DIRTY}), "format": "json", "fields": ["story"]},
            {"text": json.dumps({"story": FIXED})},
        ),
        ({"text": "The road reopens on Friday."}, {"text": "The road reopens on Friday."}),
        ({"text": ""}, {"text": ""}),
    ],
)
def test_documents_come_back_as_they_came(service: Service, body: dict, fixed: dict):
    answer = service.post("/v1/fix", body)
    assert answer.status == 200
    assert fixed.items() <= answer.json.items()


def test_places_in_an_object_count_in_its_compact_json(service: Service):
    item = {"uri": "ü", "body_text": DIRTY}
    [found] = service.post("/v1/check", {"ninjs": item}).json["findings"]
    compact = json.dumps(item, ensure_ascii=False, separators=(",", ":"))
    assert compact[found["start"] : found["end"]] == "mercredi"


def test_every_format_has_its_place_in_the_description(service: Service):
    schemas = service.get("/openapi.json").json["components"]["schemas"]
    named = schemas["TextDocument"]["properties"]["format"]["enum"]
    assert named == [one.name for one in FORMATS]


def test_a_batch_is_answered_in_order_and_one_bad_document_stops_no_other(service: Service):
    documents = [
        {"text": DIRTY, "name": "first"},
        {"text": "The road reopens on Friday."},
        {"ninjs": "{"},
        {"html": "<p>It reopens <i>lundi</i>.", "name": "last"},
    ]
    first, second, bad, last = service.post("/v1/fix", {"documents": documents}).json["documents"]
    assert (first["text"], first["applied"][0]["file"]) == (FIXED, "first")
    assert (second["text"], second["applied"]) == ("The road reopens on Friday.", [])
    assert (last["html"], last["applied"][0]["file"]) == ("<p>It reopens <i>Monday</i>.", "last")
    assert bad["findings"] == []
    assert "text" not in bad
    assert bad["errors"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["mercredi", "20 M€"]),
        ({"ignore": ["FM"]}, ["mercredi"]),
        ({"select": ["FM"]}, ["20 M€"]),
        ({"select": ["french-word"], "ignore": ["FR201"]}, []),
    ],
)
def test_a_document_chooses_its_rules(service: Service, wanted: dict, found: list[str]):
    answer = service.post("/v1/check", {"text": "It cost 20 M€ mercredi.", **wanted})
    assert sorted(one["found"] for one in answer.json["findings"]) == sorted(found)


def test_rules_that_read_behind_the_gate_are_not_gated(service: Service):
    body = {"text": "They met under cover of anonymity.", "select": ["ST"]}
    assert service.post("/v1/check", body).json["findings"]


def test_a_document_chooses_its_style_and_uncertain_fixes(service: Service):
    text = "It rose 3,5 % and 4,5 % le 5 août."
    styles = {
        style: service.post("/v1/fix", {"text": text, "style": style}).json["text"]
        for style in ("ap", "guardian")
    }
    assert styles["ap"] != styles["guardian"]
    unsure = {"text": "They saw [les pêcheurs du village]."}
    texts = [
        service.post("/v1/fix", {**unsure, "unsafe_fixes": unsafe}).json["text"]
        for unsafe in (False, True)
    ]
    assert texts == [unsure["text"], "They saw [the fishermen of the village]."]


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 422, "no body"),
        (b"{", 400, "no JSON"),
        (b"[" * 50_000, 400, ""),
        (b"\xff\xfe", 400, ""),
        (b'{"text": "\\ud800"}', 422, "text"),
        (b'{"text": "a", "name": "\\ud800"}', 422, "name"),
        (b'{"text": "a", "x\\ud800": 1}', 422, "x"),
        (b'{"ninjs": {"uri": "\\ud800"}}', 422, "UTF-8"),
        (b'{"ninjs": {"uri": NaN}}', 422, "JSON"),
        (b"[]", 422, ""),
        (b"{}", 422, "text"),
        (b"null", 422, ""),
        ({"text": 5}, 422, "text"),
        ({"text": "a", "html": "b"}, 422, "text"),
        ({"text": "a", "format": "docx"}, 422, "format"),
        ({"text": "a", "style": "/etc/passwd"}, 422, "style"),
        ({"text": "a", "select": ["XX9"]}, 422, "XX9"),
        ({"text": "a", "surprise": 1}, 422, "surprise"),
        ({"documents": []}, 422, "documents"),
        ({"documents": [{"text": ""}] * 101}, 422, "documents"),
        ({"ninjs": "{"}, 422, "the document"),
        ({"text": "<a", "format": "nitf"}, 422, "the document"),
        ({"text": "a", "format": "csv", "fields": ["zz"]}, 422, "zz"),
    ],
    ids=range(23),
)
@pytest.mark.parametrize("path", ["/v1/check", "/v1/fix"])
def test_what_is_wrong_is_said(service: Service, path: str, body: object, status: int, said: str):
    answer = service.post(path, body)
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json["status"] == status
    assert said in answer.json["detail"]


def test_an_article_in_french_is_refused(service: Service):
    text = (
        "Le président a rencontré les ministres mardi à Paris pour parler de la guerre. "
        "Les négociations ont échoué après des heures de discussion, selon une source."
    )
    answer = service.post("/v1/check", {"text": text * 3})
    assert answer.status == 422
    assert "French" in answer.json["detail"]
    [one] = service.post("/v1/check", {"documents": [{"text": text * 3}]}).json["documents"]
    assert one["errors"] == [answer.json["detail"]]


def test_scripts_in_articles_come_back_as_json_only(service: Service):
    script = "<script>alert(1)</script>"
    for body in ({"text": script + DIRTY, "name": script}, {"html": script + f"<p>{DIRTY}</p>"}):
        for path in ("/v1/check", "/v1/fix"):
            answer = service.post(path, body)
            assert answer.status == 200
            assert answer.headers["Content-Type"] == "application/json"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for answer in (
        service.get(f"/{script}"),
        service.post("/v1/check", {script: script}),
        service.post("/v1/check", {"text": "a", "select": [script]}),
    ):
        assert answer.status in (404, 422)
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_rules_are_listed_with_their_examples(service: Service):
    rules = {rule["code"]: rule for rule in service.get("/v1/rules").json}
    assert rules["FR101"]["name"] == "bracketed-leftover"
    assert rules["FR101"]["examples"][0].keys() == {"before", "after", "note", "unsafe"}
    assert not all(rule["default"] for rule in rules.values())
