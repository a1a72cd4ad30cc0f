"""Document Automations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    ListQuery,
    M,
    Ref,
    Row,
    op,
)

if TYPE_CHECKING:
    from mockclio.catalog.document_templates import DocumentTemplate
    from mockclio.catalog.documents import Document
    from mockclio.catalog.matters import Matter


class DocumentAutomation(Row):
    """A document automation."""

    state: Literal["not_started", "queued", "in_progress", "empty", "failed", "completed"]
    export_formats: Literal["pdf", "original"] | None
    filename: str
    created_at: DateTime
    updated_at: DateTime
    matter: Matter
    document_template: DocumentTemplate
    documents: list[Document]


class NewDocumentAutomation(Body):
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
