"""The client of a matter, as a separate record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import (
    Collection,
    Date,
    DateTime,
    M,
    Record,
    op,
)

if TYPE_CHECKING:
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.email_addresses import EmailAddress
    from mockclio.catalog.embedded.contact_details import Address, WebSite
    from mockclio.catalog.embedded.people import Avatar
    from mockclio.catalog.phone_numbers import PhoneNumber


class Client(Record):
    """A contact that is the client of a matter."""

    default_fields = "id name type initials"

    id: int
    name: str
    first_name: str | None
    middle_name: str | None
    last_name: str | None
    type: Literal["Company", "Person"]
    created_at: DateTime
    updated_at: DateTime
    prefix: str | None
    title: str | None
    initials: str | None
    is_matter_client: bool
    primary_email_address: str | None
    primary_phone_number: str | None
    client_connect_user_id: int | None
    date_of_birth: Date | None
    avatar: Avatar | None
    company: Contact | None
    addresses: list[Address]
    email_addresses: list[EmailAddress]
    phone_numbers: list[PhoneNumber]
    web_sites: list[WebSite]


class Clients(Collection[M]):
    path = "/matters/{matter_id}/client"
    scope = "Matters"

    get = op.single_within(Client)
