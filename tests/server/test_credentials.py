"""What a request shows to be let in."""

from __future__ import annotations

import base64

import pytest

from mockclio.server import credentials


@pytest.mark.parametrize(
    ("header", "query", "token"),
    [
        ("Bearer abc", "", "abc"),
        ("bearer  abc ", "", "abc"),
        ("", "access_token=abc", "abc"),
        ("", "limit=2&access_token=a%2Bb", "a+b"),
        ("Bearer abc", "access_token=other", "abc"),
        ("Bearer ", "access_token=abc", "abc"),
        ("Basic abc", "", ""),
        ("Bearer", "access_token=", ""),
        ("", "", ""),
    ],
)
def test_a_bearer_token_is_in_the_header_or_in_the_query(header: str, query: str, token: str) -> None:
    assert credentials.token(header, query) == token


def test_a_basic_header_names_an_application_and_its_secret() -> None:
    packed = base64.b64encode(b"my%20app:s%3Acret").decode()
    assert credentials.basic(f"Basic {packed}") == ("my app", "s:cret")
    assert credentials.basic("basic ?") == ("", "")
    assert credentials.basic("Bearer abc") is None
