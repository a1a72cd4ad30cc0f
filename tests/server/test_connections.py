"""Connections: what is above the bounds is refused at once, and the log gets one line."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from mockclio.server import channels, connections
from tests.server.listening import REQUEST, Served, read


@pytest.fixture
def served() -> Iterator[Served]:
    made = Served(threads=1)
    yield made
    made.stop()


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]


def test_a_connection_above_the_limit_is_refused_at_once(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    served.go.set()
    served.listener.most = len(served.server._sockets) + 1
    served.start()
    first = served.connect(REQUEST)
    assert first.recv(12) == b"HTTP/1.1 200"
    with caplog.at_level(logging.INFO):
        assert all(read(served.connect()).startswith(b"HTTP/1.1 503") for _ in range(3))
    assert [line for line in lines(caplog) if "connections are open" in line] == lines(caplog)
    assert len(lines(caplog)) == 1


def test_a_place_that_was_freed_is_used_again(served: Served) -> None:
    served.go.set()
    served.listener.most = len(served.server._sockets) + 1
    served.start()
    first = served.connect(REQUEST)
    assert first.recv(12) == b"HTTP/1.1 200"
    first.close()
    answers = [_first(served) for _ in range(50)]
    assert b"HTTP/1.1 200" in answers


def _first(served: Served) -> bytes:
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as made:
        try:
            made.sendall(REQUEST)
            return made.recv(12)
        except ConnectionError:  # it was refused before the request was sent
            return b""


def test_requests_above_the_waiting_places_are_refused(served: Served, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    monkeypatch.setattr(connections, "WAITING", 2)
    served.start()
    running = served.connect(REQUEST)
    assert served.begun.wait(20)
    others = [served.connect(REQUEST) for _ in range(6)]
    refused = [one for one in others[2:] if read(one).startswith(b"HTTP/1.1 503")]
    assert len(refused) == 4
    served.go.set()
    assert [one.recv(12) for one in [running, *others[:2]]] == [b"HTTP/1.1 200"] * 3
    assert not [line for line in lines(caplog) if "queue depth" in line]


def test_without_file_descriptors_a_connection_is_refused(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    served.go.set()
    served.listener.socket = Exhausted(served.listener.socket, times=3)
    served.start()
    with caplog.at_level(logging.INFO):
        assert all(read(served.connect()).startswith(b"HTTP/1.1 503") for _ in range(3))
        assert served.connect(REQUEST).recv(12) == b"HTTP/1.1 200"
    assert len(lines(caplog)) == 1
    assert "file descriptors" in lines(caplog)[0]


class Exhausted:
    """A listening socket whose first calls of `accept` find no file descriptor. The refusal calls it again."""

    def __init__(self, inner: socket.socket, times: int) -> None:
        self._inner, self._times, self._fails = inner, times, True

    def accept(self) -> Any:
        self._fails = not self._fails or self._times == 0
        if not self._fails and self._times:
            raise OSError(errno.EMFILE, "Too many open files")
        self._times = max(0, self._times - 1)
        return self._inner.accept()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


def test_the_limit_leaves_descriptors_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "descriptors", lambda: 1_024)
    assert connections.limit() == 1_024 - connections.DESCRIPTORS_KEPT
    monkeypatch.setattr(connections, "descriptors", lambda: 100)
    assert connections.limit() == 50
    monkeypatch.setattr(connections, "descriptors", lambda: 65_536)
    assert connections.limit() == connections.CONNECTIONS


def test_headers_and_a_small_body_are_sent_at_once(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[bytes] = []
    right = channels.PlainChannel.send

    def send(channel: channels.PlainChannel, data: bytes, do_close: bool = True) -> int:
        sent.append(bytes(data))
        return int(right(channel, data, do_close))

    monkeypatch.setattr(channels.PlainChannel, "send", send)
    served.go.set()
    served.start()
    answer = served.connect(REQUEST).recv(65_536)
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"\r\n\r\nok")
    assert sent == [answer]
