"""Custom actions: links of an application that the product shows next to records."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import (
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


class CustomAction(Resource):
    """A link of an application in one place of the product."""

    created_at: DateTime
    updated_at: DateTime
    label: str
    target_url: str
    ui_reference: Literal["activities/show", "documents/show", "contacts/show", "matters/show", "folders/show"]


class NewCustomAction(Body):
    label: str
    target_url: str
    ui_reference: Literal["activities/show", "documents/show", "contacts/show", "matters/show", "folders/show"]


class CustomActionChanges(NewCustomAction, Guarded):
    label: str = unset
    target_url: str = unset
    ui_reference: Literal["activities/show", "documents/show", "contacts/show", "matters/show", "folders/show"] = unset


class CustomActions(Collection[M]):
    path = "/custom_actions"
    scope = "Api"

    list = op.index(CustomAction, ListQuery)
    create = op.create(CustomAction, NewCustomAction)
    get = op.show(CustomAction)
    update = op.update(CustomAction, CustomActionChanges)
    delete = op.destroy()
