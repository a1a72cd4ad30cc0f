"""Documents: records in a tree of folders. The bytes of each version go directly to the file store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

from mockclio.catalog.embedded.inputs import ExternalPropertyChange, NewExternalProperty
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    NullableRef,
    Query,
    Resource,
    Target,
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


class Document(Resource):
    """A file of the firm. The values about the file are those of its latest version."""

    nested_defaults = {"latest_document_version": "id version_number"}
    search = "name"
    retired = {"document_versions": ("list[DocumentVersion]", "4.0.5")}

    created_at: DateTime
    updated_at: DateTime
    deleted_at: DateTime | None
    type: Literal["Document"]
    locked: bool
    name: str
    received_at: DateTime | None
    filename: str
    size: int | None
    content_type: str
    parent: LinkedFolder
    matter: Matter | None
    contact: Contact | None
    document_category: DocumentCategory | None
    creator: ClioCreator | None
    latest_document_version: DocumentVersion | None
    group: Group | None
    external_properties: list[ExternalProperty]


class DownloadOptions(Query, Target):
    """The version to download. The default is the latest version."""

    document_version_id: int = special


class DocumentQuery(ListQuery):
    contact_id: int | None = unset
    document_category_id: int | None = unset
    external_property_name: str = special
    external_property_value: str = special
    include_deleted: bool = special
    locked: bool = unset
    matter_id: int | None = unset
    parent_id: int | None = special
    query: str = unset
    scope: Literal["descendants", "children"] = special
    show_uncompleted: bool = special


class NewMultipart(TypedDict, total=False):
    part_number: Required[int]
    content_length: Required[str]
    content_md5: str


class ParentLink(TypedDict):
    id: int
    type: Literal["Document", "Folder", "Contact", "Matter"]


class MultipartChange(TypedDict, total=False):
    part_number: int
    content_length: str
    content_md5: str


class ParentLinkChange(TypedDict, total=False):
    id: int
    type: Literal["Document", "Folder", "Contact", "Matter"]


class DocumentFields(Body):
    references = {"communication_id": "communications"}

    communication_id: int = unset
    document_category: NullableRef = unset
    received_at: DateTime = unset


class NewDocument(DocumentFields):
    shown_by = {"multiparts": "latest_document_version.multiparts"}
    write_only = {"communication_id": "documents.communication-lists-its-documents"}
    passed_over = {"file": "documents.no-bytes-through-the-api"}

    name: str
    parent: ParentLink
    content_type: str = unset
    external_properties: list[NewExternalProperty] = unset
    filename: str = unset
    multiparts: list[NewMultipart] = unset


class DocumentChanges(DocumentFields, Guarded):
    shown_by = {
        "fully_uploaded": "latest_document_version.fully_uploaded",
        "multiparts": "latest_document_version.multiparts",
        "uuid": "latest_document_version.uuid",
    }
    write_only = {
        "communication_id": "documents.communication-lists-its-documents",
        "copy_version": "documents.copy-version-keeps-the-old-name",
        "restore": "documents.restore-from-trash",
    }

    copy_version: bool = unset
    external_properties: list[ExternalPropertyChange] = unset
    fully_uploaded: bool = unset
    multiparts: list[MultipartChange] = unset
    name: str = unset
    parent: ParentLinkChange = unset
    restore: bool = unset
    uuid: str = unset


class DocumentCopy(Body):
    write_only = {"communication_id": "documents.communication-lists-its-documents"}
    references = {"communication_id": "communications"}

    parent: ParentLink
    communication_id: int = unset
    document_category: NullableRef = unset
    external_properties: list[ExternalPropertyChange] = unset
    filename: str = unset
    name: str = unset
    received_at: DateTime = unset


class Documents(Collection[M]):
    path = "/documents"
    scope = "Documents"
    webhook = webhook_model("document", number=8)

    download = op.download(DownloadOptions)
    copy = op.action("POST", "/{id}/copy", Document, DocumentCopy, verb="copy")
    list = op.index(Document, DocumentQuery, order="created_at document_number:id id name received_at updated_at")
    create = op.create(Document, NewDocument)
    get = op.show(Document)
    update = op.update(Document, DocumentChanges)
    delete = op.destroy(refuses="409")
