"""Behaviour of document archives: a request creates one, and the zip is ready some polls or seconds later."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument, NotFound
from mockclio.practice.common import progress
from mockclio.practice.documents import archives
from mockclio.server import verbs
from mockclio.server.behavior import Behavior, computed, handles
from mockclio.server.call import Answer, Call
from mockclio.server.storage import redirect
from mockclio.server.view import View
from mockclio.server.writing import require
from mockclio.store.session import Session
from mockclio.store.tables import Row

PROGRESS = {"not_started": 0, "queued": 0, "in_progress": 50, "completed": 100, "failed": 100}


class DocumentArchives(Behavior):
    """Reading an archive counts as a poll."""

    defaults = {**progress.BEGIN, "size": None, "message": None}
    takes = frozenset(("items",))

    def on_show(self, view: View, row: Row) -> None:
        archives.advance(view.world, [row["id"]])

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if not data["items"]:
            raise InvalidArgument("items must name at least one document or folder", rule="documents.archive-items")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        tables = {"Document": "documents", "Folder": "folders"}
        for index, item in enumerate(data["items"]):
            require(session, tables[item["type"]], item["id"], f"items[{index}]")
        row["_items"] = [{"type": item["type"], "id": item["id"]} for item in data["items"]]
        row["_user"] = session.user["id"] if session.user else None

    @computed("progress")
    def progress(self, view: View, row: Row) -> int:
        return PROGRESS[row["state"]]

    @handles("DocumentArchive#download")
    def download(self, call: Call) -> Answer:
        row = verbs.find(call)
        if row["state"] != "completed":
            raise NotFound(f"The archive is {row['state']}: it can be fetched when it is completed", rule="documents.archive-download")
        return redirect(call.view, row)
