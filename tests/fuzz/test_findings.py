"""What the fuzzer found: each case is read or refused in a short time, and every parser runs a few mixed cases."""

from __future__ import annotations

from argparse import Namespace

import pytest

from mockclio.store import state
from mockclio.store.state import WrongState
from mockclio.testing.recording import tape
from mockclio.testing.recording.tape import WrongRecording
from tests.fuzz.__main__ import case, mixed
from tests.fuzz.parsers import PARSERS, InMemory

FINDINGS = (
    ("dates", b"01\x1e"),
    ("dates", b"1e5\x1f"),
    ("dates", b"99999999999w"),
    ("recurrence", b"FREQ=YEARLY;BYDAY=99999999999999999999MO"),
    ("recurrence", b"FREQ=MONTHLY;BYDAY=8MO"),
    ("recurrence", b"FREQ=YEARLY;BYDAY=54MO"),
    ("recurrence", b"FREQ=MONTHLY;BYDAY=6MO"),
    ("fault", b"status; kind=x"),
    ("fault", b"latency; now=5; starts=5s"),
    ("fault", b"latency; delay=" + b"9" * 5_000),
    ("conditions", b" " * 50_000 + b"x" + b" " * 50_000 + b"y"),
)


@pytest.mark.parametrize(("name", "data"), FINDINGS, ids=[f"{name}-{number}" for number, (name, _) in enumerate(FINDINGS)])
def test_a_finding_is_read_or_refused(name: str, data: bytes) -> None:
    case(PARSERS[name], data)


@pytest.mark.parametrize("table", ["_files", "matters", "_tokens", "unknown"])
@pytest.mark.parametrize("rows", ["a", True, [], {"1": 2}])
def test_a_table_that_is_no_table_is_refused(table: str, rows: object) -> None:
    document = {"_default": {"1": {"format": 1, "as_of": "2026-06-01T10:00:00Z"}}, table: rows}
    with pytest.raises(WrongState):
        state.build(document, "firm.json")


@pytest.mark.parametrize("scale", [b"{}", b"true", b'"a"', b"null"])
def test_the_scale_of_a_recording_is_a_number(scale: bytes) -> None:
    head = b'{"recording":"mockclio recording","format":1,"scale":' + scale + b"}\n"
    with pytest.raises(WrongRecording, match="scale must be a number"):
        tape.read(InMemory(head))  # type: ignore[arg-type]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # werkzeug leaves the file of a broken part to Python
@pytest.mark.parametrize("name", PARSERS)
def test_mixed_cases_find_nothing(name: str) -> None:
    mixed(PARSERS[name], Namespace(parser=name, cases=20 if PARSERS[name].is_file else 200, seconds=0, seed=7))
