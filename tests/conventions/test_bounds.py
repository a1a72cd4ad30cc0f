"""The table of bounds in docs/reliability.md has the values of the code."""

from __future__ import annotations

import re
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest

from mockclio.store.clock import stamp
from tests.conventions.source import ROOT

ROWS = re.findall(
    r"^\| (.+?) \| (\S+) \| `([\w.]+):(\w+)` \| (.+?) \| (.+?) \|$", (ROOT / "docs/reliability.md").read_text("utf-8"), re.MULTILINE
)


def value(module: str, name: str) -> Any:
    limit = getattr(import_module(module), name)
    return stamp(limit) if isinstance(limit, datetime) else str(limit)


@pytest.mark.parametrize(("meaning", "shown", "module", "name"), [row[:4] for row in ROWS], ids=[f"{row[2]}:{row[3]}" for row in ROWS])
def test_a_bound_has_the_value_of_its_constant(meaning: str, shown: str, module: str, name: str) -> None:
    assert value(module, name) == shown, meaning


def test_every_bound_stands_once() -> None:
    names = [row[2:4] for row in ROWS]
    assert len(names) == len(set(names)) > 25


def test_the_tests_that_show_a_bound_are_there() -> None:
    named = {path for row in ROWS for path in re.findall(r"`(tests/[\w/.]+)`", row[5])}
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(
    "module",
    [
        "mockclio.server.connections",
        "mockclio.server.sizes",
        "mockclio.webhooks.workers",
        "mockclio.webhooks.exchange",
        "mockclio.webhooks.answers",
        "mockclio.webhooks.lanes",
        "mockclio.webhooks.late_answers",
    ],
)
def test_no_bound_of_these_modules_is_left_out(module: str) -> None:
    limit = import_module(module)
    constants = {name for name, one in vars(limit).items() if name.isupper() and isinstance(one, int | float) and not isinstance(one, bool)}
    waits = {"KEPT_OPEN", "IDLE", "LONGEST_WAIT", "STOPPING", "PAUSE"}
    assert constants - waits - {row[3] for row in ROWS if row[2] == module} == set()
