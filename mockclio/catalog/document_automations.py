"""Document automations: documents made from a template and the data of a matter, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    ListQuery,
    M,
    Ref,
    Resource,
    op,
)

if TYPE_CHECKING:
    from mockclio.catalog.document_templates import DocumentTemplate
    from mockclio.catalog.documents import Document
    from mockclio.catalog.matters import Matter


class DocumentAutomation(Resource):
    """The work on documents from a template. After completion, it has the documents."""

    since = {"documents": "4.0.5"}

    state: Literal["not_started", "queued", "in_progress", "empty", "failed", "completed"]
    export_formats: Literal["pdf", "original"]
    filename: str
    created_at: DateTime
    updated_at: DateTime
    matter: Matter | None
    document_template: DocumentTemplate | None
    documents: list[Document]


class NewDocumentAutomation(Body):
    write_only = {"formats": "documents.automation-formats"}

    document_template: Ref
    filename: str
    formats: list[Literal["pdf", "original"]]
    matter: Ref


class DocumentAutomations(Collection[M]):
    path = "/document_automations"
    scope = "Documents"

    list = op.index(DocumentAutomation, ListQuery, order="id")
    create = op.create(DocumentAutomation, NewDocumentAutomation)
    get = op.show(DocumentAutomation)
