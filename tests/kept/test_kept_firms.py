"""Firm documents of 0.1.0, one as the firms that ship and one made of a recording: they open, and no key of theirs got another name."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.store.state import DROPPED
from tests.kept.filling import NOW, call, control
from tests.kept.reading import KEPT, document, keys, lost, verb

FIRM = document("firm.json")
ROWS = {name: rows for name, rows in FIRM.items() if not name.startswith("_")}
UNLISTED = {"custom_fields": 1, "documents": 1, "folders": 1, "outstanding_client_balances": 1, "users": 1}
"""Rows that lists leave out: deleted, in the trash, paid, of a person from another firm."""


@pytest.fixture
def mock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MockClio]:
    monkeypatch.chdir(tmp_path)
    with MockClio(str(KEPT / "firm.json")) as mock:
        yield mock


def test_every_list_shows_every_row(mock: MockClio) -> None:
    answers = {name: mock.http.get(f"/api/v4/{name}.json") for name in ROWS}
    assert {answer.status_code for answer in answers.values()} == {200, 400, 404}
    shown = {name: answer.json()["meta"]["records"] for name, answer in answers.items() if answer.status_code == 200}
    assert shown == {name: len(ROWS[name]) - UNLISTED.get(name, 0) for name in shown}
    assert len(shown) >= 48


def test_a_firm_begins_at_its_own_time_with_new_ids(mock: MockClio) -> None:
    assert control(mock.http, "GET", "clock") == {"now": NOW, "frozen": True, "agenda": []}
    assert call(mock.http, "POST", "/practice_areas", {"name": "Harbors"})["id"] == FIRM["_default"]["1"]["last_id"] + 1 == 1049861
    client = call(mock.http, "GET", "/contacts")[0]
    matter = {"client": client, "description": "The next one"}
    assert call(mock.http, "POST", "/matters", matter, fields="number") == {"number": 22}


def test_what_keys_of_our_own_say_is_understood(mock: MockClio) -> None:
    permissions = {one["id"]: one["permission"] for one in call(mock.http, "GET", "/calendars", fields="id,permission")}
    assert (permissions[1048867], permissions[1049049], permissions[1048579]) == ("viewer", "limited_viewer", "owner")
    assert call(mock.http, "GET", "/bank_accounts", fields="name,balance") == [
        {"name": "Operating Account", "balance": 17130.87},
        {"name": "IOLTA Trust Account", "balance": 68083.5},
        {"name": "Tax reserve", "balance": 11000.0},
        {"name": "Former trust account", "balance": 0.0},
    ]
    trashed = [row["id"] for row in ROWS["documents"].values() if row.get("_trashed")]
    assert trashed
    assert {call(mock.http, "GET", f"/documents/{id}", fields="deleted_at")["deleted_at"] is None for id in trashed} == {False}
    for key in ("_written_off", "_balances", "_co_counsel", "_reconciled", "_kyc_fields"):
        assert any(f"/{key}" in path for path in keys(FIRM)), key


def test_the_bytes_of_documents_are_there(mock: MockClio) -> None:
    bytes_of = {file["sha256"]: base64.b64decode(file["base64"]) for file in FIRM["_files"].values()}
    for row in ROWS["documents"].values():
        version = ROWS["document_versions"][str(row["latest_document_version"])]
        if version.get("_file") and not row.get("_hidden"):
            location = mock.http.get(f"/api/v4/documents/{row['id']}/download").headers["Location"]
            assert mock.http.get(location).content == bytes_of[version["_file"]]


def test_a_firm_that_is_opened_and_saved_loses_only_tables_that_the_api_no_longer_has(mock: MockClio) -> None:
    path = control(mock.http, "POST", "states", {"name": "saved"})["path"]
    head = FIRM["_default"]["1"]
    old = {**FIRM, "_default": {"1": {key: value for key, value in head.items() if key != "name"}}}
    saved = json.loads(Path(path).read_text())
    assert saved["_default"]["1"]["upgrades"] == ["custom_field_values"]
    assert list(lost(_without_file_numbers(old), _without_file_numbers(_without_added_values(old, saved)))) == [
        f"/{name} is missing" for name in DROPPED
    ]


def _without_added_values(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """A saved firm less the values that its upgrade added behind those of then: null, with ids made of those of record and field."""
    results, added = dict(new), []
    for table in ("contacts", "matters"):
        results[table] = {}
        for key, row in new[table].items():
            before = len(old[table][key].get("custom_field_values") or [])
            values = row.get("custom_field_values") or []
            added += [(value, f"{row['id']}{value['custom_field']}") for value in values[before:]]
            results[table][key] = {**row, "custom_field_values": values[:before]} if values else row
    assert added
    assert [(value["value"], value["id"].rpartition("-")[2]) for value, _ in added] == [(None, number) for _, number in added]
    return results


def _without_file_numbers(whole: dict[str, Any]) -> dict[str, Any]:
    return {**whole, "_files": {file["sha256"]: file["base64"] for file in whole["_files"].values()}}


def test_the_firm_of_today_has_every_key_of_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample has every key of the firm `small` of its time, which tests/seeding makes anew: a key of another name would be missing."""
    monkeypatch.chdir(tmp_path)
    with MockClio("small") as mock:
        path = control(mock.http, "POST", "states", {"name": "small"})["path"]
    dropped = {key for key in keys(FIRM) if key.split("/")[1] in DROPPED}
    assert keys(FIRM) - keys(json.loads(Path(path).read_text())) == dropped


# --- of a recording ------------------------------------------------------------------------------------------------------------------


def test_a_firm_of_a_recording_is_made_as_it_was(tmp_path: Path) -> None:
    """What was recorded becomes the same rows; what nobody read is as in the empty firm of today."""
    output = verb("seed", "--from", KEPT / "recording.jsonl", "--output", tmp_path / "firm.json", "--json").stdout
    old, new = document("recorded-firm.json"), json.loads((tmp_path / "firm.json").read_text())
    assert json.loads(output)["file"] == str(tmp_path / "firm.json")
    recorded = ("_default", "users", "contacts", "matters", "activities", "folders", "practice_areas")
    assert list(lost({name: old[name] for name in recorded}, new)) == []
    assert keys(old) - keys(new) == set()


def test_a_firm_that_was_made_of_a_recording_opens() -> None:
    lines = [json.loads(line) for line in (KEPT / "recording.jsonl").read_text().splitlines()]
    by_operation = {line["operation"]: line["data"] for line in lines[1:] if line["method"] == "GET" and line["status"] == 200}
    shown = {
        ("Matter#index", "/matters"): ("id", "display_number", "description", "status", "open_date"),
        ("Activity#index", "/activities"): ("id", "type", "date", "quantity", "price", "total", "note"),
        ("User#index", "/users"): ("id", "name", "email", "enabled", "rate"),
    }
    with MockClio(str(KEPT / "recorded-firm.json")) as mock:
        for (operation, path), names in shown.items():
            recorded = [{name: row[name] for name in names} for row in by_operation[operation]]
            assert _by_id(call(mock.http, "GET", path, fields=",".join(names))) == _by_id(recorded)
        assert call(mock.http, "GET", "/users/who_am_i", fields="id,name,email") == by_operation["User#who_am_i"]


def _by_id(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: int(row["id"]))
