"""What a contact shows of its matters."""

from __future__ import annotations

from mockclio.server.derived import derived
from mockclio.store.session import Session
from mockclio.store.tables import Row


@derived("contacts", "is_client", matters="client", contacts="id")
def is_client(session: Session, contact: Row) -> bool:
    return bool(session.table("matters").find("client", contact["id"]))
