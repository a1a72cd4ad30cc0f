"""Phone numbers of a contact, as a separate list."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Resource,
    op,
)


class PhoneNumber(Resource):
    """A phone number, stored in its contact."""

    scope = "Contacts"
    table = ""

    number: str | None
    name: Literal["Work", "Home", "Mobile", "Fax", "Pager", "Skype", "Other"]
    primary: bool
    default_number: bool
    created_at: DateTime
    updated_at: DateTime


class PhoneNumbers(Collection[M]):
    path = "/contacts/{contact_id}/phone_numbers"
    scope = "Contacts"

    list = op.index_within(PhoneNumber, ListQuery)
