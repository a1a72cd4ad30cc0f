"""Custom fields of every type for matters and contacts, custom field sets, and values of records."""

from __future__ import annotations

from typing import Any, get_args

from mockclio.catalog.choices import CustomFieldType
from mockclio.seeding.small.timeline import Id, Step, change, make, ref, remove

NAMES = {
    "checkbox": ("Conflict check done", "Newsletter"),
    "contact": ("Referring contact", "Emergency contact"),
    "currency": ("Amount in dispute", "Annual revenue"),
    "date": ("Date of incident", "Client since"),
    "time": ("Time of incident", "Best time to call"),
    "email": ("Court e-mail", "Assistant's e-mail"),
    "matter": ("Related matter", "First matter"),
    "numeric": ("Number of parties", "Number of employees"),
    "picklist": ("Court", "Source"),
    "text_area": ("Case summary", "Background"),
    "text_line": ("Index number", "Occupation"),
    "url": ("Docket page", "Press page"),
}
"""By type: the name for matters and the name for contacts."""

OPTIONS = {
    "Matter": ("Supreme Court, New York County", "Supreme Court, Kings County", "Family Court"),
    "Contact": ("Referral", "Web site", "Event"),
}
HIDDEN = ("matter", "time", "url")
REQUIRED = ("checkbox", "text_line")

VALUES: dict[str, dict[str, Any]] = {
    "matter.marlow": {
        "checkbox": True,
        "contact": Id("contact.helen"),
        "currency": 1250000,
        "date": "2024-11-18",
        "time": "06:40:00",
        "email": "civil@courts.test",
        "matter": Id("matter.cargo"),
        "numeric": 4,
        "picklist": 0,
        "text_area": "Two charter parties, one cargo, and a dispute about demurrage.",
        "text_line": "650123/2025",
        "url": "https://dockets.test/650123-2025",
    },
    "matter.divorce": {
        "checkbox": True,
        "contact": Id("contact.chen"),
        "numeric": 2,
        "picklist": 2,
        "text_line": "300456/2025",
        "date": "2025-01-02",
    },
    "matter.collision": {"checkbox": False, "currency": 480000, "date": "2025-01-27", "time": "17:15:00", "picklist": 1},
    "contact.marlow": {
        "checkbox": True,
        "contact": Id("contact.helen"),
        "currency": 18400000.5,
        "date": "2025-01-08",
        "time": "09:30:00",
        "email": "assistant@marlow.test",
        "matter": Id("matter.marlow"),
        "numeric": 212,
        "picklist": 0,
        "text_area": "Family-owned since 1926; charters bulk carriers.",
        "text_line": "Shipping",
        "url": "https://press.marlow.test",
    },
    "contact.northgate": {
        "checkbox": True,
        "currency": 5200000,
        "date": "2025-01-10",
        "numeric": 31,
        "picklist": 0,
        "text_line": "Real estate",
    },
    "contact.chen": {"checkbox": False, "date": "2025-01-21", "numeric": 1, "picklist": 1, "text_line": "Architect"},
}
"""Values by record and type. The value of a picklist is the position of the option."""


def steps() -> list[Step]:
    kinds = get_args(CustomFieldType)
    return [
        *(_field("Matter", kind, place) for place, kind in enumerate(kinds, 1)),
        *(_field("Contact", kind, place) for place, kind in enumerate(kinds, 1)),
        make("2025-01-07T15:50", "field.Matter.old", "custom_fields", parent_type="Matter", field_type="text_line", name="Paper file"),
        make(
            "2025-01-07T16:00",
            "set.litigation",
            "custom_field_sets",
            name="Litigation",
            parent_type="Matter",
            custom_field_ids=[Id(f"field.Matter.{kind}") for kind in ("date", "time", "picklist", "text_line", "url")],
            displayed=True,
        ),
        make(
            "2025-01-07T16:05",
            "set.intake",
            "custom_field_sets",
            name="Intake",
            parent_type="Contact",
            custom_field_ids=[Id(f"field.Contact.{kind}") for kind in ("picklist", "date", "matter")],
            displayed=False,
        ),
        ("2025-03-21T14:00", _paper_file),
        change(
            "2025-03-21T14:05",
            "matter.marlow",
            "matters",
            custom_field_set_associations=[{"custom_field_set": ref("set.litigation"), "display_order": 1}],
        ),
        change(
            "2025-03-21T14:10",
            "contact.chen",
            "contacts",
            custom_field_set_associations=[{"custom_field_set": ref("set.intake"), "display_order": 1}],
        ),
        *(("2025-03-21T14:20", _valued(owner, values)) for owner, values in VALUES.items()),
        change(
            "2025-03-21T14:30",
            "contact.chen",
            "contacts",
            kyc_field_values=[
                {"field_name": "identity_document", "field_type": "picklist", "field_value": "Passport"},
                {"field_name": "identity_verified_on", "field_type": "date", "field_value": "2025-01-21"},
            ],
        ),
        change(
            "2025-03-21T14:35",
            "matter.marlow",
            "matters",
            kyc_field_values=[{"field_name": "risk_rating", "field_type": "picklist", "field_value": "Low"}],
        ),
        remove("2025-06-16T15:00", "field.Matter.old", "custom_fields"),
        ("2026-01-12T15:00", _retire_option),
    ]


def _field(parent: str, kind: str, place: int) -> Step:
    moment = f"2025-01-07T15:{place + (0 if parent == 'Matter' else 20):02d}"
    options = {"picklist_options": [{"option": option} for option in (*OPTIONS[parent], "Other")]} if kind == "picklist" else {}
    body: dict[str, Any] = {"parent_type": parent, "field_type": kind, "name": NAMES[kind][parent == "Contact"], **options}
    return make(moment, f"field.{parent}.{kind}", "custom_fields", displayed=kind not in HIDDEN, required=kind in REQUIRED, **body)


def _valued(owner: str, values: dict[str, Any]) -> Any:
    """Give a record its custom field values."""
    parent, collection = ("Matter", "matters") if owner.startswith("matter.") else ("Contact", "contacts")

    def work(firm: Any) -> None:
        message = []
        for kind, value in values.items():
            field = firm.row("custom_fields", f"field.{parent}.{kind}")
            of_type = field["picklist_options"][value]["id"] if kind == "picklist" else value
            message.append({**_place(firm, collection, owner, field["id"]), "value": of_type})
        firm.builder.patch(collection, firm.office[owner], custom_field_values=firm.known(message))

    return work


def _place(firm: Any, collection: str, owner: str, field: int) -> dict[str, Any]:
    """What a body names a value by: its id where the record has one, null yet, else its field."""
    present = {one["custom_field"]: one["id"] for one in firm.row(collection, owner).get("custom_field_values") or []}
    return {"id": present[field]} if field in present else {"custom_field": {"id": field}}


def _paper_file(firm: Any) -> None:
    place = _place(firm, "matters", "matter.marlow", firm.office["field.Matter.old"])
    firm.builder.patch("matters", firm.office["matter.marlow"], custom_field_values=[{**place, "value": "Box 12"}])


def _retire_option(firm: Any) -> None:
    """Remove an option of a picklist that no value uses."""
    field = firm.row("custom_fields", "field.Matter.picklist")
    firm.builder.patch("custom_fields", field["id"], picklist_options=[{"id": field["picklist_options"][-1]["id"], "_deleted": True}])
