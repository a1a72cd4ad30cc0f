"""Checks of what each user sees and may do: roles, private tasks, hidden contacts, and the permissions on calendars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.sample_data.forks import control, in_own_world, plain
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.errors import refused
from mockclio.verify.checks.writing.figures import expect, over

WRITING = ("owner", "editor")
EVENT = {"summary": "Talk", "start_at": "2026-06-08T15:00:00Z", "end_at": "2026-06-08T16:00:00Z"}


@dataclass(frozen=True)
class User:
    """A user of the firm with a token."""

    p: SampleData
    row: Data
    token: str

    def send(self, method: str, path: str, data: Data | None = None, **params: Any) -> httpx.Response:
        body: Data = {"json": {"data": data}} if data is not None else {}
        return plain(self.p.target, method, f"/api/v4{path}.json", token=self.token, params=params, **body)

    def ids(self, path: str, **params: Any) -> set[Any]:
        """The ids of the first page of a list."""
        return {row["id"] for row in self.send("GET", path, fields="id", limit=200, **params).json()["data"]}


def users(p: SampleData) -> list[User]:
    """Every user who can log in."""
    rows = p.target.get("/users.json", fields="id,roles,account_owner,enabled", limit=200)["data"]
    enabled = [row for row in rows if row["enabled"]]
    return [User(p, row, control(p, "POST", "/tokens", {"user": str(row["id"])})["access_token"]) for row in enabled]


def allowed(p: SampleData, may: bool, response: httpx.Response, good: int, status: int = 403, type: str = "ForbiddenError") -> None:
    """The answer to a call that a user may make, or not."""
    if not may:
        refused(p.target, response, status, type)
    elif response.status_code != good:
        raise CheckFailed(f"status {good}", f"status {response.status_code}: {response.text[:300]}", call=p.target.last)


# --- roles -------------------------------------------------------------------------------------------------------------------------------


def roles(p: SampleData) -> None:
    """Custom fields and tax rates are made by the owner of the account and by administrators alone."""
    field, rate = p["custom_field.Matter.text_line"], p["tax_rate_configuration.one"]
    for user in users(p):
        may = bool(user.row["account_owner"]) or "Admin" in user.row["roles"]
        new_field = {"name": p.say("Docket"), "parent_type": "Matter", "field_type": "text_line"}
        allowed(p, may, user.send("POST", "/custom_fields", new_field), 201)
        allowed(p, may, user.send("PATCH", f"/custom_fields/{field}", {"name": p.say("Docket")}), 200)
        allowed(p, may, user.send("POST", "/tax_rate_configurations", {"name": p.say("Levy"), "rate": 0.05, "country": "US"}), 201)
        allowed(p, may, user.send("PATCH", f"/tax_rate_configurations/{rate}", {"region": "NJ"}), 200)


# --- tasks and contacts ------------------------------------------------------------------------------------------------------------------


def private_tasks(p: SampleData) -> None:
    """A private task is seen, changed and deleted by who assigned it and by its assignee alone."""
    everybody = users(p)
    for place, assigner in enumerate(everybody):
        assignee = everybody[(place + 1) % len(everybody)]
        body = {"name": "x", "description": "x", "permission": "private", "assignee": {"id": assignee.row["id"], "type": "User"}}
        made = assigner.send("POST", "/tasks", body)
        allowed(p, True, made, 201)
        id = made.json()["data"]["id"]
        for user in everybody:
            may = user in (assigner, assignee)
            listed = id in user.ids("/tasks", created_since=p.now.isoformat())
            expect(p, may, listed, "whether a private task is listed")
            allowed(p, may, user.send("GET", f"/tasks/{id}"), 200)
            allowed(p, may, user.send("PATCH", f"/tasks/{id}", {"description": p.say("y")}), 200)
            if not may:
                allowed(p, False, user.send("DELETE", f"/tasks/{id}"), 204)
        allowed(p, True, assignee.send("DELETE", f"/tasks/{id}"), 204)


def hidden_contacts(p: SampleData) -> None:
    """A contact that is hidden from a user is not listed for that user, and cannot be read or written: 404."""
    rows = {row["id"]: row.get("_hidden_from") or () for row in control(p, "GET", "/rows/contacts")["rows"]}
    some = [id for id, hidden in rows.items() if hidden] + list(rows)[:1]
    for user in users(p):
        for id in some:
            may = user.row["id"] not in rows[id]
            expect(p, may, id in user.ids("/contacts", **{"ids[]": id}), "whether a contact is listed")
            allowed(p, may, user.send("GET", f"/contacts/{id}"), 200, 404, "NotFoundError")
            allowed(p, may, user.send("PATCH", f"/contacts/{id}", {"prefix": "Dr."}), 200, 404, "NotFoundError")


# --- calendars ---------------------------------------------------------------------------------------------------------------------------


def level(user: Data, calendar: Data) -> str:
    """The permission of a user on a calendar: it is the own one, one that was given out, or else that of an editor."""
    if user["id"] in (calendar.get("user"), calendar.get("creator")):
        return "owner"
    if calendar["type"] == "AccountCalendar" and user["account_owner"]:
        return "owner"
    return str((calendar.get("_permissions") or {}).get(str(user["id"]), "editor"))


def calendars(p: SampleData) -> None:
    """What a user sees of a calendar and its entries, and may write to it, follows from the permission on it."""
    p.make("/calendars", name=p.say("Own"))
    rows = control(p, "GET", "/rows/calendars")["rows"]
    entries: dict[Any, Any] = {}
    for row in control(p, "GET", "/rows/calendar_entries")["rows"]:
        entries.setdefault(row["calendar_owner"], row["id"])
    for user in users(p):
        listed = user.ids("/calendars")
        for calendar in rows:
            permission = level(user.row, calendar)
            expect(p, permission != "none", calendar["id"] in listed, "whether a calendar is listed")
            shown = user.send("GET", f"/calendars/{calendar['id']}", fields="permission")
            allowed(p, permission != "none", shown, 200, 404, "NotFoundError")
            if permission == "none" and calendar["id"] in entries:
                allowed(p, False, user.send("GET", f"/calendar_entries/{entries[calendar['id']]}"), 200, 404, "NotFoundError")
            elif permission != "none":
                expect(p, permission, shown.json()["data"]["permission"], "data.permission")
                _entry(p, user, permission, entries.get(calendar["id"]))
                made = user.send("POST", "/calendar_entries", {**EVENT, "calendar_owner": {"id": calendar["id"]}})
                allowed(p, permission in WRITING, made, 201)


def _entry(p: SampleData, user: User, permission: str, id: Any) -> None:
    """One entry of a calendar, as a user sees it."""
    if id is None:
        return
    response = user.send("GET", f"/calendar_entries/{id}", fields="id,summary,description,permission")
    allowed(p, True, response, 200)
    row = response.json()["data"]
    limited = permission == "limited_viewer"
    names = ["id", "summary", "permission", "redacted"] if limited else ["id", "summary", "description", "permission"]
    expect(p, names, list(row), "fields of an entry")
    expect(p, permission, row["permission"], "data.permission")
    expect(p, limited, row["summary"] == "Busy", "whether the summary is hidden")


VIEWS = {"roles": roles, "private-tasks": private_tasks, "hidden-contacts": hidden_contacts, "calendars": calendars}


@check(
    "permissions/views",
    "permissions",
    writes=True,
    rules=(
        "tasks.private-ones-are-seen-by-two",
        "contacts.hidden-from-users-without-permission",
        "calendars.permission",
        "calendars.writing-needs-permission",
        "calendars.limited-viewers-see-times",
        "taxes.only-administrators-write",
    ),
)
def views() -> Cases:
    """Each user sees and writes what roles, private tasks, hidden contacts and calendars leave to that user, and no more."""
    return over(VIEWS, in_own_world)
