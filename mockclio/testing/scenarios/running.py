"""One run of a scenario: a firm in a world of its own, the steps in order, a timeline of what happened."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import orjson

from mockclio.mock import MockClio
from mockclio.store.tables import Row
from mockclio.testing.scenarios.front import Front
from mockclio.testing.scenarios.names import NOW, resolved
from mockclio.testing.scenarios.report import Report
from mockclio.testing.scenarios.scenario import Scenario, load
from mockclio.webhooks import delivery_queue_of
from mockclio.webhooks.hosts import Hosts
from mockclio.webhooks.sender import DEADLINE, Sender
from mockclio.webhooks.signature import SECRET_HEADER, SIGNATURE_HEADER, verify

RECEIVER = "https://receiver.test/hook"
LIMIT = 30.0
"""Seconds that a run may take."""
OVER = {"canceled": "was canceled", "dropped": "was dropped", "failed": "is given up"}


@dataclass(frozen=True)
class Target:
    """A receiver of the user: its address, the hosts that may be reached, certificates to trust, and a port on which the firm is served."""

    url: str
    hosts: Hosts = field(default_factory=Hosts)
    authority: str | None = None
    api_port: int | None = None


@dataclass(frozen=True)
class Post:
    """One attempt to tell the receiver something."""

    row: Row
    attempt: dict[str, Any]
    signature: str
    scripted: bool

    @property
    def data(self) -> dict[str, Any]:
        """The record in the delivery."""
        data: dict[str, Any] = orjson.loads(self.row["body"])["data"]
        return data

    @property
    def outcome(self) -> str:
        """The status of the answer, or why there was none."""
        status = self.attempt["status"]
        return str(status) if status is not None else f"no answer ({self.attempt['error']})"

    @property
    def name(self) -> str:
        """The event, the model and the record, or "handshake"."""
        row = self.row
        return "handshake" if row["event"] == "handshake" else f"{row['event']} {row['model']} {row['record']}"


class Stop(Exception):
    """What follows would make no sense any more."""


class Run:
    """The state of a run; what steps do is in `steps.py`."""

    def __init__(self, mock: MockClio, front: Front, url: str, report: Report, deadline: float) -> None:
        """Begin a run on a mock. `url` is the address of the receiver, `deadline` its end on the real clock."""
        self.mock, self.front, self.report, self.deadline = mock, front, report, deadline
        self.names: dict[str, Any] = {"receiver": url, "other_receiver": f"{url}{'&' if '?' in url else '?'}second"}
        self.posts: list[Post] = []
        self.looked_at = 0
        self.quiet = False
        self._known: dict[int, tuple[int, str]] = {}
        self._secrets: dict[int, str] = {}

    @property
    def at(self) -> str:
        """The time of the scenario's clock."""
        return self.mock.world.clock.stamp()

    def value(self, value: Any, **names: Any) -> Any:
        """What a step says, with names replaced; `names` go before what was saved."""
        return resolved(value, lambda name: self.at if name == NOW else names[name] if name in names else self.names[name])

    def say(self, kind: str, text: str) -> None:
        """Add an entry to the report."""
        if not self.quiet:
            self.report.add(self.at, kind, text)

    def fail(self, kind: str, text: str, line: int) -> None:
        """Add a failure to the report, with the line of its step."""
        self.report.add(self.at, kind, text, ok=False, line=line)

    def received(self, row: Row) -> None:
        """A delivery was written: put what is new about it in the timeline. Called under the world's lock."""
        seen, state = self._known.get(row["id"], (0, ""))
        for attempt in row["attempts"][seen:]:
            post = Post(row, attempt, self._signature(row, attempt), self.front.scripted or "respond" in attempt["lab"])
            self.posts.append(post)
            self.report.add(attempt["at"], "received", f"{post.name} -> {_result_of(post)}", sort=f"{row['event']}{post.outcome}")
        if row["state"] != state and row["state"] in OVER:
            self.report.add(self.at, "delivery", f"{row['event']} of {row['model']} {row['record']} {OVER[row['state']]}: {row['reason']}")
        self._known[row["id"]] = (len(row["attempts"]), row["state"])

    def _signature(self, row: Row, attempt: dict[str, Any]) -> str:
        headers = attempt["headers"]
        if SECRET_HEADER in headers:
            self._secrets[row["webhook"]] = headers[SECRET_HEADER]
        if SIGNATURE_HEADER not in headers:
            return "none"
        return "valid" if verify(self._secrets[row["webhook"]], row["body"].encode(), headers[SIGNATURE_HEADER]) else "wrong"


def _result_of(post: Post) -> str:
    text = [*(["by the scenario"] if post.scripted else []), *(["wrong signature"] if post.signature == "wrong" else [])]
    number = f", attempt {post.attempt['number']}" if post.attempt["number"] > 1 else ""
    return f"{post.outcome}{f' ({chr(44).join(text)})' if text else ''}{number}"


def run(scenario: Scenario | str | Path, target: Target | None = None, *, limit: float = LIMIT) -> Report:
    """Run a scenario, in a world and with a receiver of its own, or against the receiver of `target`. Raises WrongFile before anything."""
    from mockclio.testing.scenarios.steps import perform

    result = scenario if isinstance(scenario, Scenario) else load(scenario)
    began = monotonic()
    url = target.url if target else RECEIVER
    report = Report(result.title, result.place, target.url if target else "")
    with ExitStack() as opened:
        mock = opened.enter_context(MockClio(result.firm, at=result.at))
        wire = Sender(target.hosts, target.authority, timeout=min(DEADLINE, limit)) if target else None
        front = Front(wire, began + limit)
        opened.callback(front.close)
        mock.webhooks.automatic = False
        delivery_queue = delivery_queue_of(mock.world)
        delivery_queue.mounts = front
        delivery_queue.hosts = target.hosts if target else Hosts()
        if target and target.api_port is not None:
            from mockclio.server.serve import serve_in_thread

            served = serve_in_thread(mock.app, port=target.api_port)
            opened.callback(served.stop)
            report.add(mock.world.clock.stamp(), "api", f"the firm is served at {served.url} with the token {mock.token}")
        state = Run(mock, front, url, report, began + limit)
        delivery_queue.deliveries.listeners.append(state.received)
        with suppress(Stop):
            perform(state, result.steps)
    report.seconds = monotonic() - began
    return report
