"""The verbs for webhooks: trigger a change, list deliveries and decisions, set delivery faults, listen as a receiver."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result

from mockclio import MockClio
from mockclio.cli import main
from mockclio.testing.scenarios import recording
from mockclio.webhooks.receiver import Receiver
from mockclio.webhooks.signature import sign
from tests.api import Api
from tests.webhooks.sockets import listening

NOWHERE = "http://127.0.0.1:9"


def ask(mock: MockClio, *words: Any) -> Result:
    return CliRunner().invoke(main, [*map(str, words), "--url", mock.url])


def result_of(mock: MockClio, *words: Any) -> Any:
    result = ask(mock, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def receiver(mock: MockClio) -> Receiver:
    """Hears of contacts, without a socket."""
    result = Receiver()
    mock.webhooks.mount("https://app.test", result)
    Api(mock).post("/webhooks", {"url": "https://app.test/hook", "model": "contact", "fields": "id,name"})
    return result


def test_a_change_is_triggered_and_waited_for(mock: MockClio, receiver: Receiver) -> None:
    made = result_of(mock, "trigger", "contact.created", "--set", "name=Harbor", "--set", "type=Company")
    assert (made["model"], made["event"], made["data"]["name"]) == ("contact", "created", "Harbor")
    arrived = result_of(mock, "webhooks", "wait", "--model", "contact", "--event", "created", "--record", made["id"])["delivery"]
    assert (arrived["record"], arrived["state"]) == (made["id"], "delivered")
    assert [post.json["data"] for post in receiver.events] == [{"id": made["id"], "name": "Harbor"}]
    changed = result_of(mock, "trigger", "contact.updated", "--id", made["id"], "--set", "name=Yard")
    assert changed["id"] == made["id"]
    words = ask(mock, "trigger", "matter.created", "--set", f"client.id={made['id']}").stdout
    assert re.match(r"matter.created: \d+\n  POST /api/v4/matters -> 201\n", words.replace("  GET /api/v4/contacts -> 200\n", ""))


def test_wrong_orders_are_usage_errors_and_refused_ones_findings(mock: MockClio) -> None:
    assert (ask(mock, "trigger", "matter.made").exit_code, ask(mock, "trigger", "matter.created", "--set", "desc=x").exit_code) == (2, 2)
    assert [ask(mock, "trigger", "matter.created", "--set", word).exit_code for word in ("x", ".a=1", "a..b=1")] == [2, 2, 2]
    assert ask(mock, "trigger", "matter.created", "--set", "client=1", "--set", "client.id=2").exit_code == 2
    refused = ask(mock, "trigger", "contact.updated", "--id", "5")
    assert (refused.exit_code, "404" in refused.stderr) == (1, True)
    assert ask(mock, "trigger", "contact.created", "--token", "wrong").exit_code == 1
    away = CliRunner().invoke(main, ["trigger", "contact.created", "--url", NOWHERE])
    assert (away.exit_code, "mockclio serve" in away.stderr) == (3, True)


def test_deliveries_are_listed_explained_and_sent_again(mock: MockClio, receiver: Receiver) -> None:
    made = result_of(mock, "trigger", "contact.created")["id"]
    result_of(mock, "trigger", "task.created")
    first = result_of(mock, "webhooks", "wait", "--event", "created")["delivery"]["id"]
    assert [row["event"] for row in result_of(mock, "webhooks", "list")["deliveries"]] == ["handshake", "created"]
    assert [row["id"] for row in result_of(mock, "webhooks", "list", "--state", "delivered", "--after", first - 1)["deliveries"]] == [first]
    assert [row["reason"] for row in result_of(mock, "webhooks", "why", "--record", made)["changes"]] == ["sent"]
    again = result_of(mock, "webhooks", "resend", first, first)["deliveries"]
    assert [row["copy_of"] for row in again] == [first, first]
    result_of(mock, "webhooks", "wait", "--after", again[0]["id"])
    assert [post.body for post in receiver.events] == [receiver.events[0].body] * 3
    shown = ask(mock, "webhooks", "show", first).stdout
    assert f"delivery {first}: created of contact {made}" in shown
    assert "https://app.test/hook -> 200" in shown
    assert "answered with 200" in ask(mock, "webhooks", "list").stdout
    assert "A delivery was queued." in ask(mock, "webhooks", "why").stdout
    replayed = result_of(mock, "webhooks", "replay", "--since", first_at(mock), "--first", first, "--model", "contact")
    assert [(row["copy_of"], row["body"]) for row in replayed["deliveries"]] == [(first, receiver.events[0].body.decode())]
    assert ask(mock, "webhooks", "replay", "--event", "deleted").stdout == "none\n0 sent again\n"
    backwards = ask(mock, "webhooks", "replay", "--first", 2, "--last", 1)
    assert (backwards.exit_code, "before it begins" in backwards.stderr) == (1, True)
    assert ask(mock, "webhooks", "show", 999).exit_code == 1
    nothing = ask(mock, "webhooks", "wait", "--model", "task", "--timeout", "0")
    assert (nothing.exit_code, "nothing happened that a webhook is for" in nothing.stderr) == (1, True)


def first_at(mock: MockClio) -> str:
    """When the first delivery was queued."""
    return str(result_of(mock, "webhooks", "list")["deliveries"][0]["queued_at"])


def test_delivery_faults_are_set_by_command(mock: MockClio, receiver: Receiver) -> None:
    for words in (
        ("drop", "--times", 2, "--model", "contact"),
        ("duplicate",),
        ("reorder", "--times", 3),
        ("corrupt", "--event", "created"),
        ("delay", "15m"),
        ("respond", "500,none,200"),
    ):
        assert ask(mock, "webhooks", *words).exit_code == 0
    rows = result_of(mock, "webhooks", "lab")["interventions"]
    assert [(row["action"], row["left"], row["model"], row["event"], row["seconds"], row["answers"]) for row in rows] == [
        ("drop", 2, "contact", None, 0, []),
        ("duplicate", 1, None, None, 0, []),
        ("reorder", 3, None, None, 0, []),
        ("corrupt", 1, None, "created", 0, []),
        ("delay", 1, None, None, 900, []),
        ("respond", 3, None, None, 0, [500, None, 200]),
    ]
    assert "500, None, 200" in ask(mock, "webhooks", "lab").stdout
    assert result_of(mock, "webhooks", "clear") == {"cleared": 6}
    assert ask(mock, "webhooks", "respond", "500,maybe").exit_code == 2
    assert ask(mock, "webhooks", "delay", "soon").exit_code == 1


def test_a_history_goes_from_a_server_to_a_receiver(mock: MockClio, receiver: Receiver, tmp_path: Path) -> None:
    result_of(mock, "trigger", "contact.created")
    result_of(mock, "webhooks", "wait", "--event", "created")
    (tmp_path / "history.json").write_text(ask(mock, "webhooks", "list", "--json").stdout)
    other = Receiver()
    with listening(other) as url:
        for pace in ("once", "recorded", "clock"):
            result = ask(mock, "replay", tmp_path / "history.json", "--to", url, "--pace", pace)
            assert result.exit_code == 0, result.output
    assert [(post.event, post.verified) for post in other] == [("handshake", None), ("created", True)] * 3
    assert {post.body for post in other.events} == {receiver.events[0].body}


def replay(*words: Any) -> Result:
    return CliRunner().invoke(main, ["replay", *map(str, words)])


def test_a_scenario_prints_a_timeline_and_exits_with_1_when_it_fails(tmp_path: Path) -> None:
    result = replay("gone_410")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "The receiver is gone (410)")
    assert "2026-06-01 13:00:00 received  handshake -> 200" in result.stdout
    file = tmp_path / "x.yaml"
    file.write_text("scenario: A\nsteps:\n  - expect: {received: [handshake]}\n")
    failed = replay(file, "--json")
    assert (failed.exit_code, json.loads(failed.stdout)["failures"]) == (1, 1)
    assert "line 3: received: 0 posts and not 1: nothing came" in replay(file).stdout
    file.write_text("scenario: A\nsteps:\n  - expect: {recieved: [handshake]}\n")
    wrong = replay(file, "--to", NOWHERE)
    assert (wrong.exit_code, f"{file}:3: steps.0.expect: recieved: unknown" in wrong.stderr) == (2, True)
    assert [row["name"] for row in json.loads(replay("--list", "--json").stdout)][:2] == ["burst", "daylight_saving_night"]
    assert "receiver_down_then_back       Receiver down, then back" in replay("--list").stdout


def test_a_receiver_is_asked_first_whether_it_is_there_and_ours() -> None:
    away = replay("gone_410", "--to", NOWHERE)
    assert (away.exit_code, "mockclio listen --port 9" in away.stderr) == (3, True)
    stranger = replay("gone_410", "--to", "https://example.com/hook")
    assert (stranger.exit_code, "--allow-webhook-host example.com" in stranger.stderr) == (2, True)
    for words in (("gone_410", "--to", "localhost:9"), (), ("nothing",)):
        assert replay(*words).exit_code == 2


@contextmanager
def listener_of(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A listening command and its address."""
    command = [sys.executable, "-m", "mockclio", "listen", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        ready = re.fullmatch(r"ready (http://\S+)\n", process.stdout.readline())
        assert ready is not None, process.communicate()
        try:
            yield ready[1], process
        finally:
            process.terminate()


def test_the_listener_verifies_answers_as_told_and_records(tmp_path: Path) -> None:
    file = tmp_path / "posts.jsonl"
    body = json.dumps({"data": {"id": 1}, "meta": {"event": "created", "webhook_id": 7}})
    with listener_of("--respond", "500,503,200", "--record", str(file), "--count", "7", "--json") as (url, process):
        shake = httpx.post(url, json={"data": {"webhook_id": 7}}, headers={"X-Hook-Secret": "hush"})
        assert (shake.status_code, shake.headers["X-Hook-Secret"]) == (200, "hush")
        signed = {"X-Hook-Signature": sign("hush", body.encode())}
        assert [httpx.post(url, content=body, headers=signed).status_code for _ in range(4)] == [500, 503, 200, 200]
        assert httpx.post(url, content=body, headers={"X-Hook-Signature": "no"}).status_code == 401
        assert httpx.post(url, content="x").status_code == 400
        output, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (1, "")
    rows = [json.loads(line) for line in output.splitlines()]
    assert [(row["event"], row["status"], row["verified"]) for row in rows] == [
        ("handshake", 200, None),
        ("created", 500, True),
        ("created", 503, True),
        ("created", 200, True),
        ("created", 200, True),
        ("created", 401, False),
        ("not a delivery", 400, False),
    ]
    lines = file.read_text().splitlines()
    assert [json.loads(line) for line in lines] == rows
    assert len(recording.parse("\n".join(lines[:6]), "posts.jsonl").items) == 5


def test_a_silent_listener_knows_a_secret_beforehand() -> None:
    body = b'{"data":{"id":1},"meta":{"event":"created","webhook_id":7}}'
    with listener_of("--silent", "--secret", "hush", "--count", "2") as (url, process):
        assert httpx.post(url, content=body, headers={"X-Hook-Signature": sign("hush", body)}).status_code == 200
        assert "X-Hook-Secret" not in httpx.post(url, json={"data": {"webhook_id": 8}}, headers={"X-Hook-Secret": "x"}).headers
        output, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "created -> 200 (signature valid)" in output


def test_a_listener_may_leave_the_sender_without_an_answer() -> None:
    body = b'{"data":{"id":1},"meta":{"event":"created","webhook_id":7}}'
    signed = {"X-Hook-Signature": sign("hush", body)}
    with listener_of("--respond", "none,200", "--secret", "hush", "--count", "3") as (url, process):
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(url, content=body, headers=signed, timeout=0.3)
        malformed = httpx.post(url, content="x", headers={"X-Hook-Secret": "hush"})
        assert (malformed.status_code, "webhook_id" in malformed.text) == (400, True)
        assert httpx.post(url, content=body, headers=signed).status_code == 200
        output, _ = process.communicate(timeout=20)
    lines = [re.sub(r"^\S+ ", "", line) for line in output.splitlines()]
    assert lines[0].startswith("created -> no answer (signature valid)")
    assert lines[1].startswith("handshake -> 400 (a handshake has the body")
    assert (process.returncode, lines[2].startswith("created -> 200")) == (0, True)


def test_what_the_listener_is_to_answer_is_checked() -> None:
    assert [CliRunner().invoke(main, ["listen", "--respond", words]).exit_code for words in ("", "abc", "99", "200;500", "nothing")] == [
        2
    ] * 5
