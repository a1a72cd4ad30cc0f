"""The answer of a receiver in HTTP/1.1, read from bytes that come in parts of any size.

Functions here are generators: they yield the event that the socket must wait for, and go on when it is there. So reading an answer never
blocks a thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")
Steps = Generator[int, None, Result]
"""A computation that waits for events of a socket: `selectors.EVENT_READ` or `EVENT_WRITE`."""
More = Callable[[], Steps[bytes]]
"""Gives the next bytes. No bytes mean that the receiver closed the connection."""

LONGEST = 65_536
"""The number of bytes of a body that are read."""
HEAD_END = re.compile(rb"\r?\n\r?\n")
INTERIM = re.compile(rb"(?:HTTP/1\.[01] 1(?!01)[0-9][0-9][^\r\n]*\r\n\r\n)+")
"""Answers such as `100 Continue`, one after the other. They are skipped together, because a receiver may repeat them without end."""
STATUS_LINE = re.compile(r"HTTP/1\.([01]) ([1-9][0-9][0-9])(?: .*)?")
WITHOUT_BODY = (101, 204, 304)


class NoAnswer(ConnectionError):
    """A receiver did not answer in HTTP, or closed the connection too early."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. With `reusable` the connection can take another request. With `cut` the body goes on and the rest was not read."""

    status: int
    headers: dict[str, str]
    body: bytes
    reusable: bool
    cut: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The status line and the headers. `fields` has the headers under names in small letters."""

    status: int
    headers: dict[str, str]
    fields: dict[str, str]
    reusable: bool


def read_answer(more: More) -> Steps[Answer]:
    """Read the final answer. Answers with 1xx before it are skipped."""
    incoming = Incoming(more)
    head = yield from incoming.head()
    while head.status < 200 and head.status != 101:
        head = yield from incoming.head()
    body, whole, cut = yield from incoming.body(head)
    return Answer(head.status, head.headers, body, head.reusable and whole and not incoming.buffer, cut)


class Incoming:
    """The bytes of one answer that have come and are not read yet."""

    def __init__(self, more: More) -> None:
        self._more = more
        self.buffer = bytearray()

    def head(self) -> Steps[Head]:
        start = 0
        while True:
            end = HEAD_END.search(self.buffer, start)
            if end is None:
                start = max(0, len(self.buffer) - 3)
                yield from self._fill()
            elif interim := INTERIM.match(self.buffer):
                del self.buffer[: interim.end()]
                start = 0
            else:
                text = self.buffer[: end.start()].decode("latin-1")
                del self.buffer[: end.end()]
                return _head(text)

    def body(self, head: Head) -> Steps[tuple[bytes, bool, bool]]:
        """The body, whether the connection is ready for another answer, and whether the body was cut."""
        if head.status in WITHOUT_BODY:
            return b"", True, False
        if head.fields.get("transfer-encoding", "").lower() == "chunked":
            return (yield from self._chunked())
        length = head.fields.get("content-length", "")
        if length.isascii() and length.isdigit():
            return (yield from self._counted(int(length)))
        while len(self.buffer) <= LONGEST and (yield from self._filled()):
            pass
        return bytes(self.buffer[:LONGEST]), False, len(self.buffer) > LONGEST

    def _counted(self, length: int) -> Steps[tuple[bytes, bool, bool]]:
        read = min(length, LONGEST)
        while len(self.buffer) < read:
            if not (yield from self._filled()):
                return bytes(self.buffer), False, False
        content = bytes(self.buffer[:read])
        del self.buffer[:read]
        return content, length == read, length > read

    def _chunked(self) -> Steps[tuple[bytes, bool, bool]]:
        content = bytearray()
        while size := _chunk_size((yield from self._line())):
            while size:
                if len(content) >= LONGEST:
                    return bytes(content[:LONGEST]), False, True
                if not self.buffer:
                    yield from self._fill()
                part = self.buffer[:size]
                del self.buffer[:size]
                content += part
                size -= len(part)
            yield from self._line()
        while (yield from self._line()):
            pass  # trailers
        cut = len(content) > LONGEST
        return bytes(content[:LONGEST]), not cut, cut

    def _line(self) -> Steps[bytes]:
        start = 0
        while (end := self.buffer.find(b"\n", start)) < 0:
            start = len(self.buffer)
            yield from self._fill()
        line = bytes(self.buffer[:end])
        del self.buffer[: end + 1]
        return line.rstrip(b"\r")

    def _fill(self) -> Steps[None]:
        """Wait for more bytes. It is an error when none come any more."""
        if not (yield from self._filled()):
            text = "within its answer" if self.buffer else "without an answer"
            raise NoAnswer(f"the receiver closed the connection {text}")

    def _filled(self) -> Steps[bool]:
        data = yield from self._more()
        self.buffer += data
        return bool(data)


def _head(text: str) -> Head:
    first, *lines = text.split("\n")
    matched = STATUS_LINE.fullmatch(first.rstrip("\r"))
    if matched is None:
        raise NoAnswer(f"the receiver does not answer in HTTP/1.1: {first[:80]!r}")
    headers: dict[str, str] = {}
    name = ""
    for line in lines:
        if line[:1] in (" ", "\t") and name:  # the line before goes on
            headers[name] = f"{headers[name]} {line.strip()}"
        elif ":" in line:
            name, _, value = line.partition(":")
            headers[name] = value.strip()
    fields = {name.strip().lower(): value for name, value in headers.items()}
    wish = fields.get("connection", "").lower()
    return Head(int(matched[2]), headers, fields, "close" not in wish if matched[1] == "1" else "keep-alive" in wish)


def _chunk_size(line: bytes) -> int:
    digits = line.partition(b";")[0].strip()
    if not re.fullmatch(rb"[0-9A-Fa-f]{1,16}", digits):
        raise NoAnswer(f"the receiver sent a chunk without a size: {digits[:80]!r}")
    return int(digits, 16)
