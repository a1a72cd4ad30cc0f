"""The stored rows of a table over HTTP, as a saved state holds them."""

from __future__ import annotations

from typing import Any

from mockclio.catalog import collections
from mockclio.control.route import ControlCall, Route
from mockclio.errors import NotFound


def index(call: ControlCall) -> Any:
    """Every row of a table, in the order of the ids."""
    world, table = call.world, call.ids["table"]
    with world.lock:
        if table not in world.tables and table not in {one.record.table for one in collections().values()}:
            raise NotFound(f"There is no table {table!r}; there are {', '.join(sorted(world.tables))}")
        return {"table": table, "rows": list(world.tables.get(table, ()))}


ROUTES = (Route("GET", "/rows/{table}", "The stored rows of a table, with what no answer of the API shows", index),)
