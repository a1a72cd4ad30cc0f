"""The guard stands before every path of the mock, in process and over a socket."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest

from mockclio import MockClio
from mockclio.store.settings import HostPolicy
from tests.guard import paths
from tests.guard.paths import Path

Ask = Callable[..., tuple[int, str]]
"""Asks for a path with headers, and gives the status and the rule in the answer."""
REFUSED = (403, "mock.guard")
FOREIGN = [
    "evil.com",
    "evil.com:{port}",
    "localhost.evil.com:{port}",
    "127.0.0.1.evil.com",
    "0.0.0.0:{port}",
    "2130706433",
    "[",
    "a b",
    "a,b",
]
STRANGERS = [
    "https://evil.com",
    "null",
    "http://evil.com:{port}",
    "http://127.0.0.1.evil.com",
    "http://[",
    "file://",
    "http://localhost@evil.com",
]


@pytest.fixture(params=["in process", "over a socket"])
def ask(request: pytest.FixtureRequest, mock: MockClio) -> Iterator[Ask]:
    token = {"Authorization": f"Bearer {mock.token}"}
    if request.param == "in process":

        def in_process(path: Path, **headers: str) -> tuple[int, str]:
            sent = {**token, "Host": "localhost:80", **_filled(headers, "80")}
            answer = mock.app.test_client().open(path[1], method=path[0], headers=sent)
            return answer.status_code, answer.headers.get("X-Mockclio-Rule", "")

        yield in_process
        return
    parts = urlsplit(mock.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)

    def over_socket(path: Path, **headers: str) -> tuple[int, str]:
        sent = {**token, "Host": parts.netloc, **_filled(headers, str(parts.port))}
        connection.putrequest(path[0], path[1], skip_host=True)
        for name, value in sent.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("X-Mockclio-Rule", "") or ""

    yield over_socket
    connection.close()


def _filled(headers: dict[str, str], port: str) -> dict[str, str]:
    return {name: value.replace("{port}", port) for name, value in headers.items()}


@pytest.mark.rule("mock.guard")
def test_no_path_answers_a_foreign_name_of_this_machine(ask: Ask) -> None:
    for host in FOREIGN:
        requests = paths.ALL if host == FOREIGN[0] else [*paths.ALL[::40], *paths.OWN_PAGES[:3], *paths.UNKNOWN]
        assert [path for path in requests if ask(path, Host=host) != REFUSED] == []


def test_no_path_that_changes_something_takes_a_foreign_page(ask: Ask) -> None:
    for origin in STRANGERS:
        requests = paths.WRITES if origin in STRANGERS[:2] else paths.WRITES[::20]
        assert [path for path in requests if ask(path, Origin=origin) != REFUSED] == []


def test_control_and_consent_take_no_other_page_not_even_to_read(ask: Ask) -> None:
    for origin in [*STRANGERS, "http://localhost:3000", "http://127.0.0.1:1"]:
        assert [path for path in paths.INTERFACE if ask(path, Origin=origin) != REFUSED] == []
        assert {ask(path, Origin=origin) for path in paths.CONSENT} == {(400, "oauth.consent-origin")}


@pytest.mark.parametrize(
    "host", ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "app.localhost:{port}", "app.clio.com", "eu.app.clio.com"]
)
def test_the_names_of_this_machine_and_of_the_regions_are_answered(ask: Ask, host: str) -> None:
    requests = [
        ("GET", "/api/v4/users/who_am_i.json"),
        ("GET", "/_mockclio/clock"),
        ("GET", "/oauth/approval"),
        ("GET", "/_mockclio/health"),
    ]
    assert [path for path in requests if ask(path, Host=host) == REFUSED] == []


@pytest.mark.parametrize("own", ["http://localhost:{port}", "http://127.0.0.1:{port}", "http://[::1]:{port}", "https://localhost:{port}"])
def test_a_page_of_the_server_itself_may_do_everything_under_each_of_its_names(ask: Ask, own: str) -> None:
    for host in ("localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}"):
        assert ask(("POST", "/_mockclio/webhooks/deliver"), Host=host, Origin=own)[0] == 200
        assert ask(("POST", "/oauth/authorize"), Host=host, Origin=own)[1] == "oauth.bad-client-is-a-page"


def test_a_page_of_another_server_on_this_machine_may_use_the_api_and_the_tokens(ask: Ask) -> None:
    for origin in ("http://localhost:3000", "http://127.0.0.1:5173", "https://[::1]:3000", "http://app.localhost:3000"):
        assert ask(("POST", "/api/v4/contacts.json"), Origin=origin)[0] == 400
        assert ask(("POST", "/oauth/token"), Origin=origin)[0] == 401


def test_a_page_may_read_the_api_because_its_browser_shows_it_nothing(ask: Ask) -> None:
    assert ask(("GET", "/api/v4/contacts.json"), Origin="https://evil.com")[0] == 200


@pytest.mark.parametrize("agent", ["mockclio-webhooks", "mockclio-callbacks"])
def test_no_path_takes_what_a_mock_sends(ask: Ask, agent: str) -> None:
    assert [path for path in paths.ALL[::10] if ask(path, **{"User-Agent": agent}) != REFUSED] == []


def test_the_name_of_a_mock_in_process_opens_nothing_over_a_socket(ask: Ask, request: pytest.FixtureRequest) -> None:
    answer = ask(("POST", "/_mockclio/worlds/default/reset"), Host="mockclio.test")
    assert answer == (REFUSED if "over a socket" in request.node.name else (200, ""))


class TestBeyondThisMachine:
    @pytest.fixture(autouse=True)
    def _beyond(self, mock: MockClio) -> None:
        settings = mock.app.extensions["worlds"].settings
        settings.host_policy, settings.control_token = HostPolicy(beyond=True, hosts=frozenset(["mock.corp"])), "secret"

    def test_every_name_may_use_the_api_and_oauth(self, ask: Ask) -> None:
        for host in ("mock", "10.0.0.7:8428", "mock.corp"):
            assert ask(("GET", "/api/v4/contacts.json"), Host=host)[0] == 200
            assert ask(("GET", "/oauth/approval"), Host=host)[0] == 200
            assert ask(("GET", "/_mockclio/health"), Host=host)[0] == 200
            assert ask(("POST", "/oauth/authorize"), Host=host)[1] == "oauth.bad-client-is-a-page"

    def test_control_wants_its_token_and_a_name_that_was_given(self, ask: Ask) -> None:
        token = {"X-Mockclio-Control-Token": "secret"}
        for host, right in (("localhost", 200), ("mock.corp", 200), ("mock.corp:8428", 200), ("evil.com", 403), ("app.clio.com", 403)):
            assert ask(("GET", "/_mockclio/clock"), Host=host, **token)[0] == right
            assert ask(("GET", "/_mockclio/clock"), Host=host)[0] == 403

    def test_no_page_of_another_origin_changes_anything(self, ask: Ask) -> None:
        for host in ("mock:8428", "mock.corp"):
            assert [path for path in paths.WRITES[::10] if ask(path, Host=host, Origin="https://evil.com") != REFUSED] == []
            assert ask(("POST", "/oauth/authorize"), Host=host, Origin="null")[0] == 400
            assert ask(("POST", "/api/v4/contacts.json"), Host=host, Origin=f"http://{host}")[0] == 400


def test_a_named_host_and_a_named_origin_are_let_in(ask: Ask, mock: MockClio) -> None:
    mock.app.extensions["worlds"].settings.host_policy = HostPolicy(hosts=frozenset(["dev.corp"]), origins=frozenset(["https://app.corp"]))
    assert ask(("GET", "/_mockclio/clock"), Host="dev.corp:80")[0] == 200
    assert ask(("POST", "/api/v4/contacts.json"), Origin="https://app.corp")[0] == 400
    assert ask(("POST", "/_mockclio/webhooks/deliver"), Origin="https://app.corp") == REFUSED
