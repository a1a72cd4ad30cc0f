"""Time and expenses: hard costs with the tax that the firm paid on them, fees of courts without any."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.canada.taxes import settings
from mockclio.seeding.small.timeline import Step, make, ref, the

TIME = (
    ("2025-02-12", "lease", "owner", 3.0, "Review", "Review of the head lease"),
    ("2025-02-19", "lease", "sandhu", 1.2, "Correspondence", "Letters to the landlord"),
    ("2025-03-05", "trademark", "belanger", 2.5, "Document drafting", "Application for the trademark"),
    ("2025-04-02", "estate", "owner", 4.0, "Document drafting", "Application for a grant of probate"),
    ("2025-06-10", "purchase", "belanger", 5.0, "Review", "Share purchase agreement"),
    ("2025-06-17", "purchase", "belanger", 2.2, "Meeting", "Closing agenda"),
    ("2025-10-07", "separation", "owner", 3.5, "Meeting", "Disclosure of assets"),
    ("2026-03-03", "audit", "belanger", 6.0, "Legal research", "Burden of proof in objections"),
    ("2026-05-12", "separation", "owner", 1.4, "Phone call", "Call with the other side"),
    ("2026-05-19", "audit", "belanger", 2.0, "Document drafting", "Notice of objection"),
    ("2026-05-26", "estate", "sandhu", 0.8, "Correspondence", "Letters to the beneficiaries"),
)
"""Day, matter, user, hours, category, note."""
COSTS: tuple[tuple[str, str, str, str, str, str, float, str], ...] = (
    ("2025-02-13", "courier", "lease", "HardCostEntry", "Courier", "swift", 24.0, "Documents to the landlord"),
    ("2025-02-20", "filing", "lease", "HardCostEntry", "Court filing fee", "", 156.0, "Registration of the lease"),
    ("2025-03-06", "office", "trademark", "HardCostEntry", "Court filing fee", "", 478.15, "Fee of the trademark office"),
    ("2025-04-03", "copies", "estate", "SoftCostEntry", "Printing", "", 0.25, "Copies of the will"),
    ("2025-06-11", "valuer", "purchase", "HardCostEntry", "Expert witness", "varga", 3200.0, "Valuation of the company"),
    ("2025-10-08", "search", "separation", "SoftCostEntry", "Online research", "", 36.5, "Land title searches"),
    ("2026-03-04", "letters", "audit", "HardCostEntry", "Translation", "varga", 410.0, ""),
    ("2026-05-20", "stamps", "audit", "SoftCostEntry", "Postage", "", 14.2, "Registered mail"),
)
"""Day, key, matter, type, category, vendor, price, note."""


def steps() -> list[Step]:
    return [
        *(_time(place, *values) for place, values in enumerate(TIME)),
        *(_cost(place, *values) for place, values in enumerate(COSTS)),
        make(
            "2026-05-27T22:00",
            "cost.exempt",
            "activities",
            type="ExpenseEntry",
            date="2026-05-27",
            price=90.0,
            matter=ref("matter.separation"),
            note="Fee of the registry, which bears no tax",
            tax_settings=[],
        ),
        make(
            "2026-05-27T22:10",
            "cost.ontario",
            "activities",
            type="ExpenseEntry",
            date="2026-05-27",
            price=125.0,
            matter=ref("matter.audit"),
            note="Room for the meeting in Toronto",
            tax_settings=settings("hst"),
        ),
    ]


def _time(place: int, day: str, matter: str, user: str, hours: float, category: str, text: str) -> Step:
    return make(
        f"{day}T22:{place:02d}",
        f"time.{place}",
        "activities",
        type="TimeEntry",
        date=day,
        quantity=hours * 3600,
        matter=ref(f"matter.{matter}"),
        user=ref(f"user.{user}"),
        activity_description=the("activity_descriptions", category),
        note=text,
    )


def _cost(place: int, day: str, key: str, matter: str, kind: str, category: str, vendor: str, price: float, text: str) -> Step:
    more: dict[str, Any] = {"quantity": 60} if price < 1 else {}
    if text:
        more["note"] = text
    if vendor:
        more |= {"vendor": ref(f"contact.{vendor}"), "reference": f"A-{2210 + place}"}
    return make(
        f"{day}T22:{place + 30:02d}",
        f"cost.{key}",
        "activities",
        type=kind,
        date=day,
        price=price,
        matter=ref(f"matter.{matter}"),
        expense_category=the("expense_categories", category),
        **more,
    )
