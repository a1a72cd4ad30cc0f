"""Document Categories."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    ListQuery,
    M,
    Row,
    op,
    unset,
)


class DocumentCategory(Row):
    """A document category."""

    search = "name"

    name: str
    created_at: DateTime
    updated_at: DateTime


class DocumentCategoryQuery(ListQuery):
    query: Literal["name"] = unset


class NewDocumentCategory(Body):
    name: str


class DocumentCategoryChanges(NewDocumentCategory):
    name: str = unset


class DocumentCategories(Collection[M]):
    path = "/document_categories"
    scope = "Documents"

    list = op.index(DocumentCategory, DocumentCategoryQuery, order="id name")
    create = op.create(DocumentCategory, NewDocumentCategory)
    get = op.show(DocumentCategory)
    update = op.update(DocumentCategory, DocumentCategoryChanges)
    delete = op.destroy()
