"""Webhooks: how a change in a world becomes a message at the address of a webhook.

A *webhook* is a subscription, a record of the API. A *delivery* is one message that one webhook is owed, with all attempts to send it. A
change takes these steps:

1. `dispatch.Dispatch` is called with each batch of changes, in the commit. It queues handshakes and asks for a decision on each webhook.
2. `decisions.decide` gives the *delivery decision*: the reason to send or not to send, and the body. `decision_log.DecisionLog` keeps it.
3. `delivery_queue.DeliveryQueue` queues the delivery in the `SubscriptionQueue` of its webhook, and takes one attempt after the other.
4. `delivery_faults.DeliveryFaults` holds the *delivery faults*. `applying_faults` applies them to new deliveries and to attempts.
5. `sender.Sender` posts the attempt to the address, under the rules of `hosts.Hosts`, in an `exchange.Exchange` that never blocks on its
   socket. A mounted application (`mounts`) needs no socket. In a server `workers.Workers` send; `lanes` keeps slow receivers apart.
6. `outcomes.settle` writes the attempt into its delivery: it succeeded, it is tried again later, or the webhook changes its status.

Interface for the rest of the project:

- `attach(world)` gives a world its delivery queue. A server and `MockClio` call it for every world. A fork gets its queue from its parent.
- `delivery_queue_of(world)` finds the queue. Its method `deliver()` sends what is due; `start()` and `stop()` begin and end the threads
  that send; `mount()` makes an application of this process a receiver.
- `hosts` of the queue says where it may send, `authority` is a file of certificates, `mounts` are the receivers in the process,
  `automatic` says whether what is due is sent without a call of `deliver()`, and `awaits_handshakes` whether writes wait for handshakes.
- `deliveries.listeners` of the queue are called with each delivery row that is written, under the world's lock. Event streams use them.
- `inspection.WebhookInspector(queue)` reads and steers the webhooks of one world: deliveries, decisions, waiting, sending again, faults.
  The control routes use it, and `mock.webhooks` (`handle/deliveries.py`) calls the control routes.
- `signature.sign`, `signature.verify` and `receiver.Receiver` (a WSGI receiver that verifies and records) work without a world.

All state is in rows of the tables `_deliveries`, `_verdicts` (the decisions), `_first_updates` and `_interventions` (the delivery faults).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.server import hooks
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
    """The delivery queue of a world. The first call makes it."""
    from mockclio.webhooks.delivery_queue import DeliveryQueue

    if NAME not in world.extensions:
        world.extensions[NAME] = DeliveryQueue(world)
    return delivery_queue_of(world)


def delivery_queue_of(world: World) -> DeliveryQueue:
    """The delivery queue of a world that has one."""
    return world.extensions[NAME]  # type: ignore[return-value]


def join(worlds: Worlds, world: World) -> None:
    """Give a world of a server its delivery queue. Its deliveries go into the event feed and into the coverage."""

    def written(row: Row) -> None:
        payload_fields = {key: row[key] for key in ("id", "kind", "webhook", "model", "event", "record", "state", "reason")}
        statuses = [attempt["status"] for attempt in row["attempts"]]
        worlds.feed.add("delivery", world.name, lambda: {**payload_fields, "statuses": statuses})
        if statuses:
            worlds.coverage.tell("handshake" if row["kind"] == "handshake" else f"{row['model']}.{row['event']}")

    attach(world).deliveries.listeners.append(written)


def register() -> None:
    """Register the behaviour of the resource `webhooks` with the server, and the waiting for handshakes."""
    REGISTRY["webhooks"] = "mockclio.webhooks.subscriptions:Webhooks"
    if _before_write not in hooks.BEFORE_WRITES:
        hooks.BEFORE_WRITES.append(_before_write)
        hooks.AFTER_WRITES.append(_after_write)


def hosts_of(world: World) -> Hosts:
    """The hosts that the deliveries of a world may go to."""
    from mockclio.webhooks.hosts import Hosts

    return delivery_queue_of(world).hosts if NAME in world.extensions else Hosts()


def _before_write(world: World, method: str, path: str) -> None:
    if NAME in world.extensions and delivery_queue_of(world).awaits_handshakes:
        from mockclio.webhooks.handshakes import before_write

        before_write(delivery_queue_of(world), path)


def _after_write(world: World, method: str, path: str) -> None:
    if NAME in world.extensions and delivery_queue_of(world).awaits_handshakes:
        from mockclio.webhooks.handshakes import after_write

        after_write(delivery_queue_of(world), method, path)


def start(worlds: Worlds) -> None:
    """Start the threads that send the deliveries of a server's worlds."""
    for world in list(worlds.by_name.values()):
        _start(world)
    worlds.on_added.add(_start)
    worlds.on_deleted.add(_stop)


def stop(worlds: Worlds) -> None:
    """Stop the threads that send."""
    worlds.on_added.remove(_start)
    worlds.on_deleted.remove(_stop)
    for world in list(worlds.by_name.values()):
        _stop(world)


def _start(world: World) -> None:
    attach(world).start()


def _stop(world: World) -> None:
    attach(world).stop()
