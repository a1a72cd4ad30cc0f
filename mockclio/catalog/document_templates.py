"""Document templates: office files with merge fields, from which automations make documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    NullableRef,
    Resource,
    Target,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.document_categories import DocumentCategory
    from mockclio.catalog.users import User


class DocumentTemplate(Resource):
    """A file with merge fields. Its bytes can be downloaded."""

    size: int
    content_type: str
    filename: str
    created_at: DateTime
    updated_at: DateTime
    document_category: DocumentCategory | None
    last_modified_by: User | None


class NewDocumentTemplate(Body):
    write_only = {"file": "documents.template-file"}

    file: str
    document_category: NullableRef = unset
    filename: str = unset


class DocumentTemplateChanges(NewDocumentTemplate, Guarded):
    file: str = unset


class DocumentTemplates(Collection[M]):
    path = "/document_templates"
    scope = "Documents"

    download = op.download(Target)
    list = op.index(
        DocumentTemplate,
        ListQuery,
        order="id filename category.name:document_category.name last_modified:updated_at last_modified_by.name",
    )
    create = op.create(DocumentTemplate, NewDocumentTemplate)
    get = op.show(DocumentTemplate)
    update = op.update(DocumentTemplate, DocumentTemplateChanges)
    delete = op.destroy()
