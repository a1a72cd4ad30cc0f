"""E-mail addresses of a contact, as a list of their own."""

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
