"""Records of personal injury matters: damages, requests for medical records, bills of providers, liens."""

from __future__ import annotations

from mockclio.seeding.small.timeline import Id, Step, make, ref

REQUEST, MATTER = "medical_records_details", Id("matter.collision")


def steps() -> list[Step]:
    return [
        make("2025-02-11T15:00", "", "damages", matter_id=MATTER, damage_type="special", amount=18400, description="Surgery"),
        make("2025-02-11T15:10", "", "damages", matter_id=MATTER, damage_type="general", amount=150000, description="Pain"),
        make("2025-02-11T15:20", "", "damages", matter_id=Id("matter.comp"), damage_type="other", amount=4200, description="Lost wages"),
        make(
            "2025-02-13T20:00",
            "",
            REQUEST,
            matter_id=MATTER,
            medical_provider_id=Id("contact.stmary"),
            description="Surgery of the left arm",
            in_treatment=False,
            records_status="received",
            bills_status="certified",
            records_request_date="2025-02-06T15:00:00Z",
            records_follow_up_date="2025-02-20T15:00:00Z",
            bills_request_date="2025-02-06T15:00:00Z",
            bills_follow_up_date="2025-03-06T15:00:00Z",
            treatment_start_date="2025-01-27T23:00:00Z",
            treatment_end_date="2025-02-03T15:00:00Z",
            medical_records=[
                {"document_id": Id("document.xray"), "start_date": "2025-01-27T23:00:00Z", "end_date": "2025-02-03T15:00:00Z"},
            ],
            medical_bills=[
                {
                    "name": "Surgery",
                    "amount": 18400,
                    "adjustment": 2400,
                    "balance": 6000,
                    "bill_date": "2025-02-05",
                    "bill_received_date": "2025-02-12",
                    "document_id": Id("document.invoice"),
                    "mark_balance_type_as": "lien",
                    "payers": [{"amount": 10000, "holder_id": Id("contact.unity"), "mark_as_lien": True}],
                },
            ],
        ),
        make(
            "2025-04-14T15:00",
            "",
            REQUEST,
            matter_id=MATTER,
            medical_provider_id=Id("contact.tribeca"),
            in_treatment=True,
            records_status="requested",
            bills_status="not_yet_requested",
            treatment_start_date="2025-04-07T15:00:00Z",
            medical_records=[{"document_id": Id("document.statement")}],
            medical_bills=[
                {
                    "name": "Therapy",
                    "amount": 960,
                    "adjustment": 0,
                    "balance": 960,
                    "mark_balance_type_as": "outstanding_balance",
                    "payers": [],
                },
            ],
        ),
        make(
            "2026-01-20T15:00",
            "",
            REQUEST,
            matter_id=Id("matter.comp"),
            medical_provider_id=Id("contact.tribeca"),
            in_treatment=False,
            records_status="incomplete",
            bills_status="received",
            treatment_start_date="2025-09-01T15:00:00Z",
            treatment_end_date="2025-12-15T15:00:00Z",
        ),
        make("2025-02-11T15:30", "", "relationships", matter=ref("matter.comp"), contact=ref("contact.tribeca"), description="Provider"),
    ]
