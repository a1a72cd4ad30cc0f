"""Behaviour of requests for medical records: a request can bring records and bills, which become rows."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.medical_bills import MedicalBill, MedicalBillChanges
from mockclio.catalog.medical_records import MedicalRecord, MedicalRecordChanges
from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.server import writing
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row

NESTED = {
    "medical_bills": (MedicalBill, MedicalBillChanges, ("adjustment", "amount", "balance", "mark_balance_type_as", "name")),
    "medical_records": (MedicalRecord, MedicalRecordChanges, ("document_id",)),
}
"""Nested lists, each with its record, its body and the required attributes of a new member."""


class MedicalRecordsDetails(Behavior):
    """`_children` counts all records and bills that came with the request. So a new one changes the request itself."""

    takes = frozenset(NESTED)

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        value = {**(row or {}), **data}
        start, end = value.get("treatment_start_date"), value.get("treatment_end_date")
        if start and end and end < start:
            raise InvalidArgument(
                "treatment_end_date must not be before treatment_start_date", rule="injury.treatment-does-not-end-before-it-starts"
            )
        for name, (_, _, needed) in NESTED.items():
            for index, member in enumerate(data.get(name) or []):
                missing = [key for key in needed if member.get(key) is None]
                if missing:
                    raise InvalidArgument(
                        f"{name}[{index}].{missing[0]} is required: members are always added as new", rule="injury.nested-are-always-new"
                    )

    def after_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        self._append(session, row, data)

    def after_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        self._append(session, row, data)

    def _append(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        added = 0
        for name, (record, body, _) in NESTED.items():
            for member in data.get(name) or []:
                writing.create(session, record, body, member, extra={"medical_records_request": row["id"], "matter": row["matter"]})
                added += 1
        if added:
            rule("injury.nested-are-always-new")
            session.update("medical_records_details", row["id"], {"_children": row.get("_children", 0) + added})

    def before_destroy(self, session: Session, row: Row) -> None:
        for name in NESTED:
            for member in session.rows(name, "medical_records_request", row["id"]):
                rule("injury.delete-cascades")
                writing.destroy(session, name, member)
