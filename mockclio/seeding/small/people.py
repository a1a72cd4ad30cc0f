"""Users, the groups that they share, calendar permissions, and pictures."""

from __future__ import annotations

import struct
import zlib
from typing import Any

from mockclio.seeding.office import add_user
from mockclio.seeding.small.timeline import Firm, Id, Step, make, note, ref
from mockclio.server.storage import keep

DOMAIN = "hartwell-osei.test"
USERS: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    ("2025-01-06T14:30", "osei", "Kwame", "Osei", {"rate": 340, "roles": ["Admin", "Billing"], "phone_number": "(212) 555-0102"}),
    ("2025-01-13T14:30", "reyes", "Elena", "Reyes", {"rate": 240, "roles": ["Reports"], "court_rules_default_attendee": True}),
    ("2025-01-13T14:45", "novak", "Tomas", "Novak", {"rate": 120, "subscription_type": "NonAttorney"}),
    (
        "2025-01-20T14:30",
        "bell",
        "Grace",
        "Bell",
        {"rate": 95, "roles": ["Accounts", "Billing", "Reports"], "subscription_type": "NonAttorney"},
    ),
    ("2025-02-03T14:30", "ward", "Daniel", "Ward", {"rate": 210, "_hours_visibility": "limited", "_rates_visibility": "none"}),
    ("2026-03-09T14:00", "adeyemi", "Ngozi", "Adeyemi", {"rate": 260, "_co_counsel": True, "time_zone": "Europe/London"}),
    ("2026-05-26T14:00", "lind", "Sofia", "Lind", {"rate": None, "_pending_setup": True}),
)
TITLES = {
    "osei": ("Partner", "P"),
    "reyes": ("Associate", "A"),
    "novak": ("Paralegal", "PL"),
    "bell": ("Bookkeeper", "BK"),
}


def steps() -> list[Step]:
    return [
        *((moment, _hired(key, first, last, values)) for moment, key, first, last, values in USERS),
        make("2025-01-21T15:00", "group.litigation", "groups", name="Litigation"),
        note(
            "2025-01-21T15:05", "group.litigation", "groups", users=[Id("user.owner"), Id("user.osei"), Id("user.reyes"), Id("user.novak")]
        ),
        make("2025-01-21T15:10", "group.estates", "groups", name="Estates and families"),
        note("2025-01-21T15:15", "group.estates", "groups", users=[Id("user.owner"), Id("user.novak")]),
        make("2025-02-03T16:00", "group.relocation", "groups", name="Office move 2025"),
        note("2025-09-01T15:00", "group.relocation", "groups", users=[Id("user.bell")], _archived=True),
        make("2026-03-09T15:00", "group.clients", "groups", name="Client portal"),
        note("2026-03-09T15:05", "group.clients", "groups", client_connect_user=True),
        note("2025-01-06T15:00", "user.owner", "users", phone_number="(212) 555-0101", clio_connect=True),
        ("2025-01-06T15:30", _pictured),
        ("2025-01-27T15:00", _shared),
        note("2025-11-28T22:00", "user.ward", "users", enabled=False),
        make("2025-01-22T15:00", "calendar.hearings", "calendars", name="Court hearings", color="#C75300", visible=True),
        make("2025-01-22T15:10", "calendar.rooms", "calendars", by="user.osei", name="Conference rooms", color="#62D6B1", visible=False),
    ]


def _hired(key: str, first: str, last: str, values: dict[str, Any]) -> Any:
    def work(firm: Firm) -> None:
        email = f"{first}.{last}@{DOMAIN}".lower()
        with firm.builder.session() as session:
            id = add_user(session, firm.office["account"], first, last, email, **values)
            firm.office[f"user.{key}"] = id
            firm.office[f"calendar.{key}"] = session.table("users")[id]["default_calendar_id"]
            for method in session.rows("notification_methods", "user", id):
                firm.office[f"method.{key}.{method['type'].lower()}"] = method["id"]
            if key in TITLES:
                name, initials = TITLES[key]
                title = {
                    "id": session.world.ids.next(),
                    "name": name,
                    "initials": initials,
                    "created_at": session.now,
                    "updated_at": session.now,
                }
                session.update("users", id, {"job_title": title})

    return work


def _pictured(firm: Firm) -> None:
    """The owner's picture, and her other ids for later steps."""
    with firm.builder.session() as session:
        owner = session.table("users")[firm.office["user.owner"]]
        avatar = session.insert("avatars", {"_file": keep(session.world, png(0x24, 0x48, 0x6B)), "filename": "avatar.png"})
        session.update("users", owner["id"], {"avatar": avatar["id"]})
        firm.office["calendar.owner"] = owner["default_calendar_id"]
        for method in session.rows("notification_methods", "user", owner["id"]):
            firm.office[f"method.owner.{method['type'].lower()}"] = method["id"]
        texts = session.insert("notification_methods", {"type": "SMS", "user": owner["id"]})
        firm.office["method.owner.sms"] = texts["id"]


def _shared(firm: Firm) -> None:
    """The owner's permissions on the calendars of her colleagues."""
    owner = str(firm.office["user.owner"])
    with firm.builder.session() as session:
        for key, permission in (("osei", "viewer"), ("bell", "limited_viewer")):
            session.update("calendars", firm.office[f"calendar.{key}"], {"_permissions": {owner: permission}})
        session.update("calendars", firm.office["calendar.novak"], {"_visible": {"web": True, "mobile": False}})
        session.update("calendars", firm.office["calendar.firm"], {"creator": firm.office["user.owner"]})
        hidden = session.rows("calendar_visibilities", "user", firm.office["user.novak"])[0]
        session.update("calendar_visibilities", hidden["id"], {"visible": False})


def png(red: int, green: int, blue: int, size: int = 8) -> bytes:
    """A square picture of one color."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes((red, green, blue)) * size) * size
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def assignee(user: str) -> dict[str, Any]:
    """A user as the assignee of a task."""
    return ref(f"user.{user}", type="User")
