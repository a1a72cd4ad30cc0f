"""Deliveries that are sent again: from whichever form, signed anew, at the pace that is asked for."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from mockclio import MockClio
from mockclio.testing.scenarios import Target, WrongFile
from mockclio.testing.scenarios.recording import by_clock, in_real_time, parse, replay, secret_of
from mockclio.webhooks.receiver import Receiver
from tests.webhooks.sockets import listening

WRITTEN = """
recording: Edits
deliveries:
  - {event: created, webhook: 7, data: {id: 1}}
  - {after: 15m, event: updated, webhook: 7, data: {id: 1, name: A}}
  - {after: 5, event: created, webhook: 8, data: {id: 2}}
"""


def test_a_written_recording_arrives_signed_with_the_secrets_of_the_handshakes() -> None:
    receiver = Receiver()
    with listening(receiver) as url:
        report = replay(parse(WRITTEN, "x.yaml"), Target(url))
    assert report.passed
    assert [(post.event, post.verified) for post in receiver] == [
        ("handshake", None),
        ("handshake", None),
        ("created", True),
        ("updated", True),
        ("created", True),
    ]
    assert receiver.secrets == {7: secret_of(7), 8: secret_of(8)}
    assert receiver.events[1].json == {"data": {"id": 1, "name": "A"}, "meta": {"event": "updated", "webhook_id": 7}}
    assert [entry.at for entry in report.entries] == ["+0s", "+0s", "+0s", "+900s", "+905s"]


def test_with_a_secret_there_is_no_handshake() -> None:
    receiver = Receiver(200, 500, secrets={7: "ours", 8: "theirs"})
    with listening(receiver) as url:
        report = replay(parse(WRITTEN, "x.yaml"), Target(url), secret="ours")
    assert [(post.event, post.verified, post.status) for post in receiver] == [
        ("created", True, 200),
        ("updated", True, 500),
        ("created", False, 401),
    ]
    assert [entry.ok for entry in report.entries] == [True, False, False]
    assert not report.passed


def test_the_history_of_a_world_is_sent_again_in_its_order_to_the_letter(mock: MockClio) -> None:
    recorded, again = Receiver(500, 200), Receiver()
    mock.webhooks.mount("https://app.test", recorded)
    mock.http.post("/api/v4/webhooks", json={"data": {"url": "https://app.test", "model": "contact", "fields": "id,name"}})
    for name in ("A", "B"):
        mock.http.post("/api/v4/contacts", json={"data": {"type": "Company", "name": name}})
        mock.clock.advance(timedelta(minutes=3))
    mock.webhooks.drop()
    mock.http.post("/api/v4/contacts", json={"data": {"type": "Company", "name": "C"}})
    history = mock.http.get("/_mockclio/webhooks/deliveries").text
    recording = parse(history, "history.json")
    with listening(again) as url:
        assert replay(recording, Target(url)).passed
    first = [post.body for post in recorded.events if post.status == 200]
    assert sorted(post.body for post in again.events) == sorted(first)
    assert [item.offset for item in recording.items] == [timedelta(0), timedelta(minutes=3)]


def test_lines_of_json_are_a_recording_too() -> None:
    body = json.dumps({"data": {"id": 1}, "meta": {"event": "created", "webhook_id": 3}})
    rows = [{"at": f"2026-06-01T09:00:0{second}Z", "event": "created", "body": body} for second in (4, 1)]
    rows.append({"at": "2026-06-01T09:00:00Z", "event": "handshake", "body": "{}"})
    result = parse("\n".join(map(json.dumps, rows)), "x.jsonl")
    assert [(item.offset, item.webhook) for item in result.items] == [(timedelta(seconds=-3), 3), (timedelta(0), 3)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("deliveries:\n  - {event: created}", r"x:2: deliveries.0: it must have body, or event and data; it has event"),
        ("deliveries:\n  - {event: created, data: {}, colour: red}", r"x:2: deliveries.0: colour: unknown"),
        ("deliveries:\n  - {event: created, data: {}, at: soon}", r"x:2: deliveries.0: 'soon' is not a time"),
        ("deliveries:\n  - {body: no}", r"x:2: deliveries.0: "),
        ("deliveries:\n  - {body: '{}'}", r"x:2: deliveries.0: 'meta'"),
        ('{"event": "handshake", "body": ""}\n{"event": "handshake", "body": ""}', "x: nothing to send"),
    ],
)
def test_a_wrong_recording_is_refused_with_line_and_reason(text: str, reason: str) -> None:
    with pytest.raises(WrongFile, match=reason):
        parse(text, "x")


def test_the_recorded_pace_waits_as_long_as_it_took() -> None:
    time, waits = [100.0], []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        time[0] += seconds

    pace = in_real_time(lambda: time[0], wait)
    for seconds in (0, 5, 5, 65):
        pace(timedelta(seconds=seconds))
    assert waits == [5, 60]


def test_the_pace_of_a_clock_waits_until_it_has_gone_far_enough() -> None:
    times = iter(["2026-06-01T09:00:00Z", "2026-06-01T09:00:00Z", "2026-06-01T09:04:59Z", "2026-06-01T10:00:00Z"])
    waits: list[float] = []
    by_clock(lambda: next(times), waits.append)(timedelta(minutes=5))
    assert len(waits) == 2
