"""Email addresses of a contact, as a separate list."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Resource,
    op,
)


class EmailAddress(Resource):
    """An email address, stored in its contact."""

    scope = "Contacts"
    table = ""

    address: str | None
    name: str
    primary: bool
    created_at: DateTime
    updated_at: DateTime


class EmailAddresses(Collection[M]):
    path = "/contacts/{contact_id}/email_addresses"
    scope = "Contacts"

    list = op.index_within(EmailAddress, ListQuery)
