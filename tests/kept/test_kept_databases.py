"""A world that 0.1.0 kept in a file: `serve --persist` goes on from it, and writes the same tables and keys."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from mockclio.control.webhooks import shown
from tests.cli.serving import Serving
from tests.kept.filling import HOOK, LEASE, NOW, call, control, fill
from tests.kept.reading import KEPT, document, keys, lost

SENT = document("deliveries.json")["deliveries"]


def read(file: Path) -> dict[str, Any]:
    """All that a file holds, each table as a document has it."""
    with closing(sqlite3.connect(file)) as opened:
        tables: dict[str, Any] = {}
        for name, id, value in opened.execute("SELECT name, id, value FROM rows ORDER BY name, id"):
            tables.setdefault(name, {})[str(id)] = json.loads(value)
        return {
            "head": {key: json.loads(value) for key, value in opened.execute("SELECT key, value FROM head")},
            "rows": tables,
            "files": dict(opened.execute("SELECT sha256, content FROM files")),
            "marks": [opened.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")],
            "schema": sorted(text for (text,) in opened.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")),
        }


OLD = read(KEPT / "world.db")
TOKENS = [row["value"] for row in OLD["rows"]["_tokens"].values()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(KEPT / "world.db", tmp_path / "world.db"))


@contextmanager
def served(file: Path, *options: str) -> Iterator[httpx.Client]:
    headers = {"Authorization": "Bearer dev-token"}
    with (
        Serving("--persist", str(file), "--port", "0", *options) as server,
        httpx.Client(base_url=server.url, headers=headers, trust_env=False) as http,
    ):
        yield http
    assert server.code == 0


def test_a_file_that_is_opened_and_closed_loses_nothing(file: Path) -> None:
    with served(file) as http:
        clock = control(http, "GET", "clock")
    assert (clock["now"], clock["frozen"]) == (NOW, True)
    new = read(file)
    assert new["head"].pop("starts") == OLD["head"]["starts"] + 1
    assert list(lost({**OLD, "head": {key: value for key, value in OLD["head"].items() if key != "starts"}}, new)) == []


def test_a_kept_world_goes_on_and_is_kept(file: Path) -> None:
    with served(file) as http:
        _is_as_it_was(http)
        made = _goes_on(http)
        now = control(http, "POST", "clock", {"advance": "1d"})["now"]
    with served(file) as http:
        assert control(http, "GET", "clock")["now"] == now == "2026-06-02T13:02:00Z"
        assert call(http, "GET", f"/contacts/{made}", fields="name") == {"name": "New Ltd"}
        assert call(http, "POST", "/practice_areas", {"name": "Quays"})["id"] > made
        assert [http.get("/api/v4/contacts", headers={"Authorization": f"Bearer {token}"}).status_code for token in TOKENS[:3]] == [
            200,
            200,
            401,
        ]


def _is_as_it_was(http: httpx.Client) -> None:
    """Rows, bytes, settings, faults, credentials and deliveries of the kept file, as the API and the control routes show them."""
    assert control(http, "GET", "webhooks/deliveries")["deliveries"] == [shown(row) for row in SENT]
    assert control(http, "GET", "webhooks/interventions")["interventions"] == list(OLD["rows"]["_interventions"].values())
    assert call(http, "GET", "/matters", fields="display_number,description,client{name}") == [
        {"display_number": "00001-Quay", "description": "Lease of the quay", "client": {"name": "Ann Quay"}}
    ]
    assert call(http, "GET", "/bills", fields="number,state,total,paid") == [
        {"number": "1", "state": "awaiting_payment", "total": 450.0, "paid": 100.0}
    ]
    (lease,) = call(http, "GET", "/documents", fields="id,name,size")
    assert (lease["name"], lease["size"]) == ("lease.txt", len(LEASE))
    assert http.get(http.get(f"/api/v4/documents/{lease['id']}/download").headers["Location"]).content == LEASE
    assert [fault["id"] for fault in control(http, "GET", "faults")["faults"]] == [f"fault-{number}" for number in range(1, 6)]
    assert http.get("/api/v4/tasks.json").status_code == 503
    assert http.get("/api/v4/contacts.json").headers["X-RateLimit-Limit"] == "40"
    assert (control(http, "POST", "storage", {}), control(http, "POST", "lenient_bodies", {})) == ({"answers": False}, {"lenient": True})
    opened = [http.get("/api/v4/calendars", headers={"Authorization": f"Bearer {token}"}).status_code for token in TOKENS]
    assert opened == [200, 403, 200, 401, 401, 401]


def _goes_on(http: httpx.Client) -> int:
    """What was owed and held is sent; ids, deliveries and tokens are new ones."""
    control(http, "POST", "webhooks/interventions", {"action": "respond", "event": "created", "answers": [200, 200, 200]})
    made: int = call(http, "POST", "/contacts", {"type": "Company", "name": "New Ltd"})["id"]
    assert made == OLD["head"]["last_id"] + 1
    assert control(http, "POST", "tokens", {})["access_token"] not in TOKENS
    control(http, "POST", "clock", {"advance": "2m"})
    for record in (1048918, made, 1048912):  # held back by a delivery fault, its successor, and the one whose second attempt is due
        assert control(http, "GET", "webhooks/wait", record=record, event="created")["delivery"]["attempts"][-1]["status"] == 200
    listed = control(http, "GET", "webhooks/deliveries")["deliveries"]
    assert [(row["id"], row["record"]) for row in listed[len(SENT) :]] == [(len(SENT) + 1, made)]
    assert {attempt["url"] for row in listed for attempt in row["attempts"]} == {HOOK}
    return made


def test_what_is_kept_today_has_every_key_of_then(tmp_path: Path) -> None:
    with served(tmp_path / "new.db", "--firm", "empty", "--at", NOW) as http:
        fill(http)
    new = read(tmp_path / "new.db")
    assert keys({name: OLD[name] for name in ("head", "rows")}) - keys({name: new[name] for name in ("head", "rows")}) == set()
    assert (new["marks"], new["schema"]) == (OLD["marks"], OLD["schema"])
