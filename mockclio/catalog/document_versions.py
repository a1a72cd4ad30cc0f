"""Document Versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    M,
    PageQuery,
    Row,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.embedded.files import Multipart, MultipartHeader
    from mockclio.catalog.embedded.people import ClioCreator


class DocumentVersion(Row):
    """A document version."""

    document_id: int | None
    uuid: str | None
    created_at: DateTime
    updated_at: DateTime
    filename: str | None
    size: int | None
    version_number: int | None
    content_type: str | None
    received_at: DateTime | None
    put_url: str | None
    fully_uploaded: bool
    creator: ClioCreator | None
    put_headers: list[MultipartHeader]
    multiparts: list[Multipart]


class DocumentVersionQuery(PageQuery):
    id: int
    fully_uploaded: bool = unset


class DocumentVersions(Collection[M]):
    path = "/documents/{id}/versions"
    scope = "Documents"

    save_as_latest_version = op.action(
        "POST", "/{document_version_id}/save_as_latest_version", verb="save_as_latest_version", status=200, fields=False
    )
    list = op.index(DocumentVersion, DocumentVersionQuery)
