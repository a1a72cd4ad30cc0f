"""Related contacts: the contacts of a matter without its client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    M,
    PageQuery,
    Record,
    op,
)

if TYPE_CHECKING:
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.email_addresses import EmailAddress
    from mockclio.catalog.embedded.contact_details import Address, WebSite
    from mockclio.catalog.embedded.custom_values import CustomFieldValue
    from mockclio.catalog.embedded.people import Avatar
    from mockclio.catalog.phone_numbers import PhoneNumber
    from mockclio.catalog.relationships import Relationship


class RelatedContact(Record):
    """A contact with one of its relationships to a matter."""

    default_fields = "id name type initials"
    nested_defaults = {"custom_field_values": "id value"}

    id: int
    contact_id: int
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
    avatar: Avatar | None
    company: Contact | None
    primary_address: Address | None
    primary_web_site: WebSite | None
    secondary_address: Address | None
    secondary_web_site: WebSite | None
    addresses: list[Address]
    custom_field_values: list[CustomFieldValue]
    email_addresses: list[EmailAddress]
    phone_numbers: list[PhoneNumber]
    web_sites: list[WebSite]
    relationship: Relationship | None


class RelatedContacts(Collection[M]):
    path = "/matters/{matter_id}/related_contacts"
    scope = "Matters"
    model = "RelatedContacts"

    list = op.index_within(RelatedContact, PageQuery, order="id contact.name")
