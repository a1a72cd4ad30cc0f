"""Addresses that callers write are read without an exception."""

from __future__ import annotations

import pytest

from mockclio.catalog.addresses import Authority, authority, origin, web_address

NO_ADDRESS = [
    *("", "x", "//host/x", "http:///x", "http://", "http://[", "http://[::1", "http://[x]/", "ftp://host/", "javascript:alert(1)"),
    *("http://host:99999/", "http://host:abc/", "http://host:0/", "http://host:80:80/", f"http://host:{'9' * 5_000}/"),
    *("http://host/\t", "http://host/\r\nX: y", "http://ho st/", "http://host/\x00", "http://host/\u2028", "http://evil.test\\@127.0.0.1/"),
    *(f"http://{'a' * 64}.localhost/", f"http://{'a' * 70_000}/", "http://a..b/"),
]


@pytest.mark.parametrize("text", NO_ADDRESS, ids=lambda text: ascii(text)[:40])
def test_what_is_no_address_is_none(text: str) -> None:
    assert web_address(text) is None


@pytest.mark.parametrize("text", ["http://host", "https://user:pass@host:8080/x?y#z", "http://[::1]:80/", "http://127.0.0.1:65535/"])
def test_an_address_has_its_parts(text: str) -> None:
    parts = web_address(text)
    assert parts is not None
    assert parts.geturl() == text


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [("LOCALHOST", "localhost", None), ("127.0.0.1:8428", "127.0.0.1", 8428), ("[::1]:80", "::1", 80), ("[::1]", "::1", None)],
)
def test_a_host_header_is_a_host_and_a_port(text: str, host: str, port: int | None) -> None:
    assert authority(text) == Authority(host, port)


@pytest.mark.parametrize("text", ["", "[", "a b", "a,b", "a:b", ":80", "a:99999", "user@a", "a/b", "::1", "a\\b", "\u00e4", "a\n"])
def test_what_is_no_host_is_none(text: str) -> None:
    assert authority(text) is None


def test_an_origin_has_the_usual_port_of_its_scheme() -> None:
    assert origin("http://a") == Authority("a", 80)
    assert origin("https://a") == Authority("a", 443)
    assert origin("http://a:5") == Authority("a", 5)
    assert [origin(text) for text in ("null", "", "file://", "http://[", "http://a/", "chrome-extension://a", "http://a, http://b")] == [
        None
    ] * 7
