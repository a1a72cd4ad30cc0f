"""Dockets: deadlines of court rules in the calendar, with one docket for each possible outcome."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.small.timeline import Firm, Step, ref, remove, the

NEW_YORK = "United States District Court, Southern District of New York, Civil"
CALIFORNIA = "Superior Court of California, Civil"


def steps() -> list[Step]:
    return [
        _docket(
            "2025-03-25T15:00", "answer", "Complaint served", NEW_YORK, "Service of summons and complaint", "2025-03-24", "Mail", "marlow"
        ),
        ("2025-03-25T16:00", _polled),
        _docket(
            "2026-02-11T15:00",
            "trial",
            "Trial",
            NEW_YORK,
            "First day of trial",
            "2026-10-05",
            "",
            "marlow",
            start_time="2026-10-05T13:30:00Z",
        ),
        _docket("2025-06-10T15:00", "wrong", "Served twice", NEW_YORK, "Service of motion", "2025-06-09", "Mail", "closing_"),
        ("2025-06-10T16:00", _polled),
        remove("2025-06-11T15:00", "docket.wrong", "matter_dockets"),
        _docket(
            "2025-07-09T15:00",
            "west",
            "Complaint in Oakland",
            CALIFORNIA,
            "Service of summons and complaint",
            "2025-07-07",
            "Personal service",
            "cargo",
        ),
        ("2025-07-09T16:00", _polled),
        ("2026-04-02T15:00", _failed),
        ("2026-05-29T15:30", _polled),
    ]


def _docket(moment: str, key: str, name: str, court: str, trigger: str, day: str, service: str, matter: str, **more: Any) -> Step:
    matters = {} if matter.endswith("_") else {"matter": ref(f"matter.{matter}")}

    def work(firm: Firm) -> None:
        jurisdiction = firm.known(the("jurisdictions", court, "description"))["id"]
        find = firm.builder.world.table
        triggers = find("jurisdictions_to_triggers").rows("description", trigger)
        data = {"trigger": {"id": next(row["id"] for row in triggers if row["_jurisdiction"] == jurisdiction)}, **more}
        if service:
            ways = find("service_types").rows("description", service)
            data["service_type"] = {"id": next(row["id"] for row in ways if jurisdiction in row["_jurisdictions"])}
        message = firm.known({"name": name, "start_date": day, **matters, **data})
        made = firm.builder.post("matter_dockets", jurisdiction={"id": jurisdiction}, **message)
        firm.office[f"docket.{key}"] = made["id"]

    return moment, work


def _polled(firm: Firm) -> None:
    """Let time pass until the started dockets are finished."""
    firm.builder.call("GET", "/court_rules/matter_dockets")


def _failed(firm: Firm) -> None:
    """A docket whose matter is deleted before its entries are made."""
    with firm.builder.session() as session:
        row = dict(session.table("matter_dockets")[firm.office["docket.west"]])
        removed = {"name": "Complaint in San Jose", "status": "failed", "matter": None, "_has_matter": True, "_polls": 2}
        cached = {key: value for key, value in row.items() if key not in ("id", "created_at", "updated_at", "_revision")}
        session.insert("matter_dockets", {**cached, **removed})
