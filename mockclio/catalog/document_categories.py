"""Document categories: the labels of documents."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Resource,
    op,
    unset,
)


class DocumentCategory(Resource):
    """A label for documents, folders and templates."""

    search = "name"

    name: str
    created_at: DateTime
    updated_at: DateTime


class DocumentCategoryQuery(ListQuery):
    query: str = unset


class NewDocumentCategory(Body):
    name: str


class DocumentCategoryChanges(NewDocumentCategory, Guarded):
    name: str = unset


class DocumentCategories(Collection[M]):
    path = "/document_categories"
    scope = "Documents"

    list = op.index(DocumentCategory, DocumentCategoryQuery, order="id name")
    create = op.create(DocumentCategory, NewDocumentCategory)
    get = op.show(DocumentCategory)
    update = op.update(DocumentCategory, DocumentCategoryChanges)
    delete = op.destroy()
