"""Event Metrics."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    M,
    Record,
    op,
)


class EventMetric(Record):
    """A event metrics."""

    default_fields = "unread_mobile_events unread_web_events unread_secure_messages unread_client_portal_messages unread_text_messages"

    unread_mobile_events: int | None
    unread_web_events: int | None
    unread_secure_messages: int | None
    unread_client_portal_messages: int | None
    unread_text_messages: int | None


class EventMetrics(Collection[M]):
    path = "/internal_notifications/event_metrics"
    scope = "In-app Notifications"
    model = "EventMetrics"

    get = op.single(EventMetric, verb="index", headers="X-API-VERSION")
