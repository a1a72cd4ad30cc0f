"""Event streams: server-sent events and long polls. One thread serves all of them, so that no stream holds a thread of the server.

A stream takes over the socket of its request: it keeps a duplicate, and the server closes its own socket without an answer. Without a
socket (in process, or with TLS) the answer has the events so far, and the client sends another request for the rest.
"""

from __future__ import annotations

import errno
import selectors
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from selectors import EVENT_READ, EVENT_WRITE, BaseSelector
from threading import Event as Flag
from threading import Lock, Thread
from time import monotonic
from typing import Any

import orjson

from mockclio.server.faults import cut_error
from mockclio.store.feed import Event, Feed

MOST = 500
RETRY = 1_000
"""The milliseconds after which a client reconnects when its stream ended."""
PAUSE = 0.02
"""The seconds between two rounds of the thread, so that many events at once are sent together."""
ALIVE = 15.0
"""The seconds without an event after which a comment is sent to keep the stream open."""
BACKLOG = 1_000_000
"""The number of unread bytes at which a client is disconnected."""
SSE = "text/event-stream"
SELECTOR: type[BaseSelector] = getattr(selectors, "PollSelector", selectors.SelectSelector)
"""Windows has no poll; select knows few sockets elsewhere."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nCache-Control: no-store\r\nConnection: close\r\n"


@dataclass
class Stream:
    """One stream: its world, its kinds of events, the last event sent, and the unsent bytes. With a `deadline` it is a long poll."""

    sock: socket.socket
    after: int
    world: str = ""
    kinds: tuple[str, ...] = ()
    deadline: float | None = None
    unsent: bytes = b""
    ended: bool = False
    last_sent: float = field(default_factory=monotonic)

    def begin(self) -> None:
        if self.deadline is None:
            self.unsent = HEAD % SSE.encode() + b"\r\n" + f"retry: {RETRY}\n\n".encode()

    def feed(self, result: list[Event], now: float, last: int) -> None:
        """Add new events to the unsent bytes. Without events, add a comment or the end of the long poll when it is time."""
        if self.deadline is not None:
            if result or now >= self.deadline:
                body = orjson.dumps(polled(result, self.after))
                self.unsent += HEAD % b"application/json" + b"Content-Length: %d\r\n\r\n" % len(body) + body
                self.ended = True
        elif result:
            self.unsent += as_frames(result)
            self.after = result[-1].sequence
            self.last_sent = now
        elif now - self.last_sent > ALIVE:
            self.unsent += b": still here\n\n"
            self.last_sent = now

    def send(self) -> bool:
        """Send as many bytes as the client takes now. Return whether the stream goes on."""
        try:
            while self.unsent:
                self.unsent = self.unsent[self.sock.send(self.unsent) :]
        except BlockingIOError:
            return len(self.unsent) < BACKLOG
        except OSError:
            return False
        return not self.ended

    def hears(self) -> bool:
        """Whether the client is still connected. The bytes that it sends are ignored."""
        try:
            return bool(self.sock.recv(4_096))
        except BlockingIOError:
            return True
        except OSError:
            return False


def as_frames(result: list[Event]) -> bytes:
    """Events in the form of server-sent events."""
    return b"".join(b"id: %d\nevent: %s\ndata: %s\n\n" % (one.sequence, one.kind.encode(), orjson.dumps(one.document())) for one in result)


def polled(result: list[Event], after: int) -> dict[str, Any]:
    """Events in the form of a long poll's answer. `last` is the value of `after` in the next poll."""
    return {"events": [one.document() for one in result], "last": result[-1].sequence if result else after}


class Streams:
    """All streams of one server."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._streams: list[Stream] = []
        self._lock = Lock()
        self._thread: Thread | None = None
        self._woken = Flag()
        self._closed = Flag()
        self._near: socket.socket | None = None
        self._far: socket.socket | None = None

    def __len__(self) -> int:
        return len(self._streams)

    def open(self, stream: Stream) -> bool:
        """Serve a stream from now on. Return False when there is no room."""
        with self._lock:
            if len(self._streams) >= MOST or self._closed.is_set():
                return False
            stream.begin()
            self._streams.append(stream)
            if self._thread is None:
                self._near, self._far = socket.socketpair()
                self._feed.on_event.add(self.wake)
                self._thread = Thread(target=self._run, name="streams", daemon=True)
                self._thread.start()
        self.wake()
        return True

    def wake(self) -> None:
        """Wake the thread, because there is a new event. It does nothing while an earlier call is still pending."""
        if not self._woken.is_set() and self._streams and self._far is not None:
            self._woken.set()
            with suppress(OSError):
                self._far.send(b"!")

    def close(self) -> None:
        """End every stream and the thread."""
        self._closed.set()
        if self._thread is not None and self._far is not None and self._near is not None:
            with suppress(OSError):
                self._far.send(b"!")
            self._thread.join(timeout=5)
            self._feed.on_event.remove(self.wake)
            self._near.close()
            self._far.close()
        for stream in self._streams:
            stream.sock.close()
        self._streams = []

    def _run(self) -> None:
        assert self._near is not None
        while not self._closed.is_set():
            readable = self._wait(self._near)
            if self._near in readable:
                self._near.recv(64)
            self._woken.clear()
            self._round({stream.sock for stream in self._streams} & readable)
            self._closed.wait(PAUSE)

    def _wait(self, near: socket.socket) -> set[socket.socket]:
        """Wait until there is an event, a client sent bytes or can be written to, or a deadline may have passed."""
        with self._lock:
            streams = list(self._streams)
        poller = SELECTOR()
        readable: set[socket.socket] = set()
        poller.register(near, EVENT_READ)
        for stream in streams:
            poller.register(stream.sock, EVENT_READ | (EVENT_WRITE if stream.unsent else 0))
        pause = min([ALIVE, *(max(0.0, stream.deadline - monotonic()) for stream in streams if stream.deadline is not None)])
        for key, what in poller.select(pause):
            if what & EVENT_READ and isinstance(key.fileobj, socket.socket):
                readable.add(key.fileobj)
        return readable

    def _round(self, spoke: set[socket.socket]) -> None:
        now = monotonic()
        with self._lock:
            streams = list(self._streams)
        removed = []
        for stream in streams:
            if not stream.ended:
                stream.feed(self._feed.since(stream.after, stream.world, stream.kinds), now, self._feed.last)
            if (stream.sock in spoke and not stream.hears()) or not stream.send():
                removed.append(stream)
        with self._lock:
            self._streams = [stream for stream in self._streams if stream not in removed]
        for stream in removed:
            stream.sock.close()


def take_socket(environ: dict[str, Any]) -> socket.socket | None:
    """A duplicate of the socket of the request. None with TLS, whose state cannot be shared, and in process.

    waitress gives access: a callable in the environment is a method of the connection.
    """
    connection = getattr(environ.get("waitress.client_disconnected"), "__self__", None)
    return connection.socket.dup() if connection is not None and environ["wsgi.url_scheme"] == "http" else None


def handed_over() -> Iterator[bytes]:
    """The bytes of an answer whose socket now belongs to a stream. They make the server close its own socket without an answer."""
    raise cut_error()(errno.ECONNRESET, "the socket was handed over")
    yield b""
