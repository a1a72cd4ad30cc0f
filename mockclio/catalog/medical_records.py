"""Medical records from a provider. Each is a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    M,
    Resource,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.matters import Matter


class MedicalRecord(Resource):
    """A medical record with its period of treatment."""

    document_id: int
    end_date: DateTime | None
    start_date: DateTime | None
    created_at: DateTime
    updated_at: DateTime
    matter: Matter


class MedicalRecordChanges(Body, Guarded):
    passed_over = {"document_id": "injury.records-name-a-document"}

    end_date: DateTime = unset
    start_date: DateTime = unset


class MedicalRecords(Collection[M]):
    path = "/medical_records"
    scope = "Matters"

    update = op.update(MedicalRecord, MedicalRecordChanges)
    delete = op.destroy()
