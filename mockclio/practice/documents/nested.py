"""Nested records in the list of a folder's contents."""

from __future__ import annotations

from mockclio.practice.documents.documents import group_of
from mockclio.practice.documents.folders import shown_parent
from mockclio.server.behavior import Behavior, computed
from mockclio.server.view import View
from mockclio.store.tables import Row


class EmbeddedDocuments(Behavior):
    """An item is a document or a folder."""

    @computed("Item.parent")
    def parent(self, view: View, row: Row) -> int | None:
        return shown_parent(view, row)

    @computed("Item.group")
    def group(self, view: View, row: Row) -> int | None:
        return group_of(view, row)
