"""Nothing of ours asks this machine through a proxy. The proxy of these tests counts what reaches it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import httpx
import pytest
from click.testing import CliRunner

from mockclio import MockClio
from mockclio.cli import main
from mockclio.client import AsyncClio, Clio, Retries
from mockclio.client.exceptions import Unreachable
from mockclio.errors import APIError
from mockclio.store import resources
from mockclio.testing.remote import RemoteServer
from tests.cli.test_every_verb import WORDS, Firm
from tests.webhooks.sockets import listening

NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
WHO = """
import os
from urllib.request import Request, urlopen
headers = {"Authorization": "Bearer " + os.environ["CLIO_TOKEN"]}
print(urlopen(Request(os.environ["CLIO_API_URL"] + "/users/who_am_i", headers=headers)).status)
"""


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The requests that reached the proxy of the environment."""
    seen: list[str] = []

    def proxy(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.append(environ["PATH_INFO"])
        start_response("502 Bad Gateway", [("Content-Length", "0")])
        return []

    with listening(proxy) as url:
        for name in NAMES:
            monkeypatch.setenv(name, url)
        for name in ("NO_PROXY", "no_proxy", "REQUEST_METHOD"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr("urllib.request._opener", None)  # urlopen keeps its first opener, with the proxies of that moment
        yield seen


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    with MockClio("empty") as mock:
        yield Firm(mock, tmp_path_factory.mktemp("verbs"))


def test_the_proxy_counts(counted: list[str], mock: MockClio) -> None:
    assert httpx.get(mock.url).status_code == 502
    with pytest.raises(OSError, match="502"):
        urlopen(Request(mock.url))
    assert len(counted) == 2


@pytest.mark.parametrize("verb", sorted(WORDS))
def test_no_verb_asks_this_machine_through_a_proxy(firm: Firm, counted: list[str], verb: str) -> None:
    json.loads(firm.run(verb, "--json"))
    assert counted == []


def test_verify_and_diff_ask_an_address_of_this_machine_directly(firm: Firm, counted: list[str]) -> None:
    def document(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [(resources.data("openapi") / "clio-v4.json").read_bytes()]

    words = ["verify", "--base-url", firm.mock.url, "--match", "errors/unknown-route/path", "--json"]
    assert CliRunner().invoke(main, words, catch_exceptions=False).exit_code == 0
    with listening(document) as url:
        assert CliRunner().invoke(main, ["diff", f"{url}/openapi.json"], catch_exceptions=False).exit_code == 0
    assert counted == []


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_the_client_asks_this_machine_directly(mock: MockClio, counted: list[str], name: str) -> None:
    url = mock.url.replace("127.0.0.1", name)

    async def ask() -> str:
        async with AsyncClio(mock.token, base_url=url) as clio:
            return (await clio.users.who_am_i()).name

    with Clio(mock.token, base_url=url) as clio:
        assert clio.users.who_am_i().name == asyncio.run(ask())
    assert counted == []


@pytest.mark.parametrize("url", ["http://127.1.2.3:9", "http://LOCALHOST:9", "http://[::1]:9", "http://app.localhost:9"])
def test_every_name_of_this_machine_is_asked_directly(counted: list[str], url: str) -> None:
    with Clio("token", base_url=url, retries=Retries(reconnects=False)) as clio, pytest.raises(Unreachable):
        clio.users.who_am_i()
    assert counted == []


def test_the_client_uses_the_proxy_for_others(counted: list[str]) -> None:
    with Clio("token", base_url="http://clio.test", retries=Retries(attempts=1)) as clio, pytest.raises(APIError, match="Bad Gateway"):
        clio.users.who_am_i()
    assert len(counted) == 1


def test_a_mock_elsewhere_and_its_coverage_are_asked_directly(mock: MockClio, counted: list[str]) -> None:
    from mockclio.handle.opening import open_url

    server = RemoteServer(mock.url)
    with server.fork("empty") as remote:
        assert remote.http.get("/api/v4/users/who_am_i").status_code == 200
        assert remote.client.users.who_am_i().id
    server.close()
    with open_url(Request(f"{mock.url}/_mockclio/coverage"), timeout=30) as answer:
        assert json.loads(answer.read())
    assert counted == []


def test_code_under_test_gets_no_proxy(mock: MockClio, counted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "intra.example")
    variables = mock.environment()
    assert variables["NO_PROXY"] == "intra.example,127.0.0.1,localhost"
    done = subprocess.run([sys.executable, "-c", WHO], capture_output=True, text=True, env={**os.environ, **variables}, check=False)
    assert (done.stdout, counted) == ("200\n", []), done.stderr
    command = [sys.executable, "-m", "mockclio", "run", "--firm", "empty", "--", sys.executable, "-c", WHO]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, counted) == ("200\n", []), done.stderr


def test_a_recording_asks_an_account_on_this_machine_directly(mock: MockClio, counted: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mockclio", "record", "--upstream", mock.url, "--output", str(tmp_path / "tape.jsonl"), "--json"]
    environment = {**os.environ, "MOCKCLIO_RECORD_TOKEN": mock.token}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        assert running.stdout is not None
        url = json.loads(running.stdout.readline())["url"]
        status = httpx.get(f"{url}/api/v4/users/who_am_i.json", trust_env=False).status_code
        running.send_signal(signal.SIGTERM)
    assert (status, counted) == (200, [])
