"""Derived values of documents: from their versions, and whether lists and webhooks show them."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.practice.documents.uploads import latest, uploaded
from mockclio.server.derived import Compute, derived
from mockclio.store.session import Session
from mockclio.store.tables import Row


@derived("documents", "latest_document_version", document_versions="document_id", documents="id")
def latest_document_version(session: Session, document: Row) -> int | None:
    return (latest(session, document["id"]) or {}).get("id")


def _mirrored(name: str) -> Compute:
    def mirror(session: Session, document: Row) -> Any:
        return (latest(session, document["id"]) or {}).get(name)

    return mirror


for _name in ("filename", "size", "content_type", "received_at"):
    derived("documents", _name, document_versions="document_id", documents="id", rule="documents.mirrors-its-latest-version")(
        _mirrored(_name)
    )


@derived("documents", "_uploaded", document_versions="document_id", documents="id")
def is_uploaded(session: Session, document: Row) -> bool:
    return uploaded(session, document["id"]) is not None


def _visibility_rule(document: Row, changes: Row) -> None:
    """Webhooks receive the change of visibility, unless the document was hidden from the beginning."""
    if "_hidden" in document:
        rule("documents.created-when-visible")


@derived("documents", "_hidden", documents="id", rule=_visibility_rule)
def document_is_hidden(session: Session, document: Row) -> bool:
    return bool(document.get("deleted_at")) or not document["_uploaded"]


@derived("folders", "_hidden", folders="id")
def folder_is_hidden(session: Session, folder: Row) -> bool:
    return bool(folder.get("deleted_at"))
