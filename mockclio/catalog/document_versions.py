"""Document versions: each is one file, uploaded or still to be uploaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    M,
    PageQuery,
    Resource,
    op,
    unset,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.embedded.files import Multipart, MultipartHeader
    from mockclio.catalog.embedded.people import ClioCreator


class DocumentVersion(Resource):
    """One file of a document. Until its bytes are uploaded, it shows the address for the upload."""

    document_id: int
    uuid: str
    created_at: DateTime
    updated_at: DateTime
    filename: str
    size: int | None
    version_number: int
    content_type: str
    received_at: DateTime | None
    put_url: str | None
    fully_uploaded: bool
    creator: ClioCreator | None
    put_headers: list[MultipartHeader]
    multiparts: list[Multipart]


class DocumentVersionQuery(PageQuery):
    id: int = where("document_id =")
    fully_uploaded: bool = unset


class DocumentVersions(Collection[M]):
    path = "/documents/{id}/versions"
    scope = "Documents"

    save_as_latest_version = op.action_within(
        "POST", "/{document_version_id}/save_as_latest_version", verb="save_as_latest_version", refuses="422"
    )
    list = op.index_within(DocumentVersion, DocumentVersionQuery)
