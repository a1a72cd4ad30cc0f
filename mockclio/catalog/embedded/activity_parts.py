"""What activities show of the records that work was done on, and the rate of a category."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import Record, Resource


class ActivityCalendarEntry(Record):
    """The calendar entry that an activity was logged against."""

    table = "calendar_entries"

    id: str
    etag: str
    calendar_owner_id: int | None


class ActivityTask(Resource):
    """The task that an activity was logged against."""

    table = "tasks"


class TextMessageConversation(Resource):
    """The exchange of text messages that an activity was logged against."""

    table = "text_message_conversations"


class ActivityDescriptionRate(Record):
    """What a category costs, as it applies to a user and a matter; the hierarchy says where the amount comes from."""

    default_fields = "amount non_billable_amount type hierarchy"

    amount: float
    non_billable_amount: float
    type: Literal["User", "FlatRate", "Custom"]
    hierarchy: Literal["Default", "Activity", "Matter", "Client"]
