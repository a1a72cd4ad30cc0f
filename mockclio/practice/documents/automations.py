"""Document automations: a matter fills the merge fields of a template, and each format becomes a document in the matter's folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from mockclio.catalog.schema import fields
from mockclio.ledger import rule
from mockclio.practice.common import progress
from mockclio.practice.documents import merge_fields
from mockclio.practice.documents.folder_tree import top_folder
from mockclio.practice.documents.uploads import add_file
from mockclio.server.values import path_values
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row, id_of
from mockclio.store.world import World


def advance(world: World, polled: Collection[int] = ()) -> None:
    progress.advance(world, "document_automations", _finish, polled, rule="documents.work-advances-by-polls-or-time")


def _finish(session: Session, automation: Row) -> dict[str, Any]:
    template, matter = session.get("document_templates", automation["document_template"]), session.get("matters", automation["matter"])
    if template is None or matter is None:
        return _ended("failed")
    source = session.world.files[template["_file"]]
    if not source:
        return _ended("empty")
    extension = template["filename"].rpartition(".")[2].lower()
    try:
        filled = merge_fields.fill(source, extension, _values(session, matter))
    except merge_fields.Unreadable:
        return _ended("failed")
    rule("documents.automation-fills-in-the-template")
    made = [_document(session, matter, *_file(automation, how, filled, extension)) for how in automation["_formats"]]
    return {"state": "completed", "documents": made}


def _ended(state: str) -> dict[str, Any]:
    """The end of an automation without documents."""
    rule("documents.automation-may-fail")
    return {"state": state}


def _file(automation: Row, how: str, filled: bytes, extension: str) -> tuple[str, bytes]:
    """The name and bytes of one format."""
    stem = re.sub(r"\.(docx?|pptx?|xlsx?|pdf|xml)$", "", automation["filename"], flags=re.IGNORECASE)
    if how == "original" or extension == "pdf":
        return f"{stem}.{extension}", filled
    from mockclio.practice.common.pdf import pdf

    return f"{stem}.pdf", pdf(merge_fields.text_of(filled, extension) or [stem])


def _document(session: Session, matter: Row, name: str, content: bytes) -> int:
    from mockclio.practice.documents.documents import Documents

    folder = top_folder(session, "Matter", matter["id"])
    place = {"parent": folder["id"], "matter": matter["id"], "contact": folder.get("contact")}
    document = session.insert("documents", {**Documents.defaults, "name": name, "creator": (session.user or {}).get("id"), **place})
    add_file(session, document, name, content)
    return id_of(document)


def _values(session: Session, matter: Row) -> Callable[[str], str | None]:
    """The value of a merge field: a path from the matter (its first word is optional), `firm.name`, `user.name` or `date.today`."""
    from mockclio.catalog.matters import Matter
    from mockclio.catalog.users import User

    view = View(session.world, session.user or {})
    account = next(iter(session.table("accounts")), {})
    constants = {"date.today": view.today, "firm.name": account.get("name")}

    def value(field: str) -> str | None:
        path = ".".join(re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[\s-]+", "_", step.strip()).lower() for step in field.split("."))
        if path in constants:
            return str(constants[path] or "")
        record, row = (User, session.user or {}) if path.startswith("user.") and session.user else (Matter, matter)
        return _shown(view, record, row, path.removeprefix("user.").removeprefix("matter."))

    return value


def _shown(view: View, record: Any, row: Row, path: str) -> str | None:
    """The text at the end of a path. None if the record has no such path."""
    target = record
    for step in path.split("."):
        attribute = fields(target).get(step) if target else None
        if attribute is None:
            return None
        target = attribute.record
    if target is not None:
        return None
    result = path_values(record, path)(view, row)
    return ", ".join(str(member) for member in result if member is not None)
