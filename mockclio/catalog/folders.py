"""Folders, and the list of documents and folders in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from mockclio.catalog.embedded.inputs import ExternalPropertyChange, NewExternalProperty
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    NullableRef,
    Ref,  # noqa: F401 named by `also`
    Resource,
    op,
    special,
    unset,
    webhook_model,
)

if TYPE_CHECKING:
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.document_categories import DocumentCategory
    from mockclio.catalog.document_versions import DocumentVersion
    from mockclio.catalog.embedded.custom_values import ExternalProperty
    from mockclio.catalog.embedded.files import LinkedFolder
    from mockclio.catalog.embedded.people import ClioCreator
    from mockclio.catalog.groups import Group
    from mockclio.catalog.matters import Matter


class Item(Resource):
    """A document or a folder in the contents of a folder."""

    nested_defaults = {"latest_document_version": "id version_number"}
    table = "items"
    search = "name"

    created_at: DateTime
    updated_at: DateTime
    deleted_at: DateTime | None
    type: Literal["Document", "Folder"]
    locked: bool
    name: str
    parent: LinkedFolder | None
    matter: Matter | None
    contact: Contact | None
    document_category: DocumentCategory | None
    creator: ClioCreator | None
    latest_document_version: DocumentVersion | None
    group: Group | None
    external_properties: list[ExternalProperty]


class Folder(Resource):
    """A folder for documents and other folders. The account has one root, and each matter and contact has a folder."""

    search = "name"

    created_at: DateTime
    updated_at: DateTime
    deleted_at: DateTime | None
    type: Literal["Folder"]
    locked: bool
    name: str
    root: bool
    parent: LinkedFolder | None
    matter: Matter | None
    contact: Contact | None
    document_category: DocumentCategory | None
    creator: ClioCreator | None
    latest_document_version: DocumentVersion | None
    group: Group | None
    external_properties: list[ExternalProperty]


class ItemQuery(ListQuery):
    contact_id: int | None = unset
    document_category_id: int | None = unset
    external_property_name: str = special
    external_property_value: str = special
    include_deleted: bool = special
    matter_id: int | None = unset
    parent_id: int | None = special
    query: str = unset
    scope: Literal["descendants", "children"] = special
    show_uncompleted: bool = special


class FolderQuery(ListQuery):
    contact_id: int | None = unset
    document_category_id: int | None = unset
    external_property_name: str = special
    external_property_value: str = special
    include_deleted: bool = special
    matter_id: int | None = unset
    parent_id: int | None = special
    query: str = unset
    scope: Literal["descendants", "children"] = special


class ParentLink(TypedDict):
    id: int
    type: Literal["Folder", "Contact", "Matter"]


class ParentLinkChange(TypedDict, total=False):
    id: int
    type: Literal["Folder", "Contact", "Matter"]


class FolderFields(Body):
    write_only = {"restore": "documents.restore-from-trash"}

    document_category: NullableRef = unset
    restore: bool = unset


class NewFolder(FolderFields):
    also = {"parent": "ParentLink", "matter": "Ref"}  # one client sends only the matter, so the parent may be missing

    name: str
    parent: ParentLink
    external_properties: list[NewExternalProperty] = unset


class FolderChanges(FolderFields, Guarded):
    external_properties: list[ExternalPropertyChange] = unset
    name: str = unset
    parent: ParentLinkChange = unset


class Folders(Collection[M]):
    path = "/folders"
    model = "Folder"
    scope = "Documents"
    webhook = webhook_model("folder", number=9)

    contents = op.index(Item, ItemQuery, suffix="/list", verb="list", order="id document_number name updated_at created_at received_at")
    list = op.index(Folder, FolderQuery, order="id name updated_at")
    create = op.create(Folder, NewFolder)
    get = op.show(Folder)
    update = op.update(Folder, FolderChanges)
    delete = op.destroy(refuses="400 409")
