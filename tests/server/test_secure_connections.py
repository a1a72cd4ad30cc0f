"""The bounds of connections hold with TLS as without it. An idle connection is closed at its bound in both."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from time import time

import pytest

from mockclio.server import connections, tls
from mockclio.server.channels import secure_context
from tests.server.listening import REQUEST, Served, read

Contexts = tuple[ssl.SSLContext, ssl.SSLContext]
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def contexts() -> Iterator[Contexts]:
    """The TLS settings of a server, and of a client that trusts it."""
    pytest.importorskip("trustme")
    certificate = tls.Certificate()
    yield secure_context(certificate.files), ssl.create_default_context(cadata=certificate.authority)
    certificate.remove()


@pytest.fixture
def secure(contexts: Contexts) -> Iterator[Served]:
    made = Served(threads=2, contexts=contexts)
    made.go.set()
    yield made
    made.stop()


@pytest.fixture(params=["plain", "tls"])
def either(request: pytest.FixtureRequest) -> Iterator[Served]:
    made = Served(threads=2, contexts=request.getfixturevalue("contexts") if request.param == "tls" else None)
    yield made
    made.stop()


def test_idle_and_unfinished_connections_stop_nobody(secure: Served) -> None:
    before = threading.active_count()
    secure.start()
    kept = [secure.connect(REQUEST) for _ in range(60)]
    assert all(one.recv(12) == b"HTTP/1.1 200" for one in kept)
    half, dialled = [secure.connect(REQUEST[:20]) for _ in range(20)], [secure.dial() for _ in range(20)]
    dialled[0].sendall(b"\x16\x03\x01\x02\x00")  # the begin of a handshake
    assert all(secure.connect(REQUEST).recv(12) == b"HTTP/1.1 200" for _ in range(10))
    assert threading.active_count() <= before + 1 + 2
    assert len(half) == len(dialled) == 20


def test_a_connection_above_the_limit_is_closed_at_once(secure: Served, caplog: pytest.LogCaptureFixture) -> None:
    secure.listener.most = len(secure.server._sockets) + 1
    secure.start()
    assert secure.connect(REQUEST).recv(12) == b"HTTP/1.1 200"
    with caplog.at_level(logging.INFO):
        assert all(read(secure.dial()) == b"" for _ in range(3))
    assert [record.getMessage().partition(" ")[2] for record in caplog.records] == [
        "connections are open: new ones are refused until others are closed"
    ]


def test_requests_above_the_waiting_places_are_refused(contexts: Contexts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "WAITING", 2)
    served = Served(threads=1, contexts=contexts)
    served.start()
    running = served.connect(REQUEST)
    assert served.begun.wait(20)
    others = [served.connect(REQUEST) for _ in range(6)]
    assert all(read(one).startswith(b"HTTP/1.1 503") for one in others[2:])
    served.go.set()
    assert [one.recv(12) for one in [running, *others[:2]]] == [b"HTTP/1.1 200"] * 3
    served.stop()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nX: " + b"x" * connections.HEADER_BYTES + b"\r\n\r\n", b"431"),
        (POST + b"Content-Length: %d\r\n\r\n" % (connections.BODY_BYTES + 1), b"413"),
    ],
)
def test_headers_and_bodies_have_the_same_bounds(either: Served, sent: bytes, status: bytes) -> None:
    either.go.set()
    either.start()
    assert either.connect(sent).recv(12)[9:] == status


def test_a_large_body_and_two_requests_at_once_are_read(secure: Served) -> None:
    secure.start()
    large = secure.connect(POST + b"Content-Length: 3000000\r\n\r\n" + b"x" * 3_000_000)
    assert large.recv(12) == b"HTTP/1.1 200"
    two = secure.connect(REQUEST + REQUEST[:-4] + b"\r\nConnection: close\r\n\r\n")
    assert read(two).count(b"HTTP/1.1 200") == 2


def test_what_is_no_tls_is_closed_without_a_line_in_the_log(secure: Served, caplog: pytest.LogCaptureFixture) -> None:
    secure.start()
    plain = secure.dial()
    with caplog.at_level(logging.INFO):
        plain.sendall(REQUEST)
        assert b"HTTP" not in _all(plain)
        assert secure.connect(REQUEST).recv(12) == b"HTTP/1.1 200"
    assert caplog.records == []


def _all(connection: socket.socket) -> bytes:
    try:
        return read(connection)
    except ConnectionError:
        return b""


def _answer(connection: socket.socket) -> bytes:
    """One whole answer of the application."""
    result = b""
    while not result.endswith(b"ok"):
        result += connection.recv(4_096)
    return result


def test_an_idle_connection_is_closed_at_its_bound(either: Served) -> None:
    either.go.set()
    either.start()
    kept = either.connect(REQUEST)
    assert _answer(kept).startswith(b"HTTP/1.1 200")
    half = either.connect(REQUEST[:20])
    fresh = either.connect(REQUEST)
    assert _answer(fresh).startswith(b"HTTP/1.1 200")
    by_port = {channel.addr[1]: channel for channel in either.channels()}
    for one in (kept, half):
        by_port[one.getsockname()[1]].last_activity = time() - connections.IDLE_SECONDS - 1
    by_port[fresh.getsockname()[1]].last_activity = time() - connections.IDLE_SECONDS + 60
    either.listener.next_channel_cleanup = 0
    assert read(kept) == read(half) == b""
    fresh.sendall(REQUEST)
    assert _answer(fresh).startswith(b"HTTP/1.1 200")


def test_a_connection_whose_request_runs_is_not_idle(either: Served) -> None:
    either.start()
    running = either.connect(REQUEST)
    assert either.begun.wait(20)
    (channel,) = either.channels()
    channel.last_activity = time() - connections.IDLE_SECONDS - 1
    either.listener.maintenance(time())
    assert not channel.will_close
    either.go.set()
    assert running.recv(12) == b"HTTP/1.1 200"
