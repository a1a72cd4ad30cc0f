"""Values that a firm adds to records: custom field values, know-your-client answers, external properties."""

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
    """The value of one custom field in a record. It is null if it was never set or was cleared."""

    scope = "Custom Fields"
    redaction = "id custom_field"

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
    """A custom field set that a record shows, with its position."""

    scope = "Custom Fields"

    display_order: int
    created_at: DateTime
    updated_at: DateTime


class PicklistOption(Resource):
    """An option of a picklist field. A deleted option stays for the values that use it."""

    created_at: DateTime
    updated_at: DateTime
    option: str
    deleted_at: DateTime | None


class CustomFieldMatterSelection(Record):
    """The matter that a custom field of type matter refers to."""

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
    """A name and a value that an application stores on a record."""

    name: str
    value: str | None
    created_at: DateTime
    updated_at: DateTime
