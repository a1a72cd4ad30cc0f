"""Deliveries that were recorded, or written by hand, and are sent once more: signed anew, at the pace at which they were sent, or another.

A recording is what `mockclio webhooks list --json` prints, what `mockclio listen --record` writes, or a file like

    recording: A contact is edited
    deliveries:
      - {event: created, data: {id: 1, name: Harbor}}
      - {after: 5s, event: updated, data: {id: 1, name: Harbor Ltd}}
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import orjson

from mockclio.store.clock import parse_duration, parse_time
from mockclio.testing.scenarios import files
from mockclio.testing.scenarios.files import Lines, WrongFile
from mockclio.testing.scenarios.report import Report
from mockclio.testing.scenarios.running import Target
from mockclio.testing.scenarios.scenario import refusals
from mockclio.webhooks.reply import Reply
from mockclio.webhooks.sender import Sender
from mockclio.webhooks.signature import SECRET_HEADER, SIGNATURE_HEADER, sign

Pace = Callable[[timedelta], None]
"""Waits until so much time has gone by since the beginning."""
HEADERS = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "mockclio-webhooks"}
POLL = 0.1


@dataclass(frozen=True)
class Item:
    """One delivery: so long after the first one, to the receiver of this webhook, with this body."""

    offset: timedelta
    webhook: int
    event: str
    body: bytes


@dataclass(frozen=True)
class Recording:
    """Deliveries in the order of their times."""

    place: str
    title: str
    items: tuple[Item, ...]


def parse(text: str, place: str) -> Recording:
    """The recording of a text: YAML, JSON, or one JSON object a line. Raises WrongFile."""
    data, lines = parsed(text, place)
    return of(data, lines, place)


def parsed(text: str, place: str) -> tuple[Any, Lines]:
    """The data of a file that may be long: JSON is not read as YAML, which takes its time; lines of JSON become a list."""
    if text.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(text), {}
        except ValueError:
            lined = [line for line in text.splitlines() if line.strip()]
            try:
                rows = [json.loads(line) for line in lined]
            except ValueError:
                return files.parse(text, place)
            return rows, {(number,): number + 1 for number in range(len(rows))}
    return files.parse(text, place)


def of(data: Any, lines: Lines, place: str) -> Recording:
    """The recording of what stood in a file; handshakes and what was never sent are left out."""
    if isinstance(data, list):
        data, lines = {"deliveries": data}, {("deliveries", *path): line for path, line in lines.items()}
    wrong = sorted(set(refusals("recording.json", data, lines)))
    if wrong:
        raise WrongFile(place, *wrong)
    items: list[Item] = []
    first, last = None, timedelta(0)
    for index, row in enumerate(data["deliveries"]):
        if row.get("kind") == "handshake" or row.get("event") == "handshake" or row.get("attempts") == []:
            continue
        try:
            moment = _moment(row)
            if "after" in row:
                last += parse_duration(str(row["after"]))
            elif moment:
                first = first or moment - last
                last = moment - first
            items.append(_item(row, last))
        except (ValueError, KeyError, TypeError) as error:
            raise WrongFile(place, (files.line_of(lines, ("deliveries", index)), f"deliveries.{index}: {error}")) from None
    if not items:
        raise WrongFile(place, (0, "nothing to send: it holds handshakes or what was never sent"))
    return Recording(place, data.get("recording", Path(place).stem), tuple(sorted(items, key=lambda item: item.offset)))


def _moment(row: dict[str, Any]) -> Any:
    attempts = row.get("attempts") or [{}]
    text = row.get("at") or attempts[0].get("at") or row.get("queued_at")
    return parse_time(text) if text else None


def _item(row: dict[str, Any], offset: timedelta) -> Item:
    if "body" in row:
        body = row["body"].encode()
        meta = orjson.loads(body)["meta"]
        return Item(offset, int(meta["webhook_id"]), str(meta["event"]), body)
    webhook = row.get("webhook", 1)
    content = {"data": row["data"], "meta": {"event": row["event"], "webhook_id": webhook}}
    return Item(offset, webhook, row["event"], orjson.dumps(content))


def at_once(offset: timedelta) -> None:
    """The pace that never waits."""


def in_real_time(now: Callable[[], float] = monotonic, wait: Callable[[float], None] = sleep) -> Pace:
    """The pace at which it was recorded."""
    began = now()

    def pace(offset: timedelta) -> None:
        left = began + offset.total_seconds() - now()
        if left > 0:
            wait(left)

    return pace


def by_clock(time: Callable[[], str], wait: Callable[[float], None] = sleep) -> Pace:
    """The pace of another clock, which `time` reads: each is sent when it has gone far enough."""
    began = parse_time(time())

    def pace(offset: timedelta) -> None:
        while parse_time(time()) - began < offset:
            wait(POLL)

    return pace


def replay(recording: Recording, target: Target, pace: Pace = at_once, secret: str = "") -> Report:
    """Send it all to a receiver. Without a `secret` there is a handshake first, which brings the receiver one for each webhook."""
    report = Report(recording.title, recording.place, target.url)
    wire = Sender(target.hosts, target.authority)
    try:
        secrets = {item.webhook: secret or secret_of(item.webhook) for item in recording.items}
        for webhook in () if secret else secrets:
            body = orjson.dumps({"data": {"webhook_id": webhook}})
            reply = wire.post(target.url, {**HEADERS, SECRET_HEADER: secrets[webhook]}, body)
            echoed = {name.lower(): value for name, value in reply.headers.items()}.get(SECRET_HEADER.lower()) == secrets[webhook]
            _note(report, "+0s", f"handshake of webhook {webhook}", reply, " with the secret" if echoed else " without the secret")
        for item in recording.items:
            pace(item.offset)
            signature = sign(secrets[item.webhook], item.body)
            reply = wire.post(target.url, {**HEADERS, SIGNATURE_HEADER: signature}, item.body)
            _note(report, f"+{item.offset.total_seconds():g}s", f"{item.event} of webhook {item.webhook}", reply, "")
    finally:
        wire.close()
    return report


def secret_of(webhook: int) -> str:
    """The secret with which a recording is signed where none is given: always the same for the same webhook."""
    return sign("a recording that is sent again", str(webhook).encode())


def _note(report: Report, at: str, name: str, reply: Reply, more: str) -> None:
    text = f"{reply.status}{more}" if reply.status is not None else f"no answer ({reply.error})"
    fine = reply.status is not None and 200 <= reply.status < 400
    report.add(at, "received", f"{name} -> {text}", ok=fine, sort=f"{name}{text}")
