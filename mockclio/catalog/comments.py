"""Comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    M,
    NullableRef,
    Ref,
    Row,
    SinceQuery,
    op,
    unset,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.document_versions import DocumentVersion
    from mockclio.catalog.users import User


class Comment(Row):
    """A comment."""

    message: str
    created_at: DateTime
    updated_at: DateTime
    deleted_at: DateTime | None
    creator: User | None
    document_version: DocumentVersion | None


class CommentQuery(SinceQuery):
    item_id: int = where("item =")


class CommentFields(Body):
    """What it was created with, all optional."""


class NewComment(CommentFields):
    item: Ref
    message: str


class CommentChanges(CommentFields):
    item: NullableRef = unset
    message: str = unset


class Comments(Collection[M]):
    path = "/comments"
    scope = "Documents"

    list = op.index(Comment, CommentQuery)
    create = op.create(Comment, NewComment)
    get = op.show(Comment)
    update = op.update(Comment, CommentChanges)
    delete = op.destroy()
