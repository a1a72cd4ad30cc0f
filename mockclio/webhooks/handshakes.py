"""Waiting for handshakes: a test that made a webhook goes on when the webhook can receive.

A change is not sent to a pending webhook. So a write right after a new webhook would be lost while a thread still sends the handshake. In a
world that `awaits_handshakes` the answer to a new webhook, and every other write, waits until the first attempt of each handshake is over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.webhooks.dispatch import SUBSCRIPTIONS

if TYPE_CHECKING:
    from mockclio.webhooks.delivery_queue import DeliveryQueue

PATIENCE = 2.0
"""The seconds that one request waits. A receiver that cannot answer before the request has its answer costs no more than that."""
OWN = "webhooks"
"""The beginning of the paths of webhooks."""


def before_write(delivery_queue: DeliveryQueue, path: str) -> None:
    """Wait before the work of a write. A write to webhooks does not wait: a receiver may activate its webhook during the handshake."""
    if not path.startswith(OWN):
        _wait(delivery_queue)


def after_write(delivery_queue: DeliveryQueue, method: str, path: str) -> None:
    """Wait before the answer to a new webhook, or to one with a new address."""
    if method in ("POST", "PATCH") and path.startswith(OWN):
        _wait(delivery_queue)


def _wait(delivery_queue: DeliveryQueue) -> None:
    """Wait while threads send a handshake. Never call it under the world's lock."""
    with delivery_queue.news:
        delivery_queue.news.wait_for(lambda: not (delivery_queue.sending and _is_under_way(delivery_queue)), PATIENCE)


def _is_under_way(delivery_queue: DeliveryQueue) -> bool:
    """Whether a pending webhook has something due or under way, which can only be its handshake."""
    table = delivery_queue.world.tables.get(SUBSCRIPTIONS)
    queues = [delivery_queue.queues.get(id) for id in table.find("status", "pending")] if table is not None else []
    return any(queue is not None and (queue.due or queue.under_way) for queue in queues)
