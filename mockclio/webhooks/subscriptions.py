"""Webhooks as records of the API: what they may subscribe to, how long they last, and the secret for the handshake and the signatures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mockclio.catalog.addresses import web_address
from mockclio.catalog.webhook_models import CHANGES, webhook_model_of, webhook_models
from mockclio.errors import Forbidden, InvalidArgument, InvalidFields, NotFound
from mockclio.ledger import rule
from mockclio.server import fields, scopes, verbs, writing
from mockclio.server.behavior import Behavior, Predicate, handles, leaving_out
from mockclio.server.call import Answer, Call
from mockclio.server.view import View
from mockclio.store.clock import parse_time, stamp
from mockclio.store.session import Session
from mockclio.store.tables import Row
from mockclio.store.world import World
from mockclio.webhooks import hosts_of

LONGEST_FIELDS = 1_000
LIFETIME, LONGEST_LIFE = timedelta(days=3), timedelta(days=31)


class Webhooks(Behavior):
    """The behaviour of webhooks. The handshake enables a webhook until it expires. A new address needs a new handshake."""

    defaults = {"status": "pending"}
    takes = frozenset(("model", "fields", "events", "expires_at"))

    def visible(self, view: View, arguments: dict[str, Any]) -> Predicate:
        return leaving_out(lambda row: belongs(view, row), rule="webhooks.seen-by-who-made-it")

    @handles("Webhook#create")
    def create(self, call: Call) -> Answer:
        require_scope(call)
        with call.view.world.session(call.view.user) as session:
            extra = {
                "user": call.view.user["id"],
                "_application": call.view.application,
                "_permissions": call.view.permissions,
                "_version": list(call.view.version),
                "_base_url": call.view.base_url,
            }
            row = writing.create(session, call.operation.record, call.operation.body, call.data, extra)
        return verbs.present(call, row, status=201)

    @handles("Webhook#update")
    def update(self, call: Call) -> Answer:
        require_scope(call, find(call))
        return verbs.update(call)

    @handles("Webhook#show")
    def show(self, call: Call) -> Answer:
        return verbs.present(call, find(call))

    @handles("Webhook#destroy")
    def remove(self, call: Call) -> Answer:
        find(call)
        return verbs.destroy(call)

    @handles("Webhook#activate")
    def activate(self, call: Call) -> Answer:
        row = find(call)
        sent = call.request.headers.get("X-Hook-Secret", "")
        if sent != row["shared_secret"]:
            raise InvalidArgument("X-Hook-Secret must be the secret that the handshake sent", rule="webhooks.activate-needs-secret")
        rule("webhooks.activate-enables")
        with call.view.world.session(call.view.user) as session:
            session.update("webhooks", row["id"], {"status": "enabled"})
        return verbs.present(call, row)

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if row is None:
            missing = [name for name in ("url", "model", "fields") if name not in data]
            if missing:
                raise InvalidArgument("; ".join(f"{name} is required" for name in missing))
        if data.get("url") is not None:
            check_url(session.world, data["url"])

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        rule("webhooks.starts-pending")
        rule("webhooks.secret")
        row["shared_secret"] = session.world.secret()
        if not data.get("expires_at"):
            rule("webhooks.expires-in-three-days")
        row["expires_at"] = expiry(session, data.get("expires_at") or stamp(parse_time(session.now) + LIFETIME))
        fill(row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        fill(row, data)
        if "expires_at" in data:
            if data["expires_at"] is None:
                raise InvalidArgument("expires_at can't be blank")
            row["expires_at"] = expiry(session, data["expires_at"])
        if row["url"] != before["url"]:
            rule("webhooks.new-url-is-pending")
            row["status"] = "pending"


def fill(row: Row, data: dict[str, Any]) -> None:
    """Write the model, fields and events into the row. The fields and events must belong to the model."""
    if "model" in data:
        row["model"] = model(data["model"])
    if "fields" in data:
        row["fields"] = selection(data["fields"])
    check_fields(row["model"], row["fields"])
    row["events"] = events(row["model"], data["events"] if "events" in data else row.get("events"))


def belongs(view: View, row: Row) -> bool:
    """Whether the viewer's user and application made the webhook. A token without an application sees all webhooks of its user."""
    return row["user"] == view.user["id"] and view.application in ("", row.get("_application", ""))


