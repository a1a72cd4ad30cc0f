"""Webhooks: subscriptions to what happens to the records of one model. They lapse, and start only after a handshake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    Headers,
    ListQuery,
    M,
    Resource,
    op,
    unset,
)
from mockclio.catalog.webhook_types import WebhookEvent, WebhookModel

if TYPE_CHECKING:
    from mockclio.catalog.users import User


class Webhook(Resource):
    """A subscription: which records, which events, what of the record is told, and where to."""

    url: str
    fields: str
    shared_secret: str
    model: WebhookModel
    status: Literal["pending", "enabled", "suspended"]
    events: list[WebhookEvent]
    expires_at: DateTime
    created_at: DateTime
    updated_at: DateTime
    user: User


class NewWebhook(Body):
    """`fields` is what deliveries carry; a model may be named or given by its number."""

    also = {"fields": "Json", "model": "Json"}

    fields: str
    model: WebhookModel
    url: str
    events: list[WebhookEvent] = unset
    expires_at: DateTime = unset


class WebhookChanges(NewWebhook, Guarded):
    fields: str = unset
    model: WebhookModel = unset
    url: str = unset


class Activation(Headers):
    """The delayed form of the handshake: the secret that came to the URL goes back in a header."""

    wire = {"hook_secret": "X-Hook-Secret"}

    hook_secret: str


class Webhooks(Collection[M]):
    path = "/webhooks"
    scope = "Api"

    list = op.index(Webhook, ListQuery, order="id")
    create = op.create(Webhook, NewWebhook)
    get = op.show(Webhook)
    update = op.update(Webhook, WebhookChanges)
    delete = op.destroy()
    activate = op.undocumented_action(
        "PUT", "/{id}/activate", Webhook, Activation, verb="activate", headers="X-API-VERSION X-HOOK-SECRET", refuses="422"
    )
