"""People and companies: clients, opposing parties, experts, vendors, medical providers, co-counsel."""

from __future__ import annotations

import base64
from typing import Any

from mockclio.seeding.small.people import png
from mockclio.seeding.small.timeline import Id, Step, change, make, note, ref, remove, the

COMPANIES: tuple[tuple[str, str, str, str, str], ...] = (
    ("2025-01-08T15:00", "marlow", "Marlow Shipping Co.", "Pier 17, 89 South Street", "(212) 555-0110"),
    ("2025-01-09T15:00", "brightwater", "Brightwater Foods Inc.", "410 Bedford Avenue", "(718) 555-0111"),
    ("2025-01-10T15:00", "northgate", "Northgate Properties LLC", "1200 Broadway", "(212) 555-0112"),
    ("2025-01-14T15:00", "unity", "Unity Mutual Insurance", "55 Water Street", "(212) 555-0113"),
    ("2025-01-15T15:00", "stmary", "St. Mary Medical Center", "900 First Avenue", "(212) 555-0114"),
    ("2025-01-15T15:10", "tribeca", "Tribeca Physical Therapy", "77 Franklin Street", "(212) 555-0115"),
    ("2025-01-16T15:00", "atlas", "Atlas Process Servers", "30 Vesey Street", "(212) 555-0116"),
    ("2025-01-16T15:10", "finch", "Finch Court Reporting", "225 Broadway", "(212) 555-0117"),
    ("2025-01-17T15:00", "clinic", "Lower East Side Legal Clinic", "61 Delancey Street", "(212) 555-0118"),
    ("2026-03-02T15:00", "okoro", "Okoro Hall Solicitors", "14 Gray's Inn Road", "+44 20 7946 0119"),
)
PEOPLE: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    ("2025-01-06T16:00", "osei", "Kwame", "Osei", {"title": "Partner"}),
    ("2025-01-08T15:30", "helen", "Helen", "Marlow", {"company": ref("contact.marlow"), "title": "Chief executive"}),
    ("2025-01-09T15:30", "lang", "Peter", "Lang", {"company": ref("contact.brightwater"), "title": "General counsel"}),
    ("2025-01-21T15:30", "chen", "Lin", "Chen", {"middle_name": "Wei", "prefix": "Ms.", "date_of_birth": "1984-05-17"}),
    ("2025-01-21T15:40", "david", "David", "Chen", {"prefix": "Mr.", "date_of_birth": "1981-11-02"}),
    ("2025-02-04T15:00", "alvarez", "Miguel", "Alvarez", {"date_of_birth": "1990-03-28", "ledes_client_id": "ALV-7"}),
    ("2025-02-18T15:00", "dubois", "Claire", "Dubois", {"date_of_birth": "1988-07-14", "title": "Research fellow"}),
    ("2025-03-03T15:00", "petrov", "Anna", "Petrov", {"date_of_birth": "1951-12-09"}),
    ("2025-03-17T15:00", "johnson", "Marcus", "Johnson", {"date_of_birth": "1996-08-21"}),
    ("2025-04-07T15:00", "rahman", "Farah", "Rahman", {"date_of_birth": "1992-01-30"}),
    ("2025-04-21T15:00", "kowalski", "Jan", "Kowalski", {"date_of_birth": "1975-10-05"}),
    ("2025-05-05T15:00", "ruth", "Ruth", "Thompson", {"prefix": "Mrs.", "date_of_birth": "1943-04-11"}),
    ("2025-05-05T15:10", "joel", "Joel", "Thompson", {"date_of_birth": "1970-09-19"}),
    ("2025-06-02T15:00", "whitfield", "Oliver", "Whitfield", {"date_of_birth": "1979-02-25", "currency": {"code": "GBP"}}),
    ("2025-01-22T14:00", "stone", "Victor", "Stone", {"title": "Attorney", "prefix": "Mr."}),
    ("2025-02-06T15:10", "ortiz", "Samuel", "Ortiz", {"prefix": "Hon.", "title": "Judge"}),
    ("2025-02-20T15:00", "nair", "Priya", "Nair", {"prefix": "Dr.", "title": "Accident reconstruction expert"}),
    ("2025-02-20T15:10", "foster", "Amy", "Foster", {}),
    ("2026-03-02T15:10", "adaeze", "Adaeze", "Okoro", {"company": ref("contact.okoro"), "title": "Solicitor"}),
    ("2026-03-09T15:30", "begum", "Nadia", "Begum", {"date_of_birth": "1999-06-06"}),
    ("2026-01-02T15:00", "quinn", "Zoe", "Quinn", {}),
    ("2026-05-21T15:00", "double", "Zoe", "Quinn", {}),
)
UNREACHABLE = ("ortiz", "quinn", "double")
"""Contacts without an email address."""


