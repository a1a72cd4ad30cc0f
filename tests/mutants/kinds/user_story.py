"""The story that a probe of limited views tells: each user with other rights, what each one sees, and what each one may write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockclio import MockClio
from mockclio.catalog import operations
from tests.mutants.kinds.rights import with_token
from tests.mutants.worlds import all_fields, seen

LEVELS = ("editor", "viewer", "limited_viewer", "none")
SEEN = ("CalendarEntry", "Calendar", "Task", "Activity", "Contact", "Conversation")
OLD = ("4.0.4", "4.0.11")


def story(mock: MockClio) -> Iterator[Any]:
    """What every user sees and may do, after rights were given out."""
    users = [user["id"] for user in mock.world.table("users") if user.get("enabled")][:6]
    _give_out(mock, users)
    for user in users:
        headers = with_token(mock, user=user)
        yield from _read(mock, headers)
    for user in users:
        yield from _write(mock, with_token(mock, user=user))


def _give_out(mock: MockClio, users: list[int]) -> None:
    """Calendars with every permission, private tasks, hidden contacts, hidden hours and rates, and roles."""
    with mock.world.session() as session:
        for place, calendar in enumerate(list(session.table("calendars").ids())):
            granted = {str(user): LEVELS[(place + step) % len(LEVELS)] for step, user in enumerate(users[:-1])}
            session.update("calendars", calendar, {"_permissions": granted})
        for place, task in enumerate(list(session.table("tasks").ids())[:8]):
            others = {"assigner": users[place % len(users)], "assignee": {"type": "User", "id": users[(place + 1) % len(users)]}}
            session.update("tasks", task, {"permission": "private", **others})
        for place, contact in enumerate(list(session.table("contacts").ids())[:6]):
            session.update("contacts", contact, {"_hidden_from": [users[place % len(users)]]})
        for place, user in enumerate(users[1:], 1):
            visible = {
                "_hours_visibility": ("all", "limited", "none")[place % 3],
                "_rates_visibility": ("none", "all", "limited")[place % 3],
            }
            session.update("users", user, {**visible, "roles": [("Admin",), ("Billing",), ()][place % 3]})


def _read(mock: MockClio, headers: dict[str, str]) -> Iterator[Any]:
    for name in SEEN:
        index, show = operations()[f"{name}#index"], operations()[f"{name}#show"]
        answer = mock.http.get(f"/api/v4{index.path}", params={"fields": all_fields(index.record), "limit": "40"}, headers=headers)
        yield seen(answer)
        table = index.record.table if index.record is not None else ""
        for id in list(mock.world.table(table).ids())[:8]:
            params = {"fields": all_fields(show.record)}
            yield seen(mock.http.get(f"/api/v4{show.path.replace('{id}', str(id))}", params=params, headers=headers))
    for path in ("activities", "calendar_entries"):
        for version in OLD:
            yield seen(mock.http.get(f"/api/v4/{path}", params={"limit": "20"}, headers={**headers, "X-API-VERSION": version}))
    for path, selection in NESTED.items():
        yield seen(mock.http.get(f"/api/v4/{path}", params={"fields": selection, "limit": "60"}, headers=headers))


NESTED = {
    "matters": "id,client{id,name},relationships{id}",
    "reminders": "id,subject{id,type}",
    "activities": "id,subject{id,type,name},contact_note,calendar_entry",
    "communications": "id,senders{id,name},receivers{id,name}",
    "bills": "id,client{id,name}",
    "tasks?permission=private": "id,name",
    "calendars?writeable=true": "id,permission",
    "calendars?owner=true": "id,permission",
}


def _write(mock: MockClio, headers: dict[str, str]) -> Iterator[Any]:
    for calendar in list(mock.world.table("calendars").ids())[:4]:
        entry = {
            "summary": "Hearing",
            "start_at": "2026-06-20T09:00:00Z",
            "end_at": "2026-06-20T10:00:00Z",
            "calendar_owner": {"id": calendar},
        }
        yield seen(mock.http.post("/api/v4/calendar_entries", json={"data": entry}, headers=headers))
        yield seen(mock.http.patch(f"/api/v4/calendars/{calendar}", json={"data": {"color": "#4b7df0"}}, headers=headers))
    for table, change in CHANGES.items():
        for id in list(mock.world.table(table).ids())[:6]:
            yield seen(mock.http.patch(f"/api/v4/{table}/{id}", json={"data": change}, headers=headers))
    field = {"name": "Docket", "parent_type": "Matter", "field_type": "text_line"}
    yield seen(mock.http.post("/api/v4/custom_fields", json={"data": field}, headers=headers))
    rate = {"name": "Levy", "rate": 0.05, "country": "US"}
    yield seen(mock.http.post("/api/v4/tax_rate_configurations", json={"data": rate}, headers=headers))
    for id in list(mock.world.table("tasks").ids())[:3]:
        yield seen(mock.http.delete(f"/api/v4/tasks/{id}", headers=headers))


CHANGES: dict[str, dict[str, Any]] = {
    "tasks": {"name": "Read the brief"},
    "contacts": {"title": "Director"},
    "calendar_entries": {"location": "Room 4"},
    "activities": {"note": "Read"},
    "conversations": {"read": True},
}
