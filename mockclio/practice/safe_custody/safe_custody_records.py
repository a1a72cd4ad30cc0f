"""Behaviour of safe custody records: the originals in a packet, and their state."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.safe_custody_records import SafeCustodyRecordState
from mockclio.errors import InvalidArgument, NotFound
from mockclio.ledger import rule
from mockclio.practice.common.members import members
from mockclio.server.behavior import Behavior, Predicate, filters, handles
from mockclio.server.call import Answer, Call
from mockclio.server.verbs import present
from mockclio.server.view import View
from mockclio.server.writing import require
from mockclio.store.session import Session
from mockclio.store.tables import Row

TABLE = "safe_custody_records"
STATES = SafeCustodyRecordState.table
ACTORS = {1: "users", 2: "contacts"}
"""The table that an actor is in, by its type."""
IN_CUSTODY, AWAY, REMOVED = "held", "temporarily_removed", "removed"
CHANGES = {IN_CUSTODY: (AWAY, REMOVED), AWAY: (IN_CUSTODY, REMOVED), REMOVED: ()}
"""The states that can follow a state. A removed record does not come back."""
EVERY = "all"


class SafeCustodyRecords(Behavior):
    """A row holds `_state`; each change of it is a row of its own."""

    defaults = {"description": None, "date": None, "document_type_name": "other"}

    @filters("state")
    def state(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate | None:
        rule("safe_custody.state-filter")
        return None if EVERY in members(value) else lambda row: row["_state"] in members(value)

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if "title" in data and not (data["title"] or "").strip():
            raise InvalidArgument("title can't be blank", rule="safe_custody.records-have-a-title")
        for name in ("document_type", "stored_on"):
            if row is not None and name in data and data[name] is None:
                raise InvalidArgument(f"{name} can't be blank")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        if row.get("stored_on") is None:
            rule("safe_custody.dates-default-to-today")
            row["stored_on"] = session.today
        if row.get("document_type_name") is None:
            row["document_type_name"] = self.defaults["document_type_name"]
        row["_state"] = data.get("state") or IN_CUSTODY

    def after_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        actor = {"_actor_type": 1, "_actor": session.user["id"] if session.user else None}
        _note(session, row, {"state": row["_state"], "reason": data.get("reason"), "date": row["stored_on"], **actor})

    @handles("SafeCustodyRecord#state_changes")
    def change_state(self, call: Call) -> Answer:
        record, data = call.view.get(TABLE, call.id), call.data
        if record is None:
            raise NotFound(rule="wire.unknown-id-is-404")
        with call.view.world.session(call.view.user) as session:
            _require_supported(record["_state"], data["state"])
            rule("safe_custody.state-changes-have-an-actor")
            actor = require(session, ACTORS[data["actor_type"]], data["actor_id"], "actor_id")
            change = {"_actor_type": data["actor_type"], "_actor": actor["id"], "reason": data.get("reason"), "state": data["state"]}
            session.update(TABLE, record["id"], {"_state": data["state"]})
            made = _note(session, record, {**change, "date": data.get("date") or _day(record)})
        return present(call, made, status=201)


def _require_supported(present: str, wanted: str) -> None:
    if wanted not in CHANGES[present]:
        raise InvalidArgument(
            f"state cannot change from {present} to {wanted}; it can become {', '.join(CHANGES[present]) or 'nothing else'}",
            rule="safe_custody.unsupported-change-is-422",
        )


def _day(record: Row) -> str:
    rule("safe_custody.change-is-dated-as-stored")
    return str(record["stored_on"])


def _note(session: Session, record: Row, values: Row) -> Row:
    """Insert one state of a record. The first one comes with the record."""
    return session.insert(STATES, {**values, "_record": record["id"]})
