"""Nested records of activities, and the rate of a category."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import Record, Resource


class ActivityCalendarEntry(Record):
    """The calendar entry of an activity."""

    table = "calendar_entries"

    id: str
    etag: str
    calendar_owner_id: int | None


class ActivityTask(Resource):
    """The task of an activity, nested in it."""

    table = "tasks"


class TextMessageConversation(Resource):
    """The text message conversation of an activity."""

    scope = "Communications"
    table = "text_message_conversations"


class ActivityDescriptionRate(Record):
    """The rate of a category for a user and a matter. The hierarchy is the source of the amount."""

    default_fields = "amount non_billable_amount type hierarchy"

    amount: float
    non_billable_amount: float
    type: Literal["User", "FlatRate", "Custom"]
    hierarchy: Literal["Default", "Activity", "Matter", "Client"]