def steps() -> list[Step]:
    return [
        *(_company(*values) for values in COMPANIES),
        *(_person(*values) for values in PEOPLE),
        change("2025-01-21T15:35", "contact.chen", "contacts", avatar={"image": base64.b64encode(png(0xC7, 0x53, 0x00)).decode()}),
        change("2025-01-10T15:05", "contact.northgate", "contacts", sales_tax_number="NY-44-1029384", avatar=_logo()),
        change("2026-03-02T15:20", "contact.adaeze", "contacts", co_counsel_rate={"rate": 275}),
        change("2026-03-02T15:22", "contact.okoro", "contacts", co_counsel_rate={"rate": 310}),
        note("2025-01-06T16:05", "user.osei", "users", contact=Id("contact.osei")),
        change(
            "2025-06-03T15:00",
            "contact.osei",
            "contacts",
            email_addresses=[{"name": "Other", "address": "k.osei@new-mail.test"}],
            phone_numbers=[{"name": "Home", "number": "(718) 555-0151"}],
        ),
        note("2026-03-09T15:40", "user.adeyemi", "users", contact=Id("contact.adaeze")),
        note("2025-01-22T15:00", "contact.chen", "contacts", clio_connect_email="lin.chen@mail.test", client_connect_user_id=7001),
        note("2025-01-22T15:05", "contact.northgate", "contacts", clio_connect_email="office@northgate.test", client_connect_user_id=7002),
        note("2026-03-02T15:30", "contact.adaeze", "contacts", clio_connect_email="adaeze@okoro-hall.test", client_connect_user_id=7003),
        note("2025-01-09T16:00", "contact.brightwater", "contacts", payment_profile=the("payment_profiles", "Net 14")["id"]),
        put_profile(),
        note("2025-01-08T16:00", "contact.marlow", "contacts", payment_profile=Id("profile.early")),
        note("2026-01-02T15:05", "contact.quinn", "contacts", _hidden_from=[Id("user.novak")]),
        make("2025-01-08T15:45", "rate.marlow", "activity_rates", contact_id=Id("contact.marlow"), rate=310),
        make("2025-01-10T15:45", "rate.northgate", "activity_rates", contact_id=Id("contact.northgate"), rate=1200, flat_rate=True),
        note("2025-01-08T15:50", "rate.marlow", "activity_rates", user=Id("user.owner")),
        note("2025-01-10T15:50", "rate.northgate", "activity_rates", group=Id("group.firm")),
        remove("2026-05-21T15:30", "contact.double", "contacts"),
    ]


def put_profile() -> Step:
    """A payment profile with an early payment discount and interest on late payments."""
    from mockclio.seeding.small.timeline import put

    return put(
        "2025-01-08T15:55",
        "profile.early",
        "payment_profiles",
        name="2% 10, Net 30",
        terms=30,
        billing_setting_id=Id("billing_settings"),
        discount_rate=2.0,
        discount_period=10,
        interest_rate=9.0,
        interest_period=30,
        interest_type="simple",
    )


def _logo() -> dict[str, str]:
    return {"image": base64.b64encode(png(0x49, 0xB0, 0x50)).decode()}


def _company(moment: str, key: str, name: str, street: str, number: str) -> Step:
    word = name.split()[0].lower().strip(".")
    city = (
        {"city": "London", "country": "GB"}
        if key == "okoro"
        else {"city": "New York", "province": "NY", "postal_code": "10004", "country": "US"}
    )
    return make(
        moment,
        f"contact.{key}",
        "contacts",
        type="Company",
        name=name,
        addresses=[
            {"name": "Work", "street": street, **city},
            *([{"name": "Billing", "street": "P.O. Box 4410", **city}] if key in ("marlow", "northgate") else []),
        ],
        phone_numbers=[
            {"name": "Work", "number": number, "default_number": True},
            *([{"name": "Fax", "number": "(212) 555-0199"}] if key in ("marlow", "northgate", "unity") else []),
        ],
        email_addresses=[{"name": "Work", "address": f"office@{word}.test", "default_email": True}],
        web_sites=[
            {"name": "Work", "address": f"https://www.{word}.test", "default_web_site": True},
            *([{"name": "LinkedIn", "address": f"https://social.test/{word}"}] if key in ("marlow", "northgate") else []),
        ],
    )


def _person(moment: str, key: str, first: str, last: str, values: dict[str, Any]) -> Step:
    reached: dict[str, Any] = {}
    if key not in UNREACHABLE:
        home = {"name": "Home", "street": f"{len(key) * 11} Clinton Street", "city": "Brooklyn", "province": "NY", "postal_code": "11201"}
        reached = {
            "email_addresses": [{"name": "Home", "address": f"{first}.{last}@mail.test".lower(), "default_email": True}],
            "phone_numbers": [{"name": "Mobile", "number": f"(917) 555-01{len(first):02d}", "default_number": True}],
            "addresses": [{**home, "country": "US"}],
        }
    if key in ("chen", "helen", "nair", "adaeze", "stone"):
        reached["email_addresses"].append({"name": "Work", "address": f"{first}@{last}-office.test".lower()})
        reached["phone_numbers"].append({"name": "Work", "number": "(212) 555-0150"})
        reached["addresses"].append(
            {"name": "Work", "street": "40 Wall Street", "city": "New York", "province": "NY", "postal_code": "10005"}
        )
        reached["web_sites"] = [
            {"name": "Work", "address": f"https://{last}.test".lower(), "default_web_site": True},
            {"name": "LinkedIn", "address": f"https://social.test/{first}-{last}".lower()},
        ]
        reached["instant_messengers"] = [{"name": "Personal", "address": f"{first}{last}".lower()}]
    return make(moment, f"contact.{key}", "contacts", type="Person", first_name=first, last_name=last, **reached, **values)
