"""The outcome of an attempt: success, another attempt later, an enabled webhook, or a suspended webhook."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mockclio.ledger import rule
from mockclio.store.clock import parse_time, stamp
from mockclio.store.tables import Row
from mockclio.webhooks.decisions import expired
from mockclio.webhooks.deliveries import HANDSHAKE
from mockclio.webhooks.reply import Reply
from mockclio.webhooks.signature import SECRET_HEADER

if TYPE_CHECKING:
    from mockclio.webhooks.delivery_queue import Attempt, DeliveryQueue

RETRY_MINUTES = (2, 4, 8, 16, 32)
GONE = 410
SHOWN = 2_000
"""The number of bytes of an answer that an attempt keeps."""


def hindrance(row: Row, webhook: Row | None, at: str) -> str:
    """Why a delivery may not be sent at that time. Empty when it may."""
    if webhook is None:
        return "the webhook was deleted"
    if row.get("forced"):
        return ""
    if expired(webhook, at):
        rule("deliveries.none-after-expiry")
        return f"the webhook expired at {webhook['expires_at']}"
    if row["kind"] != HANDSHAKE and webhook["status"] != "enabled":
        return f"the webhook was {webhook['status']}"
    return ""


def settle(delivery_queue: DeliveryQueue, attempt: Attempt, reply: Reply) -> Row:
    """Write an attempt into its delivery, with the new state and its effect on the webhook. Call it under the world's lock."""
    row = delivery_queue.deliveries.get(attempt.row["id"])
    if row is None or row["body"] != attempt.row["body"]:
        return {**attempt.row, "state": "canceled"}  # the world was replaced meanwhile
    attempts = [*row["attempts"], _attempt(attempt, reply)]
    if row["state"] != "owed":
        return delivery_queue.deliveries.change(row, attempts=attempts)
    step = _handshake if row["kind"] == HANDSHAKE else _event
    return delivery_queue.deliveries.change(row, attempts=attempts, **step(delivery_queue, attempt, reply))


def _attempt(attempt: Attempt, reply: Reply) -> dict[str, Any]:
    text = reply.body[:SHOWN].decode("utf-8", "replace")
    return {
        "number": attempt.number,
        "at": attempt.at,
        "url": attempt.url,
        "headers": attempt.headers,
        "status": reply.status,
        "answer": {"headers": reply.headers, "body": text} if reply.status is not None else None,
        "error": reply.error,
        "milliseconds": reply.milliseconds,
        "lab": attempt.faults,
    }


def _text(reply: Reply) -> str:
    return f"answered with {reply.status}" if reply.status is not None else reply.error


def _over(state: str, reason: str) -> dict[str, Any]:
    return {"state": state, "reason": reason, "due_at": None}


def _handshake(delivery_queue: DeliveryQueue, attempt: Attempt, reply: Reply) -> dict[str, Any]:
    webhook = delivery_queue.webhook(attempt.row["webhook"])
    if reply.status is None or not 200 <= reply.status < 400:
        rule("deliveries.handshake-is-sent-once")
        return _over("failed", f"{_text(reply)}: the webhook stays pending; PUT /webhooks/{attempt.row['webhook']}/activate enables it")
    echoed = {name.lower(): value for name, value in reply.headers.items()}.get(SECRET_HEADER.lower())
    if webhook is None or reply.status >= 300 or echoed != webhook["shared_secret"]:
        rule("deliveries.handshake-delayed")
        return _over("delivered", f"{_text(reply)} without the secret: PUT /webhooks/{attempt.row['webhook']}/activate enables the webhook")
    if webhook["status"] == "pending" and webhook["url"] == attempt.url:
        rule("deliveries.handshake-echo-enables")
        delivery_queue.set_status(webhook, "enabled")
    return _over("delivered", f"{_text(reply)} and the secret: the webhook is enabled")


def _event(delivery_queue: DeliveryQueue, attempt: Attempt, reply: Reply) -> dict[str, Any]:
    webhook = delivery_queue.webhook(attempt.row["webhook"])
    if reply.status is not None and 200 <= reply.status < 400:
        rule("deliveries.2xx-and-3xx-succeed")
        return _over("delivered", _text(reply))
    if reply.status == GONE:
        rule("deliveries.410-disables")
        if webhook is not None:
            delivery_queue.set_status(webhook, "suspended")
        return _over("delivered", "answered with 410: the webhook is suspended")
    if attempt.number <= len(RETRY_MINUTES):
        rule("deliveries.retries")
        due = stamp(parse_time(attempt.at) + timedelta(minutes=RETRY_MINUTES[attempt.number - 1]))
        return {"state": "waiting", "reason": f"{_text(reply)}: attempt {attempt.number + 1} is due at {due}", "due_at": due}
    rule("deliveries.suspended-after-the-last-retry")
    if webhook is not None:
        delivery_queue.set_status(webhook, "suspended")
    return _over("failed", f"{_text(reply)} after {attempt.number} attempts: the webhook is suspended")
