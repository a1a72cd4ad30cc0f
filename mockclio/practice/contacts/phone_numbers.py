"""Behaviour of the phone numbers of a contact, as a list."""

from __future__ import annotations

from typing import Any

from mockclio.practice.contacts.details import members
from mockclio.server.behavior import Behavior, sources
from mockclio.server.view import View
from mockclio.store.tables import Row


class PhoneNumbers(Behavior):
    """All phone numbers, including those over the limit of a contact."""

    @sources("PhoneNumber#index")
    def rows(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row]:
        return members(view, ids["contact_id"], "phone_numbers")
