"""Webhooks: from what a commit did to what a receiver was told.

A *webhook* is a subscription, a record of the API. A *delivery* is one thing that one webhook is told, with all attempts to tell it. The
*courier* of a world sends its deliveries. The *lab* is the face of all that for the control routes.

    commit -> dispatch -> judging (sent, or why not) -> courier.queue -> line of the webhook -> courier.take -> wire or mount -> outcomes

Interface for the rest of the project:

- `attach(world)` gives a world its courier; it is done for every world of a server and of `MockClio`, and forks get theirs by themselves.
- `courier_of(world)` finds it. `courier.deliver()` sends by hand, `courier.start()` and `stop()` by threads; `courier.hosts` says where it
  may send, `courier.authority` is a file of certificates, `courier.mounts` are receivers in the process.
- `courier.deliveries.listeners` are called with every row of a delivery that is written, under the world's lock: for event streams. The
  state of all this is in rows of the tables `_deliveries`, `_verdicts`, `_first_updates`, `_interventions`, and nowhere else.
- `courier.mount` lets an application of the process be a receiver; `courier.automatic` says whether what is due is sent by itself.
- `Lab(courier_of(world))` is what the control routes ask; `mock.webhooks` (`handle/deliveries.py`) asks them.
- `signature.sign`, `signature.verify`, `receiver.Receiver` (a WSGI receiver that verifies, records and answers as told), `wire.Wire` (posts
  to an address under the rules of `hosts.Hosts`) are of use by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.server.behavior import REGISTRY

if TYPE_CHECKING:
    from mockclio.store.tables import Row
    from mockclio.store.world import World
    from mockclio.store.worlds import Worlds
    from mockclio.webhooks.delivery_queue import DeliveryQueue
    from mockclio.webhooks.hosts import Hosts

NAME = "webhooks"
"""The name of the delivery queue among the extensions of a world."""


def attach(world: World) -> DeliveryQueue:
    """The courier of a world, made on the first call."""
    from mockclio.webhooks.delivery_queue import DeliveryQueue

    if NAME not in world.extensions:
        world.extensions[NAME] = DeliveryQueue(world)
    return delivery_queue_of(world)


def delivery_queue_of(world: World) -> DeliveryQueue:
    """The courier of a world that has one."""
    return world.extensions[NAME]  # type: ignore[return-value]


def join(worlds: Worlds, world: World) -> None:
    """Give a world of a server its courier; tell followers of what it sends, and count it."""

    def written(row: Row) -> None:
        payload_fields = {key: row[key] for key in ("id", "kind", "webhook", "model", "event", "record", "state", "reason")}
        statuses = [attempt["status"] for attempt in row["attempts"]]
        worlds.feed.add("delivery", world.name, lambda: {**payload_fields, "statuses": statuses})
        if statuses:
            worlds.coverage.tell("handshake" if row["kind"] == "handshake" else f"{row['model']}.{row['event']}")

    attach(world).deliveries.listeners.append(written)


def register() -> None:
    """Register the behaviour of the resource `webhooks` with the server."""
    REGISTRY["webhooks"] = "mockclio.webhooks.subscriptions:Webhooks"


def hosts_of(world: World) -> Hosts:
    """Where the deliveries of a world may go."""
    from mockclio.webhooks.hosts import Hosts

    return delivery_queue_of(world).hosts if NAME in world.extensions else Hosts()


def start(worlds: Worlds) -> None:
    """Let threads send what the worlds of a server owe."""
    for world in list(worlds.by_name.values()):
        _start(world)
    worlds.on_added.add(_start)
    worlds.on_deleted.add(_stop)


def stop(worlds: Worlds) -> None:
    """Let no thread send any more."""
    worlds.on_added.remove(_start)
    worlds.on_deleted.remove(_stop)
    for world in list(worlds.by_name.values()):
        _stop(world)


def _start(world: World) -> None:
    attach(world).start()


def _stop(world: World) -> None:
    attach(world).stop()
