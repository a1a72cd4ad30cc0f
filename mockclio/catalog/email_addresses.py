"""E-mail addresses of a contact, as a list of their own."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Row,
    op,
)


class EmailAddress(Row):
    """One e-mail address, kept inside its contact."""

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
