"""The work of a report: after the last step, its rows are computed and written to a file."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from mockclio.ledger import rule
from mockclio.practice.common import progress
from mockclio.practice.reports.criteria import REFERENCES, Criteria
from mockclio.practice.reports.formats import FORMATS
from mockclio.practice.reports.kinds import kinds, run
from mockclio.server.storage import keep
from mockclio.store.clock import parse_time
from mockclio.store.session import Session
from mockclio.store.tables import Row
from mockclio.store.world import World

TABLE = "reports"
BEGIN = {"state": "queued", "_polls": progress.STATES.index("queued")}
"""The first values of a report: it is queued at once."""


def advance(world: World, polled: Collection[int] = ()) -> None:
    progress.advance(world, TABLE, _finish, polled, rule="reports.states")


def begin(session: Session, *, name: str, kind: str, format: str, criteria: Criteria, source: str, **values: Any) -> Row:
    """Request a report. `source` is who requested it: the reports themselves, a preset or a schedule."""
    return session.insert(TABLE, {**described(session, name=name, kind=kind, format=format, criteria=criteria, source=source), **values})


def described(session: Session, *, name: str, kind: str, format: str, criteria: Criteria, source: str) -> Row:
    """The row of a new report."""
    rule("reports.category-by-kind")
    return {
        **BEGIN,
        "name": name,
        "kind": kind,
        "format": format,
        "category": kinds()[kind].category,
        "source": source,
        "_criteria": criteria.stored(),
        "_user": session.user["id"] if session.user else None,
    }


def _finish(session: Session, report: Row) -> dict[str, Any]:
    criteria = Criteria(**report["_criteria"])
    if any(
        getattr(criteria, name) is not None and session.get(table, getattr(criteria, name)) is None for name, table in REFERENCES.items()
    ):
        rule("reports.failed-has-no-file")
        return {"state": "failed"}
    table = run(session, report["kind"], criteria)
    if not table.rows:
        rule("reports.empty")
        return {"state": "empty"}
    render, content_type = FORMATS[report["format"]]
    made = parse_time(session.now).astimezone(session.world.zone(session.user))
    stem = re.sub(r"[^\w.-]+", "-", report["name"]).strip("-.").lower() or "report"
    return {
        "state": "completed",
        "_file": keep(session.world, render(table, made)),
        "filename": f"{stem}-{report['created_at'][:10]}.{report['format']}",
        "content_type": content_type,
    }
