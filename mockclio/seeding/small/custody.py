"""Originals that the firm keeps: packets at two places, what lies in them, and what was taken out."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.small.timeline import Id, Step, call, make

LAST = "2026-06-01T12"


def steps() -> list[Step]:
    return [
        _packet(57, "petrov", "vault", "2025-03-28", custom_number="W-17", description="Estate planning"),
        _packet(58, "ruth", "bank", "2025-06-24"),
        _record(57, "will", "petrov", "will", "Last will", date="2025-03-28", stored_on="2025-03-28", description="Two witnesses"),
        _record(57, "proxy", "petrov", "medical_authority", "Health care proxy", stored_on="2025-03-28"),
        _record(58, "deed", "ruth", "certificate_of_title", "Deed of the house", date="1984-05-14", stored_on="2025-06-24"),
        _record(58, "shares", "ruth", "share_certificate", "Forty shares", stored_on="2025-06-24", state="removed", reason="Sold"),
        _taken("proxy", "temporarily_removed", 2, "contact.petrov", reason="For the hospital", date="2026-05-18"),
        _taken("deed", "temporarily_removed", 1, "user.owner", reason="Copied for the court", date="2026-05-20"),
        _taken("deed", "held", 1, "user.owner", date="2026-05-21"),
    ]


def _packet(minute: int, key: str, location: str, created: str, **more: Any) -> Step:
    placed: dict[str, Any] = {"contact_id": Id(f"contact.{key}"), "safe_custody_location_id": Id(f"custody.{location}")}
    return make(f"{LAST}:{minute}", f"packet.{key}", "safe_custody_packets", created_on=created, **placed, **more)


def _record(minute: int, key: str, packet: str, kind: str, title: str, **more: Any) -> Step:
    placed: dict[str, Any] = {"safe_custody_packet_id": Id(f"packet.{packet}"), "document_type": kind}
    return make(f"{LAST}:{minute}", f"record.{key}", "safe_custody_records", title=title, **placed, **more)


def _taken(key: str, state: str, kind: int, actor: str, **more: Any) -> Step:
    body = {"state": state, "actor_type": kind, "actor_id": Id(actor), **more}
    return call(f"{LAST}:59", "POST", f"/safe_custody/records/{{record.{key}}}/state_changes", json={"data": body})
