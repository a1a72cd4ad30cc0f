"""Custom values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.choices import (
    CustomFieldType,
)
from mockclio.catalog.vocabulary import DateTime, Json, Record, Row

if TYPE_CHECKING:
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.custom_fields import CustomField


class CustomFieldValue(Record):
    """A custom field value."""

    id: str
    etag: str
    field_name: str | None
    created_at: DateTime
    updated_at: DateTime
    field_type: CustomFieldType | None
    field_required: bool
    field_displayed: bool
    field_display_order: int | None
    value: Json
    soft_deleted: bool
    custom_field: CustomField | None
    picklist_option: PicklistOption | None
    matter: CustomFieldMatterSelection | None
    contact: Contact | None


class CustomFieldSetAssociation(Row):
    """A custom field set association."""

    display_order: int | None
    created_at: DateTime
    updated_at: DateTime


class PicklistOption(Row):
    """A picklist option."""

    created_at: DateTime
    updated_at: DateTime
    option: str | None
    deleted_at: DateTime | None


class CustomFieldMatterSelection(Record):
    """A custom field matter selection."""

    default_fields = "id display_number"
    table = "matters"

    id: int
    display_number: str


class KycFieldValue(Row):
    """A kyc field value."""

    field_name: str | None
    field_label: str | None
    created_at: DateTime
    updated_at: DateTime
    field_type: Literal["date", "picklist", "text"] | None
    field_value: str | None
    field_possible_values: list[str]
    group: str | None


class ExternalProperty(Row):
    """A external property."""

    name: str
    value: str | None
    created_at: DateTime
    updated_at: DateTime
