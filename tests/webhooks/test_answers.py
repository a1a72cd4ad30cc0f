"""Answers of receivers are read from parts of any size; requests are those that http.client makes."""

from __future__ import annotations

from collections.abc import Iterable
from http.client import HTTPConnection
from selectors import EVENT_READ

import pytest

from mockclio.webhooks.answers import INTERIM, LONGEST, Answer, NoAnswer, Steps, read_answer
from mockclio.webhooks.requests import request, target_of
from tests.webhooks.bad_receivers import CONTINUE

OK = b"HTTP/1.1 200 OK\r\n"


def read(parts: Iterable[bytes]) -> Answer:
    """The answer that comes in these parts. The connection is closed after them."""
    left = iter(parts)

    def more() -> Steps[bytes]:
        yield EVENT_READ
        return next(left, b"")

    steps = read_answer(more)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            answer: Answer = end.value
            return answer


def bytewise(data: bytes) -> list[bytes]:
    return [data[place : place + 1] for place in range(len(data))]


ANSWERS = {
    "with a length": (OK + b"Content-Length: 3\r\nX-Hook-Secret: a b\r\n\r\nabc", 200, b"abc", True),
    "without a body": (b"HTTP/1.1 204 No Content\r\n\r\n", 204, b"", True),
    "not modified, with a length": (b"HTTP/1.1 304 \r\nContent-Length: 9\r\n\r\n", 304, b"", True),
    "without a reason": (b"HTTP/1.1 500\r\nContent-Length: 0\r\n\r\n", 500, b"", True),
    "in chunks": (OK + b"Transfer-Encoding: Chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nX: y\r\n\r\n", 200, b"abc", True),
    "until the end": (OK + b"\r\nabc", 200, b"abc", False),
    "of a strange length, until the end": (OK + b"Content-Length: -1\r\n\r\nabc", 200, b"abc", False),
    "shorter than its length": (OK + b"Content-Length: 9\r\n\r\nabc", 200, b"abc", False),
    "that closes": (OK + b"Connection: Close\r\nContent-Length: 0\r\n\r\n", 200, b"", False),
    "of HTTP/1.0": (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", 200, b"", False),
    "of HTTP/1.0 that stays open": (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", 200, b"", True),
    "after interim answers": (
        b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + b"HTTP/1.1 103 Hints\r\nLink: x\r\n\r\n" + OK + b"\r\n",
        200,
        b"",
        False,
    ),
    "that switches": (b"HTTP/1.1 101 Switching\r\n\r\n", 101, b"", True),
    "with bare line feeds": (b"HTTP/1.1 200 OK\nContent-Length: 1\n\na", 200, b"a", True),
}


@pytest.mark.parametrize(("data", "status", "body", "reusable"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_is_read_in_one_part_and_byte_by_byte(data: bytes, status: int, body: bytes, reusable: bool) -> None:
    whole = read([data])
    assert (whole.status, whole.body, whole.reusable, whole.cut) == (status, body, reusable, False)
    assert read(bytewise(data)) == whole


def test_headers_have_their_names_and_a_header_may_go_on_in_the_next_line() -> None:
    answer = read([OK + b"X-Hook-Secret:  s \r\nX-Long: a\r\n b\r\nno header\r\nContent-Length: 0\r\n\r\n"])
    assert answer.headers == {"X-Hook-Secret": "s", "X-Long": "a b", "Content-Length": "0"}


@pytest.mark.parametrize(
    "head", [b"Content-Length: 70000\r\n\r\n", b"\r\n", b"Transfer-Encoding: chunked\r\n\r\n11170\r\n"], ids=["length", "end", "chunk"]
)
def test_a_long_body_is_cut(head: bytes) -> None:
    answer = read([OK + head, *[b"a" * 10_000] * 7, b"\r\n0\r\n\r\n"])
    assert (answer.body, answer.reusable, answer.cut) == (b"a" * LONGEST, False, True)


def test_what_follows_an_answer_makes_the_connection_useless() -> None:
    assert not read([OK + b"Content-Length: 0\r\n\r\nmore"]).reusable


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "the receiver closed the connection without an answer"),
        (b"HTTP/1.1 200", "the receiver closed the connection within its answer"),
        (b"SSH-2.0-x\r\n\r\n", "the receiver does not answer in HTTP/1.1: 'SSH-2.0-x"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n", "the receiver sent a chunk without a size: b'-5'"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab", "the receiver closed the connection"),
    ],
)
def test_what_is_no_answer_has_a_clear_text(data: bytes, text: str) -> None:
    with pytest.raises(NoAnswer) as raised:
        read([data])
    assert str(raised.value).startswith(text)


def test_interim_answers_are_skipped_together() -> None:
    skipped = INTERIM.match(CONTINUE * 1_000 + OK)
    assert skipped is not None
    assert skipped.end() == 25_000


class Wire:
    """A socket that keeps what http.client sends."""

    def __init__(self) -> None:
        self.sent = b""

    def sendall(self, data: bytes) -> None:
        self.sent += data


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("http://127.0.0.1:8000/a/b?c=d", "127.0.0.1", 8000, "/a/b?c=d"),
        ("http://localhost", "localhost", 80, "/"),
        ("http://[::1]:9/?x", "::1", 9, "/?x"),
        ("http://bücher.localhost/x", "bücher.localhost", 80, "/x"),
        ("http://user:word@localhost/x#y", "localhost", 80, "/x"),
    ],
)
def test_a_request_is_the_one_of_http_client(url: str, host: str, port: int, path: str) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8", "X-Hook-Signature": "ab"}
    connection, wire = HTTPConnection(host, port), Wire()
    connection.sock = wire
    connection.request("POST", path, b'{"a":1}', headers)
    assert request(target_of(url), headers, b'{"a":1}') == wire.sent


def test_https_has_its_own_port() -> None:
    target = target_of("https://localhost/x")
    assert (target.port, target.secure, "Host: localhost\r\n" in target.first_lines) == (443, True, True)


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nb", "a\0"])
def test_a_header_never_becomes_two(value: str) -> None:
    with pytest.raises(ValueError, match="a header has a line break"):
        request(target_of("http://localhost/"), {"X-Hook-Secret": value}, b"")


@pytest.mark.parametrize("url", ["http://localhost/ä", "http://localhost/a b", "http://localhost:99999/"])
def test_an_address_that_no_request_can_have_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"characters that a request cannot have|Port out of range"):
        target_of(url)
