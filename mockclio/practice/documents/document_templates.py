"""Behaviour of document templates: an office file, sent as a multipart file or as base64."""

from __future__ import annotations

import base64
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.server import verbs
from mockclio.server.behavior import Behavior, handles
from mockclio.server.call import Answer, Call
from mockclio.server.storage import content_type_of, keep, redirect
from mockclio.store.session import Session
from mockclio.store.tables import Row

KINDS = ("doc", "docx", "pdf", "ppt", "pptx", "xls", "xlsx", "xml")


class DocumentTemplates(Behavior):
    """A multipart file gives the template its filename, unless the body has another name. Base64 needs a name."""

    takes = frozenset(("file", "filename"))

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        filename = _filename(row, data)
        if filename.rpartition(".")[2].lower() not in KINDS or "." not in filename:
            raise InvalidArgument(
                f"filename must end in one of {', '.join(KINDS)}" + ("" if filename else "; with a file in base64 it is required"),
                rule="documents.template-kinds",
            )
        if "file" in data:
            _content(data["file"])

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        self._take(session, row, _filename(None, data), data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        self._take(session, row, _filename(before, data), data)

    def _take(self, session: Session, row: Row, filename: str, data: dict[str, Any]) -> None:
        if "file" in data:
            rule("documents.template-file")
            content = _content(data["file"])
            row.update(_file=keep(session.world, content), size=len(content))
        row.update(filename=filename, content_type=content_type_of(filename))
        row["last_modified_by"] = session.user["id"] if session.user else None

    def after_destroy(self, session: Session, row: Row) -> None:
        """Documents of a deleted template stay and lose the reference to it."""
        for automation in session.rows("document_automations", "document_template", row["id"]):
            session.update("document_automations", automation["id"], {"document_template": None})

    @handles("DocumentTemplate#download")
    def download(self, call: Call) -> Answer:
        return redirect(call.view, verbs.find(call))


def _filename(row: Row | None, data: dict[str, Any]) -> str:
    return data.get("filename") or getattr(data.get("file"), "filename", "") or (row or {}).get("filename") or ""


def _content(text: str | None) -> bytes:
    try:
        return base64.b64decode("".join((text or "").split()), validate=True)
    except ValueError:
        raise InvalidArgument("file must be a multipart file or base64", rule="documents.template-file") from None
