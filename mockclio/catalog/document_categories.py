"""Document categories: the labels by which a firm sorts its documents."""

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
    """A label that documents, folders and templates can carry."""

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
