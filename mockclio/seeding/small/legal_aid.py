"""Legal aid: records of clients, matters, work and bills in England and Wales, and grants in the United States.

No call of the API writes these records. Codes without a public table have running numbers and references.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockclio.catalog.records import Record
from mockclio.catalog.schema import fields
from mockclio.seeding.small.timeline import Firm, Id, Step, make, put, ref

BOOKKEEPING = ("id", "etag", "created_at", "updated_at")
SAMPLES: dict[str, Callable[[int], Any]] = {
    "bool": lambda place: place % 2 == 0,
    "date": lambda place: f"2026-03-{10 + place % 18:02d}",
    "float": lambda place: 40.0 + place,
    "int": lambda place: place % 5 + 1,
    "str": lambda place: f"LA-{100 + place}",
}
"""Sample values by kind and position, for fields that no step names."""

CLIENT = {
    "disability": 1,
    "disability_code": "NCD",
    "ethnicity": 4,
    "ethnicity_title": "Asian or Asian British Bangladeshi",
    "financially_eligible": True,
    "gender": 2,
    "gender_title": "Female",
    "national_insurance_number": "QQ123456C",
}
MATTER = {
    "case_reference": "ASY/2026/14",
    "case_start_date": "2026-03-10",
    "category_as_string": "Legal Aid",
    "certificate_number": "0300011482",
    "certificate_scope": "Appeal to the First-tier Tribunal",
    "number_of_clients": 1,
    "type_of_service": "Controlled legal representation",
    "ufn": "100326/001",
}
WORK = {"activity_sub_category": "Research", "base_rate": 52.0, "is_custom_rate": False, "json_key": "CTRL-005", "uplift": 10.0}
CLAIM = {"case_concluded": "2026-05-01", "date_of_claim": "2026-05-04", "fee_code": "IACB", "net_profit_costs": 286.0}


def steps() -> list[Step]:
    from mockclio.catalog.embedded import legal_aid_uk as parts

    return [
        ("2026-03-10T14:30", _recorded("contacts", "contact.begum", "legal_aid_uk_contact", parts.LegalAidUkContact, CLIENT)),
        ("2026-03-10T14:35", _recorded("matters", "matter.asylum", "legal_aid_uk_matter", parts.LegalAidUkMatter, MATTER)),
        ("2026-03-18T22:30", _recorded("activities", "time.25", "legal_aid_uk_activity", parts.LegalAidUkActivity, WORK)),
        ("2026-05-04T14:30", _recorded("bills", "bill.asylum", "legal_aid_uk_bill", parts.LegalAidUkBill, CLAIM)),
        ("2026-01-12T15:20", _warned),
        put("2026-01-12T15:30", "funder.city", "grant_funding_sources", name="City Council"),
        put(
            "2026-01-12T15:40",
            "grant.eviction",
            "grants",
            name="Eviction Defense",
            funding_code="CC-07",
            balance="18500.00",
            start_date="2026-02-01",
            end_date="2027-01-31",
            grant_funding_source=Id("funder.city"),
        ),
        make(
            "2026-05-15T15:00",
            "",
            "activities",
            type="TimeEntry",
            date="2026-05-15",
            quantity=3600,
            matter=ref("matter.probono"),
            note="Clinic",
        ),
    ]


def _warned(firm: Firm) -> None:
    """One rate has a warning."""
    with firm.builder.session() as session:
        rate = session.rows("civil_certificated_rates", "key", "CERT-006")[0]
        session.update("civil_certificated_rates", rate["id"], {"exceptional_warning": "Ask for prior authority above this limit."})


def _recorded(table: str, name: str, field: str, record: type[Record], values: dict[str, Any]) -> Callable[[Firm], None]:
    """Fill one record of legal aid with the named values and with samples for all others."""

    def work(firm: Firm) -> None:
        present = firm.row(table, name).get(field) or {"id": firm.builder.world.ids.next(), "created_at": firm.builder.world.clock.stamp()}
        filled = {
            known: SAMPLES[attribute.kind](place)
            for place, (known, attribute) in enumerate(fields(record).items())
            if known not in BOOKKEEPING and attribute.kind in SAMPLES
        }
        with firm.builder.session() as session:
            session.update(table, firm.office[name], {field: {**filled, **present, **values, "updated_at": session.now}})

    return work
