"""Delivery decisions: for a change and a webhook, the reason to send or not to send, and the body that is sent."""

from __future__ import annotations

from functools import cache

import orjson

from mockclio.catalog.memo import remember
from mockclio.catalog.records import Record
from mockclio.catalog.webhook_models import webhook_model_of, webhook_models
from mockclio.errors import InvalidFields
from mockclio.ledger import rule
from mockclio.server import fields, scopes
from mockclio.server.behavior import behavior
from mockclio.server.fields import Selection
from mockclio.server.rendering import compiled
from mockclio.server.view import LATEST, View
from mockclio.store.access import Token
from mockclio.store.changes import Change
from mockclio.store.tables import Row
from mockclio.store.world import World

FIRST_UPDATES = "_first_updates"
BOOKKEEPING = ("id", "etag", "updated_at")
"""Fields that every change changes."""


@cache
def models() -> dict[str, str]:
    """The model of each table that webhooks can be about."""
    return {model.record.table: model.name for model in webhook_models().values()}


def record_of(model: str) -> type[Record]:
    return webhook_model_of(model).record


@remember(1_000)
def payload_fields(text: str, model: str) -> Selection:
    """The fields in a delivery: those of the webhook, and always the id."""
    chosen = fields.parse(text, record_of(model))
    return chosen if any(name == "id" for name, _ in chosen) else (("id", None), *chosen)


@remember(1_000)
def watched_fields(text: str, model: str) -> Selection | None:
    """The fields whose change leads to a delivery. None when the webhook names only fields that every change changes."""
    chosen = tuple((name, inner) for name, inner in fields.parse(text, record_of(model)) if name not in BOOKKEEPING)
    return chosen or None


def view_of(world: World, webhook: Row) -> View | None:
    """The world as the authorizing user sees it with the token and the version of the webhook. None when the user is gone or disabled."""
    user = world.table("users").get(webhook["user"])
    if user is None or user.get("enabled") is False:
        return None
    token = Token("", user["id"], permissions=webhook.get("_permissions"), client_id=webhook.get("_application", ""))
    version = webhook.get("_version") or LATEST
    return View(world, user, token, (version[0], version[1], version[2]), webhook.get("_base_url") or View.base_url)


def decide(world: World, webhook: Row, change: Change, event: str) -> tuple[str, str]:
    """The reason, a key of `decision_log.REASONS`, and the body to send. The body is empty unless the reason is `sent`."""
    reason = _closed(world, webhook, event)
    if reason:
        return reason, ""
    row = (change.before if event == "deleted" else change.after) or {}
    view = view_of(world, webhook)
    if view is None:
        rule("deliveries.none-for-a-user-who-is-gone")
        return "user", ""
    reason = _unseen(view, change.table, row)
    if reason:
        return reason, ""
    try:
        if event == "updated" and not _worth_telling(view, webhook, change):
            rule("deliveries.watched-fields")
            return "unwatched", ""
        if event == "deleted":
            rule("deliveries.deleted-carries-what-is-known")
        return "sent", body(view, webhook, event, row)
    except InvalidFields:
        return "fields", ""


def body(view: View, webhook: Row, event: str, row: Row) -> str:
    """The text of a delivery."""
    rule("deliveries.body")
    rule("deliveries.fields-and-id")
    model = webhook["model"]
    data = compiled(record_of(model), payload_fields(webhook["fields"], model))(view, row)
    return orjson.dumps({"data": data, "meta": {"event": event, "webhook_id": webhook["id"]}}).decode()


def handshake_body(webhook: Row) -> str:
    rule("deliveries.handshake-body")
    return orjson.dumps({"data": {"webhook_id": webhook["id"]}}).decode()


def expired(webhook: Row, at: str) -> bool:
    return bool(webhook["expires_at"] <= at)


def _closed(world: World, webhook: Row, event: str) -> str:
    """Why the webhook receives nothing at present, or not this event. Empty when it receives the event."""
    if event not in webhook["events"]:
        return "event"
    if webhook["status"] != "enabled":
        rule("deliveries.none-before-activation")
        return str(webhook["status"])
    if expired(webhook, world.clock.stamp()):
        rule("deliveries.none-after-expiry")
        return "expired"
    return ""


def _unseen(view: View, table: str, row: Row) -> str:
    """Why the authorizing user may not see this record. Empty when the user may."""
    if not scopes.allows(view.permissions, scopes.scope_of(table), "read"):
        rule("deliveries.only-what-the-user-may-see")
        return "scope"
    visible = behavior(table).visible(view, {})
    if visible is not None and not visible(row):
        rule("deliveries.only-what-the-user-may-see")
        return "unseen"
    return ""


def _worth_telling(view: View, webhook: Row, change: Change) -> bool:
    """Whether a watched field changed, or this is the first update of this record for the webhook."""
    first = _is_first_update(view.world, webhook["id"], change.id)
    if first:
        rule("deliveries.first-update-always")
        return True
    model = webhook["model"]
    selection = watched_fields(webhook["fields"], model)
    if selection is None:
        rule("deliveries.bookkeeping-watches-everything")
        return True
    render = compiled(record_of(model), selection)
    return render(view, change.before or {}) != render(view, change.after or {})


def _is_first_update(world: World, webhook: int, id: int) -> bool:
    table = world.table(FIRST_UPDATES)
    key = f"{webhook}:{id}"
    if table.find("key", key):
        return False
    table.put({"id": next(table.ids_descending(), 0) + 1, "key": key})
    return True
