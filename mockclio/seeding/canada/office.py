"""The account: a partnership on the west coast, its three people, its accounts in Canadian dollars."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.office import add_user
from mockclio.seeding.small.timeline import Firm, Step, note

NAME = "Nakamura & Bélanger LLP"
DOMAIN = "nakamura-belanger.test"
ZONE = "America/Vancouver"
BANK = {"institution": "Pacific Coast Credit Union", "holder": NAME, "currency": "CAD"}
USERS: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    ("2025-01-06T17:30", "belanger", "Chantal", "Bélanger", {"rate": 360, "roles": ["Admin", "Billing"]}),
    ("2025-01-13T17:30", "sandhu", "Harpreet", "Sandhu", {"rate": 150, "subscription_type": "NonAttorney"}),
)


def steps() -> list[Step]:
    return [
        ("2025-01-06T17:00", _named),
        *((moment, _hired(key, first, last, values)) for moment, key, first, last, values in USERS),
        note("2025-01-06T18:00", "bank_account.operating", "bank_accounts", name="General Account", **BANK),
        note("2025-01-06T18:00", "bank_account.trust", "bank_accounts", name="Pooled Trust Account", **BANK),
    ]


def _named(firm: Firm) -> None:
    """The account, its owner and what is called after the owner."""
    owner = firm.office["user.owner"]
    first, last = "Emi", "Nakamura"
    named = {"name": f"{first} {last}", "first_name": first, "last_name": last, "initials": "EN"}
    with firm.builder.session() as session:
        session.update("accounts", firm.office["account"], {"name": NAME, "time_zone": ZONE})
        session.update("users", owner, {**named, "email": f"emi@{DOMAIN}", "time_zone": ZONE, "rate": 400})
        for table in ("calendars", "calendar_visibilities"):
            for row in session.rows(table, "user", owner):
                session.update(table, row["id"], {"name": named["name"]})
        for row in session.rows("groups", "type", "UserGroup"):
            session.update("groups", row["id"], {"name": named["name"]})
        for row in session.rows("notification_methods", "user", owner):
            if row["type"] == "Email":
                session.update("notification_methods", row["id"], {"email_address": f"emi@{DOMAIN}"})
    firm.builder.user = firm.builder.world.table("users")[owner]


def _hired(key: str, first: str, last: str, values: dict[str, Any]) -> Any:
    def work(firm: Firm) -> None:
        email = f"{first.lower()}@{DOMAIN}"
        with firm.builder.session() as session:
            firm.office[f"user.{key}"] = add_user(session, firm.office["account"], first, last, email, time_zone=ZONE, **values)

    return work
