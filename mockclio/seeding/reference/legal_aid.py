"""Reference data for legal aid: a funded US grant, and fees of England and Wales with the real structure and invented amounts."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.office import Office
from mockclio.store.session import Session

CERTIFICATED = ("key", "category_of_law", "activity", "activity_sub_category", "court", "region", "fee_scheme", "rate_type", "fee")
CERTIFICATED_RATES: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
    (("CERT-001", "Family", "Preparation", "Documents", "High Court", "London", "Hourly", "Standard", 67.5), {"user_type": "Solicitor"}),
    (("CERT-002", "Family", "Preparation", "Documents", "High Court", "National", "Hourly", "Standard", 62), {"user_type": "Solicitor"}),
    (
        ("CERT-003", "Family", "Preparation", "Documents", "County Court", "National", "Hourly", "Prescribed", 56.5),
        {"user_type": "Counsel"},
    ),
    (("CERT-004", "Family", "Advocacy", "Hearing unit 1", "Family Court", "London", "FAS", "Standard", 92), {"party": "Parent"}),
    (("CERT-005", "Family", "Advocacy", "Hearing unit 2", "Family Court", "National", "FAS", "Standard", 175), {"party": "Child"}),
    (
        ("CERT-006", "Public Family", "Representation", "Care proceedings", "Family Court", "London", "CPGFS", "Standard", 3120),
        {"number_of_clients": "1", "party": "Child", "session_type": "Half day", "first_conducting_solicitor": True},
    ),
    (
        ("CERT-007", "Public Family", "Representation", "Care proceedings", "Family Court", "National", "CPGFS", "Standard", 2730),
        {"number_of_clients": "2+", "party": "Parent", "change_of_solicitor": True, "post_transfer_clients_represented": "2+"},
    ),
    (
        ("CERT-008", "Housing", "Attendance", "At court with counsel", "County Court", "London", "Hourly", "Enhanced", 35.5),
        {"eligible_for_sqm": True, "attended_several_hearings_for_multiple_clients": True, "session_type": "Full day"},
    ),
    (
        ("CERT-009", "Housing", "Travel and waiting", "Travel", "County Court", "National", "Hourly", "Prescribed", 29),
        {"post_transfer_clients_represented": "1", "number_of_clients": "1"},
    ),
)
FLAGS = ("attended_several_hearings_for_multiple_clients", "change_of_solicitor", "eligible_for_sqm", "first_conducting_solicitor")

CONTROLLED = ("key", "category_of_law", "activity", "matter_type_1", "matter_type_2", "region", "rate_type", "fee")
CONTROLLED_RATES: tuple[tuple[Any, ...], ...] = (
    ("CTRL-001", "Debt", "Legal help", 101, 201, "National", "Fixed fee", 185),
    ("CTRL-002", "Housing", "Legal help", 102, 202, "London", "Fixed fee", 165),
    ("CTRL-003", "Housing", "Legal help", 102, 203, "National", "Fixed fee", 154),
    ("CTRL-004", "Immigration", "Legal help", 103, 204, "London", "Fixed fee", 420),
    ("CTRL-005", "Immigration", "Representation", 103, 205, "National", "Hourly rate", 53.5),
    ("CTRL-006", "Mental Health", "Representation", 104, 206, "National", "Fixed fee", 330),
)

CRIMINAL = ("key", "category_of_law", "activity", "court", "region", "rate_type", "solicitor_type", "counsel", "fee")
CRIMINAL_RATES: tuple[tuple[tuple[Any, ...], str | None], ...] = (
    (("CRIM-001", "Investigations", "Police station attendance", None, "London", "Fixed fee", "Own", None, 225), None),
    (("CRIM-002", "Investigations", "Police station attendance", None, "National", "Fixed fee", "Duty", None, 190), None),
    (("CRIM-003", "Proceedings", "Preparation", "Magistrates", "London", "Lower standard fee", "Own", "Unassigned", 260), "1A"),
    (("CRIM-004", "Proceedings", "Preparation", "Magistrates", "National", "Lower standard fee", "Own", "Assigned", 235), "1A"),
    (("CRIM-005", "Proceedings", "Advocacy", "Youth Court", "National", "Higher standard fee", "Duty", "Assigned", 480), "2"),
    (("CRIM-006", "Appeals", "Advice", "Crown Court", "London", "Hourly rate", "Own", "Unassigned", 52), "3"),
    (("CRIM-007", "Prison Law", "Advocacy assistance", None, "National", "Hourly rate", "Own", None, 61), None),
)
REVISIONS = {"post_sept_22": 1.15, "post_nov_24": 1.15, "post_dec25": 1.24}
"""The levels of the criminal fees after each increase, relative to the first level."""

EXPENSES = (
    ("MILEAGE", "Mileage", 0.45, None, "certificated civil criminal"),
    ("INTERPRETER", "Interpreter", 28, 25, "certificated civil criminal"),
    ("ACCOUNTANT", "Accountant", 86, 64, "certificated civil"),
    ("PSYCHIATRIST", "Psychiatrist", 108, 135, "certificated criminal"),
    ("ENQUIRY_AGENT", "Enquiry agent", 26, 19, "civil"),
    ("CCTV_REPORT", "Video evidence report", 72, 48, "criminal"),
)
"""Key, name, rate outside London, rate in London if it differs, practice areas."""


def seed(session: Session, office: Office) -> None:
    _grants(session, office)
    for values, more in CERTIFICATED_RATES:
        row = {**dict(zip(CERTIFICATED, values, strict=True)), **dict.fromkeys(FLAGS, False), **more}
        session.insert("civil_certificated_rates", {**row, "activity_type": row["activity"], "exceptional": row["fee"] * 3})
    for values in CONTROLLED_RATES:
        row = dict(zip(CONTROLLED, values, strict=True))
        raised = {"post_dec25_fee": round(row["fee"] * 1.24, 2), "post_dec25_exceptional": round(row["fee"] * 1.24 * 3, 2)}
        scheme = {"activity_type": row["activity"], "fee_scheme": "Standard", "exceptional": row["fee"] * 3}
        session.insert("civil_controlled_rates", {**row, **scheme, **raised})
    for values, category in CRIMINAL_RATES:
        row = dict(zip(CRIMINAL, values, strict=True))
        levels = {f"{name}_fee": round(row["fee"] * factor, 2) for name, factor in REVISIONS.items()}
        levels |= {f"{name}_exceptional": round(row["fee"] * factor * 3, 2) for name, factor in REVISIONS.items()}
        scheme = {"activity_type": row["activity"], "fee_scheme": "Standard", "exceptional": row["fee"] * 3}
        session.insert("criminal_controlled_rates", {**row, **levels, **scheme, "_standard_fee_category": category})
    for key, name, rate, london, areas in EXPENSES:
        flags = {flag: flag in areas.split() for flag in ("certificated", "civil", "criminal")}
        row = {"key": key, "name": name, "rate": rate, **flags}
        session.insert("lauk_expense_categories", row if london is None else {**row, "_london": london})


def _grants(session: Session, office: Office) -> None:
    source = session.insert("grant_funding_sources", {"name": "State Bar Foundation"})
    grant = session.insert(
        "grants",
        {
            "name": "Housing Stability",
            "funding_code": "SBF-26",
            "balance": "50000.00",
            "start_date": "2026-01-01",
            "end_date": "2026-12-31",
            "grant_funding_source": source["id"],
        },
    )
    office["grant_funding_source.bar"], office["grant.housing"] = source["id"], grant["id"]
