"""Other tools of tests work beside the fixture: what they patch is not what our clients use, and what passes them reaches the mock."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.testing.plugin.runs import COEXISTING, run

HEAD = """
import asyncio

import httpx
import pytest
import requests

WHO = "/api/v4/users/who_am_i.json"
US = f"https://app.clio.com{WHO}"


def login(mockclio):
    return {"Authorization": f"Bearer {mockclio.token}"}


def our_clients_work(mockclio):
    assert mockclio.http.get(WHO).status_code == 200
    assert mockclio.client.users.who_am_i().id

    async def ask():
        return (await mockclio.async_client.users.who_am_i()).id

    assert asyncio.run(ask())
    mockclio.requests.assert_called("GET", "/users/who_am_i", times=3)
"""

VCR = """
import vcr


def test_our_clients(mockclio, tmp_path):
    with vcr.use_cassette(str(tmp_path / "none.yaml"), record_mode="none") as cassette:
        our_clients_work(mockclio)
    assert len(cassette) == 0


@pytest.mark.mockclio(intercept=True)
def test_a_recording(mockclio, tmp_path):
    for times in (1, 1):
        with vcr.use_cassette(str(tmp_path / "made.yaml"), record_mode="once"):
            assert requests.get(US, headers=login(mockclio)).status_code == 200
        mockclio.requests.assert_called("GET", "/users/who_am_i", times=times)
"""

RESPX = """
def test_our_clients(mockclio, respx_mock):
    our_clients_work(mockclio)
    assert len(respx_mock.calls) == 0


@pytest.mark.mockclio(intercept=True)
def test_what_passes(mockclio, respx_mock):
    respx_mock.get("https://other.example/").respond(418)
    respx_mock.route(host="app.clio.com").pass_through()
    assert httpx.get("https://other.example/").status_code == 418
    assert httpx.get(US, headers=login(mockclio)).status_code == 200
"""

RESPONSES = """
import responses


@responses.activate
def test_our_clients(mockclio):
    our_clients_work(mockclio)
    assert len(responses.calls) == 0


@pytest.mark.mockclio(intercept=True)
@responses.activate
def test_what_passes(mockclio):
    responses.get("https://other.example/", status=418)
    responses.add_passthru("https://app.clio.com")
    assert requests.get("https://other.example/").status_code == 418
    assert requests.get(US, headers=login(mockclio)).status_code == 200
"""

REQUESTS_MOCK = """
def test_our_clients(mockclio, requests_mock):
    our_clients_work(mockclio)
    assert requests_mock.call_count == 0


@pytest.mark.mockclio(intercept=True)
def test_what_passes(mockclio, requests_mock):
    requests_mock.get("https://other.example/", status_code=418)
    requests_mock.get(US, real_http=True)
    assert requests.get("https://other.example/").status_code == 418
    assert requests.get(US, headers=login(mockclio)).status_code == 200
"""

PYTEST_HTTPX = """
def test_our_clients(mockclio, httpx_mock):
    our_clients_work(mockclio)
    assert httpx_mock.get_requests() == []


@pytest.mark.mockclio(intercept=True)
@pytest.mark.httpx_mock(should_mock=lambda request: request.url.host != "app.clio.com")
def test_what_passes(mockclio, httpx_mock):
    httpx_mock.add_response(url="https://other.example/", status_code=418)
    assert httpx.get("https://other.example/").status_code == 418
    assert httpx.get(US, headers=login(mockclio)).status_code == 200
"""

ASYNCIO = """
@pytest.mark.asyncio
async def test_our_clients(mockclio):
    assert (await mockclio.async_client.users.who_am_i()).id


@pytest.mark.asyncio
@pytest.mark.mockclio(intercept=True)
async def test_tasks(mockclio):
    async with httpx.AsyncClient(headers=login(mockclio)) as http:
        answers = await asyncio.gather(*(http.get(US) for _ in range(5)))
    assert [answer.status_code for answer in answers] == [200] * 5


@pytest.mark.asyncio
async def test_a_context_in_a_task(mockclio):
    with mockclio.intercept():
        async with httpx.AsyncClient(headers=login(mockclio)) as http:
            assert (await http.get(US)).status_code == 200
"""

FREEZEGUN = """
from freezegun import freeze_time


@freeze_time("2026-02-03")
def test_our_clients(mockclio):
    our_clients_work(mockclio)


@freeze_time("2026-02-03")
def test_a_frozen_test(mockclio):
    with mockclio.intercept():
        assert requests.get(US, headers=login(mockclio)).status_code == 200
        assert httpx.get(US, headers=login(mockclio)).status_code == 200


@pytest.mark.mockclio(intercept=True, at="2026-07-01T09:00:00Z")
def test_the_clock_of_the_world_is_its_own(mockclio):
    with freeze_time("2026-02-03"):
        assert requests.get(US, headers=login(mockclio)).status_code == 200
        assert mockclio.clock.stamp() == "2026-07-01T09:00:00Z"
"""

SOCKET = """
from pytest_socket import SocketBlockedError, SocketConnectBlockedError

pytestmark = pytest.mark.filterwarnings("ignore:A test tried to use")


@pytest.mark.disable_socket
def test_our_clients(mockclio):
    assert mockclio.http.get(WHO).status_code == 200
    assert mockclio.client.users.who_am_i().id
    with pytest.raises(SocketBlockedError):
        requests.get("http://127.0.0.1:9")


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.mockclio(intercept=True)
def test_an_allowed_machine(mockclio):
    assert requests.get(US, headers=login(mockclio)).status_code == 200
    with pytest.raises(SocketConnectBlockedError):
        requests.get("http://192.0.2.1")


def test_nothing_stays(mockclio):
    import socket

    assert socket.socket.connect.__name__ == "connect"
    with mockclio.intercept():
        assert requests.get(US, headers=login(mockclio)).status_code == 200
"""

TOOLS = {
    "vcr": (VCR, 2),
    "respx": (RESPX, 2),
    "responses": (RESPONSES, 2),
    "requests_mock": (REQUESTS_MOCK, 2),
    "pytest_httpx": (PYTEST_HTTPX, 2),
    "asyncio": (ASYNCIO, 3),
    "freezegun": (FREEZEGUN, 3),
    "socket": (SOCKET, 3),
}
OPTIONS = {"asyncio": ("-o", "asyncio_default_fixture_loop_scope=function")}
OVER_A_SOCKET = {"vcr", "respx", "responses", "requests_mock", "pytest_httpx", "freezegun"}
"""Tools beside which our clients may use a socket too."""


def beside(tool: str, folder: Path, *options: str) -> None:
    source, tests = TOOLS[tool]
    done = run(folder, dedent(HEAD) + source, *(("-p", tool) if tool in COEXISTING else ()), *OPTIONS.get(tool, ()), *options)
    assert list(done.outcomes.values()) == ["PASSED"] * tests, done.text


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_works_beside_the_fixture(tool: str, tmp_path: Path) -> None:
    beside(tool, tmp_path)


@pytest.mark.parametrize("tool", sorted(OVER_A_SOCKET))
def test_a_tool_works_beside_clients_that_use_a_socket(tool: str, tmp_path: Path) -> None:
    beside(tool, tmp_path, "--mockclio-socket")
