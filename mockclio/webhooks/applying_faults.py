"""Delivery faults applied: to a delivery when it is queued, and to an attempt before it is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mockclio.store.clock import stamp
from mockclio.store.tables import Row
from mockclio.webhooks.delivery_faults import reply_of
from mockclio.webhooks.reply import Reply
from mockclio.webhooks.signature import SIGNATURE_HEADER, sign

if TYPE_CHECKING:
    from mockclio.webhooks.delivery_queue import DeliveryQueue


def apply_to_queued(delivery_queue: DeliveryQueue, row: Row) -> Row:
    """The row of a new delivery after the delivery faults: dropped, delayed, held for a reorder, or duplicated."""
    deliveries, take = delivery_queue.deliveries, delivery_queue.delivery_faults.take
    if take("drop", row):
        return deliveries.change(row, state="dropped", reason="the lab dropped it", due_at=None)
    late = take("delay", row)
    if late:
        due = stamp(delivery_queue.world.clock.now() + timedelta(seconds=late["seconds"]))
        row = deliveries.change(row, state="waiting", reason=f"the lab holds it up until {due}", due_at=due)
        delivery_queue.wait(row)
        return deliveries.get(row["id"]) or row
    mixed = take("reorder", row)
    if mixed:
        row = deliveries.change(row, state="held", reason="the lab keeps it back until its successors are there", held_by=mixed["id"])
        if mixed["left"] == 1:
            release(delivery_queue, mixed["id"])
        return row
    if take("duplicate", row):
        delivery_queue.release(copy(delivery_queue, row, reason="the lab doubles it"))
    return row


def copy(delivery_queue: DeliveryQueue, row: Row, reason: str) -> Row:
    """A copy of a delivery. It is held until `release`."""
    same = {key: row[key] for key in ("kind", "webhook", "model", "event", "record", "sequence", "body")}
    return delivery_queue.deliveries.add(**same, copy_of=row["id"], state="held", reason=reason)


def release(delivery_queue: DeliveryQueue, intervention: int | None = None) -> None:
    """Make held deliveries due now: those of one reorder fault with the last one first, or all of them in their order."""
    value = [row for row in delivery_queue.deliveries.matching(state="held") if intervention in (None, row.get("held_by"))]
    for row in value if intervention is None else reversed(value):
        delivery_queue.release(row)


def apply_to_attempt(
    delivery_queue: DeliveryQueue, row: Row, headers: dict[str, str], secret: str
) -> tuple[dict[str, str], list[str], Reply | None]:
    """The headers of the attempt, the faults that were applied, and the answer in place of the receiver's, if a fault gives one."""
    done: list[str] = []
    if SIGNATURE_HEADER in headers and delivery_queue.delivery_faults.take("corrupt", row):
        headers = {**headers, SIGNATURE_HEADER: sign(f"not {secret}", row["body"].encode())}
        done.append("corrupt")
    script = delivery_queue.delivery_faults.take("respond", row)
    if script is None:
        return headers, done, None
    return headers, [*done, "respond"], reply_of(script["answers"][0], headers)
