"""The reason that a page gives, without its markup."""

from __future__ import annotations

import pytest

from mockclio.catalog.markup import reason_of
from mockclio.server.faults import PAGE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (PAGE.decode(), "403 Forbidden"),
        ("<!DOCTYPE html><title>Gone\n away</title>", "Gone away"),
        ("<html><head><style>p{}</style></head><body><p>No &amp; never</p><script>x()</script></body></html>", "No & never"),
        ("<head><meta charset=utf-8><title>Oops</title></head><body><script>if (a < b) x()</script></body>", "Oops"),
        (
            '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
            "AccessDenied Request has expired",
        ),
        ("<p>cut in the mid", "cut in the mid"),
        ('{"error": "<b>"}', '{"error": "<b>"}'),
        ("", ""),
    ],
)
def test_of_a_page_the_visible_text_is_left(text: str, reason: str) -> None:
    assert reason_of(text) == reason
