"""The firm `empty` of a new account: account, owner, group, calendars, and all reference data."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mockclio import practice
from mockclio.store.clock import Clock
from mockclio.store.session import Session
from mockclio.store.world import World

FOUNDED = datetime(2025, 1, 6, 14, 0, tzinfo=UTC)
AS_OF = datetime(2026, 6, 1, 13, 0, tzinfo=UTC)
ZONE = "America/New_York"


@dataclass
class Office:
    """Ids for later steps, with names such as `user.owner` or `group.firm`."""

    ids: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.ids[name]

    def __setitem__(self, name: str, id: int) -> None:
        self.ids[name] = id


def new_account(name: str = "default") -> tuple[World, Office]:
    """The world of a new account, with its clock at `AS_OF`."""
    practice.register()
    world, office = World(name, clock=Clock(FOUNDED, frozen=True)), Office()
    with world.session() as session:
        _people(session, office)
    with world.session(world.owner()) as session:
        for module in sorted(
            pkgutil.iter_modules(importlib.import_module("mockclio.seeding.reference").__path__), key=lambda info: info.name
        ):
            importlib.import_module(f"mockclio.seeding.reference.{module.name}").seed(session, office)
    world.clock.set(AS_OF)
    world.as_of = AS_OF
    return world, office


def _people(session: Session, office: Office) -> None:
    account = session.insert("accounts", {"name": "Hartwell & Osei LLP", "state": "active", "time_zone": ZONE})
    owner = add_user(
        session, account["id"], "Margaret", "Hartwell", "margaret@hartwell-osei.test", account_owner=True, roles=["Admin"], rate=350
    )
    session.update("accounts", account["id"], {"owner": owner})
    firm = session.insert("groups", {"name": "Firm", "type": "AccountGroup", "users": [owner]})
    calendar = session.insert(
        "calendars",
        {"name": "Firm", "type": "AccountCalendar", "color": "#367B9C", "light_color": "#5DA5C7", "visible": True, "source": "web"},
    )
    office["account"], office["user.owner"], office["group.firm"], office["calendar.firm"] = (
        account["id"],
        owner,
        firm["id"],
        calendar["id"],
    )


def add_user(session: Session, account: int, first: str, last: str, email: str, **values: Any) -> int:
    """Add a user with a calendar, a task calendar, a group and notification methods. Returns the id."""
    from mockclio.practice.calendars.calendar_visibilities import colors

    user: int = session.insert(
        "users",
        {
            "name": f"{first} {last}",
            "first_name": first,
            "last_name": last,
            "initials": first[0] + last[0],
            "email": email,
            "enabled": True,
            "account_owner": False,
            "roles": [],
            "subscription_type": "Attorney",
            "time_zone": ZONE,
            "account": account,
            **values,
        },
    )["id"]
    calendar = session.insert(
        "calendars",
        {"name": f"{first} {last}", "type": "UserCalendar", "user": user, "creator": user, "color": "#83D17F", "light_color": "#209412"}
        | {"visible": True, "source": "web"},
    )
    session.update("users", user, {"default_calendar_id": calendar["id"]})
    pair = colors(len(session.table("calendar_visibilities")))
    session.insert("calendar_visibilities", {"name": f"{first} {last}", "user": user, "visible": True, **pair})
    session.insert("groups", {"name": f"{first} {last}", "type": "UserGroup", "users": [user]})
    for group in session.table("groups"):
        if group["type"] == "AccountGroup":
            session.update("groups", group["id"], {"users": [*group["users"], user]})
    for kind in ("Email", "Popup"):
        address = {"email_address": email, "is_default_email_address": True} if kind == "Email" else {}
        session.insert("notification_methods", {"type": kind, "user": user, **address})
    return user
