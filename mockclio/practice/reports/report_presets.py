"""Behaviour of report presets: a kind, a format and options with a name. Reports are made from them by request or by schedule."""

from __future__ import annotations

from typing import Any

import orjson

from mockclio.errors import InvalidArgument, NotFound
from mockclio.ledger import rule
from mockclio.practice.reports import criteria, schedules
from mockclio.practice.reports.kinds import kinds
from mockclio.server import verbs, writing
from mockclio.server.behavior import Behavior, computed, handles, orders
from mockclio.server.call import Answer, Call
from mockclio.server.view import View
from mockclio.store.session import Session
from mockclio.store.tables import Row


class ReportPresets(Behavior):
    defaults = {"last_generated_at": None}
    takes = frozenset(("options",))

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if row is None and data.get("options") is None:
            raise InvalidArgument("options is required")
        name = data.get("name", row["name"] if row else "")
        if not (name or "").strip():
            raise InvalidArgument("name can't be blank")
        options = read(data["options"] if "options" in data else (row or {})["options"])
        check_options(session, data.get("kind") or (row or {})["kind"], options)

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        row["options"] = written(data["options"])
        row["_modified_at"] = session.now

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if "options" in data:
            row["options"] = written(data["options"])
        if row != before:
            row["_modified_at"] = session.now

    def after_destroy(self, session: Session, row: Row) -> None:
        for schedule in session.rows("report_schedules", "report_preset_id", row["id"]):
            rule("reports.preset-takes-its-schedule")
            writing.destroy(session, "report_schedules", schedule)

    @computed("category")
    def category(self, view: View, row: Row) -> str:
        rule("reports.category-by-kind")
        return kinds()[row["kind"]].category

    @computed("report_schedule")
    def report_schedule(self, view: View, row: Row) -> int | None:
        return next(iter(view.world.table("report_schedules").find("report_preset_id", row["id"])), None)

    @orders("last_modified_at")
    def last_modified_at(self, view: View, row: Row) -> Any:
        return row.get("_modified_at") or row["updated_at"]

    @handles("ReportPreset#generate_report")
    def generate_report(self, call: Call) -> Answer:
        rule("reports.presets-make-reports")
        preset = call.view.get("report_presets", call.id)
        if preset is None:
            raise NotFound(rule="wire.unknown-id-is-404")
        with call.view.world.session(call.view.user) as session:
            report = schedules.generate(session, preset, "presets")
        return verbs.present(call, report, status=201)


def read(options: Any) -> dict[str, Any]:
    """The options as an object. They are sent as an object, or as text with its JSON."""
    if isinstance(options, str):
        try:
            options = orjson.loads(options) if options.strip() else {}
        except orjson.JSONDecodeError:
            options = None
    if not isinstance(options, dict):
        raise InvalidArgument(
            'options must be a JSON object, as in {"date_range": "this_month"}, or its text', rule="reports.preset-options"
        )
    return options


def written(options: Any) -> str:
    """The options as text, the form that `read` accepts."""
    if isinstance(options, str):
        return options
    rule("reports.options-as-object")
    return orjson.dumps(options).decode()


def check_options(session: Session, kind: str, options: dict[str, Any]) -> None:
    """Refuse options that no report can use: unknown words, days, records or columns."""
    result = criteria.of_options(options, session.today)
    criteria.check(session, result)
    columns = kinds()[kind].columns
    if result.group_by and result.group_by not in columns:
        raise InvalidArgument(f"options.group_by must be one of none, {', '.join(columns)}", rule="reports.preset-options")
