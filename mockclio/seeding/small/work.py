"""Work: time and expenses of every kind, billed by the hour, at a flat price, for nothing, or not at all; rates; a running timer."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.small.timeline import Firm, Id, Step, change, make, note, ref, remove, the

TIME: tuple[tuple[str, str, str, float, str, str], ...] = (
    # before the first bills
    ("2025-01-20", "formation", "owner", 1.5, "Meeting", "Choice of the form of the company"),
    ("2025-01-29", "divorce", "owner", 1.25, "Meeting", "First meeting with the client"),
    ("2025-02-03", "divorce", "novak", 2.0, "Document drafting", "Draft of the summons"),
    ("2025-02-07", "divorce", "osei", 0.75, "Legal research", "Valuation of a closely held business"),
    ("2025-02-11", "marlow", "osei", 3.4, "Review", "Charter party and bills of lading"),
    ("2025-02-14", "marlow", "reyes", 5.0, "Legal research", "Demurrage under English law"),
    ("2025-02-20", "cargo", "owner", 2.2, "Correspondence", "Letters to the underwriters"),
    ("2025-02-26", "lease", "owner", 4.0, "Review", "Review of the lease"),
    ("2025-03-06", "lease", "ward", 2.5, "Document drafting", "Rider to the lease"),
    ("2025-03-12", "cargo", "ward", 6.1, "Document drafting", "Statement of claim"),
    ("2025-03-20", "marlow", "osei", 4.8, "Document drafting", "Amended complaint"),
    ("2025-03-27", "defense", "osei", 2.0, "Court appearance", "Arraignment"),
    ("2025-04-15", "defense", "osei", 3.2, "Legal research", "Motion to suppress"),
    ("2025-05-08", "guardianship", "owner", 2.6, "Document drafting", "Petition for guardianship"),
    ("2025-05-20", "guardianship", "novak", 3.0, "Correspondence", "Letters to the relatives"),
    ("2025-06-11", "purchase", "osei", 3.5, "Review", "Contract of sale"),
    ("2025-06-18", "purchase", "osei", 1.5, "Phone call", "Call with the seller's solicitor"),
    ("2025-07-15", "overtime", "osei", 2.0, "Client intake", "Facts of the claims"),
    ("2025-07-22", "overtime", "reyes", 6.5, "Review", "Driver logs"),
    ("2025-09-16", "closing", "osei", 2.0, "Review", "Title report"),
    ("2025-10-14", "overtime", "osei", 3.0, "Document drafting", "Answer"),
    ("2025-11-04", "marlow", "reyes", 7.5, "Document drafting", "Requests for production"),
    ("2025-12-02", "bankruptcy", "reyes", 4.0, "Document drafting", "Schedules"),
    ("2026-01-15", "marlow", "reyes", 3.7, "Document drafting", "Motion to compel"),
    ("2026-02-12", "divorce", "owner", 1.0, "Phone call", "Call with opposing counsel"),
    # on drafts, or still unbilled
    ("2026-03-18", "asylum", "owner", 5.5, "Legal research", "Country conditions"),
    ("2026-04-22", "bankruptcy", "novak", 1.8, "Document drafting", "Amended schedules"),
    ("2026-05-06", "divorce", "owner", 2.4, "Document drafting", "Settlement proposal"),
    ("2026-05-13", "marlow", "osei", 1.6, "Meeting", "Preparation of the mediation"),
    ("2026-05-20", "marlow", "reyes", 2.9, "Legal research", "Settlement value of demurrage claims"),
    ("2026-05-27", "lease", "owner", 0.6, "Phone call", "Call with the broker"),
    ("2026-05-28", "collision", "osei", 2.0, "Review", "Medical records"),
    ("2026-05-29", "probono", "reyes", 3.0, "Client intake", "Help desk"),
)
"""Day, matter, user, hours, category, note."""

COSTS: tuple[tuple[str, str, str, str, str, float, str], ...] = (
    ("2025-02-12", "marlow", "HardCostEntry", "Court filing fee", "", 405.00, "Fee for the complaint"),
    ("2025-03-24", "marlow", "HardCostEntry", "Courier", "atlas", 95.00, "Service of the complaint"),
    ("2025-02-04", "divorce", "ExpenseEntry", "Court filing fee", "", 335.00, "Index number and request for intervention"),
    ("2025-05-12", "guardianship", "SoftCostEntry", "Postage", "", 41.60, "Certified mail"),
    ("2025-07-16", "overtime", "SoftCostEntry", "Printing", "", 0.15, "Copies of logs"),
    ("2026-05-21", "marlow", "HardCostEntry", "Expert witness", "finch", 1850.00, "Transcript of the deposition"),
    ("2026-05-22", "divorce", "ExpenseEntry", "Meals", "", 18.50, "Lunch during the session"),
    ("2026-05-26", "collision", "HardCostEntry", "Expert witness", "nair", 4500.00, "Reconstruction of the accident"),
)
"""Day, matter, type, category, vendor, price, note."""


def steps() -> list[Step]:
    return [
        *(_time(place, *values) for place, values in enumerate(TIME)),
        *(_cost(place, *values) for place, values in enumerate(COSTS)),
        *_particular(),
        *_categories(),
        ("2026-05-29T20:00", _written_off),
        make(
            "2026-06-01T12:55",
            "activity.running",
            "activities",
            type="TimeEntry",
            date="2026-06-01",
            matter=ref("matter.lease"),
            start_timer=True,
        ),
    ]


def _time(place: int, day: str, matter: str, user: str, hours: float, category: str, note: str) -> Step:
    return make(
        f"{day}T21:{place % 60:02d}",
        f"time.{place}",
        "activities",
        type="TimeEntry",
        date=day,
        quantity=hours * 3600,
        matter=ref(f"matter.{matter}"),
        user=ref(f"user.{user}"),
        activity_description=the("activity_descriptions", category),
        note=note,
    )


def _cost(place: int, day: str, matter: str, kind: str, category: str, vendor: str, price: float, note: str) -> Step:
    more: dict[str, Any] = {"quantity": 400} if price < 1 else {}
    if vendor:
        more |= {"vendor": ref(f"contact.{vendor}"), "reference": f"INV-{4400 + place}"}
    return make(
        f"{day}T21:{place + 40:02d}",
        f"cost.{place}",
        "activities",
        type=kind,
        date=day,
        price=price,
        matter=ref(f"matter.{matter}"),
        expense_category=the("expense_categories", category),
        note=note,
        **more,
    )


def _particular() -> list[Step]:
    """Entries with a task, a call or an event; entries without charge; entries without a matter."""
    drafting = the("activity_descriptions", "Document drafting")
    common: dict[str, Any] = {"type": "TimeEntry", "quantity": 1800, "activity_description": drafting}
    return [
        make(
            "2025-01-29T19:00",
            "time.event",
            "activities",
            **common,
            date="2025-01-29",
            matter=ref("matter.divorce"),
            calendar_entry=ref("entry.intake"),
        ),
        make(
            "2025-02-06T19:00",
            "time.call",
            "activities",
            **common,
            date="2025-02-06",
            matter=ref("matter.collision"),
            communication=ref("call.unity"),
        ),
        make(
            "2025-02-07T19:30",
            "time.note",
            "activities",
            **common,
            date="2025-02-07",
            matter=ref("matter.collision"),
            matter_note=ref("note.site"),
        ),
        make(
            "2025-02-21T19:00",
            "time.nair",
            "activities",
            **common,
            date="2025-02-21",
            contact_note=ref("note.nair"),
            note="Fees of the expert",
        ),
        make(
            "2026-01-16T19:00", "time.task", "activities", **common, date="2026-01-16", matter=ref("matter.marlow"), task=ref("task.motion")
        ),
        make(
            "2025-01-24T19:00",
            "time.talk",
            "activities",
            **common,
            date="2025-01-24",
            matter=ref("matter.divorce"),
            conversation=ref("talk.chen"),
        ),
        make(
            "2025-02-08T19:00",
            "time.texts",
            "activities",
            **common,
            date="2025-02-08",
            matter=ref("matter.collision"),
            text_message_conversation=ref("texts"),
        ),
        make(
            "2025-02-09T19:00",
            "time.portal",
            "activities",
            **common,
            date="2025-02-09",
            matter=ref("matter.collision"),
            client_portal=ref("portal"),
        ),
        make(
            "2025-03-13T19:00",
            "time.free",
            "activities",
            **common,
            date="2025-03-13",
            matter=ref("matter.marlow"),
            no_charge=True,
            note="Courtesy",
        ),
        make("2025-04-03T19:00", "time.training", "activities", **common, date="2025-04-03", non_billable=True, note="Training"),
        make(
            "2025-04-16T19:00",
            "time.consultation",
            "activities",
            type="TimeEntry",
            date="2025-04-16",
            quantity=3600,
            matter=ref("matter.defense"),
            activity_description=the("activity_descriptions", "Initial consultation"),
            note="Consultation at a flat price",
        ),
        make(
            "2026-05-25T19:00",
            "time.codes",
            "activities",
            type="TimeEntry",
            date="2026-05-25",
            quantity=5400,
            matter=ref("matter.overtime"),
            activity_description={"utbms_task_id": Id("utbms.L120"), "utbms_activity_id": Id("utbms.A104")},
            note="Assessment of exposure",
        ),
        make(
            "2026-05-26T19:00",
            "cost.copies",
            "activities",
            type="ExpenseEntry",
            date="2026-05-26",
            price=12.5,
            quantity=2,
            matter=ref("matter.overtime"),
            utbms_expense=ref("utbms.E101"),
            tax_setting="tax_1_only",
            note="Bound copies",
        ),
        make("2025-11-24T19:00", "time.dropped", "activities", **common, date="2025-11-24", matter=ref("matter.overtime")),
        remove("2025-11-25T19:00", "time.dropped", "activities"),
        note("2026-05-28T22:50", "time.31", "activities", document_version=Id("version.xray")),
    ]


def _categories() -> list[Step]:
    return [
        make(
            "2025-02-03T18:00",
            "category.deposition",
            "activity_descriptions",
            name="Deposition",
            rate={"type": "Custom", "amount": 380, "non_billable_amount": 90},
            groups=[ref("group.litigation")],
            visible_to_co_counsel=True,
            currency={"code": "USD"},
        ),
        make("2025-02-03T18:05", "", "activity_descriptions", name="Power of attorney", rate={"type": "FlatRate", "amount": 300}),
        change("2025-02-03T18:10", "activity_description.Review", "activity_descriptions", default=True),
        make(
            "2025-02-03T18:15",
            "",
            "expense_categories",
            name="Translation",
            rate=0.22,
            entry_type="soft_cost",
            currency={"code": "USD"},
            groups=[ref("group.litigation")],
            utbms_code=ref("utbms.E124"),
        ),
        ("2025-02-03T18:20", _in_the_books),
        ("2025-02-13T19:30", _versions),
    ]


def _in_the_books(firm: Firm) -> None:
    """The names of a few categories in accounting software."""
    with firm.builder.session() as session:
        session.update("activity_descriptions", firm.office["category.deposition"], {"xero_service_code": "DEPO"})
        session.update(
            "expense_categories", firm.office["expense_category.Postage"], {"xero_expense_code": "POST", "tax_setting": "tax_1_only"}
        )


def _versions(firm: Firm) -> None:
    with firm.builder.session() as session:
        firm.office["version.xray"] = session.table("documents")[firm.office["document.xray"]]["latest_document_version"]


def _written_off(firm: Firm) -> None:
    """Work that is written off."""
    with firm.builder.session() as session:
        session.update("activities", firm.office["time.26"], {"_written_off": True})
