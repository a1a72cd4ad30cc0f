"""Behaviour of timers: each user has at most one. It starts on a time entry, and the entry gets the time when it stops."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mockclio.errors import InvalidArgument, NotFound
from mockclio.ledger import rule
from mockclio.practice.activities.pricing import hours
from mockclio.server import writing
from mockclio.server.behavior import Behavior, computed, handles, sources
from mockclio.server.call import Answer, Call
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row


class Timers(Behavior):
    """A row exists only while the timer runs."""

    @sources("Timer#show")
    def running(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row]:
        results = view.rows("timers", "user", view.user["id"])
        if not results:
            raise NotFound(rule="timers.none-running-is-404")
        return results

    @handles("Timer#destroy")
    def stop(self, call: Call) -> Answer:
        result = self.running(call.view, call.ids, call.arguments)
        with call.view.world.session(call.view.user) as session:
            writing.destroy(session, "timers", result[0])
        return Answer(status=204)

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        activity = session.get("activities", data["activity"]["id"])
        if activity and (activity["type"] != "TimeEntry" or activity.get("flat_rate") or activity.get("contingency_fee")):
            raise InvalidArgument("a timer runs on a TimeEntry without a flat rate", rule="timers.only-unbilled-hourly-time")
        if activity and activity.get("on_bill"):
            raise InvalidArgument("a timer runs on an activity that has not been billed", rule="timers.only-unbilled-hourly-time")

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        user = session.user["id"] if session.user else None
        for running in [*session.rows("timers", "user", user), *session.rows("timers", "activity", row["activity"])]:
            if session.get("timers", running["id"]):
                rule("timers.one-at-a-time")
                writing.destroy(session, "timers", running)
        row.update(user=user, start_time=session.now)

    def after_destroy(self, session: Session, row: Row) -> None:
        activity = session.get("activities", row["activity"])
        if activity and not activity.get("on_bill"):
            rule("timers.stopping-banks-the-time")
            ran = _seconds(row["start_time"], session.now)
            session.update("activities", activity["id"], {"quantity": (activity.get("quantity") or 0) + ran})

    @computed("elapsed_time")
    def elapsed_time(self, view: View, row: Row) -> float:
        rule("timers.elapsed-in-hours")
        return hours(_seconds(row["start_time"], view.world.clock.stamp()))


def _seconds(start: str, end: str) -> int:
    return max(0, int((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()))
