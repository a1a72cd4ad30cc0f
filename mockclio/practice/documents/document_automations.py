"""Behaviour of document automations: a request creates one, and the documents are ready some polls or seconds later."""

from __future__ import annotations

import re
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.common import progress
from mockclio.practice.documents import automations
from mockclio.server.behavior import Behavior
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

TABLE = "document_automations"


class DocumentAutomations(Behavior):
    """Reading an automation or the list of them counts as a poll."""

    defaults = {**progress.BEGIN, "documents": []}
    takes = frozenset(("formats",))

    def visible(self, view: View, arguments: dict[str, Any]) -> None:
        automations.advance(view.world, progress.unfinished(view.world, TABLE))

    def on_show(self, view: View, row: Row) -> None:
        automations.advance(view.world, [row["id"]])

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if not data["formats"]:
            raise InvalidArgument('formats must name at least one of ["pdf", "original"]', rule="documents.automation-formats")
        if not re.search(r"[^\s./\\]", data["filename"]):
            raise InvalidArgument("filename can't be blank")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        rule("documents.automation-formats")
        row["_formats"] = list(dict.fromkeys(data["formats"]))
        row["export_formats"] = row["_formats"][0]
        row["_user"] = session.user["id"] if session.user else None
