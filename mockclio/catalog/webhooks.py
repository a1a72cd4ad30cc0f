"""Webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.choices import (
    WebhookEvent,
    WebhookModel,
)
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    ListQuery,
    M,
    Row,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.users import User


class Webhook(Row):
    """A webhook."""

    url: str
    fields: str
    shared_secret: str | None
    model: WebhookModel
    status: Literal["pending", "enabled", "suspended"]
    events: list[WebhookEvent]
    expires_at: DateTime | None
    created_at: DateTime
    updated_at: DateTime
    user: User | None


class NewWebhook(Body):
    fields: str
    model: WebhookModel
    url: str
    events: list[WebhookEvent] = unset
    expires_at: DateTime = unset


class WebhookChanges(NewWebhook):
    fields: str = unset
    model: WebhookModel = unset
    url: str = unset


class Webhooks(Collection[M]):
    path = "/webhooks"
    scope = "Api"

    list = op.index(Webhook, ListQuery, order="id")
    create = op.create(Webhook, NewWebhook)
    get = op.show(Webhook)
    update = op.update(Webhook, WebhookChanges)
    delete = op.destroy()
