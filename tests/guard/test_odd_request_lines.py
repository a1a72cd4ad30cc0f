"""Malformed requests over a raw socket: each is refused or answered at once, without a traceback and without a 500."""

from __future__ import annotations

import logging
import re
import socket
from typing import NamedTuple

import pytest
from waitress.adjustments import Adjustments

from mockclio import MockClio
from mockclio.server import connections, parsing

HOST = b"Host: localhost\r\n"
END = b"Connection: close\r\n\r\n"
POST = b"POST /api/v4/contacts.json HTTP/1.1\r\n" + HOST
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n" + END


class Kind(NamedTuple):
    """A malformed request and the statuses that are right for it. 0 means that the connection is closed without an answer."""

    sent: bytes
    statuses: tuple[int, ...] = (400,)


KINDS = {
    "absolute, no closing bracket": Kind(b"GET http://[ HTTP/1.1\r\n" + HOST + END),
    "absolute, text in brackets": Kind(b"GET http://[x]/ HTTP/1.1\r\n" + HOST + END),
    "absolute, a name that is no name": Kind(b"GET http://\xe2\x84\x80/ HTTP/1.1\r\n" + HOST + END, (400, 404)),
    "absolute with userinfo": Kind(b"GET http://user:pass@localhost/api/v4/contacts.json HTTP/1.1\r\n" + HOST + END, (401,)),
    "absolute with a port that is too high": Kind(b"GET http://localhost:99999/api/v4/contacts.json HTTP/1.1\r\n" + HOST + END, (400, 401)),
    "two slashes": Kind(b"GET //[ HTTP/1.1\r\n" + HOST + END, (404,)),
    "nul in the path": Kind(b"GET /api/v4/con\x00tacts.json HTTP/1.1\r\n" + HOST + END, (400, 401, 404)),
    "nul in the method": Kind(b"G\x00T / HTTP/1.1\r\n" + HOST + END),
    "nul in a header": Kind(b"GET / HTTP/1.1\r\n" + HOST + b"X: a\x00b\r\n" + END, (400, 404)),
    "nul as the first line": Kind(b"\x00\x00\x00\x00\r\n\r\n"),
    "a line of a megabyte": Kind(b"GET /" + b"x" * 1_000_000 + b" HTTP/1.1\r\n" + HOST + END, (431, 0)),
    "a method of a megabyte": Kind(b"G" * 1_000_000 + b" / HTTP/1.1\r\n" + HOST + END, (431, 0)),
    "a method in lower case": Kind(b"get / HTTP/1.1\r\n" + HOST + END),
    "negative Content-Length": Kind(POST + b"Content-Length: -1\r\n" + END),
    "two Content-Lengths": Kind(POST + b"Content-Length: 2\r\nContent-Length: 3\r\n" + END + b"{}"),
    "Content-Length of 5,000 digits": Kind(POST + b"Content-Length: " + b"9" * 5_000 + b"\r\n" + END),
    "Content-Length of 20 digits": Kind(POST + b"Content-Length: " + b"9" * 20 + b"\r\n" + END),
    "Content-Length with a sign": Kind(POST + b"Content-Length: +2\r\n" + END + b"{}"),
    "Content-Length in other digits": Kind(POST + "Content-Length: ٢\r\n".encode() + END + b"{}"),
    "both lengths": Kind(POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n" + END + b"2\r\n{}\r\n0\r\n\r\n", (400, 401)),
    "an unknown Transfer-Encoding": Kind(POST + b"Transfer-Encoding: gzip\r\n" + END, (501,)),
    "chunked that is not last": Kind(POST + b"Transfer-Encoding: chunked, gzip\r\n" + END, (501,)),
    "a chunk size that is not hex": Kind(CHUNKED + b"xyz\r\n{}\r\n0\r\n\r\n"),
    "a negative chunk size": Kind(CHUNKED + b"-2\r\n{}\r\n0\r\n\r\n"),
    "a chunk that is longer than its size": Kind(CHUNKED + b"1\r\n{}\r\n0\r\n\r\n"),
    "a chunk extension of 200 KB": Kind(CHUNKED + b"2;a=" + b"x" * 200_000, (400, 0)),
    "a chunk size of 200 KB": Kind(CHUNKED + b"f" * 200_000, (400, 0)),
    "a trailer of 200 KB": Kind(CHUNKED + b"0\r\nX: " + b"x" * 200_000, (400, 0)),
    "a bare line feed": Kind(b"GET / HTTP/1.1\nHost: localhost\n\n\r\n\r\n"),
    "a header without a colon": Kind(b"GET / HTTP/1.1\r\n" + HOST + b"nothing\r\n" + END),
    "a header that begins with a space": Kind(b"GET / HTTP/1.1\r\n x: y\r\n" + END),
    "a header name with a space": Kind(b"GET / HTTP/1.1\r\n" + HOST + b"X y: z\r\n" + END),
    "OPTIONS *": Kind(b"OPTIONS * HTTP/1.1\r\n" + HOST + END, (200, 204, 404)),
    "CONNECT": Kind(b"CONNECT localhost:80 HTTP/1.1\r\n" + HOST + END, (400, 404, 405)),
    "HTTP/0.9": Kind(b"GET /nowhere\r\n\r\n", (400, 404)),
    "HTTP/9.9": Kind(b"GET /nowhere HTTP/9.9\r\n" + HOST + END, (400, 404, 505)),
    "an HTTP version of words": Kind(b"GET / HTTP/one\r\n" + HOST + END),
    "the preface of HTTP/2": Kind(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (400, 404, 405)),
    "the begin of a TLS handshake": Kind(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\r\n\r\n"),
    "an odd Expect": Kind(POST + b"Expect: everything\r\nContent-Length: 2\r\n" + END + b"{}", (400, 401, 417)),
    "percent signs that encode nothing": Kind(b"GET /api/v4/%zz%f HTTP/1.1\r\n" + HOST + END, (400, 401, 404)),
    "bytes that are no UTF-8": Kind(b"GET /api/v4/\xff\xfe?fields=\xff HTTP/1.1\r\n" + HOST + END, (400, 401, 404)),
    "two hosts": Kind(b"GET /api/v4/contacts.json HTTP/1.1\r\n" + HOST + HOST + END, (400, 403)),
}


@pytest.fixture
def port(mock: MockClio) -> int:
    return int(mock.url.rpartition(":")[2])


@pytest.mark.parametrize("name", KINDS)
def test_a_malformed_request_is_refused_quietly(port: int, name: str, caplog: pytest.LogCaptureFixture) -> None:
    kind = KINDS[name]
    with caplog.at_level(logging.INFO):
        answer = exchange(port, kind.sent)
        assert exchange(port, b"GET /_mockclio/health HTTP/1.1\r\n" + HOST + END).startswith(b"HTTP/1.1 200")
    assert status(answer) in kind.statuses, answer[:300]
    assert [record.getMessage() for record in caplog.records] == []


def status(answer: bytes) -> int:
    """The status of an answer. 0 without one."""
    match = re.match(rb"HTTP/1\.[01] (\d{3}) ", answer)
    return int(match[1]) if match else 0


def exchange(port: int, sent: bytes) -> bytes:
    """All bytes of the answer. The server may close the connection before it has read everything."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as made:
        try:
            made.sendall(sent)
            while more := made.recv(65_536):
                answer += more
        except ConnectionError:
            pass
    return answer


def test_the_lines_of_a_chunked_body_are_bounded_before_they_are_whole() -> None:
    adjustments = Adjustments(max_request_header_size=connections.HEADER_BYTES)
    for begin in (b"2;a=", b"0\r\nX: "):
        parser = parsing.RequestParser(adjustments)
        parser.received(POST + b"Transfer-Encoding: chunked\r\n\r\n")
        parser.received(begin)
        taken = 0
        while not parser.completed and taken < 20 * parsing.LINE_BYTES:
            taken += parser.received(b"x" * 1_024)
        assert taken <= parsing.LINE_BYTES + 1_024
        assert parser.error.code == 400
