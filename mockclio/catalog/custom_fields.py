"""Custom fields: the fields that a firm adds to its contacts and matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from mockclio.catalog.choices import (
    CustomFieldType,
)
from mockclio.catalog.vocabulary import (
    AnyCase,
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Resource,
    op,
    special,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.embedded.custom_values import PicklistOption


class CustomField(Resource):
    """The definition of one field. The values are in contacts and matters."""

    search = "name"

    created_at: DateTime
    updated_at: DateTime
    name: str
    parent_type: Literal["Contact", "Matter"]
    field_type: CustomFieldType
    displayed: bool
    deleted: bool
    required: bool
    display_order: int
    picklist_options: list[PicklistOption]


class CustomFieldQuery(ListQuery):
    deleted: bool = special
    field_type: CustomFieldType = unset
    parent_type: Annotated[Literal["matter", "contact"], AnyCase(rule="custom_fields.parent-type-filter-is-lower-case")] = special
    query: str = unset
    visible_and_required: bool = special


class NewPicklistOption(TypedDict, total=False):
    id: int
    option: str
    _deleted: bool


class CustomFieldFields(Body):
    """The attributes that can change later."""

    display_order: int = unset
    displayed: bool = unset
    picklist_options: list[NewPicklistOption] = unset
    required: bool = unset


class NewCustomField(CustomFieldFields):
    """The attributes of a new field. Its field type and its parent type cannot change later."""

    field_type: CustomFieldType
    name: str
    parent_type: Annotated[Literal["Contact", "Matter"], AnyCase(rule="custom_fields.parent-type-in-any-case")]


class CustomFieldChanges(CustomFieldFields, Guarded):
    passed_over = dict.fromkeys(("field_type", "parent_type"), "custom_fields.type-and-parent-stay")

    name: str = unset


class CustomFields(Collection[M]):
    path = "/custom_fields"
    scope = "Custom Fields"

    list = op.index(CustomField, CustomFieldQuery, order="id name display_order")
    create = op.create(CustomField, NewCustomField)
    get = op.show(CustomField)
    update = op.update(CustomField, CustomFieldChanges)
    delete = op.destroy()
