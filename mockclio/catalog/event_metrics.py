"""Counts of unread items of the viewer."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    M,
    Record,
    op,
)


class EventMetric(Record):
    """The counts of unread items."""

    default_fields = "unread_mobile_events unread_web_events unread_secure_messages unread_client_portal_messages unread_text_messages"

    unread_mobile_events: int
    unread_web_events: int
    unread_secure_messages: int
    unread_client_portal_messages: int
    unread_text_messages: int


class EventMetrics(Collection[M]):
    path = "/internal_notifications/event_metrics"
    scope = "In-app Notifications"
    model = "EventMetrics"

    get = op.single(EventMetric, verb="index", headers="X-API-VERSION")
