"""Where the lab's interventions take hold: on a delivery that is queued, and on an attempt that is about to be sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mockclio.store.clock import stamp
from mockclio.store.tables import Row
from mockclio.webhooks.interventions import reply_of
from mockclio.webhooks.signature import SIGNATURE_HEADER, sign
from mockclio.webhooks.wire import Reply

if TYPE_CHECKING:
    from mockclio.webhooks.courier import Courier


def of_queued(courier: Courier, row: Row) -> Row:
    """A new delivery after the lab had its way: dropped, late, twice or kept back."""
    deliveries, take = courier.deliveries, courier.interventions.take
    if take("drop", row):
        return deliveries.change(row, state="dropped", reason="the lab dropped it", due_at=None)
    late = take("delay", row)
    if late:
        due = stamp(courier.world.clock.now() + timedelta(seconds=late["seconds"]))
        row = deliveries.change(row, state="waiting", reason=f"the lab holds it up until {due}", due_at=due)
        courier.wait(row)
        return deliveries.get(row["id"]) or row
    mixed = take("reorder", row)
    if mixed:
        row = deliveries.change(row, state="held", reason="the lab keeps it back until its successors are there", held_by=mixed["id"])
        if mixed["left"] == 1:
            release(courier, mixed["id"])
        return row
    if take("duplicate", row):
        courier.release(copy(courier, row, reason="the lab doubles it"))
    return row


def copy(courier: Courier, row: Row, reason: str) -> Row:
    """The same delivery once more, still kept back."""
    same = {key: row[key] for key in ("kind", "webhook", "model", "event", "record", "sequence", "body")}
    return courier.deliveries.add(**same, copy_of=row["id"], state="held", reason=reason)


def release(courier: Courier, intervention: int | None = None) -> None:
    """Let held deliveries go: those of a reordering last one first, else all in their order."""
    held = [row for row in courier.deliveries.found(state="held") if intervention in (None, row.get("held_by"))]
    for row in held if intervention is None else reversed(held):
        courier.release(row)


def of_attempt(courier: Courier, row: Row, headers: dict[str, str], secret: str) -> tuple[dict[str, str], list[str], Reply | None]:
    """Headers, what the lab did, and its answer in place of the receiver's."""
    done: list[str] = []
    if SIGNATURE_HEADER in headers and courier.interventions.take("corrupt", row):
        headers = {**headers, SIGNATURE_HEADER: sign(f"not {secret}", row["body"].encode())}
        done.append("corrupt")
    script = courier.interventions.take("respond", row)
    if script is None:
        return headers, done, None
    return headers, [*done, "respond"], reply_of(script["answers"][0], headers)
