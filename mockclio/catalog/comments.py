"""Comments on documents and folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    M,
    Ref,
    Resource,
    SinceQuery,
    op,
    unset,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.document_versions import DocumentVersion
    from mockclio.catalog.users import User


class Comment(Resource):
    """A comment on an item. On a document it keeps the version that was the latest at that time."""

    message: str
    created_at: DateTime
    updated_at: DateTime
    deleted_at: DateTime | None
    creator: User
    document_version: DocumentVersion | None


class CommentQuery(SinceQuery):
    item_id: int = where("item =")


class NewComment(Body):
    shown_by = {"item": "document_version.document_id"}
    references = {"item": "documents"}

    item: Ref
    message: str


class CommentChanges(NewComment, Guarded):
    item: Ref = unset
    message: str = unset


class Comments(Collection[M]):
    path = "/comments"
    scope = "Documents"

    list = op.index(Comment, CommentQuery)
    create = op.create(Comment, NewComment)
    get = op.show(Comment)
    update = op.update(Comment, CommentChanges)
    delete = op.destroy()
