"""Behaviour of medical records: each is a document."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.server.behavior import Behavior
from mockclio.server.writing import require
from mockclio.store.session import Session
from mockclio.store.tables import Row


class MedicalRecords(Behavior):
    """Records are created only with their request. Their document cannot be replaced."""

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        value = {**(row or {}), **data}
        if value.get("start_date") and value.get("end_date") and value["end_date"] < value["start_date"]:
            raise InvalidArgument("end_date must not be before start_date", rule="injury.treatment-does-not-end-before-it-starts")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        place = "medical_records.document_id"
        row["document_id"] = require(session, "documents", data["document_id"], place, rule="injury.records-name-a-document")["id"]
