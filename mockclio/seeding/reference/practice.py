"""Reference data for matters: practice areas with stages, the template of matter numbers, and the know-your-client questions."""

from __future__ import annotations

from mockclio.seeding.office import Office
from mockclio.store.session import Session

AREAS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Administrative", "administrative", ()),
    ("Bankruptcy", "bankruptcy", ("Consultation", "Petition Prepared", "Filed", "Creditors Meeting", "Discharge")),
    ("Business Formation", "business_formation_and_compliance", ()),
    ("Civil Litigation", "civil_litigation", ("Intake", "Pleadings", "Discovery", "Mediation", "Trial", "Appeal")),
    ("Commercial", "commercial_and_sale_of_goods", ()),
    ("Construction", "construction", ()),
    ("Criminal", "criminal", ("Retained", "Arraignment", "Pre-Trial", "Trial", "Sentencing")),
    ("Elder Law", "elder", ()),
    ("Employment", "employment_and_labor", ("Intake", "Agency Charge", "Litigation", "Resolution")),
    ("Family", "family", ("Intake", "Temporary Orders", "Disclosure", "Settlement", "Final Decree")),
    ("Immigration", "immigration", ("Eligibility Review", "Petition Filed", "Evidence Requested", "Interview", "Decision")),
    ("Intellectual Property", "intellectual_property", ()),
    ("Legal Aid", "legal_aid", ("Means Test", "Certificate", "Representation", "Claim")),
    ("Personal Injury", "personal_injury", ("Intake", "Treatment", "Demand", "Negotiation", "Litigation", "Disbursement")),
    ("Real Estate", "real_estate", ("Contract", "Title Review", "Financing", "Closing", "Post-Closing")),
    ("Tax", "tax", ()),
    ("Traffic Offenses", "traffic_offenses", ()),
    ("Trusts", "trusts", ()),
    ("Wills & Estates", "wills_and_estates", ("Planning", "Drafting", "Signing", "Probate", "Distribution")),
    ("Workers' Compensation", "workers_compensation", ()),
)
"""Name, category, stages."""

QUESTIONS: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    ("identity_document", "Identity document", "picklist", ("Passport", "Driving licence", "National identity card"), "Identity"),
    ("identity_document_number", "Number of the document", "text", (), "Identity"),
    ("identity_verified_on", "Identity verified on", "date", (), "Identity"),
    ("source_of_funds", "Source of funds", "picklist", ("Salary", "Savings", "Sale of property", "Inheritance", "Other"), "Funds"),
    ("source_of_funds_note", "Evidence of the source", "text", (), "Funds"),
    ("risk_rating", "Risk rating", "picklist", ("Low", "Medium", "High"), "Risk"),
    ("risk_reviewed_on", "Risk reviewed on", "date", (), "Risk"),
)
"""Name, label, type, possible values, group; asked of contacts and of matters."""

NUMBERING = {"manual": False, "template": "{number:5}-{client}"}
ALLOCATION = {"originating": 20.0, "responsible": 80.0}


def seed(session: Session, office: Office) -> None:
    for place, (name, category, stages) in enumerate(AREAS, 1):
        area = session.insert("practice_areas", {"name": name, "category": category, "code": f"PA-{place:02d}"})
        for order, stage in enumerate(stages, 1):
            session.insert("matter_stages", {"name": stage, "order": order, "practice_area_id": str(area["id"])})
    for parent in ("Contact", "Matter"):
        for name, label, kind, values, group in QUESTIONS:
            session.insert(
                "_kyc_fields",
                {"name": name, "label": label, "type": kind, "possible_values": list(values), "group": group, "parent_type": parent},
            )
    session.update("accounts", office["account"], {"_matter_numbering": NUMBERING, "_attorney_allocation": ALLOCATION})
