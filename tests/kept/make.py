"""How the kept files were made: python -m tests.kept.make FOLDER, run once with the version that the folder is named after.

Tests read the files and never run this. A later version makes a folder of its own and leaves the older ones as they are. What people write
by hand stands in the folder already: scenario.yaml and deliveries.yaml.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from mockclio import MockClio
from mockclio.client import FileStore, Tokens, UploadBroken
from tests.kept.filling import NOW, PROGRAM, control, fill
from tests.kept.filling import call as ask

COMMAND = (sys.executable, "-m", "mockclio")
ROOT = Path(__file__).parents[2]
TEST = """
def test_matters(mockclio):
    mockclio.http.get("/api/v4/matters.json", params={"status": "open", "fields": "id,client{name}"})
    mockclio.http.get("/api/v4/matters/1.json")
    mockclio.http.post("/api/v4/contacts.json", json={"data": {"type": "Company", "name": "Harbor"}})
    mockclio.http.get("/api/v4/nowhere.json")
"""


def main(folder: Path) -> None:
    written_by_hand = {"scenario.yaml", "deliveries.yaml"}
    if {path.name for path in folder.iterdir()} != written_by_hand:
        raise SystemExit(f"{folder} holds kept files already: they are never made again")
    with TemporaryDirectory() as name:
        work = Path(name)
        _state(folder, work)
        _firm(folder)
        _database(folder, work)
        _received(folder)
        _coverage(folder, work)
        _recording(folder)
        _report(folder)
    for path in sorted(folder.iterdir()):
        print(f"{path.stat().st_size:>8} {path.name}")


def _run(*words: object, code: int = 0, cwd: Path = ROOT, **variables: str) -> str:
    command, around = [*COMMAND, *map(str, words)], {**os.environ, **variables}
    done = subprocess.run(command, text=True, capture_output=True, env=around, cwd=cwd, check=False)
    assert done.returncode == code, f"{words}: {done.returncode} {done.stdout} {done.stderr}"
    return done.stdout


@contextmanager
def _running(*words: object) -> Iterator[str]:
    """The address of a verb that runs until a signal."""
    with subprocess.Popen([*COMMAND, *map(str, words)], stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
        process.send_signal(signal.SIGTERM)


@contextmanager
def _asking(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, headers={"Authorization": "Bearer dev-token"}, trust_env=False) as http:
        yield http


def _state(folder: Path, work: Path) -> None:
    """state.json (a saved state), and what was written beside it: tokens.json (a FileStore), upload.json (an Upload that stopped)."""
    with MockClio("empty", at=NOW) as mock:
        fill(mock.http)
        granted = control(mock.http, "POST", "tokens", {})
        FileStore(folder / "tokens.json").save(Tokens(granted["access_token"], granted["refresh_token"], 1782910800.0))
        root = ask(mock.http, "GET", "/folders")[0]["id"]
        try:
            mock.client.documents.upload(b"A deed that takes two steps", name="deed.txt", parent={"id": root, "type": "Folder"})
        except UploadBroken as stopped:
            stopped.upload.save(folder / "upload.json")
        mock.webhooks.automatic = False
        ask(mock.http, "POST", "/contacts", {"type": "Company", "name": "Owed Ltd"})
        before = Path.cwd()
        os.chdir(work)  # the states of a mock lie below the present folder
        path = control(mock.http, "POST", "states", {"name": "state"})["path"]
        os.chdir(before)
        shutil.copy(path, folder / "state.json")


def _firm(folder: Path) -> None:
    """firm.json: of the firm `small`, as few rows as have every key of every table, with the rows that they refer to."""
    document: dict[str, Any] = json.loads((ROOT / "fixtures" / "firms" / "small.json").read_text())
    tables = {name: rows for name, rows in document.items() if name not in ("_default", "_files")}
    places = {row["id"]: (name, key) for name, rows in tables.items() if not name.startswith("_") for key, row in rows.items()}
    wanted = [(name, key) for name, rows in tables.items() for key in _covering(rows)]
    kept: set[tuple[str, str]] = set()
    while wanted:
        name, key = place = wanted.pop()
        if place not in kept:
            kept.add(place)
            wanted += [places[id] for id in _integers(tables[name][key]) if id in places]
    made = {name: {key: row for key, row in rows.items() if (name, key) in kept} for name, rows in tables.items()}
    named = {text for rows in made.values() for row in rows.values() for text in _texts(row)}
    files = {key: row for key, row in document["_files"].items() if row["sha256"] in named}
    whole = {"_default": document["_default"], **made, "_files": files}
    sections = []
    for name, rows in whole.items():
        lines = [f'"{key}": {_short(row)}' for key, row in rows.items()]
        sections.append(f'"{name}": {{\n' + ",\n".join(lines) + "\n}")
    (folder / "firm.json").write_text("{\n" + ",\n".join(sections) + "\n}\n")


def _covering(rows: dict[str, Any]) -> list[str]:
    """Keys of a few rows that together have every key of the table."""
    missing = {name for row in rows.values() for name in row}
    chosen: list[str] = []
    while missing:
        best = max(rows, key=lambda key: len(missing & rows[key].keys()))
        chosen.append(best)
        missing -= rows[best].keys()
    return chosen


def _short(row: Any) -> str:
    return json.dumps(row, separators=(",", ":"), ensure_ascii=False)


def _integers(value: Any) -> Iterator[int]:
    if isinstance(value, int):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _integers(inner)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(inner)


def _database(folder: Path, work: Path) -> None:
    """world.db (`serve --persist`) and deliveries.json (`webhooks list --json`)."""
    with _running("serve", "--firm", "empty", "--port", 0, "--at", NOW, "--persist", work / "world.db") as url, _asking(url) as http:
        fill(http)
        (folder / "deliveries.json").write_text(_run("webhooks", "list", "--json", "--url", url))
    assert not (work / "world.db-wal").exists()
    shutil.copy(work / "world.db", folder / "world.db")


def _received(folder: Path) -> None:
    """received.jsonl (`listen --record`): a handshake, an event with a wrong signature and one with the right one."""
    options = ("--port", 0, "--record", folder / "received.jsonl")
    with _running("serve", "--firm", "empty", "--port", 0) as url, _asking(url) as http, _running("listen", *options) as receiver:
        hook = {"url": f"{receiver}/hook", "model": "contact", "fields": "id,name", "events": ["created"]}
        ask(http, "POST", "/webhooks", hook)
        assert control(http, "GET", "webhooks/wait", event="handshake")["delivery"]
        control(http, "POST", "webhooks/interventions", {"action": "corrupt"})
        for name in ("Spoiled Ltd", "Fine Ltd"):
            ask(http, "POST", "/contacts", {"type": "Company", "name": name})
        assert control(http, "GET", "webhooks/wait", event="created")["delivery"]


def _coverage(folder: Path, work: Path) -> None:
    """coverage-run.json (`mockclio run`) and coverage-pytest.json (the pytest plugin)."""
    _run("run", "--coverage", folder / "coverage-run.json", "--", sys.executable, "-c", PROGRAM)
    (work / "test_app.py").write_text(TEST)
    option = f"--mockclio-coverage={folder / 'coverage-pytest.json'}"
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", option, "test_app.py"], cwd=work, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True
    )


def _recording(folder: Path) -> None:
    """recording.jsonl (`record`) and recorded-firm.json (`seed --from`)."""
    recording = folder / "recording.jsonl"
    options = ("--token", "dev-token", "--seed", "7", "--output", recording, "--allow-writes", "--scale", "2", "--map-ids")
    with (
        _running("serve", "--firm", folder / "firm.json", "--port", 0, "--at", NOW) as url,
        _running("record", "--upstream", url, *options) as proxy,
        _asking(proxy) as http,
    ):
        ask(http, "GET", "/users/who_am_i", fields="id,name,email")
        ask(http, "GET", "/users", fields="id,name,email,enabled,rate")
        ask(http, "GET", "/contacts", fields="id,type,name,first_name,last_name,email_addresses,is_client")
        ask(http, "GET", "/matters", fields="id,display_number,description,status,client,practice_area,open_date")
        ask(http, "GET", "/activities", fields="id,type,date,quantity,price,total,note,matter,user")
        made = ask(http, "POST", "/contacts", {"type": "Company", "name": "Harbor Freight"}, fields="id,type,name")["id"]
        assert http.get("/api/v4/matters/1.json").status_code == 404
        http.delete(f"/api/v4/contacts/{made}.json")
    _run("seed", "--from", recording, "--output", folder / "recorded-firm.json")


def _report(folder: Path) -> None:
    """report.json (`verify --report json`), of a server that is wrong in one place, and named an account as that of a customer is."""
    file = folder / "report.json"
    with _running("serve", "--firm", "small", "--port", 0, "--at", NOW) as url:
        with _asking(url) as http:
            control(http, "POST", "faults", {"status": 500, "operation": "Note#show"})
        _run(
            "verify", "--base-url", url, "--read-only", "--kinds", "errors", "--tags", "Notes", "--report", "json", "--output", file, code=1
        )
    text = file.read_text()
    file.write_text(text.replace('"mock": true', '"mock": false').replace(url, "https://app.clio.com"))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
