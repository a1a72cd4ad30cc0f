"""Webhooks: subscriptions to events of the records of one model. They expire, and start only after a handshake."""

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
    """A subscription: the model, the events, the fields that deliveries carry, and the address."""

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
    """The attributes of a new webhook. `fields` are those of deliveries. A model is a name or a number."""

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
    """The delayed form of the handshake: a header sends back the secret that the address received."""

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
