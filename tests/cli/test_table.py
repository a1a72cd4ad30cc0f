"""Tables of the command line: their width, their columns, their colours."""

from __future__ import annotations

import sys

import pytest

from mockclio.cli._table import cell, cells_of, facts, fold, table

LONG = "hooks.example.test is not this machine: start the mock with --allow-webhook-host hooks.example.test to let it be reached"


@pytest.fixture(autouse=True)
def eighty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def widest(text: str) -> int:
    return max(map(cells_of, text.splitlines()))


def test_a_column_without_a_value_is_left_out() -> None:
    assert table([{"id": 1, "name": "Ada", "due": None}, {"id": 20, "name": "Bo"}], "id", "name", "due") == "id  name\n 1  Ada\n20  Bo"
    assert table([], "id") == "none"


def test_the_last_column_is_folded_and_the_others_stay_whole() -> None:
    printed = table([{"id": 1049524, "at": "2026-06-01T12:55:00Z", "reason": LONG}], "id", "at", "reason")
    lines = printed.splitlines()
    assert lines[1].startswith("1049524  2026-06-01T12:55:00Z  hooks.example.test is not this machine: start")
    assert len(lines) == 4
    assert all(line.startswith(" " * 31) for line in lines[2:])
    assert widest(printed) <= 80


def test_rows_without_room_side_by_side_have_one_value_a_line() -> None:
    names = [f"created_at_{number}" for number in range(5)]
    printed = table([dict.fromkeys(names, "2026-06-01T12:55:00-05:00")] * 2, *names)
    assert printed.splitlines()[:2] == [f"created_at_{number}  2026-06-01T12:55:00-05:00" for number in range(2)]
    assert printed.count("\n\n") == 1


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_every_table_fits_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    rows = [{"id": 1, "path": "/api/v4/matters.json?fields=id,client{name,email_addresses}&order=id(asc)", "why": LONG}]
    assert widest(table(rows, "id", "path", "why")) <= max(columns, 30)


def test_numbers_are_aligned_at_their_end() -> None:
    assert table([{"total": 5.5, "n": 1}, {"total": 1000.0, "n": 20}], "total", "n") == " total   n\n   5.5   1\n1000.0  20"


def test_wide_letters_count_twice() -> None:
    assert table([{"name": "東京", "n": "x"}, {"name": "Rome", "n": "y"}], "name", "n") == "name  n\n東京  x\nRome  y"


def test_no_value_steers_the_terminal() -> None:
    assert cell("a\x1b[31m\rb") == "a?[31m?b"
    assert cell([{"id": 1, "etag": "x", "name": "Ada"}, {"id": 2}]) == "1 Ada; 2"
    assert (cell(True), cell(False), cell(None), cell([500, None])) == ("yes", "no", "", "500, None")


def test_a_long_word_is_broken_after_a_mark() -> None:
    assert fold("GET /api/v4/matters?fields=id,name,client", 24) == ["GET /api/v4/matters?", "fields=id,name,client"]
    assert fold("x" * 10, 4) == ["xxxx", "xxxx", "xx"]


def test_facts_leave_empty_values_out() -> None:
    assert facts({"name": "Ada", "memo": None, "due": ""}) == "name  Ada"


def test_statuses_have_colours_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"status": 200}, {"status": 404}, {"status": 503}]
    assert "\x1b" not in table(rows, "status")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert [line.strip() for line in table(rows, "status").splitlines()[1:]] == [
        "\x1b[32m   200\x1b[0m",
        "\x1b[33m   404\x1b[0m",
        "\x1b[31m   503\x1b[0m",
    ]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in table(rows, "status")
