"""Check of hidden records: what a user may not see at its own address is no more than an id and a mark wherever else it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields
from mockclio.store.types import POLYMORPHIC
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import check
from mockclio.verify.checks.reading.calls import LISTS, Caller, Row, all_fields, good
from mockclio.verify.checks.reading.shown import of
from mockclio.verify.checks.writing.permissions import Place as Minting

HIDING = {"contacts": "Contact#index", "tasks": "Task#index", "calendar_entries": "CalendarEntry#index"}
"""Tables of which a user may see some rows and not others, and their lists."""
RULES = ("contacts.hidden-from-users-without-permission", "tasks.private-ones-are-seen-by-two", "calendars.permission")
Hidden = dict[str, set[str]]
"""Ids by table."""


def leading(operation: AnyOperation) -> Iterator[str]:
    """The associations of what a list shows that lead to such tables."""
    for name, attribute in fields(operation.record).items():
        if attribute.record is not None and (attribute.record.table in HIDING or attribute.record.polymorphic):
            yield name


@check("fields/hidden", "fields", writes=True, rules=RULES)
def hidden() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """A record that a user may not see shows the user its id and the mark, and nothing else, wherever it stands."""
    for operation in LISTS:
        if not operation.ids_only and operation.fields:
            for name in leading(operation):
                yield operation, name, partial(_judged, operation, name)


def _judged(operation: AnyOperation, name: str, target: Target) -> None:
    for token, closed in _users(target).items():
        for row in _rows(target, operation, token):
            for number, one in enumerate(of(row.get(name))):
                if isinstance(one, dict) and _is_closed(operation, name, one, closed) and set(one) != {"id", "redacted"}:
                    raise CheckFailed({"id": one["id"], "redacted": True}, one, f"data[{row.get('id')}].{name}[{number}]", target.last)


def _is_closed(operation: AnyOperation, name: str, shown: Row, closed: Hidden) -> bool:
    record = fields(operation.record)[name].record
    table = POLYMORPHIC.get(str(shown.get("type")), "") if record is not None and record.polymorphic else record.table if record else ""
    return str(shown.get("id")) in closed.get(table, ())


def _users(target: Target) -> dict[str, Hidden]:
    """A token of every other user from whom something is hidden that the caller sees, and what that is."""
    cached: dict[str, Hidden] | None = target.shared.get("users and what is hidden from them")
    if cached is None:
        cached = target.shared["users and what is hidden from them"] = {}
        place, caller = Minting(target), Caller.of(target)
        every = {table: _ids(target, id, "") for table, id in HIDING.items()}
        for user in caller.rows(operations()["User#index"], {"fields": "id,enabled"}):
            if user["enabled"]:
                token = place.minted(user=str(user["id"]))["access_token"]
                closed = {table: every[table] - _ids(target, id, token) for table, id in HIDING.items()}
                if any(closed.values()):
                    cached[token] = closed
    if not cached:
        raise Inconclusive("nothing is hidden from any user that the caller sees")
    return cached


def _ids(target: Target, id: str, token: str) -> set[str]:
    return {str(row["id"]) for row in _page(target, operations()[id], token, "id")}


def _rows(target: Target, operation: AnyOperation, token: str) -> list[Row]:
    key = ("rows of another user", operation.operation_id, token)
    if key not in target.kept:
        target.kept[key] = _page(target, operation, token, all_fields(operation.record))
    rows: list[Row] = target.kept[key]
    return rows


def _page(target: Target, operation: AnyOperation, token: str, selection: str) -> list[Row]:
    """The first page of a list, under the first parents that there are."""
    caller = Caller.of(target)
    rows: list[Row] = []
    for place in caller.places(operation)[:3]:
        params: dict[str, Any] = {**caller.required(operation), "fields": selection, "limit": str(operation.limit)}
        path = f"{operation.path.format(**place)}.json"
        response = target.as_nobody("GET", path, token, params=params) if token else target.send("GET", path, params=params)
        rows += good(response).json()["data"] if response.status_code != 404 else []
    return rows
