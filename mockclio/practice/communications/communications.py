"""Behaviour of communications: sender, receivers and date of emails and phone calls, and the users who are notified."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.common.detaching import detach
from mockclio.practice.common.external_properties import ExternalProperties
from mockclio.practice.communications import subscribers
from mockclio.practice.people.recently_viewed import note_opening
from mockclio.server.behavior import Predicate, filters
from mockclio.server.coerce import Refused, full_moment
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

SIDES = ("senders", "receivers")


class Communications(ExternalProperties):
    """Emails and phone calls."""

    defaults: ClassVar[dict[str, Any]] = {name: [] for name in (*SIDES, "external_properties", subscribers.FIELD)}
    takes: ClassVar[frozenset[str]] = frozenset(("date", "received_at"))

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        rule("communications.logged-by-the-caller")
        row["user"] = session.user["id"] if session.user else None
        if not data.get("received_at"):
            rule("communications.received-now-unless-said")
        row["received_at"] = session.now
        row.setdefault("communication_eml_file", None)
        self._settle(session, row, data)

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        self._settle(session, row, data)

    def _settle(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        if data.get("senders") or data.get("receivers"):
            rule("communications.participants-are-steps")
        if "date" not in row or {"date", "received_at"} & data.keys():
            _date(session, row, data)
        subscribers.settle(session, row)
        if row["type"] == "EmailCommunication" and row[subscribers.FIELD]:
            raise InvalidArgument(
                f"{subscribers.FIELD}: only a PhoneCommunication has subscribers", rule="communications.subscribers-of-phone-calls-only"
            )

    def after_destroy(self, session: Session, row: Row) -> None:
        if detach(session, "communications", row["id"]):
            rule("communications.delete-leaves-time-entries-and-documents")

    def on_show(self, view: View, row: Row) -> None:
        note_opening(view, "Communication", row)

    @filters("contact_id")
    def contact_id(self, view: View, value: int, arguments: dict[str, Any]) -> Predicate:
        rule("communications.found-by-either-side")
        return lambda row: value in _people(row)

    @filters("user_id")
    def user_id(self, view: View, value: int, arguments: dict[str, Any]) -> Predicate:
        rule("communications.found-by-either-side")
        return lambda row: value in _people(row) or row.get("user") == value

    @filters("received_at")
    def received_at(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate:
        return lambda row: bool(row["received_at"] == value)

    @filters("received_since")
    def received_since(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate:
        rule("communications.received-since-is-inclusive")
        return lambda row: bool(row["received_at"] >= value)

    @filters("received_before")
    def received_before(self, view: View, value: str, arguments: dict[str, Any]) -> Predicate:
        rule("communications.received-since-is-inclusive")
        return lambda row: bool(row["received_at"] < value)


def _people(row: Row) -> set[int]:
    return {member["id"] for side in SIDES for member in row.get(side) or []}


def _date(session: Session, row: Row, data: dict[str, Any]) -> None:
    """Keep `date` equal to the day of `received_at` in the writer's zone. A date that is sent alone moves the time to that day."""
    rule("communications.date-is-the-day-of-receipt")
    zone = session.world.zone(session.user)
    try:
        if data.get("received_at"):
            row["received_at"] = full_moment(data["received_at"], zone)
        elif "received_at" in data and "date" not in data:
            row["received_at"] = session.now
        received = datetime.fromisoformat(row["received_at"]).astimezone(zone)
        if data.get("date") and not data.get("received_at"):
            received = datetime.combine(date.fromisoformat(data["date"]), received.time(), zone)
            row["received_at"] = received.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except Refused as refused:
        raise InvalidArgument(str(refused)) from None
    except OverflowError:
        raise InvalidArgument("date and received_at must lie within the years 1 to 9999 in every time zone") from None
    row["date"] = data.get("date") or received.date().isoformat()
