"""The stored rows of a table over HTTP, as a saved state holds them, page by page."""

from __future__ import annotations

from itertools import islice
from typing import Any

from mockclio.catalog import collections
from mockclio.control.route import ControlCall, Route
from mockclio.errors import BadRequest, NotFound, shortened

LIMIT = 1_000
"""The rows of a page that names no limit."""
MOST = 5_000
"""The most rows that a page has."""
QUERY = {
    "after": "integer: only rows with a greater id; `next` of the page before",
    "limit": f"integer: at most so many rows, up to {MOST}; {LIMIT} if left out",
    "match": "string: only rows whose field has this value, as in bill=1049677",
}


def index(call: ControlCall) -> Any:
    """Rows of a table in the order of the ids. `next` is the `after` of the next page; it is null on the last one."""
    world, table, limit = call.world, call.ids["table"], call.query.get("limit", LIMIT)
    if not 1 <= limit <= MOST:
        raise BadRequest(f"limit must be between 1 and {MOST}")
    field, equals, value = call.query.get("match", "").partition("=")
    if "match" in call.query and not (field and equals):
        raise BadRequest("match must name a field and a value, as in bill=1049677")
    with world.lock:
        if table not in world.tables and table not in {one.record.table for one in collections().values()}:
            raise NotFound(f"There is no table {shortened(table)!r}; there are {', '.join(sorted(world.tables))}")
        stored = world.tables.get(table)
        following = map(stored.__getitem__, stored.ids(call.query.get("after"))) if stored is not None else iter(())
        rows = list(islice((row for row in following if not field or str(row.get(field)) == value), limit + 1))
    return {"table": table, "rows": rows[:limit], "next": rows[limit - 1]["id"] if len(rows) > limit else None}


ROUTES = (
    Route("GET", "/rows/{table}", "The stored rows of a table, with what no answer of the API shows", index, query=QUERY, refuses=(400,)),
)
