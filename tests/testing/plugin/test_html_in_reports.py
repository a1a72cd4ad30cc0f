"""A report of a failing test shows the reason of an HTML answer, not its page."""

from __future__ import annotations

from mockclio import MockClio
from mockclio.testing import reporting


def test_the_page_of_a_firewall_is_one_short_line(mock: MockClio) -> None:
    mock.faults.add("firewall", count=1)
    mock.http.get("/api/v4/matters")
    entry = mock.requests.entries()[-1]
    lines = reporting._about(entry)
    assert "  answered: 403 Forbidden" in lines
    assert "<" not in "".join(lines[1:])
