"""Custom field sets: custom fields that are shown together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

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
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.custom_fields import CustomField


class CustomFieldSet(Resource):
    """A named group of custom fields. Contacts and matters can be associated with it."""

    search = "name"

    name: str
    parent_type: Literal["Contact", "Matter"] | None
    displayed: bool
    created_at: DateTime
    updated_at: DateTime
    custom_fields: list[CustomField]


class CustomFieldSetQuery(ListQuery):
    displayed: bool = unset
    parent_type: Annotated[Literal["Matter", "Contact"], AnyCase(rule="custom_fields.parent-type-filter-is-lower-case")] = unset
    query: str = unset


class NewCustomFieldSet(Body):
    """The attributes of a new set. Fields are written as ids and read as records."""

    shown_by = {"custom_field_ids": "custom_fields"}
    references = {"custom_field_ids": "custom_fields"}

    name: str
    custom_field_ids: list[int] = unset
    displayed: bool = unset
    parent_type: Literal["Contact", "Matter"] = unset


class CustomFieldSetChanges(NewCustomFieldSet, Guarded):
    name: str = unset


class CustomFieldSets(Collection[M]):
    path = "/custom_field_sets"
    scope = "Custom Fields"

    list = op.index(CustomFieldSet, CustomFieldSetQuery, order="name id parent_type")
    create = op.create(CustomFieldSet, NewCustomFieldSet)
    get = op.show(CustomFieldSet)
    update = op.update(CustomFieldSet, CustomFieldSetChanges)
    delete = op.destroy()
