"""The log of viewed records: one entry per user and record, with the last time. The record itself does not change."""

from __future__ import annotations

from mockclio.ledger import rule
from mockclio.server.view import View
from mockclio.store.tables import Row


def note_opening(view: View, kind: str, row: Row) -> None:
    """Note that the viewer opened a record. `kind` is its type in a polymorphic object, such as Matter or ContactNote."""
    rule("people.show-writes-a-log-entry")
    name = "Note" if kind in ("MatterNote", "ContactNote") else kind
    noted = next((entry for entry in view.rows("log_entries", "item", row["id"]) if entry["user"] == view.user["id"]), None)
    with view.world.session(view.user) as session:
        if noted is not None:
            session.update("log_entries", noted["id"], {"accessed_at": session.now})
            return
        item = {"type": kind, "id": row["id"]}
        session.insert("log_entries", {"type": f"{name}LogEntry", "item": item, "user": view.user["id"], "accessed_at": session.now})
