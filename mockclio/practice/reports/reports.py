"""Behaviour of reports: a request creates one, it is ready some polls or seconds later, and then its file can be downloaded."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.reports import NewReport
from mockclio.errors import InvalidArgument, NotFound
from mockclio.ledger import rule
from mockclio.practice.common import progress
from mockclio.practice.reports import work
from mockclio.practice.reports.criteria import of_body
from mockclio.practice.reports.kinds import kinds
from mockclio.server import verbs
from mockclio.server.behavior import Behavior, computed, handles
from mockclio.server.call import Answer, Call
from mockclio.server.storage import redirect
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row

PROGRESS = {"not_started": 0, "queued": 0, "in_progress": 50, "completed": 100, "empty": 100, "failed": 100}


class Reports(Behavior):
    """Reading a report or the list counts as a poll, and so does an attempt to download."""

    def visible(self, view: View, arguments: dict[str, Any]) -> None:
        work.advance(view.world, progress.unfinished(view.world, work.TABLE))

    def on_show(self, view: View, row: Row) -> None:
        work.advance(view.world, [row["id"]])

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        if NewReport.write_only.keys() & data.keys():
            rule("reports.criteria")
        kind, criteria = data["kind"], of_body(session, data)
        row.update(work.described(session, name=kinds()[kind].title, kind=kind, format=data["format"], criteria=criteria, source="reports"))

    @computed("progress")
    def progress(self, view: View, row: Row) -> int:
        rule("reports.states")
        return PROGRESS[row["state"]]

    @handles("Report#download")
    def download(self, call: Call) -> Answer:
        results = verbs.find(call)
        work.advance(call.view.world, [results["id"]])
        row = verbs.find(call)
        if row["state"] == "failed":
            raise InvalidArgument(
                "The report failed, so it has no file: what it was narrowed to no longer exists", rule="reports.failed-has-no-file"
            )
        if row["state"] != "completed":
            raise NotFound(f"The report is {row['state']}: it can be fetched when it is completed", rule="reports.download")
        rule("reports.download")
        return redirect(call.view, row)
