"""Who may ask, what every answer bears, and bodies that are too large, too slow or nothing."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

import pytest

from tests.web.conftest import Service, Started

TOKEN = "s3cret"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CLEAN = {"text": "The road reopens on Friday."}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/healthz", None, 200),
        ("GET", "/readyz", None, 200),
        ("GET", "/v1/rules", None, 200),
        ("GET", "/metrics", None, 200),
        ("GET", "/docs", None, 200),
        ("GET", "/openapi.json", None, 200),
        ("POST", "/v1/check", CLEAN, 200),
        ("POST", "/v1/check", b"{", 400),
        ("GET", "/v1/check", None, 405),
        ("GET", "/nowhere", None, 404),
        ("POST", "/v1/check", b"0" * 200_000, 413),
    ],
)
def test_every_answer_bears_the_headers(
    service: Service, method: str, path: str, body: object, status: int
):
    answer = service.ask(method, path, body)
    assert answer.status == status
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert answer.headers["Server"] is None
    if status >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json["detail"].endswith(".")


def test_the_page_about_the_api_needs_no_script_and_no_other_host(service: Service):
    answer = service.get("/docs")
    page = answer.body.decode()
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "script" not in page
    assert "http" not in page.replace("http://json-schema.org", "")
    for path in service.get("/openapi.json").json["paths"]:
        assert path in page


def test_only_json_is_taken(service: Service):
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = service.post("/v1/check", CLEAN, **{"Content-Type": kind})
        assert answer.status == 415
        assert "application/json" in answer.json["detail"]


def test_names_that_point_here_are_not_answered(service: Service):
    assert service.get("/v1/rules", Host="evil.example").status == 400
    for host in ("localhost:8765", "127.0.0.1", "[::1]:80"):
        assert service.get("/v1/rules", Host=host).status == 200


def test_pages_of_named_origins_alone_may_call(service: Service):
    asks = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    friend = service.ask("OPTIONS", "/v1/check", None, {"Origin": "https://cms.example", **asks})
    assert friend.status == 200
    assert friend.headers["Access-Control-Allow-Origin"] == "https://cms.example"
    stranger = service.ask("OPTIONS", "/v1/check", None, {"Origin": "https://evil.example", **asks})
    assert stranger.headers["Access-Control-Allow-Origin"] is None
    answer = service.post("/v1/check", CLEAN, Origin="https://evil.example")
    assert answer.headers["Access-Control-Allow-Origin"] is None


def test_too_large_bodies_are_refused_in_words(service: Service):
    announced = service.post("/v1/check", b"0" * 150_000)
    assert announced.status == 413
    assert "100000" in announced.json["detail"]
    with service.raw() as chunked:
        chunked.sendall(_head("Transfer-Encoding: chunked"))
        for _ in range(3):
            chunked.sendall(b"c350\r\n" + b"0" * 50_000 + b"\r\n")
        chunked.sendall(b"0\r\n\r\n")
        assert b" 413 " in chunked.recv(10_000)
    with service.raw() as huge:
        huge.sendall(_head("Content-Length: 99999999999"))
        assert b" 413 " in huge.recv(10_000)


def everything(connection: socket.socket) -> bytes:
    """What is answered until the other side hangs up."""
    received = b""
    with suppress(ConnectionResetError):
        while part := connection.recv(10_000):
            received += part
    return received


def test_slow_bodies_are_given_up(service: Service):
    with service.raw() as slow:
        slow.sendall(_head("Content-Length: 100") + b"{")
        began = time.monotonic()
        answer = everything(slow)
        assert b" 408 " in answer
        assert b"longer than 1 s" in answer
    assert 0.5 < time.monotonic() - began < 10


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9\r\n\r\n",
        b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
        b"Transfer-Encoding: chunked\r\n\r\nzz",
        b"GET /healthz HTTP/1.1\r\nA: " + b"a" * 200_000,
    ],
)
def test_what_is_no_request_is_refused(service: Service, sent: bytes):
    with service.raw() as odd:
        odd.sendall(sent)
        answer = everything(odd)
        assert not answer or answer.startswith(b"HTTP/1.1 4")
    assert service.get("/healthz").status == 200


def test_clients_that_go_away_leave_nothing(service: Service):
    for _ in range(20):
        with service.raw() as gone:
            gone.sendall(_head("Content-Length: 100") + b"{")
    assert service.post("/v1/check", CLEAN).status == 200
    assert "Traceback" not in service.log


def _head(header: str) -> bytes:
    lines = "POST /v1/check HTTP/1.1", "Host: localhost", "Content-Type: application/json", header
    return "\r\n".join([*lines, "", ""]).encode()


def test_a_token_opens_all_and_nothing_else_does(start: Started):
    service = start("--host", "0.0.0.0", CLEANER_TOKEN=TOKEN, warm=False)
    for path in ("/healthz", "/docs", "/openapi.json"):
        assert service.get(path, Host="cleaner.example").status == 200
    for path in ("/v1/rules", "/metrics", "/nowhere"):
        assert service.get(path).status == 401
    for said in ("Bearer s3cre", "Bearer s3cret2", "Basic s3cret", TOKEN, "Bearer", "Bearer \xe9"):
        refused = service.post("/v1/check", CLEAN, Authorization=said)
        assert refused.status == 401
        assert refused.headers["WWW-Authenticate"] == "Bearer"
        assert "Authorization" in refused.json["detail"]
    assert service.ask("POST", "/v1/check", CLEAN, BEARER).status == 200
    assert service.ask("GET", "/metrics", None, BEARER).status == 200
    assert TOKEN not in service.log


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "CLEANER_TOKEN"),
        (["--host", "cleaner.example"], "CLEANER_TOKEN"),
        (["--host", "::"], "CLEANER_TOKEN"),
        (["--cors", "*"], "https://cms.example"),
        (["--token", "é"], "ASCII"),
        (["--style", "tabloid"], "tabloid"),
        (["--select", "XX9"], "XX9"),
        (["--model", "/nowhere"], "/nowhere"),
    ],
)
def test_what_can_not_be_started_ends_with_2(run, options: list[str], said: str):
    ended = run("serve", "--port", "0", "--no-config", *options)
    assert ended.returncode == 2
    assert said in ended.stderr.decode()
    assert "Traceback" not in ended.stderr.decode()
