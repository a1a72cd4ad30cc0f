"""Medical records details: the requests to medical providers for a matter, and their results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

from mockclio.catalog.embedded.inputs import PayerChange
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Resource,
    inverse,
    op,
    unset,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.matters import Matter
    from mockclio.catalog.medical_bills import MedicalBill
    from mockclio.catalog.medical_records import MedicalRecord


class MedicalRecordsRequest(Resource):
    """A request to one provider, with the records and bills that came from it."""

    bills_follow_up_date: DateTime | None
    bills_request_date: DateTime | None
    bills_status: Literal["not_yet_requested", "requested", "received", "incomplete", "certified"]
    description: str | None
    in_treatment: bool
    records_follow_up_date: DateTime | None
    records_request_date: DateTime | None
    records_status: Literal["not_yet_requested", "requested", "received", "incomplete", "certified"]
    treatment_end_date: DateTime | None
    treatment_start_date: DateTime | None
    created_at: DateTime
    updated_at: DateTime
    matter: Matter
    medical_provider: Contact | None
    medical_bills: list[MedicalBill] = inverse("medical_records_request")
    medical_records: list[MedicalRecord] = inverse("medical_records_request")


class MedicalRecordsRequestQuery(ListQuery):
    treatment_end_date: DateTime = where("treatment_end_date <=")
    treatment_start_date: DateTime = where("treatment_start_date >=")


class NewPayer(TypedDict):
    amount: float
    holder_id: int
    mark_as_lien: bool


class NewMedicalBill(TypedDict, total=False):
    adjustment: Required[float]
    amount: Required[float]
    balance: Required[float]
    bill_date: Date
    bill_received_date: Date
    document_id: int
    name: Required[str]
    mark_balance_type_as: Required[Literal["lien", "outstanding_balance", "neither"]]
    payers: list[NewPayer]


class NewMedicalRecord(TypedDict, total=False):
    document_id: Required[int]
    end_date: DateTime
    start_date: DateTime


class MedicalBillChange(TypedDict, total=False):
    adjustment: float
    amount: float
    balance: float
    bill_date: Date
    bill_received_date: Date
    document_id: int
    name: str
    mark_balance_type_as: Literal["lien", "outstanding_balance", "neither"]
    payers: list[PayerChange]


class MedicalRecordChange(TypedDict, total=False):
    document_id: int
    end_date: DateTime
    start_date: DateTime


class MedicalRecordsRequestFields(Body):
    bills_follow_up_date: DateTime = unset
    bills_request_date: DateTime = unset
    description: str = unset
    records_follow_up_date: DateTime = unset
    records_request_date: DateTime = unset
    treatment_end_date: DateTime = unset
    treatment_start_date: DateTime = unset


class NewMedicalRecordsRequest(MedicalRecordsRequestFields):
    refused_by = dict.fromkeys(
        ("bills_status", "in_treatment", "matter_id", "medical_provider_id", "records_status"), "injury.request-attributes"
    )

    bills_status: Literal["not_yet_requested", "requested", "received", "incomplete", "certified"]
    in_treatment: bool
    matter_id: int
    medical_provider_id: int
    records_status: Literal["not_yet_requested", "requested", "received", "incomplete", "certified"]
    medical_bills: list[NewMedicalBill] = unset
    medical_records: list[NewMedicalRecord] = unset


class MedicalRecordsRequestChanges(MedicalRecordsRequestFields, Guarded):
    bills_status: Literal["not_yet_requested", "requested", "received", "incomplete", "certified"] = unset
    in_treatment: bool = unset
    medical_bills: list[MedicalBillChange] = unset
    medical_provider_id: int = unset
    medical_records: list[MedicalRecordChange] = unset
    records_status: Literal["not_yet_requested", "requested", "received", "incomplete", "certified"] = unset


class MedicalRecordsDetails(Collection[M]):
    path = "/medical_records_details"
    scope = "Matters"

    list = op.index(MedicalRecordsRequest, MedicalRecordsRequestQuery)
    create = op.create(MedicalRecordsRequest, NewMedicalRecordsRequest)
    get = op.show(MedicalRecordsRequest)
    update = op.update(MedicalRecordsRequest, MedicalRecordsRequestChanges)
    delete = op.destroy()
