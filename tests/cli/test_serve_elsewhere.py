"""`serve` in containers, behind proxies and for browsers: its flags and their variables, from outside."""

from __future__ import annotations

import json
import socket
import ssl
import sys
from pathlib import Path
from subprocess import run

import httpx
import pytest

from mockclio.webhooks.receiver import Receiver
from tests.cli.serving import HEADERS, Serving, refused
from tests.webhooks.sockets import listening

SERVED = ("--firm", "empty", "--port", "0")
EVERYWHERE = "0.0.0.0"
"""A host that is no name of this machine, and that still leads to it: what `host.docker.internal` is in a container."""


def client(url: str, **options: object) -> httpx.Client:
    return httpx.Client(base_url=url, headers=HEADERS, trust_env=False, **options)  # type: ignore[arg-type]


def hook(url: str) -> dict[str, object]:
    return {"data": {"url": url, "model": "contact", "fields": "id,name", "events": ["created"]}}


@pytest.mark.rule("mock.webhooks-over-http")
def test_a_host_that_may_receive_webhooks_may_do_so_over_http() -> None:
    receiver = Receiver()
    with listening(receiver) as url, Serving(*SERVED, MOCKCLIO_ALLOW_WEBHOOK_HOST=f"app {EVERYWHERE}") as server, client(server.url) as ask:
        port = url.rpartition(":")[2]
        made = ask.post("/api/v4/webhooks.json", json=hook(f"http://{EVERYWHERE}:{port}/hook"))
        assert made.status_code == 201, made.text
        assert ask.get("/_mockclio/webhooks/wait", params={"event": "handshake", "timeout": 10}).json()["delivery"]["state"] == "delivered"
        ask.post("/api/v4/contacts.json", json={"data": {"type": "Person", "name": "Ada King"}})
        waited = ask.get("/_mockclio/webhooks/wait", params={"model": "contact", "event": "created", "timeout": 10}).json()
        assert waited["delivery"]["state"] == "delivered"
        assert ask.post("/api/v4/webhooks.json", json=hook("http://app:3000/hook")).status_code == 201
        other = ask.post("/api/v4/webhooks.json", json=hook("http://web:3000/hook"))
    assert (other.status_code, "--allow-webhook-host" in other.text) == (422, True)
    assert [post.path for post in receiver.received if not post.handshake] == ["/hook"]


@pytest.mark.rule("webhooks.https-only")
def test_the_profile_clio_takes_https_alone() -> None:
    with Serving(*SERVED, "--profile", "clio", "--allow-webhook-host", "app") as server, client(server.url) as ask:
        plain, safe = (ask.post("/api/v4/webhooks.json", json=hook(f"{scheme}://app/hook")) for scheme in ("http", "https"))
    assert (plain.status_code, safe.status_code) == (422, 201)


@pytest.mark.rule("mock.loopback-redirects")
def test_a_redirect_uri_may_be_on_a_host_that_was_named() -> None:
    def ask(server: Serving, uri: str, client_id: str = "dev-client") -> int:
        params = {"response_type": "code", "client_id": client_id, "redirect_uri": uri}
        return httpx.get(f"{server.url}/oauth/authorize", params=params, trust_env=False).status_code

    with Serving(*SERVED, "--allow-redirect-host", "App", "--allow-redirect-host", "host.docker.internal", "--auto-approve", "1") as server:
        for uri in ("http://app:3000/cb", "http://APP/cb", "https://host.docker.internal/cb", "http://localhost/cb"):
            assert ask(server, uri) == 302
        for uri in ("http://app.evil.test/cb", "http://web/cb", "http://app@web/cb", "ftp://app/cb"):
            assert ask(server, uri) == 400
        assert ask(server, "http://app:3000/cb", "strict-client") == 400
    with Serving(*SERVED, "--auto-approve", "1") as server:
        assert ask(server, "http://app:3000/cb") == 400


