"""What 0.1.0 wrote beside its worlds: coverage, recordings, scenarios, deliveries, reports. Each is read, and written today as then."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from mockclio import MockClio
from tests.kept.filling import PROGRAM, call, control
from tests.kept.reading import KEPT, document, keys, lost, verb

READ: dict[str, Any] = {"body": [], "errors": {}, "faults": []}


@contextmanager
def running(*words: object) -> Iterator[str]:
    """A verb in a process of its own until a signal: the address that it tells."""
    with subprocess.Popen([sys.executable, "-m", "mockclio", *map(str, words)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)


# --- coverage ------------------------------------------------------------------------------------------------------------------------


def test_coverages_of_two_runs_are_merged(tmp_path: Path) -> None:
    files = [KEPT / "coverage-run.json", KEPT / "coverage-pytest.json"]
    merged = json.loads(verb("coverage", *files, "--json", "--output", tmp_path / "both.json").stdout)
    measured = merged.pop("measured")
    assert merged == {
        "mockclio_coverage": 1,
        "operations": {
            "Contact#create": {
                **READ,
                "calls": {"201": 1},
                "parameters": {},
                "fields": ["etag", "id", "initials", "name", "type"],
                "body": ["name", "type"],
            },
            "Matter#index": {
                **READ,
                "calls": {"200": 2},
                "parameters": {"fields": [], "limit": [], "order": ["id(asc)"], "status": ["open"]},
                "fields": ["client", "client.name", "display_number", "etag", "id"],
            },
            "Matter#show": {**READ, "calls": {"404": 1}, "parameters": {}, "fields": [], "errors": {"404": ["NotFoundError"]}},
            "Task#index": {**READ, "calls": {"200": 1}, "parameters": {}, "fields": ["etag", "id"]},
        },
        "events": [],
        "unmatched": 1,
    }
    assert [measured[name]["touched"] for name in ("operations", "parameters", "errors")] == [3, 4, 1]
    assert json.loads((tmp_path / "both.json").read_text()) == {**merged, "measured": measured}


def test_the_coverage_of_a_run_is_written_as_it_was(tmp_path: Path) -> None:
    verb("run", "--coverage", tmp_path / "new.json", "--", sys.executable, "-c", PROGRAM)
    old, new = document("coverage-run.json"), json.loads((tmp_path / "new.json").read_text())
    coverage = {name: count["touched"] for name, count in old.pop("measured").items()}
    assert {name: count["touched"] for name, count in new.pop("measured").items()} == coverage
    assert list(lost(old, new)) == []


# --- recordings of an account --------------------------------------------------------------------------------------------------------


def test_a_recording_is_gone_on_with(tmp_path: Path) -> None:
    """Another exchange is written behind those that are there, with the same keys."""
    file = Path(shutil.copy(KEPT / "recording.jsonl", tmp_path / "office.jsonl"))
    options = ("--token", "dev-token", "--seed", "7", "--output", file, "--scale", "2", "--map-ids")
    with MockClio(str(KEPT / "firm.json")) as mock, running("record", "--upstream", mock.url, *options) as proxy:
        query = {"fields": "id,name,email,enabled,rate"}
        assert httpx.get(f"{proxy}/api/v4/users.json", params=query, trust_env=False).status_code == 200
    old, new = (path.read_text().splitlines() for path in (KEPT / "recording.jsonl", file))
    assert new[:-1] == old
    at = re.compile(r'"at":"[^"]*"')
    assert at.sub("", new[-1]) == at.sub("", next(line for line in old if '"User#index"' in line))


# --- scenarios and deliveries --------------------------------------------------------------------------------------------------------


def test_a_scenario_plays_as_it_did() -> None:
    report = json.loads(verb("replay", KEPT / "scenario.yaml", "--json").stdout)
    received = [(entry["at"][5:16], entry["text"]) for entry in report["timeline"] if entry["kind"] == "received"]
    assert [(at, *re.findall(r"^\w+|(?<=-> )(?:\d+|no answer)", text)) for at, text in received] == [
        ("06-01T13:00", "handshake", "200"),
        ("06-01T13:00", "created", "500"),
        ("06-01T13:02", "created", "503"),
        ("06-01T13:06", "created", "no answer"),
        ("06-01T13:14", "created", "200"),
        ("06-01T13:30", "updated", "401"),
        ("06-01T13:32", "updated", "200"),
        ("06-01T13:32", "created", "200"),
        ("06-01T13:32", "created", "200"),
        ("06-01T14:32", "deleted", "200"),
        ("06-01T14:32", "created", "200"),
        ("06-01T14:32", "created", "200"),
        ("06-01T14:32", "created", "200"),
        ("06-04T14:32", "handshake", "200"),
    ]
    assert (report["passed"], report["failures"], [entry["kind"] for entry in report["timeline"]].count("expect")) == (True, 0, 6)


def receiver(requests: list[Any], answer: str = "200 OK") -> Callable[..., Iterable[bytes]]:
    """Notes each body, and answers with the secret of a handshake."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        secret = environ.get("HTTP_X_HOOK_SECRET")
        requests.append("handshake" if secret else body)
        start_response(answer, [("X-Hook-Secret", secret)] if secret else [])
        return [b""]

    return application


