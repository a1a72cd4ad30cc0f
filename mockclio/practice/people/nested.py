"""Nested records of people that follow from users and files."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, computed
from mockclio.server.storage import public_url
from mockclio.server.view import View
from mockclio.store.tables import Row


class EmbeddedPeople(Behavior):
    """Avatars and subscribers."""

    @computed("Avatar.url")
    def avatar_url(self, view: View, row: Row) -> str:
        rule("contacts.avatar-has-an-address")
        return public_url(view, row["_file"], row["filename"])

    @computed("PhoneNumber.default_number")
    def default_number(self, view: View, row: Row) -> bool:
        rule("contacts.default-number-is-primary")
        return bool(row.get("primary"))

    @computed("NotificationEventSubscriber.name")
    def subscriber_name(self, view: View, row: Row) -> Any:
        return (view.get("users", row["user_id"]) or {}).get("name", "")
