"""/v1/apply: a document as an editor decided, and nothing else."""

from __future__ import annotations

import pytest

TEXT = "“They came [lundi] at dawn,” he said. It reopens mercredi.\n"
PAGE = "<p>It <b>reopens mercredi</b> &amp; closes <i>jeudi</i>.</p>"


def decision(finding, text=None):
    said = finding["replacement"] if text is None else text
    return {**{key: finding[key] for key in ("rule", "start", "end")}, "text": said}


def found(service, document):
    return service.post("/v1/check", document).json["findings"]


def applied(service, document, decisions):
    done = service.post("/v1/apply", {"document": document, "decisions": decisions})
    assert done.status == 200, done.body
    return done.json


def test_only_what_is_decided(service):
    first, second = found(service, {"text": TEXT})
    done = applied(service, {"text": TEXT}, [decision(second)])
    assert done["text"] == TEXT.replace("mercredi", "Wednesday")
    assert [one["rule"] for one in done["applied"]] == [second["rule"]]
    assert [one["found"] for one in done["findings"]] == [first["found"]]


def test_nothing_decided_changes_nothing(service):
    assert applied(service, {"text": TEXT}, [])["text"] == TEXT


def test_markup_stays(service):
    _, second = found(service, {"html": PAGE})
    done = applied(service, {"html": PAGE}, [decision(second, "R&D <day>")])
    assert done["html"] == PAGE.replace("jeudi", "R&amp;D &lt;day&gt;")


def test_what_an_object_says(service):
    item = {"uri": "urn:1", "body_text": "It reopens mercredi."}
    [one] = found(service, {"ninjs": item})
    done = applied(service, {"ninjs": item}, [decision(one)])
    assert done["ninjs"] == {"uri": "urn:1", "body_text": "It reopens Wednesday."}


def test_an_editors_text_keeps_the_brackets_of_an_insertion(service):
    first, _ = found(service, {"text": TEXT})
    done = applied(service, {"text": TEXT}, [decision(first, "on Monday")])
    assert done["text"] == TEXT.replace("[lundi]", "[on Monday]")


def test_half_a_pair_is_said(service):
    text = "He said « bonjour » to all.\n"
    first = next(one for one in found(service, {"text": text}) if one["rule"] == "FM112")
    done = applied(service, {"text": text}, [decision(first)])
    assert done["text"] == text
    assert "the text stays" in done["warnings"][0]


@pytest.mark.parametrize("place", [(0, 3), (11, 17), (500, 600)])
def test_what_is_not_found_is_said(service, place):
    start, end = place
    wrong = {"rule": "FR201", "start": start, "end": end, "text": "x"}
    done = applied(service, {"text": TEXT}, [wrong])
    assert done["text"] == TEXT
    assert "nothing is found there" in done["warnings"][0]


@pytest.mark.parametrize(
    "body",
    [
        {"document": {"text": TEXT}},
        {"document": {"text": TEXT}, "decisions": [{"rule": "FR201"}]},
        {"document": {"text": TEXT}, "decisions": [], "more": 1},
        {"decisions": []},
    ],
)
def test_refused(service, body):
    assert service.post("/v1/apply", body).status == 422


def test_no_files_and_no_queue_here(service):
    assert service.get("/v1/work").json == {"files": [], "queue": False}
    assert service.get("/v1/files/0").status == 404
    assert service.get("/v1/queue").status == 404


def test_places_are_numbers(service):
    one = {"rule": "FR201", "start": 0, "end": False, "text": ""}
    done = service.post("/v1/apply", {"document": {"text": ""}, "decisions": [one]})
    assert done.status == 422
    assert "end" in done.json["detail"]


def test_an_address_names_all_methods_that_it_takes(service):
    answer = service.ask("DELETE", "/v1/files/0")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, PUT")