@pytest.mark.parametrize("name", ["deliveries.json", "deliveries.yaml", "received.jsonl"])
def test_deliveries_are_sent_again(name: str) -> None:
    requests: list[str] = []
    with MockClio("empty") as mock, mock.webhooks.listening(receiver(requests)) as url:
        verb("replay", KEPT / name, "--to", url)
    assert [one for one in requests if one != "handshake"] == BODIES[name]
    assert requests.count("handshake") == (2 if name == "deliveries.yaml" else 1)


BODIES = {
    "deliveries.json": [row["body"] for row in document("deliveries.json")["deliveries"] if row["kind"] == "event" and row["attempts"]],
    "deliveries.yaml": [
        '{"data":{"id":1,"name":"Harbor Freight"},"meta":{"event":"created","webhook_id":7}}',
        '{"data":{"id":1,"name":"Harbor Freight Ltd"},"meta":{"event":"updated","webhook_id":7}}',
        '{"data":{"id":1},"meta":{"event":"deleted","webhook_id":8}}',
    ],
    "received.jsonl": [
        row["body"] for row in map(json.loads, (KEPT / "received.jsonl").read_text().splitlines()) if row["event"] != "handshake"
    ],
}


def test_what_a_receiver_wrote_down_is_written_as_it_was(tmp_path: Path) -> None:
    with MockClio("empty") as mock, running("listen", "--port", 0, "--record", tmp_path / "new.jsonl") as url:
        hook = {"url": f"{url}/hook", "model": "contact", "fields": "id,name", "events": ["created"]}
        call(mock.http, "POST", "/webhooks", hook)
        control(mock.http, "POST", "webhooks/interventions", {"action": "corrupt"})
        for name in ("Spoiled Ltd", "Fine Ltd"):
            call(mock.http, "POST", "/contacts", {"type": "Company", "name": name})
    old, new = ([json.loads(line) for line in path.read_text().splitlines()] for path in (KEPT / "received.jsonl", tmp_path / "new.jsonl"))
    compared = ("event", "path", "body", "verified", "status", "reason")
    assert [{key: row[key] for key in compared} for row in new] == [{key: row[key] for key in compared} for row in old]
    assert keys(old) - keys(new) == set()


# --- reports -------------------------------------------------------------------------------------------------------------------------


def test_a_report_proposes_what_its_cases_showed() -> None:
    """What is expected is counted from the report and from the ledger of today, which has better evidence, and other rules for some."""
    cases = document("report.json")["cases"]
    ledger = {rule["id"]: rule for rule in json.loads(verb("rules", "--json").stdout)}
    outcomes = {(rule, case["outcome"]) for case in cases for rule in case["rules"]}
    broken = {rule for rule, outcome in outcomes if outcome == "broken"}
    holding = {rule for rule, outcome in outcomes if outcome == "holds"} - broken
    imported = json.loads(verb("rules", "import", KEPT / "report.json", "--json", code=1).stdout)
    unseen = {rule for rule in holding & ledger.keys() if ledger[rule]["evidence"] in ("assumed", "inferred")}
    assert {one["rule"] for one in imported["proposals"]} == unseen
    assert {one["rule"]: len(one["broken"]) for one in imported["questions"]} == {
        rule: sum(rule in case["rules"] and case["outcome"] == "broken" for case in cases) for rule in broken & ledger.keys()
    }
    assert len(holding) > 5 < len(broken)


def test_a_report_is_written_with_the_keys_of_then(tmp_path: Path) -> None:
    with MockClio("small") as mock:
        control(mock.http, "POST", "faults", {"status": 500, "operation": "Note#show"})
        options = ("--read-only", "--kinds", "errors", "--tags", "Notes", "--match", "no-token/Note#", "--report", "json")
        verb("verify", "--base-url", mock.url, *options, "--output", tmp_path / "broken.json", code=1)
        verb("verify", "--base-url", mock.url, *options[:-3], "if-match/", *options[-2:], "--output", tmp_path / "unjudged.json")
    reports = [json.loads((tmp_path / f"{name}.json").read_text()) for name in ("broken", "unjudged")]
    old = document("report.json")
    assert keys(old) - keys(reports[0]) - keys(reports[1]) == set()
    assert [report["format"] for report in reports] == [old["format"]] * 2
