"""Activity parts."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import Record, Row


class ActivityCalendarEntry(Record):
    """A activity calendar entry."""

    table = "calendar_entries"

    id: str
    etag: str
    calendar_owner_id: int | None


class ActivityTask(Row):
    """A activity task."""

    table = "tasks"


class TextMessageConversation(Row):
    """A text message conversation."""

    table = "text_message_conversations"


class ActivityDescriptionRate(Record):
    """A activity description rate."""

    default_fields = "amount non_billable_amount type hierarchy"

    amount: float | None
    non_billable_amount: float | None
    type: Literal["User", "FlatRate", "Custom"]
    hierarchy: Literal["Default", "Activity", "Matter", "Client"] | None