def find(call: Call) -> Row:
    """The webhook that the path names, if it belongs to the viewer."""
    row = verbs.find(call)
    if not belongs(call.view, row):
        raise NotFound(rule="webhooks.seen-by-who-made-it")
    return row


def require_scope(call: Call, row: Row | None = None) -> None:
    """Refuse a model that the token's scopes do not cover."""
    named = model(call.data["model"]) if "model" in call.data else (row or {}).get("model")
    permissions = call.view.permissions
    if named and permissions is not None and not scopes.allows(permissions, scopes.scope_of(webhook_model_of(named).record.table), "read"):
        raise Forbidden(rule="webhooks.model-needs-its-scope")


def model(value: Any) -> str:
    """The model with that name or number."""
    text = "" if value is None else str(value).strip()
    if text.lower() in webhook_models():
        return text.lower()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    for known in webhook_models().values():
        if number and known.number == number:
            rule("webhooks.model-by-number")
            return known.name
    raise InvalidArgument(f"'{text[:80]}' is not a valid model", rule="webhooks.unknown-model")


def selection(value: Any) -> str:
    """The fields of deliveries as one text. A list is joined."""
    if isinstance(value, list):
        rule("webhooks.fields-as-list")
        value = ",".join(map(str, value))
    if not isinstance(value, str) or not value.strip():
        raise InvalidArgument("fields must name at least one field, as in id,etag")
    if len(value) > LONGEST_FIELDS:
        raise InvalidArgument(f"fields must be at most {LONGEST_FIELDS} characters long", rule="webhooks.fields-length")
    return value


def check_fields(model: str, text: str) -> None:
    """Refuse fields that the model's record does not have."""
    try:
        fields.parse(text, webhook_model_of(model).record)
    except InvalidFields as error:
        raise InvalidArgument(f"fields: {error.message}", rule="webhooks.fields-are-checked") from None


def events(model: str, chosen: list[str] | None) -> list[str]:
    """The events that the webhook receives: the named ones, or every change event of the model."""
    possible = webhook_model_of(model).events
    if chosen is None:
        rule("webhooks.default-events")
        return [event for event in possible if event in CHANGES]
    wrong = [event for event in chosen if event not in possible]
    if wrong or not chosen:
        raise InvalidArgument(
            f"events of the model {model} must be among {', '.join(possible)}, at least one", rule="webhooks.events-of-the-model"
        )
    return list(dict.fromkeys(chosen))


def expiry(session: Session, moment: str) -> str:
    """The time at which the webhook expires: later than now, and at most 31 days from now."""
    now, end = parse_time(session.now), parse_time(moment)
    if end > now + LONGEST_LIFE:
        raise InvalidArgument(f"expires_at must be at most {LONGEST_LIFE.days} days from now", rule="webhooks.expires-within-31-days")
    if end <= now:
        raise InvalidArgument("expires_at must be in the future", rule="webhooks.expires-in-the-future")
    return moment


def check_url(world: World, url: str) -> None:
    """Refuse an address that cannot receive: it must be https, or http to a host that was allowed, and a host that the mock may reach.

    Clio only requires https. The conditions about this machine and about hosts are the mock's own.
    """
    parts = web_address(url)
    if parts is None:
        raise InvalidArgument("url must be an absolute https address", rule="webhooks.https-only")
    hosts = hosts_of(world)
    if parts.scheme == "http":
        if not hosts.takes_http(url):
            raise InvalidArgument(hosts.refusal(url), rule="webhooks.https-only")
        rule("mock.webhooks-over-http")
    if hosts.refusal(url):
        raise InvalidArgument(hosts.refusal(url), rule="mock.webhook-hosts")
