"""The calls, the faults and the webhooks of a world of another server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mockclio.store.request_log import LoggedRequest
from mockclio.store.tables import Row
from mockclio.testing.calls import Calls
from mockclio.testing.told import PATIENCE, Told
from mockclio.webhooks.deliveries import Delivery
from mockclio.webhooks.delivery_faults import Action
from mockclio.webhooks.fault_verbs import DeliveryFaultVerbs
from mockclio.webhooks.inspection import NothingArrived

if TYPE_CHECKING:
    from mockclio.testing.remote import RemoteMock
    from mockclio.webhooks.mounts import Application

MOST = 1_000
LINE = ("id", "world", "at", "method", "path", "query", "status", "token", "milliseconds", "operation", "user", "error")


class RemoteCalls(Calls):
    """The last thousand requests; their secrets are masked already."""

    def __init__(self, world: RemoteMock) -> None:
        self._world = world

    def entries(self) -> list[LoggedRequest]:
        lines = self._world.control("GET", "requests", limit=MOST)["requests"]
        if not lines:
            return []
        whole = json.loads(self._world.text("requests/export", form="har", limit=MOST, after=lines[0]["id"] - 1))
        return [_entry(line, one) for line, one in zip(lines, whole["log"]["entries"], strict=False)]

    def clear(self) -> int:
        return int(self._world.control("DELETE", "requests")["removed"])


def _entry(line: Row, whole: Row) -> LoggedRequest:
    """A line of the journal and what the archive has besides."""
    asked, answered = whole["request"], whole["response"]
    parts = urlsplit(asked["url"])
    return LoggedRequest(
        **{name: line[name] for name in LINE},
        rules=tuple(line["rules"]),
        faults=tuple(line["faults"]),
        base_url=f"{parts.scheme}://{parts.netloc}",
        headers=[(one["name"], one["value"]) for one in asked["headers"]],
        body=asked.get("postData", {}).get("text", "").encode(),
        answer_headers=[(one["name"], one["value"]) for one in answered["headers"]],
        answer=answered["content"]["text"].encode(),
    )


class RemoteFaults:
    """What is to go wrong in the world. A rule is a document: `id`, `kind`, `hits` and its values."""

    def __init__(self, world: RemoteMock) -> None:
        self._world = world

    def __iter__(self) -> Iterator[Row]:
        return iter(self._world.control("GET", "faults")["faults"])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def add(self, kind: str = "status", **values: Any) -> Row:
        added: Row = self._world.control("POST", "faults", {"kind": kind, **values})["faults"][0]
        return added

    def use(self, preset: str, **values: Any) -> list[Row]:
        added: list[Row] = self._world.control("POST", "faults", {"preset": preset, **values})["faults"]
        return added

    def remove(self, id: str) -> bool:
        """Take one away; whether it was there."""
        if all(fault["id"] != id for fault in self):
            return False
        return bool(self._world.control("DELETE", f"faults/{id}")["removed"])

    def clear(self) -> int:
        return int(self._world.control("DELETE", "faults")["removed"])


class RemoteTold(Told, DeliveryFaultVerbs):
    """Webhooks of the world: what they were told, and what the next deliveries suffer. Threads of the server send."""

    def __init__(self, world: RemoteMock) -> None:
        self._world = world
        self._returned: set[int] = set()

    def mount(self, url: str, application: Application) -> None:
        raise TypeError(
            "a server elsewhere cannot call an application of this process: "
            "use `with mockclio.webhooks.listening(app) as url`, which works everywhere"
        )

    def deliver(self) -> int:
        return int(self._world.control("POST", "webhooks/deliver", {})["attempts"])

    def deliveries(self, *, after: int = 0, **which: Any) -> list[Delivery]:
        results: list[Delivery] = []
        while True:
            page = self._world.control("GET", "webhooks/deliveries", after=after, limit=MOST, **which)["deliveries"]
            results += [Delivery(row) for row in page]
            if len(page) < MOST:
                return results
            after = page[-1]["id"]

    def delivery(self, id: int) -> Delivery | None:
        return next(iter(one for one in self.deliveries(after=id - 1) if one.id == id), None)

    def wait_for(
        self,
        model: str | None = None,
        event: str | None = None,
        *,
        webhook: int | None = None,
        record: int | None = None,
        after: int | None = None,
        timeout: float = PATIENCE,
    ) -> Delivery:
        """The first delivery that fits and arrived, and that no earlier call returned; with `after`, the first later than that id."""
        which: dict[str, Any] = {"model": model, "event": event, "webhook": webhook, "record": record}
        end = monotonic() + timeout
        while True:
            for one in self.deliveries(**which, state="delivered", after=after or 0):
                if after is not None or one.id not in self._returned:
                    self._returned.add(one.id)
                    return one
            left = end - monotonic()
            last = max([after or 0, *self._returned])
            said = self._world.control("GET", "webhooks/wait", **which, after=last, timeout=max(min(left, 0.2), 0))
            if said["delivery"] is None and left <= 0:
                raise NothingArrived(said["message"])

    def why(self, webhook: int | None = None, *, record: int | None = None, sequence: int | None = None) -> list[dict[str, Any]]:
        """Why each change was sent to each webhook or not, oldest first."""
        told = self._world.control("GET", "webhooks/why", webhook=webhook, record=record, sequence=sequence)
        changes: list[dict[str, Any]] = told["changes"]
        return changes

    def resend(self, delivery: int | Delivery) -> Delivery:
        id = delivery.id if isinstance(delivery, Delivery) else delivery
        return Delivery(self._world.control("POST", f"webhooks/deliveries/{id}/resend", {})["delivery"])

    def replay(self, **which: Any) -> list[Delivery]:
        """Send a stretch of history once more, as copies."""
        sent = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in which.items() if value is not None}
        return [Delivery(row) for row in self._world.control("POST", "webhooks/replay", sent)["deliveries"]]

    def delivery_faults(self) -> Iterator[Row]:
        return iter(self._world.control("GET", "webhooks/interventions")["interventions"])

    def clear(self) -> int:
        return int(self._world.control("DELETE", "webhooks/interventions")["cleared"])

    def _add(self, action: Action, **values: Any) -> Row:
        if "seconds" in values:
            values["by"] = f"{values.pop('seconds')}s"
        added: Row = self._world.control("POST", "webhooks/interventions", {"action": action, **values})["intervention"]
        return added

    def _pause(self, seconds: float) -> bool:
        """The server waits for a delivery that never comes, so that the next look is not at once."""
        self._world.control("GET", "webhooks/wait", after=2**31, timeout=max(min(seconds, 0.05), 0))
        return seconds > 0
