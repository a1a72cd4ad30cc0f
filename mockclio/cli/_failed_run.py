"""What `run` prints after a command that failed: the calls that were refused, the webhooks that did not arrive, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from mockclio.cli._table import cell, fold, width
from mockclio.cli.requests import address

if TYPE_CHECKING:
    from mockclio.store.request_log import LoggedRequest
    from mockclio.store.world import World
    from mockclio.store.worlds import Worlds

MOST = 20
"""The calls and the webhooks that are shown, the last ones."""
LONGEST_BODY = 300
USUAL = ("event", "model", "absent")
"""Reasons why a webhook is not told of a change that it does not ask for."""

Item = list[str]
"""The lines of one call or webhook. The first one is its head."""


class FailedRun:
    """The worlds of a run. What a firm holds at the start of the run is not of the run."""

    def __init__(self, worlds: Worlds) -> None:
        from mockclio.webhooks import delivery_queue_of

        self._worlds, queue = worlds, delivery_queue_of(worlds.default)
        self._delivery, self._sequence = queue.deliveries.last, worlds.default.outbox.sequence

    def lines(self, code: int) -> list[str]:
        """The lines of the report."""
        worlds = list(self._worlds.by_name.values())
        entries = [(world, entry) for world in worlds for entry in world.request_log]
        refused = [_refused(world, entry) for world, entry in entries if entry.status >= 400 or entry.faults]
        lost = [item for world in worlds for item in self._lost(world)]
        calls = f"{len(entries)} call{'s' if len(entries) != 1 else ''}"
        head = f"mockclio: the command ended with {code}, after {calls}; {len(refused)} of them refused, {len(lost)} webhooks not delivered"
        return [*fold(head, width()), *_items("refused calls", refused), *_items("webhooks that were not delivered", lost)]

    def _lost(self, world: World) -> Iterator[Item]:
        """The deliveries that did not arrive, and the changes that a webhook was not told of."""
        from mockclio.webhooks import delivery_queue_of
        from mockclio.webhooks.inspection import WebhookInspector

        inspector = WebhookInspector(delivery_queue_of(world))
        for one in inspector.deliveries(after=self._delivery):
            if one.state != "delivered":
                about = f"{one.model} {one.record} {one.event}" if one.record else f"handshake for {one.model}"
                yield [f"{about} to webhook {one.webhook}: {one.state}", one.reason or "it was not sent before the command ended"]
        for decision in inspector.why():
            if decision["sequence"] > self._sequence and not decision["sent"] and decision["reason"] not in USUAL:
                yield [
                    f"{decision['model']} {decision['record']} {decision['event']} to webhook {decision['webhook']}: not sent",
                    decision["explanation"],
                ]


def _refused(world: World, entry: LoggedRequest) -> Item:
    """A call with its reasons, its body and the answer, where the reasons do not tell it."""
    from mockclio.control.explain import explain
    from mockclio.testing.reporting import one_line

    shown: dict[str, Any] = entry.document()
    with world.lock:
        because = explain(world, entry)["because"]
    sent, answered = (one_line(shown[name]["body"])[:LONGEST_BODY] for name in ("request", "answer"))
    reason = entry.error or answered
    return [
        f"#{entry.id} {entry.status} {address(shown)}{f': {reason}' if reason else ''}",
        *(f"sent: {one}" for one in [sent] if one),
        *(one for one in because if one != entry.error),
    ]


def _items(title: str, items: list[Item]) -> Iterable[str]:
    if not items:
        return
    yield f"  {title}:"
    if len(items) > MOST:
        yield f"    ({len(items) - MOST} earlier ones are left out)"
    for head, *others in items[-MOST:]:
        for indent, text in [(4, head), *((8, other) for other in others)]:
            first, *more = fold(cell(text).replace("\n", " "), max(width() - indent - 2, 20))
            yield f"{' ' * indent}{first}"
            yield from (f"{' ' * (indent + 2)}{one}" for one in more)
