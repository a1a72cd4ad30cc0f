"""Document Archives."""

from __future__ import annotations

from typing import Literal, TypedDict

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    M,
    Row,
    op,
)


class DocumentArchive(Row):
    """A document archive."""

    created_at: DateTime
    updated_at: DateTime
    size: int | None
    progress: float | None
    state: Literal["not_started", "queued", "in_progress", "completed", "failed"]
    message: str | None


class ItemLink(TypedDict):
    id: int
    type: int


class NewDocumentArchive(Body):
    items: list[ItemLink]


class DocumentArchives(Collection[M]):
    path = "/document_archives"
    scope = "Documents"

    download = op.download()
    create = op.create(DocumentArchive, NewDocumentArchive)
    get = op.show(DocumentArchive)