def test_the_certificate_has_the_names_that_the_server_answers_to() -> None:
    pytest.importorskip("trustme")
    with Serving(
        *SERVED, "--tls-ca", "--allow-host", "mock", "--allow-host", "my_app", "--base-url", "https://clio.example.test"
    ) as server:
        assert server.process.stderr is not None
        lines: list[str] = []
        while not lines or "END CERTIFICATE" not in lines[-1]:
            lines.append(server.process.stderr.readline())
        begin = next(number for number, line in enumerate(lines) if "BEGIN CERTIFICATE" in line)
        context = ssl.create_default_context(cadata="".join(lines[begin:]))
        assert any("no certificate can have the names my_app" in line for line in lines)
        port = httpx.URL(server.url).port
        assert port is not None
        for name in ("localhost", "mock", "clio.example.test", "host.docker.internal"):
            with socket.create_connection(("127.0.0.1", port)) as plain, context.wrap_socket(plain, server_hostname=name) as safe:
                safe.sendall(f"GET /_mockclio/health HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
                status = safe.recv(100).split()[1]
            assert status == (b"403" if name == "host.docker.internal" else b"200")


def test_a_proxy_in_front_is_believed_when_it_is_named() -> None:
    sent = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "mock.example.test"}

    def address(server: Serving) -> str:
        answer = httpx.get(f"{server.url}/api/v4/users.json", params={"limit": 1}, headers={**HEADERS, **sent}, trust_env=False)
        return str(answer.json()["meta"]["paging"].get("next", "")).partition("/api/")[0]

    with Serving("--port", "0", MOCKCLIO_TRUSTED_PROXY="10.0.0.0/8 127.0.0.1", MOCKCLIO_ALLOW_HOST="mock.example.test") as server:
        assert address(server) == "https://mock.example.test"
    with Serving("--port", "0") as server:
        assert address(server) == server.url
    with Serving("--port", "0", MOCKCLIO_BASE_URL="https://Clio.example.test/") as server:
        assert address(server) == "https://clio.example.test"
        assert httpx.get(f"{server.url}/_mockclio/health", headers={"Host": "clio.example.test"}, trust_env=False).status_code == 200


def test_a_page_of_a_named_origin_reads_the_api_and_never_control() -> None:
    with (
        Serving(*SERVED, "--cors", "http://localhost:5173/", "--cors", "https://APP.example.test:443") as server,
        client(server.url) as ask,
    ):
        for page in ("http://localhost:5173", "https://app.example.test"):
            answer = ask.get("/api/v4/users.json", headers={"Origin": page})
            assert answer.headers["Access-Control-Allow-Origin"] == page
            preflight = ask.options("/api/v4/users.json", headers={"Origin": page, "Access-Control-Request-Method": "PATCH"})
            assert (preflight.status_code, preflight.content) == (204, b"")
            assert ask.get("/_mockclio/worlds", headers={"Origin": page}).status_code == 403
        assert "Access-Control-Allow-Origin" not in ask.get("/api/v4/users.json", headers={"Origin": "http://localhost:5174"}).headers


def now(server: Serving) -> dict[str, object]:
    answer = httpx.get(f"{server.url}/_mockclio/clock", trust_env=False).json()
    return {name: answer[name] for name in ("now", "frozen")}


def test_a_frozen_clock_stands_still_from_the_start(tmp_path: Path) -> None:
    with Serving(*SERVED, "--freeze", "--at", "2030-01-01T00:00:00Z") as server:
        assert now(server) == {"now": "2030-01-01T00:00:00Z", "frozen": True}
    file = str(tmp_path / "world.db")
    for options in (("--freeze", "--at", "2030-01-01T00:00:00Z"), ()):
        with Serving(*SERVED, "--persist", file, *options) as server:
            assert now(server) == {"now": "2030-01-01T00:00:00Z", "frozen": True}
    with Serving(*SERVED, MOCKCLIO_FREEZE="1") as server:
        assert now(server)["frozen"] is True
    with Serving(*SERVED) as server:
        assert now(server)["frozen"] is False


def test_run_freezes_the_clock_too() -> None:
    code = "import os, urllib.request; print(urllib.request.urlopen(os.environ['MOCKCLIO_URL'] + '/_mockclio/clock').read().decode())"
    words = ["run", "--firm", "empty", "--freeze", "--at", "2030-01-01T00:00:00Z", "--", sys.executable, "-c", code]
    done = run([sys.executable, "-m", "mockclio", *words], capture_output=True, text=True, timeout=60, check=False)
    answer = json.loads(done.stdout)
    assert (answer["now"], answer["frozen"]) == ("2030-01-01T00:00:00Z", True)


@pytest.mark.parametrize(
    ("options", "right"),
    [
        (["--cors", "*"], "as in https://app.example.test"),
        (["--cors", "https://app.test/page"], "as in https://app.example.test"),
        (["--base-url", "mock.test"], "as in https://app.example.test"),
        (["--trusted-proxy", "nginx"], "as in 172.16.0.0/12"),
        (["--allow-webhook-host", "http://app:3000"], "host.docker.internal"),
        (["--allow-redirect-host", "app:3000"], "host.docker.internal"),
        (["--allow-host", "a b"], "host.docker.internal"),
    ],
)
def test_a_wrong_address_says_what_would_be_right(options: list[str], right: str) -> None:
    code, complaint = refused(*SERVED, *options)
    assert (code, right in complaint) == (2, True), complaint
