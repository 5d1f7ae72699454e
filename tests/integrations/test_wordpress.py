"""The WordPress plugin: its syntax, and its gate against a service on this machine."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "integrations" / "wordpress" / "cleaner"
GATE = Path(__file__).with_name("wordpress") / "gate.php"
needs_php = pytest.mark.skipif(not shutil.which("php"), reason="php is not installed")
needs_node = pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")

SURE = {"rule": "FR201", "found": "mercredi", "replacement": "Wednesday", "safety": "safe"}
UNSURE = {"rule": "FR102", "found": "[n'était]", "replacement": None, "safety": "none"}


class Service(ThreadingHTTPServer):
    """Stands for Cleaner's service: answers what it is told to, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.status, self.body, self.delay = 200, b'{"findings": []}', 0.0
        self.asked: list[tuple[str, str, dict[str, Any]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def finds(self, *findings: dict[str, Any]) -> None:
        self.body = json.dumps({"findings": findings}).encode()


class _Answer(BaseHTTPRequestHandler):
    server: Service

    def log_message(self, *arguments: object) -> None:
        pass

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        token = self.headers.get("Authorization", "")
        self.server.asked.append((self.path, token, json.loads(data)))
        time.sleep(self.server.delay)
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(self.server.body)


@pytest.fixture
def service() -> Iterator[Service]:
    server = Service()
    server.handle_error = lambda *arguments: None  # a client that went away is no error
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


PREPARED = {"post_status": "publish", "post_title": "Road", "post_content": "<p>mercredi</p>"}


def gate(base: str, mode: str = "block", **case: Any) -> dict[str, Any]:
    options = {"base": base, "token": "secret", "mode": mode}
    done = subprocess.run(
        ["php", "-d", "display_errors=stderr", "-d", "error_reporting=-1", str(GATE)],
        input=json.dumps({"options": options, "prepared": PREPARED, **case}),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return json.loads(done.stdout)


@needs_php
@pytest.mark.parametrize("file", sorted(PLUGIN.rglob("*.php")), ids=lambda path: path.name)
def test_php_syntax(file: Path):
    done = subprocess.run(["php", "-l", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@needs_node
def test_javascript_syntax():
    script = PLUGIN / "assets" / "pre-publish.js"
    subprocess.run(["node", "--check", str(script)], check=True, capture_output=True)


def panel(answer: str) -> dict[str, Any]:
    script = PLUGIN / "assets" / "pre-publish.js"
    stand_ins = Path(__file__).with_name("wordpress") / "panel.js"
    done = subprocess.run(
        ["node", str(stand_ins), str(script), answer], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@needs_node
@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ({"trouble": "", "findings": [], "blocks": False}, "Nothing was left in French."),
        ({"trouble": "no answer", "findings": [], "blocks": False}, "You can publish all the same"),
        ({"trouble": "", "findings": [{**SURE, "fixable": True}], "blocks": True}, "→ Wednesday"),
        ({"trouble": "", "findings": [{**SURE, "fixable": True}], "blocks": True}, "is blocked"),
        ({"trouble": "", "findings": [UNSURE], "blocks": False}, "(for you to decide)"),
        ("fails", "could not be asked (offline)"),
    ],
)
def test_the_panel(answer: dict[str, Any] | str, shown: str):
    seen = panel(answer if isinstance(answer, str) else json.dumps(answer))
    assert '"spinner"' in json.dumps(seen["before"])
    assert shown in json.dumps(seen["after"], ensure_ascii=False)
    [request] = seen["asked"]
    assert (request["path"], request["method"]) == ("/cleaner/v1/check", "POST")
    article = {"post": 7, "title": "A title", "excerpt": "", "content": "<p>text</p>"}
    assert request["data"] == article


@needs_php
def test_what_is_sure_blocks(service: Service):
    service.finds(SURE, UNSURE)
    answer = gate(service.url + "/", panel={"title": "T", "excerpt": "E", "content": "C"})
    assert answer["blocked"].endswith("French was left in the article: mercredi → Wednesday")
    path, token, body = service.asked[0]
    assert (path, token) == ("/v1/check", "Bearer secret")
    assert body == {"html": "<h1>Road</h1>\n<p></p>\n<p>mercredi</p>"}
    assert service.asked[1][2] == {"html": "<h1>T</h1>\n<p>E</p>\nC"}
    assert answer["panel"]["blocks"] is True
    assert [one["fixable"] for one in answer["panel"]["findings"]] == [True, False]


@needs_php
@pytest.mark.parametrize(
    ("mode", "findings", "case"),
    [
        pytest.param("warn", [SURE], {}, id="only warns"),
        pytest.param("block", [UNSURE], {}, id="uncertain"),
        pytest.param("block", [], {}, id="clean"),
        pytest.param(
            "block", [SURE], {"prepared": {**PREPARED, "post_status": "draft"}}, id="a draft"
        ),
        pytest.param(
            "block",
            [SURE],
            {"prepared": {"ID": 1, "comment_status": "open"}, "stored": {**PREPARED, "ID": 1}},
            id="published, and its text stays",
        ),
    ],
)
def test_what_passes(service: Service, mode: str, findings: list[Any], case: dict[str, Any]):
    service.finds(*findings)
    answer = gate(service.url, mode, **case)
    assert (answer["same"], answer["notice"]) == (True, "")
    assert answer["panel"]["blocks"] is (mode == "block" and SURE in findings)


@needs_php
def test_an_update_is_read_with_what_is_stored(service: Service):
    service.finds(SURE)
    stored = {"ID": 1, "post_status": "draft", "post_excerpt": "Old", "post_title": "T"}
    stored["post_content"] = "<p>C</p>"
    answer = gate(service.url, prepared={"ID": 1, "post_status": "publish"}, stored=stored)
    assert answer["blocked"]
    assert service.asked[0][2] == {"html": "<h1>T</h1>\n<p>Old</p>\n<p>C</p>"}


@needs_php
@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ({"status": 401}, "status 401"),
        ({"status": 302}, "status 302"),
        ({"body": b"<html>"}, "could not be read"),
        ({"body": b'{"findings": 5}'}, "could not be read"),
        ({"delay": 2.0}, "no answer"),
    ],
)
def test_nothing_is_blocked_because_of_us(service: Service, trouble: dict[str, Any], said: str):
    service.finds(SURE)
    for name, value in trouble.items():
        setattr(service, name, value)
    answer = gate(service.url)
    assert answer["same"] is True
    assert said in answer["notice"]
    assert said in answer["panel"]["trouble"]
    assert answer["panel"]["blocks"] is False
    assert {path for path, _, _ in service.asked} == {"/v1/check"}


@needs_php
@pytest.mark.parametrize("base", ["", "http://127.0.0.1:1"])
def test_no_service(base: str):
    assert gate(base)["same"] is True


@needs_php
@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"base": " https://c.example/ ", "token": "a\r\nb", "mode": "block"},
         {"base": "https://c.example/", "token": "ab", "mode": "block"}),
        ({"base": "javascript:x", "mode": "explode"},
         {"base": "", "token": "secret", "mode": "warn"}),
        ({"token": "", "forget_token": "1"}, {"base": "", "token": "", "mode": "warn"}),
    ],
)  # fmt: skip
def test_what_the_settings_page_may_store(sent: dict[str, str], stored: dict[str, str]):
    assert gate("", sent=sent)["stored"] == stored
