"""What a firm adds to contacts, matters and other records itself: values of custom fields, answers, properties of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.choices import (
    CustomFieldType,
)
from mockclio.catalog.vocabulary import DateTime, Json, Record, Resource

if TYPE_CHECKING:
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.custom_fields import CustomField


class CustomFieldValue(Record):
    """What one record holds for one custom field. A displayed field without a value yet has neither id nor times."""

    id: str | None
    etag: str | None
    field_name: str
    created_at: DateTime | None
    updated_at: DateTime | None
    field_type: CustomFieldType
    field_required: bool
    field_displayed: bool
    field_display_order: int | None
    value: Json | None
    soft_deleted: bool
    custom_field: CustomField | None
    picklist_option: PicklistOption | None
    matter: CustomFieldMatterSelection | None
    contact: Contact | None


class CustomFieldSetAssociation(Resource):
    """A set of custom fields that a record shows, and its place among them."""

    display_order: int
    created_at: DateTime
    updated_at: DateTime


class PicklistOption(Resource):
    """One choice of a picklist field; a deleted one stays for the values that chose it."""

    created_at: DateTime
    updated_at: DateTime
    option: str
    deleted_at: DateTime | None


class CustomFieldMatterSelection(Record):
    """The matter that a custom field of type matter points to."""

    default_fields = "id display_number"
    table = "matters"

    id: int
    display_number: str


class KycFieldValue(Resource):
    """The answer to a know-your-client question."""

    field_name: str
    field_label: str
    created_at: DateTime
    updated_at: DateTime
    field_type: Literal["date", "picklist", "text"]
    field_value: str | None
    field_possible_values: list[str]
    group: str | None


class ExternalProperty(Resource):
    """A name and a value that an application keeps on a record."""

    name: str
    value: str | None
    created_at: DateTime
    updated_at: DateTime
