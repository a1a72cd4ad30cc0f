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
from mockclio.testing.sample_data.forks import Fork, control, fork
from mockclio.testing.sample_data.sample_data import SampleData
from mockclio.testing.target import Target
from mockclio.verify.check import check
from mockclio.verify.checks.reading.calls import LISTS, Caller, Row, all_fields, good
from mockclio.verify.checks.reading.shown import of

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


@check("fields/hidden", "permissions", writes=True, rules=RULES)
def hidden() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """A record that a user may not see shows the user its id and the mark, and nothing else, wherever it stands."""
    for operation in LISTS:
        if not operation.ids_only and operation.fields:
            for name in leading(operation):
                yield operation, name, partial(_judged, operation, name)


def _judged(operation: AnyOperation, name: str, target: Target) -> None:
    world, users = _world(target)
    for token, closed in users.items():
        for row in _rows(world, operation, token):
            for number, one in enumerate(of(row.get(name))):
                if isinstance(one, dict) and _is_closed(operation, name, one, closed) and set(one) != {"id", "redacted"}:
                    raise CheckFailed({"id": one["id"], "redacted": True}, one, f"data[{row.get('id')}].{name}[{number}]", world.last)


def _is_closed(operation: AnyOperation, name: str, shown: Row, closed: Hidden) -> bool:
    record = fields(operation.record)[name].record
    table = POLYMORPHIC.get(str(shown.get("type")), "") if record is not None and record.polymorphic else record.table if record else ""
    return str(shown.get("id")) in closed.get(table, ())


def _world(target: Target) -> tuple[Fork, dict[str, Hidden]]:
    """A fork of the mock in which much refers to hidden records, with a token of every user from whom some are, and which they are."""
    cached: Any = target.shared.get("world of hidden records")
    if cached is None:
        p = SampleData(fork(target), alone=True)
        task = p.make("/tasks", name="x", description="x", assignee=p.ref("user.owner", type="User"), permission="private")
        _refer_to(p, {"task": {"id": task}}, {"id": task, "type": "Task"})
        closed = list(_users(p.target).values())
        for contact in sorted({id for one in closed for id in one["contacts"]}):
            _refer_to_contact(p, int(contact))
        for entry in sorted({id for one in closed for id in one["calendar_entries"] if id.isdigit()}):
            _refer_to(p, {"calendar_entry": {"id": int(entry)}}, {"id": int(entry), "type": "CalendarEntry"})
        cached = target.shared["world of hidden records"] = p.target, _users(p.target)
    world, users = cached
    if not users:
        raise Inconclusive("nothing is hidden from any user that the caller sees")
    return world, users


def _refer_to(p: SampleData, worked_on: Row, subject: Row) -> None:
    """Time on a task or a calendar entry, and a reminder of it."""
    p.make("/activities", type="TimeEntry", date="2026-05-20", quantity=3600, **worked_on)
    method = p.target.get("/users/who_am_i.json", fields="notification_methods{id}")["data"]["notification_methods"][0]["id"]
    p.make("/reminders", subject=subject, notification_method={"id": method}, duration_unit="minutes", duration_value=5)


def _refer_to_contact(p: SampleData, id: int) -> None:
    """What may lead to a contact."""
    contact, person = {"id": id}, {"id": id, "type": "Contact"}
    matter = p.make("/matters", client=contact, description="Hidden")
    p.make("/relationships", matter=p.ref("matter.lease"), contact=contact, description="Witness")
    p.make("/notes", type="Contact", subject="x", detail="x", contact=contact)
    p.make(
        "/communications", type="PhoneCommunication", subject="x", body="x", receivers=[person], senders=[p.ref("user.owner", type="User")]
    )
    p.post("/conversation_messages", {"subject": "x", "body": "x", "receivers": [person]})
    p.make("/activities", type="TimeEntry", date="2026-05-20", quantity=3600, matter={"id": matter})
    p.make("/bank_transactions", bank_account=p.ref("bank_account.trust"), date="2026-05-02", amount=70, client=contact)
    p.make(
        "/calendar_entries",
        summary="x",
        start_at="2026-06-08T15:00:00Z",
        end_at="2026-06-08T16:00:00Z",
        calendar_owner=p.ref("calendar.one"),
        attendees=[person],
    )
    control(p, "POST", "/bills", {"matters": [matter]})


def _users(world: Target) -> dict[str, Hidden]:
    """A token of every other user from whom something is hidden that the caller sees, and what that is."""
    assert isinstance(world, Fork)
    results: dict[str, Hidden] = {}
    every = {table: _ids(world, id, "") for table, id in HIDING.items()}
    for user in Caller.of(world).rows(operations()["User#index"], {"fields": "id,enabled"}):
        if user["enabled"]:
            token = world.control("POST", "/tokens", {"user": str(user["id"])})["access_token"]
            closed = {table: every[table] - _ids(world, id, token) for table, id in HIDING.items()}
            if any(closed.values()):
                results[token] = closed
    return results


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
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = target.send("GET", path, params=params, headers=headers)
        rows += good(response).json()["data"] if response.status_code != 404 else []
    return rows
