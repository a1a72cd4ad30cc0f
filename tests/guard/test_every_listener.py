"""The guard stands before every listener that a command starts: `serve`, `record` and `listen`."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mockclio import MockClio
from mockclio.store.world import World

HOOK = '{"data":{"webhook_id":7}}'


class Listener:
    """A listener in a process of its own. `ask` gives the status and the body of an answer."""

    def __init__(self, url: str, method: str, path: str) -> None:
        self.parts, self.method, self.path = urlsplit(url), method, path

    def ask(self, method: str = "", path: str = "", body: str = "", **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self.parts.hostname or "", self.parts.port, timeout=20)
        sent = {"Host": self.parts.netloc, "Content-Type": "text/plain", "X-Hook-Secret": "hush", **headers}
        connection.putrequest(method or self.method, path or self.path, skip_host=True)
        for name, value in {**sent, "Content-Length": str(len(body or HOOK))}.items():
            connection.putheader(name, value.replace("PORT", str(self.parts.port)))
        connection.endheaders((body or HOOK).encode())
        answer = connection.getresponse()
        result = answer.status, answer.read().decode()
        connection.close()
        return result


@contextmanager
def started(*words: str) -> Iterator[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOCKCLIO_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "mockclio", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stdout is not None
        match = re.fullmatch(r"ready (http://\S+)\n", process.stdout.readline())
        assert match is not None, process.communicate()
        yield match[1]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)


@pytest.fixture(scope="module")
def account(founded: tuple[World, object]) -> Iterator[MockClio]:
    with MockClio.of(founded[0].fork("default")) as mock:
        yield mock


@pytest.fixture(scope="module", params=["serve", "record", "listen"])
def listener(request: pytest.FixtureRequest, account: MockClio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listener]:
    folder: Path = tmp_path_factory.mktemp("listener")
    words, method, path = {
        "serve": (("--firm", "empty", "--states", str(folder)), "POST", "/api/v4/contacts.json?access_token=dev-token"),
        "record": (
            ("--upstream", account.url, "--token", account.token, "--output", str(folder / "tape.jsonl"), "--allow-writes"),
            "POST",
            "/api/v4/contacts.json",
        ),
        "listen": (("--record", str(folder / "posts.jsonl")), "POST", "/hook"),
    }[request.param]
    with started(request.param, "--port", "0", "--allow-host", "dev.corp", *words) as url:
        yield Listener(url, method, path)


def guarded(answer: tuple[int, str]) -> bool:
    return answer[0] == 403 and "names of this machine only" in answer[1]


def page_refused(answer: tuple[int, str]) -> bool:
    return answer[0] == 403 and "pages of another origin" in answer[1]


@pytest.mark.parametrize("host", ["evil.com", "evil.com:PORT", "mockclio.test", "0.0.0.0:PORT", "localhost.evil.com:PORT", "["])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
def test_a_foreign_name_is_refused(listener: Listener, host: str, method: str) -> None:
    assert guarded(listener.ask(method, Host=host))


@pytest.mark.parametrize("host", ["localhost:PORT", "127.0.0.1:PORT", "[::1]:PORT", "app.clio.com", "dev.corp"])
def test_the_names_of_this_machine_and_a_named_host_are_answered(listener: Listener, host: str) -> None:
    assert not guarded(listener.ask(Host=host))


@pytest.mark.parametrize("origin", ["https://evil.com", "null", "http://evil.com:PORT", "http://["])
def test_a_plain_post_of_a_foreign_page_is_refused(listener: Listener, origin: str) -> None:
    assert page_refused(listener.ask(Origin=origin))


def test_a_page_of_this_machine_and_no_page_are_let_in(listener: Listener) -> None:
    for origin in ({"Origin": "http://localhost:3000"}, {"Origin": "http://localhost:PORT"}, {}):
        assert not page_refused(listener.ask(**origin))


def test_a_refused_post_of_a_page_leaves_nothing_behind(listener: Listener, account: MockClio) -> None:
    before = len(account.world.table("contacts"))
    body = '{"data":{"type":"Person","first_name":"Eve","last_name":"Il"}}'
    assert listener.ask(body=body, Origin="https://evil.com")[0] == 403
    assert listener.ask(body=body, Host="evil.com")[0] == 403
    assert len(account.world.table("contacts")) == before


def test_a_read_through_the_recording_proxy_is_no_page_s(account: MockClio, tmp_path: Path) -> None:
    words = ("--upstream", account.url, "--token", account.token, "--output", str(tmp_path / "tape.jsonl"))
    with started("record", "--port", "0", *words) as url:
        proxy = Listener(url, "GET", "/api/v4/users/who_am_i.json")
        assert proxy.ask()[0] == 200
        assert page_refused(proxy.ask(Origin="https://evil.com"))
        assert guarded(proxy.ask(Host="evil.com:PORT"))
