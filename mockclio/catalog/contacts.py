"""Contacts: the people and companies that a firm works with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from mockclio.catalog.choices import (
    AddressLabel,
    EmailAddressLabel,
    Initial,
    InstantMessengerLabel,
    PhoneNumberLabel,
    WebSiteLabel,
)
from mockclio.catalog.embedded.inputs import (
    CustomFieldSetAssociationChange,
    CustomFieldValueChange,
    KycFieldValueChange,
    NewCustomFieldSetAssociation,
    NewCustomFieldValue,
    NewKycFieldValue,
    RateTableAssignment,
)
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    CustomFieldConditions,
    Date,
    DateTime,
    Guarded,
    Json,
    ListQuery,
    M,
    NullableRef,
    Query,
    Resource,
    inverse,
    op,
    special,
    unset,
    webhook_model,
)

if TYPE_CHECKING:
    from mockclio.catalog.activity_rates import ActivityRate
    from mockclio.catalog.currencies import Currency
    from mockclio.catalog.email_addresses import EmailAddress
    from mockclio.catalog.embedded.contact_details import Address, InstantMessenger, PaymentProfile, WebSite
    from mockclio.catalog.embedded.custom_values import CustomFieldSetAssociation, CustomFieldValue, KycFieldValue
    from mockclio.catalog.embedded.legal_aid_uk import LegalAidUkContact
    from mockclio.catalog.embedded.matter_parts import AccountBalance
    from mockclio.catalog.embedded.people import Avatar, NotificationMethod
    from mockclio.catalog.folders import Folder
    from mockclio.catalog.phone_numbers import PhoneNumber


class Contact(Resource):
    """A person or a company, with all contact details."""

    default_fields = "id etag name type initials"
    nested_defaults = {"custom_field_values": "id value"}
    search = (
        "name title email_addresses.address phone_numbers.number addresses.street addresses.city addresses.province "
        "addresses.postal_code addresses.country web_sites.address instant_messengers.address custom_field_values.value "
        "company.name"
    )

    name: str
    first_name: str | None
    middle_name: str | None
    last_name: str | None
    date_of_birth: Date | None
    type: Literal["Company", "Person"]
    created_at: DateTime
    updated_at: DateTime
    prefix: str | None
    title: str | None
    initials: str | None
    clio_connect_email: str | None
    locked_clio_connect_email: bool
    client_connect_user_id: int | None
    primary_email_address: str | None
    secondary_email_address: str | None
    primary_phone_number: str | None
    secondary_phone_number: str | None
    ledes_client_id: str | None
    has_clio_for_clients_permission: bool
    is_client: bool
    is_clio_for_client_user: bool
    is_co_counsel: bool
    is_bill_recipient: bool
    sales_tax_number: str | None
    currency: Currency | None
    activity_rates: list[ActivityRate] = inverse("contact_id")
    addresses: list[Address]
    custom_field_values: list[CustomFieldValue]
    custom_field_set_associations: list[CustomFieldSetAssociation]
    email_addresses: list[EmailAddress]
    instant_messengers: list[InstantMessenger]
    phone_numbers: list[PhoneNumber]
    web_sites: list[WebSite]
    notification_methods: list[NotificationMethod] = inverse("contact")
    account_balances: list[AccountBalance]
    related_contacts: list[Contact]
    kyc_field_values: list[KycFieldValue]
    primary_work_address: Address | None
    primary_address: Address | None
    secondary_address: Address | None
    company: Contact | None
    avatar: Avatar | None
    payment_profile: PaymentProfile | None
    folder: Folder | None
    co_counsel_rate: ActivityRate | None
    primary_web_site: WebSite | None
    legal_aid_uk_contact: LegalAidUkContact | None


class ContactQuery(ListQuery):
    client_only: bool = special
    clio_connect_only: bool = special
    custom_field_ids: list[int] = special
    custom_field_values: CustomFieldConditions = unset
    email_only: bool = special
    exclude_ids: list[int] = unset
    initial: Initial = special
    query: str = unset
    shared_resource_id: int = special
    type: Literal["Company", "Person"] = unset


class ContactOptions(Query):
    custom_field_ids: list[int] = special


class NewAddress(TypedDict, total=False):
    name: AddressLabel
    street: str
    city: str
    province: str
    postal_code: str
    country: str


class NewAvatar(TypedDict, total=False):
    image: str
    _destroy: bool


class NewCoCounselRate(TypedDict, total=False):
    rate: float


class NewEmailAddress(TypedDict, total=False):
    name: EmailAddressLabel
    address: str
    default_email: bool


class NewInstantMessenger(TypedDict, total=False):
    name: InstantMessengerLabel
    address: str


class NewPhoneNumber(TypedDict, total=False):
    name: PhoneNumberLabel
    number: str
    default_number: bool


class NewWebSite(TypedDict, total=False):
    name: WebSiteLabel
    address: str
    default_web_site: bool


class AddressChange(TypedDict, total=False):
    name: AddressLabel
    street: str
    city: str
    province: str
    postal_code: str
    country: str
    id: int
    _destroy: bool


class EmailAddressChange(TypedDict, total=False):
    id: int
    name: EmailAddressLabel
    address: str
    default_email: bool
    _destroy: bool


class InstantMessengerChange(TypedDict, total=False):
    name: InstantMessengerLabel
    address: str
    id: int
    _destroy: bool


class PhoneNumberChange(TypedDict, total=False):
    name: PhoneNumberLabel
    number: str
    default_number: bool
    id: int
    _destroy: bool


class WebSiteChange(TypedDict, total=False):
    name: WebSiteLabel
    address: str
    id: int
    default_web_site: bool
    _destroy: bool


class ContactFields(Body):
    write_only = {
        "rate_table_assignment": "rates.table-assignment-is-not-shown",
        "require_utbms_codes": "utbms.contact-gives-the-default",
    }

    avatar: NewAvatar = unset
    clio_connect_email: str = unset
    co_counsel_rate: NewCoCounselRate = unset
    company: NullableRef = unset
    currency: Json = unset
    date_of_birth: Date = unset
    first_name: str = unset
    last_name: str = unset
    ledes_client_id: str = unset
    middle_name: str = unset
    prefix: str = unset
    rate_table_assignment: RateTableAssignment = unset
    require_utbms_codes: bool = unset
    sales_tax_number: str = unset
    title: str = unset


class NewContact(ContactFields, ContactOptions):
    write_only = {**ContactFields.write_only, "co_counsel_rate": "contacts.co-counsel-rate-is-for-updates"}

    name: str = unset
    type: Literal["Person", "Company"]
    addresses: list[NewAddress] = unset
    custom_field_set_associations: list[NewCustomFieldSetAssociation] = unset
    custom_field_values: list[NewCustomFieldValue] = unset
    email_addresses: list[NewEmailAddress] = unset
    instant_messengers: list[NewInstantMessenger] = unset
    kyc_field_values: list[NewKycFieldValue] = unset
    phone_numbers: list[NewPhoneNumber] = unset
    web_sites: list[NewWebSite] = unset


class ContactChanges(ContactFields, ContactOptions, Guarded):
    addresses: list[AddressChange] = unset
    custom_field_set_associations: list[CustomFieldSetAssociationChange] = unset
    custom_field_values: list[CustomFieldValueChange] = unset
    email_addresses: list[EmailAddressChange] = unset
    instant_messengers: list[InstantMessengerChange] = unset
    kyc_field_values: list[KycFieldValueChange] = unset
    name: str = unset
    phone_numbers: list[PhoneNumberChange] = unset
    type: Literal["Person", "Company"] = unset
    web_sites: list[WebSiteChange] = unset


class Contacts(Collection[M]):
    path = "/contacts"
    scope = "Contacts"
    webhook = webhook_model("contact", number=6)

    list = op.index(Contact, ContactQuery, order="id name shared_at")
    create = op.create(Contact, NewContact, query=ContactOptions)
    get = op.show(Contact, ContactOptions)
    update = op.update(Contact, ContactChanges, query=ContactOptions)
    delete = op.destroy(refuses="409 422")
