"""Reference data for court rules: three jurisdictions (two with a subscription), their triggers and service types."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.office import Office
from mockclio.store.session import Session

Deadline = dict[str, Any]


def _after(offset: int, name: str, source: str, *, served: bool = False) -> Deadline:
    return {"name": name, "offset": offset, "type": "CalendarDays", "polarity": "After", "served": served, "source": source}


def _before(offset: int, name: str, source: str, type: str = "CalendarDays") -> Deadline:
    return {"name": name, "offset": offset, "type": type, "polarity": "Before", "served": False, "source": source}


JURISDICTIONS: tuple[tuple[int, str, str, bool], ...] = (
    (4101, "Superior Court of California, Civil", "America/Los_Angeles", True),
    (1204, "United States District Court, Southern District of New York, Civil", "America/New_York", True),
    (7310, "Superior Court of Justice, Ontario", "America/Toronto", False),
)
"""System id, description, time zone, and whether a new account subscribes to it. The first is the default."""

SERVICES: dict[int, tuple[tuple[str, int, str], ...]] = {
    4101: (
        ("Personal service", 0, "CalendarDays"),
        ("Mail within California", 5, "CalendarDays"),
        ("Mail to another state", 10, "CalendarDays"),
        ("Electronic service", 2, "BusinessDays"),
    ),
    1204: (("Personal service", 0, "CalendarDays"), ("Mail", 3, "CalendarDays"), ("Electronic filing system", 0, "CalendarDays")),
    7310: (("Personal service", 0, "CalendarDays"), ("Mail with acknowledgment", 5, "CalendarDays")),
}
"""The service types of each jurisdiction with the days that each adds. The first is the default."""

TRIGGERS: dict[int, tuple[tuple[str, bool, bool, tuple[Deadline, ...]], ...]] = {
    4101: (
        (
            "Service of summons and complaint",
            True,
            False,
            (
                _after(30, "Last day to respond to the complaint", "Code of Civil Procedure 412.20", served=True),
                _after(60, "Last day to file proof of service", "Rules of Court 3.110(b)"),
            ),
        ),
        (
            "Service of interrogatories",
            True,
            False,
            (
                _after(30, "Last day to serve responses", "Code of Civil Procedure 2030.260", served=True),
                _after(75, "Last day to move to compel further responses", "Code of Civil Procedure 2030.300", served=True),
            ),
        ),
        (
            "Hearing on a noticed motion",
            False,
            True,
            (
                _before(16, "Last day to serve and file moving papers", "Code of Civil Procedure 1005(b)", "BusinessDays"),
                _before(9, "Last day to file opposition", "Code of Civil Procedure 1005(b)", "BusinessDays"),
                _before(5, "Last day to file reply", "Code of Civil Procedure 1005(b)", "BusinessDays"),
            ),
        ),
        (
            "First day of trial",
            False,
            True,
            (
                _before(70, "Last day to demand an exchange of experts", "Code of Civil Procedure 2034.220"),
                _before(30, "Last day to complete discovery", "Code of Civil Procedure 2024.020"),
                _before(15, "Last day for discovery motions to be heard", "Code of Civil Procedure 2024.020"),
            ),
        ),
        (
            "Service of notice of entry of judgment",
            True,
            False,
            (
                _after(15, "Last day for notice of intention to move for a new trial", "Code of Civil Procedure 659", served=False),
                _after(60, "Last day to file notice of appeal", "Rules of Court 8.104"),
            ),
        ),
    ),
    1204: (
        (
            "Service of summons and complaint",
            True,
            False,
            (_after(21, "Last day to answer or move", "Federal Rules of Civil Procedure 12(a)(1)(A)"),),
        ),
        (
            "Service of interrogatories",
            True,
            False,
            (_after(30, "Last day to answer or object", "Federal Rules of Civil Procedure 33(b)(2)", served=True),),
        ),
        (
            "Service of motion",
            True,
            False,
            (
                _after(14, "Last day to serve opposition", "Local Civil Rule 6.1(b)", served=True),
                _after(21, "Last day to serve reply", "Local Civil Rule 6.1(b)", served=True),
            ),
        ),
        (
            "First day of trial",
            False,
            True,
            (
                _before(90, "Last day to disclose expert testimony", "Federal Rules of Civil Procedure 26(a)(2)(D)"),
                _before(30, "Last day for pretrial disclosures", "Federal Rules of Civil Procedure 26(a)(3)(B)"),
                _before(14, "Last day to make an offer of judgment", "Federal Rules of Civil Procedure 68(a)"),
            ),
        ),
        (
            "Entry of judgment",
            False,
            False,
            (
                _after(28, "Last day to move for a new trial", "Federal Rules of Civil Procedure 59(b)"),
                _after(30, "Last day to file notice of appeal", "Federal Rules of Appellate Procedure 4(a)(1)(A)"),
            ),
        ),
    ),
    7310: (
        (
            "Service of statement of claim",
            True,
            False,
            (_after(20, "Last day to deliver statement of defence", "Rules of Civil Procedure 18.01", served=True),),
        ),
    ),
}
"""The triggers of each jurisdiction: description, whether papers are served, whether a time of day is required, and the deadlines."""


def seed(session: Session, office: Office) -> None:
    for place, (system_id, description, zone, subscribed) in enumerate(JURISDICTIONS):
        jurisdiction = session.insert(
            "jurisdictions",
            {
                "system_id": system_id,
                "description": description,
                "default": place == 0,
                "display_timezone": zone,
                "valid_subscription": subscribed,
                "is_local_timezone": session.world.zone(session.user).key == zone,
            },
        )["id"]
        office[f"jurisdiction.{system_id}"] = jurisdiction
        _seed_services(session, jurisdiction, system_id)
        _seed_triggers(session, jurisdiction, system_id)


def _seed_services(session: Session, jurisdiction: int, system_id: int) -> None:
    for place, (description, days, type) in enumerate(SERVICES[system_id]):
        row = {"system_id": system_id * 100 + place, "description": description, "default": place == 0}
        session.insert("service_types", {**row, "_jurisdictions": [jurisdiction], "_days": days, "_days_type": type})


def _seed_triggers(session: Session, jurisdiction: int, system_id: int) -> None:
    for place, (description, served, timed, deadlines) in enumerate(TRIGGERS[system_id]):
        row = {"system_id": system_id * 1000 + place, "description": description, "is_served": served, "is_requirements_required": timed}
        session.insert(
            "jurisdictions_to_triggers",
            {**row, "do_not_recalculate": False, "_jurisdiction": jurisdiction, "_deadlines": [dict(deadline) for deadline in deadlines]},
        )
