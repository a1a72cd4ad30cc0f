"""Matter contacts: the client and the related contacts of a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    M,
    PageQuery,
    Resource,
    op,
    special,
)

if TYPE_CHECKING:
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.email_addresses import EmailAddress
    from mockclio.catalog.embedded.contact_details import Address, WebSite
    from mockclio.catalog.embedded.custom_values import CustomFieldValue
    from mockclio.catalog.embedded.people import Avatar
    from mockclio.catalog.phone_numbers import PhoneNumber
    from mockclio.catalog.relationships import Relationship


class MatterContact(Resource):
    """A contact of a matter. `id` is the id of the contact."""

    default_fields = "id etag name type initials"
    nested_defaults = {"custom_field_values": "id value"}

    contact_created_at: DateTime
    contact_updated_at: DateTime
    created_at: DateTime
    description: str
    first_name: str | None
    initials: str | None
    is_client: bool
    last_name: str | None
    matter_id: int
    matter_number: str
    middle_name: str | None
    name: str
    prefix: str | None
    primary_email_address: str | None
    primary_phone_number: str | None
    relationship_name: str | None
    secondary_email_address: str | None
    secondary_phone_number: str | None
    title: str | None
    type: Literal["Company", "Person"]
    updated_at: DateTime
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


class MatterContactQuery(PageQuery):
    custom_field_ids: list[int] = special


class MatterContacts(Collection[M]):
    path = "/matters/{matter_id}/contacts"
    scope = "Matters"
    model = "MatterContacts"

    list = op.index_within(MatterContact, MatterContactQuery, order="is_client id", default_order="is_client(asc)")
