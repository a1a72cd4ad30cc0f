"""Document archives: zip files of documents and folders, made in the background."""

from __future__ import annotations

from typing import Literal, TypedDict

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    M,
    Resource,
    Target,
    op,
)


class DocumentArchive(Resource):
    """The work on a zip file. After completion, the zip can be downloaded."""

    created_at: DateTime
    updated_at: DateTime
    size: int | None
    progress: float
    state: Literal["not_started", "queued", "in_progress", "completed", "failed"]
    message: str | None


class ItemLink(TypedDict):
    id: int
    type: Literal["Document", "Folder"]


class NewDocumentArchive(Body):
    write_only = {"items": "documents.archive-items"}

    items: list[ItemLink]


class DocumentArchives(Collection[M]):
    path = "/document_archives"
    scope = "Documents"

    download = op.download(Target)
    create = op.create(DocumentArchive, NewDocumentArchive)
    get = op.show(DocumentArchive)
