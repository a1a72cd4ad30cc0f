"""The stored rows of a table over HTTP, as a saved state holds them."""

from __future__ import annotations

from typing import Any

from mockclio.catalog import collections
from mockclio.control.route import ControlCall, Route
from mockclio.errors import BadRequest, NotFound


def index(call: ControlCall) -> Any:
    """Every row of a table, in the order of the ids. With `match` only the rows whose field has that value."""
    world, table = call.world, call.ids["table"]
    field, equals, value = call.query.get("match", "").partition("=")
    if "match" in call.query and not (field and equals):
        raise BadRequest("match must name a field and a value, as in bill=1049677")
    with world.lock:
        if table not in world.tables and table not in {one.record.table for one in collections().values()}:
            raise NotFound(f"There is no table {table!r}; there are {', '.join(sorted(world.tables))}")
        rows = list(world.tables.get(table, ()))
    return {"table": table, "rows": [row for row in rows if not field or str(row.get(field)) == value]}


QUERY = {"match": "string: only rows whose field has this value, as in bill=1049677"}
ROUTES = (
    Route("GET", "/rows/{table}", "The stored rows of a table, with what no answer of the API shows", index, query=QUERY, refuses=(400,)),
)
