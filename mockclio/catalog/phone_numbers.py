"""Phone Numbers."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Row,
    op,
)


class PhoneNumber(Row):
    """A phone number."""

    table = ""

    number: str | None
    name: Literal["Work", "Personal", "Other"]
    primary: bool
    created_at: DateTime
    updated_at: DateTime


class PhoneNumbers(Collection[M]):
    path = "/contacts/{contact_id}/phone_numbers"
    scope = "Contacts"

    list = op.index(PhoneNumber, ListQuery)
