"""Values that a filter may be asked with: taken from what the rows show, so that some row fits and some does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute
from tests.contract.support import Caller

MOST = 40
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
Row = dict[str, Any]


def leaves(value: Any) -> Iterator[Any]:
    """Every scalar in a shown value."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif value is not None:
        yield value


def spread(values: list[str], most: int = MOST) -> list[str]:
    """Some of the values, evenly taken."""
    unique = sorted(set(values))
    return unique if len(unique) <= most else [unique[place * len(unique) // most] for place in range(most)]


def near(rows: list[Row], name: str) -> list[Any]:
    """Scalars of the fields that the parameter's name points to, else of all fields."""
    stem = name.removesuffix("_id").removesuffix("s")
    places = [row[key] for row in rows for key in row if key.startswith(stem) or stem.startswith(key)]
    return list(leaves(places)) or list(leaves(rows))


def values(caller: Caller, operation: AnyOperation, attribute: Attribute, rows: list[Row]) -> list[str]:
    """Wire values to ask with."""
    name = attribute.name
    if attribute.kind == "bool":
        return ["true", "false"]
    if attribute.kind == "enum":
        return list(attribute.choices)
    if name in ("ids", "exclude_ids"):
        return [str(row["id"]) for row in rows[:2]]
    if attribute.kind == "int":
        ids = [str(value) for value in near(rows, name) if isinstance(value, int) and not isinstance(value, bool)]
        more = [str(value) for value in leaves(rows) if isinstance(value, int) and not isinstance(value, bool)]
        return spread(ids) + spread(more) + every_id(caller, name) + (["null"] if attribute.nullable else [])
    if attribute.kind in ("date", "datetime", "date_condition"):
        return times(attribute, [value for value in leaves(rows) if isinstance(value, str)])
    if attribute.kind == "custom_field_conditions":
        return []
    words = [word for value in leaves(rows) if isinstance(value, str) for word in (value, *value.split())]
    return spread([word for word in words if word.strip()], 60)


def every_id(caller: Caller, name: str) -> list[str]:
    """Ids of rows that the parameter's name may mean, where no row shows them."""
    stem = name.removesuffix("_id")
    tables = {"subscriber_user": "users", "notification_event_subscriber_user": "users", "user": "users"}
    return [str(id) for id in caller.ids_of(tables.get(stem, f"{stem}s"))[:MOST]]


def times(attribute: Attribute, texts: list[str]) -> list[str]:
    moments = [text for text in texts if MOMENT.fullmatch(text)]
    days = [text[:10] for text in texts if DAY.match(text)]
    if attribute.kind == "datetime":
        return spread(moments or [f"{day}T12:00:00+00:00" for day in days])
    if attribute.kind == "date":
        return spread(days)
    return [f"{operator}{day}" for day in spread(days, 8) for operator in (">", ">=", "=", "<=", "<")]
