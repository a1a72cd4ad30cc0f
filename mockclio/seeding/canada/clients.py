"""Clients, vendors and matters."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.small.timeline import Step, make, ref, the

PEOPLE = (
    ("2025-01-15T17:00", "leung", "Grace", "Leung", "2210 West 4th Avenue", "Vancouver", "BC", "V6K 1N8"),
    ("2025-01-15T17:10", "tremblay", "Luc", "Tremblay", "88 Harbour Street", "Toronto", "ON", "M5J 0C3"),
    ("2025-03-04T18:00", "dhillon", "Amar", "Dhillon", "14 Marine Drive", "White Rock", "BC", "V4B 1C3"),
    ("2025-09-08T17:00", "oconnor", "Maeve", "O'Connor", "7 Granville Crescent", "Victoria", "BC", "V8V 2K1"),
)
"""Time, key, first and last name, street, city, province, postal code."""
COMPANIES = (
    ("2025-01-14T17:00", "cedar", "Cedar & Salt Brewing Ltd.", "1200 Railway Street", "Vancouver", "BC", "V6A 1A5"),
    ("2025-01-14T17:10", "maple", "Maple Ridge Logistics Inc.", "401 Bay Street", "Toronto", "ON", "M5H 2Y4"),
    ("2025-01-14T17:20", "swift", "Swift Pacific Couriers", "900 Beach Avenue", "Vancouver", "BC", "V6Z 1E3"),
    ("2025-01-14T17:30", "varga", "Varga Forensic Accounting", "700 Dunsmuir Street", "Vancouver", "BC", "V6B 6N5"),
)
"""Time, key, name, street, city, province, postal code."""
MATTERS: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("2025-01-20T18:00", "lease", "cedar", "Real Estate", "owner", "Lease of a brewery on Railway Street"),
    ("2025-02-03T18:00", "trademark", "cedar", "Intellectual Property", "belanger", "Trademark of a label"),
    ("2025-03-10T17:00", "estate", "dhillon", "Wills & Estates", "owner", "Estate of Balbir Dhillon"),
    ("2025-05-05T17:00", "purchase", "maple", "Business Formation", "belanger", "Purchase of a warehouse company"),
    ("2025-09-15T17:00", "separation", "oconnor", "Family", "owner", "Separation agreement"),
    ("2026-02-09T18:00", "audit", "tremblay", "Tax", "belanger", "Objection to a reassessment"),
)
"""Time, key, client, practice area, responsible attorney, description."""


def steps() -> list[Step]:
    return [
        *(_company(*values) for values in COMPANIES),
        *(_person(*values) for values in PEOPLE),
        *(_matter(*values) for values in MATTERS),
    ]


def _address(street: str, city: str, province: str, postal_code: str) -> list[dict[str, str]]:
    return [{"name": "Work", "street": street, "city": city, "province": province, "postal_code": postal_code, "country": "CA"}]


def _company(moment: str, key: str, name: str, *place: str) -> Step:
    mail = [{"name": "Work", "address": f"office@{key}.test", "default_email": True}]
    return make(moment, f"contact.{key}", "contacts", type="Company", name=name, addresses=_address(*place), email_addresses=mail)


def _person(moment: str, key: str, first: str, last: str, *place: str) -> Step:
    mail = [{"name": "Home", "address": f"{key}@mail.test", "default_email": True}]
    named: dict[str, Any] = {"first_name": first, "last_name": last}
    return make(moment, f"contact.{key}", "contacts", type="Person", **named, addresses=_address(*place), email_addresses=mail)


def _matter(moment: str, key: str, client: str, area: str, attorney: str, description: str) -> Step:
    return make(
        moment,
        f"matter.{key}",
        "matters",
        client=ref(f"contact.{client}"),
        practice_area=the("practice_areas", area),
        responsible_attorney=ref(f"user.{attorney}"),
        originating_attorney=ref("user.owner"),
        description=description,
    )
