"""A recording that somebody made up ends in a clear error, and never in a firm that cannot be served."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mockclio.store.state import WrongState
from mockclio.testing.recording.firm import firm
from mockclio.testing.recording.tape import Head, Tape, WrongRecording

LIST = {"at": "2026-06-01T13:00:00Z", "method": "GET", "path": "/contacts", "query": [], "operation": "Contact#index", "status": 200}
SOUND = {**LIST, "data": [{"id": 5, "type": "Person", "name": "Ada King", "first_name": "Ada", "last_name": "King"}]}
HOSTILE: list[Any] = [
    {**SOUND, "status": "many"},
    {**SOUND, "status": None},
    {**SOUND, "query": 5},
    {**SOUND, "query": [[1]]},
    {**SOUND, "data": [{"id": 5, "type": "Robot", "name": "R"}]},
    {**SOUND, "data": [{"id": 5, "type": "Person", "name": "A", "phone_numbers": 5}]},
    {**SOUND, "data": [{"id": 5, "type": "Person", "name": "A", "created_at": "yesterday"}]},
    {**SOUND, "data": [{"id": 5, "type": "Person", "name": "A", "created_at": [1]}]},
    {"operation": "Contact#destroy", "status": 204, "data": 5},
    {**LIST, "operation": "Matter#index", "data": [{"id": 7, "client": [1], "custom_field_values": {"x": 1}}]},
]


def outcome(path: Path) -> tuple[str, dict[str, Any]]:
    """The complaint about a recording, or its firm."""
    try:
        return "", firm(path)
    except (WrongRecording, WrongState) as refused:
        return str(refused), {}


@pytest.mark.parametrize("exchange", HOSTILE, ids=lambda exchange: json.dumps(exchange)[-60:])
def test_what_no_account_answers_is_refused_or_left_out(tmp_path: Path, exchange: Any) -> None:
    path = tmp_path / "hostile.jsonl"
    lines = [Head().line(), SOUND, exchange]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    complaint, made = outcome(path)
    assert "contacts" in made or str(path) in complaint


def test_a_head_with_a_wrong_scale_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "hostile.jsonl"
    path.write_text(json.dumps({**Head().line(), "scale": "x"}) + "\n")
    with pytest.raises(WrongRecording, match="line 1: scale must be a number"):
        firm(path)


def test_a_full_disk_leaves_whole_lines_and_is_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    tape = Tape(tmp_path / "tape.jsonl")
    tape.write(SOUND)
    real = os.write
    sizes = iter([10])

    def write(file: int, content: bytes) -> int:
        size = next(sizes, None)
        if size is None:
            raise OSError(28, "No space left on device")
        return real(file, content[:size])

    monkeypatch.setattr(os, "write", write)
    tape.write(SOUND)
    tape.write(SOUND)
    monkeypatch.setattr(os, "write", real)
    tape.write(SOUND)
    tape.close()
    assert (tape.count, tape.missed) == (2, 2)
    assert len((tmp_path / "tape.jsonl").read_text().splitlines()) == 3
    assert capsys.readouterr().err.count("cannot be written (No space left on device)") == 1
