"""Ibexa Connect: Watch Matters, Search Matters, Get, Create, Update and Delete a Matter."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import partial
from typing import Any

from mockclio.verify.connectors.changing import creates, deletes, gets, reads, updates, values_are_there
from mockclio.verify.connectors.comparing import holds, same, shows
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import IBEXA, row
from mockclio.verify.connectors.searching import Search
from mockclio.verify.connectors.watching import WATCH, Watch

SEARCH = """
    Billable                  -> billable
    Client ID                 -> client_id
    Close Date                -> close_date[]
    Created Since             -> created_since
    Group ID                  -> group_id
    Matter ID                 -> ids[]
    Open Date                 -> open_date[]
    Order                     -> order
    Originating Attorney ID   -> originating_attorney_id
    Pending Due               -> pending_date[]
    Pending Date Value        -> pending_date[]
    Practice Area             -> practice_area_id
"""

MATTER = """
    Contact ID                                       -> client.id
    Description                                      -> description
    Type                                             -> custom_rate.type
    Rates: User ID                                   -> custom_rate.rates[].user.id
    Rates: Award                                     -> custom_rate.rates[].award
    Rates: Note                                      -> custom_rate.rates[].note
    Rates: Date                                      -> custom_rate.rates[].date
    Rates: Rate                                      -> custom_rate.rates[].rate
    Rates: Activity Description ID                   -> custom_rate.rates[].activity_description.id
    Rates: Group ID                                  -> custom_rate.rates[].group.id
    Custom Field Set Associations: Display Order     -> custom_field_set_associations[].display_order
    Custom Field Set Associations: Custom Field Set  -> custom_field_set_associations[].custom_field_set.id
    Custom Field Values: Value                       -> custom_field_values[].value
    Custom Field Values: Custom Field ID             -> custom_field_values[].custom_field.id
    Matter Bill Receipts                             -> nowhere:matter_bill_recipients[].recipient.id
    Relationships: Description                       -> relationships[].description
    Relationships: Contact ID                        -> relationships[].contact.id
    Statute of Limitations: Status                   -> statute_of_limitations.status
    Statute of Limitations: Due At                   -> statute_of_limitations.due_at
    Reminders: Duration Value                        -> statute_of_limitations.reminders[].duration_value
    Reminders: Duration Unit                         -> statute_of_limitations.reminders[].duration_unit
    Reminders: Notification Method ID                -> statute_of_limitations.reminders[].notification_method.id
    Task Template Lists: Task Template List ID       -> task_template_list_instances[].task_template_list.id
    Task Template Lists: Assignee ID                 -> task_template_list_instances[].assignee_id
    Task Template Lists: Notify Assignees            -> task_template_list_instances[].notify_assignees
    Task Template Lists: Due At                      -> task_template_list_instances[].due_at
    Billable                                         -> billable
    Client Reference                                 -> client_reference
    Close Date                                       -> close_date
    Create Microsoft Team                            -> nowhere:create_microsoft_team
    Display Number                                   -> display_number
    Group ID                                         -> group.id
    Location                                         -> location
    Matter Budget: Destroy                           -> matter_budget._destroy
    Matter Budget: Budget                            -> matter_budget.budget
    Matter Budget: Include Expenses                  -> matter_budget.include_expenses
    Matter Budget: Notification Threshold            -> matter_budget.notification_threshold
    Matter Budget: Notify Users                      -> matter_budget.notify_users
    Open Date                                        -> open_date
    User ID (originating attorney)                   -> originating_attorney.id
    Pending Date                                     -> pending_date
    Practice Area ID                                 -> practice_area.id
    Reset Matter Number                              -> reset_matter_number
    User ID (responsible attorney)                   -> responsible_attorney.id
    Status                                           -> status
"""


@row(1, IBEXA, "Watch Matters", "Webhook#create", WATCH)
def watch_matters(environment: Environment) -> None:
    watch = Watch(environment, "matter", "id,etag,status,client{id,name}")
    events = ["created", "updated", "deleted", "matter_opened", "matter_pended", "matter_closed"]
    matter = watch.sees(events, ["created"], environment.matter)
    for event, status in (("matter_pended", "pending"), ("matter_closed", "closed"), ("matter_opened", "open")):
        change = partial(environment.patch, f"/matters/{matter}", {"status": status})
        watch.sees(events, ["updated", event], change)
        watch.sees([event], [], change)
    watch.template(make=environment.matter, change=lambda id: environment.patch(f"/matters/{id}", {"location": "Room 4"}))


@row(2, IBEXA, "Search Matters", "Matter#index", SEARCH)
def search_matters(environment: Environment) -> None:
    fields = (
        "display_number,billable,client{id},created_at,group{id},originating_attorney{id},practice_area{id},"
        "open_date,close_date,pending_date"
    )
    search = Search(environment, "matters", fields)
    client, group = environment.pick("contacts", "Miguel Alvarez"), environment.pick("groups", "Litigation")
    area, attorney = environment.pick("practice_areas", "Family"), environment.pick("users", "Kwame Osei")
    search.by("billable", False, lambda one, no: not one["billable"])
    search.by("client_id", client, lambda one, id: one["client"]["id"] == id)
    search.by("created_since", "2025-09-09T10:00:00-04:00", lambda one, since: one["created_at"] >= since[:16])
    search.by("group_id", group, lambda one, id: one["group"]["id"] == id)
    search.by("ids[]", list(search.records)[3:6], lambda one, ids: one["id"] in ids)
    search.by("originating_attorney_id", attorney, lambda one, id: (one["originating_attorney"] or {}).get("id") == id)
    search.by("practice_area_id", area, lambda one, id: (one["practice_area"] or {}).get("id") == id)
    for name, day in (("close_date", "2025-08-29"), ("open_date", "2025-02-05"), ("pending_date", "2025-05-06")):
        search.by(f"{name}[]", f"={day}", partial(_dated, name))
        search.by(f"{name}[]", day, partial(_dated, name))
        same(
            environment.listed("/matters", **{name: day}),
            environment.listed("/matters", **{f"{name}[]": f"={day}"}),
            f"{name} without [] and operator",
        )
    for sign in (">", ">=", "<=", "<"):
        search.by("pending_date[]", f"{sign}2025-05-06", partial(_dated, "pending_date"))
    search.ordered("id", "display_number")


COMPARE: dict[str, Callable[[str, str], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<=": operator.le,
    "<": operator.lt,
    "": operator.eq,
}


def _dated(name: str, matter: Any, condition: str) -> bool:
    """Whether a matter has a date of which a condition is true; a bare day means that very day."""
    sign = condition.rstrip("-0123456789")
    return matter[name] is not None and COMPARE[sign](matter[name], condition.removeprefix(sign))


@row(3, IBEXA, "Get a Matter", "Matter#show", "Matter ID -> {id}")
def get_a_matter(environment: Environment) -> None:
    matter = environment.pick("matters", "00003-Marlow Shipping Co.")
    client = {"name": "Marlow Shipping Co.", "type": "Company"}
    gets(environment, "matters", matter, {"display_number": "00003-Marlow Shipping Co.", "status": "Open", "client": client})


@row(4, IBEXA, "Create a Matter", "Matter#create", MATTER)
def create_a_matter(environment: Environment) -> None:
    recipient = environment.pick("contacts", "Helen Marlow")
    absorbed = {"create_microsoft_team": True, "matter_bill_recipients": [{"recipient": {"id": recipient}}]}
    ids = creates(environment, "matters", _full(environment), absorbed=absorbed, shown=SHOWN, unseen=UNSEEN)
    reads(environment, "matters", ids[0], {"matter_bill_recipients": [{"recipient": {"id": recipient}}]})
    for id in ids:
        _came_along(environment, id)
    for id in creates(environment, "matters", {**_plain(environment), **_contingency(environment)}, unseen="custom_rate matter_budget"):
        _has_its_fee(environment, id)
    for status in ("open", "pending", "closed"):
        creates(environment, "matters", {**_plain(environment), "status": status}, shown={"status": status.capitalize()})
    for status in ("pending", "in_progress", "in_review", "complete"):
        creates(environment, "matters", {**_plain(environment), "statute_of_limitations": {"status": status}})
    for id in creates(
        environment,
        "matters",
        {**_plain(environment), "custom_rate": {"type": "FlatRate", "rates": [{"rate": 1200, **_by(environment)}]}},
        **FLAT,
    ):
        fees = environment.listed("/activities", "flat_rate,total", matter_id=id)
        same(fees, [{"flat_rate": True, "total": 1200}], "the activity of a flat fee")
    _numbers(
        environment, [*creates(environment, "matters", {**_plain(environment), "reset_matter_number": True}, unseen="reset_matter_number")]
    )
    environment.numbers_by_hand()
    creates(environment, "matters", {**_plain(environment), "display_number": "NP-7"})


@row(5, IBEXA, "Update a Matter", "Matter#update", f"Matter ID -> {{id}}\n{MATTER}")
def update_a_matter(environment: Environment) -> None:
    recipient = environment.pick("contacts", "Helen Marlow")
    absorbed = {"create_microsoft_team": True, "matter_bill_recipients": [{"recipient": {"id": recipient}}]}
    ids = environment.matter(), environment.matter()
    later = environment.post("/custom_fields", {"name": "Berth", "field_type": "text_line", "parent_type": "Matter"})["id"]
    sent = {**_full(environment), "custom_field_values": [{"value": "PTR-88", "custom_field": {"id": later}}]}
    updates(environment, "matters", ids, sent, absorbed=absorbed, shown=SHOWN, unseen=UNSEEN)
    for id in ids:
        _came_along(environment, id)
    values_are_there(environment, f"/matters/{ids[0]}", environment.pick("custom_fields", "Index number", parent_type="matter"))
    updates(environment, "matters", ids, _contingency(environment), unseen="custom_rate matter_budget")
    for id in ids:
        _has_its_fee(environment, id)
    environment.numbers_by_hand()
    updates(environment, "matters", ids, {"display_number": "NP-7"})
    updates(environment, "matters", ids, {"reset_matter_number": True}, unseen="reset_matter_number")
    _numbers(environment, [*ids])


@row(6, IBEXA, "Delete a Matter", "Matter#destroy", "Matter ID -> {id}")
def delete_a_matter(environment: Environment) -> None:
    deletes(environment, "matters", (environment.matter(), environment.matter()))


SHOWN = {
    "status": "Closed",
    "custom_field_set_associations": [{"display_order": 1}],
    "statute_of_limitations": {"status": "in_review", "due_at": "2027-03-01"},
}
FLAT: dict[str, Any] = {"shown": {"custom_rate": {"type": "FlatRate"}}}
UNSEEN = "display_number custom_rate task_template_list_instances"
"""What answers show by another name, or in other records."""


def _plain(environment: Environment) -> dict[str, Any]:
    return {"client": {"id": environment.pick("contacts", "Miguel Alvarez")}, "description": "Salvage of the Petrel"}


def _by(environment: Environment) -> dict[str, Any]:
    return {"user": {"id": environment.pick("users", "Kwame Osei")}}


def _full(environment: Environment) -> dict[str, Any]:
    """Every parameter that does not stand in another one's way."""
    user = environment.pick("users", "Kwame Osei")
    method = environment.get(f"/users/{user}", "notification_methods")["notification_methods"][0]["id"]
    rate = {"rate": 410, "user": {"id": user}, "activity_description": {"id": environment.pick("activity_descriptions", "Legal research")}}
    of_group = {"rate": 180, "user": {"id": user}, "group": {"id": environment.pick("groups", "Litigation")}}
    field = environment.pick("custom_fields", "Index number", parent_type="matter")
    reminders = [{"duration_value": 2, "duration_unit": "weeks", "notification_method": {"id": method}}]
    tasks = {"task_template_list": {"id": environment.pick("task_template_lists", "New Matter Intake")}, "assignee_id": user}
    return {
        **_plain(environment),
        "custom_rate": {"type": "HourlyRate", "rates": [rate, of_group]},
        "custom_field_set_associations": [
            {"display_order": 1, "custom_field_set": {"id": environment.pick("custom_field_sets", "Litigation", parent_type="Matter")}}
        ],
        "custom_field_values": [{"value": "PTR-88", "custom_field": {"id": field}}],
        "relationships": [{"description": "Pilot", "contact": {"id": environment.pick("contacts", "Peter Lang")}}],
        "statute_of_limitations": {"status": "in_review", "due_at": "2027-03-01", "reminders": reminders},
        "task_template_list_instances": [{**tasks, "notify_assignees": True, "due_at": "2026-07-01"}],
        "billable": False,
        "client_reference": "PO 7701",
        "open_date": "2026-01-12",
        "pending_date": "2026-01-05",
        "close_date": "2026-05-29",
        "display_number": "passed over where the account counts",
        "group": {"id": environment.pick("groups", "Litigation")},
        "location": "Shelf 3",
        "matter_budget": {"budget": 9000, "include_expenses": True, "notification_threshold": 80, "notify_users": True},
        "originating_attorney": {"id": user},
        "practice_area": {"id": environment.pick("practice_areas", "Maritime")},
        "responsible_attorney": {"id": environment.pick("users", "Elena Reyes")},
        "status": "closed",
    }


def _contingency(environment: Environment) -> dict[str, Any]:
    """What only a contingency fee has; `_destroy` leaves the matter without a budget."""
    rate = {"rate": 30, "award": 90_000, "note": "Settled", "date": "2026-05-20", **_by(environment)}
    return {"custom_rate": {"type": "ContingencyFee", "rates": [rate]}, "matter_budget": {"_destroy": True}}


def _came_along(environment: Environment, matter: int) -> None:
    """What the body made in other records: rates by user and group, a reminder, tasks of the template list."""
    fields = "custom_rate{type,rates},custom_field_values{field_name},statute_of_limitations{id,reminders}"
    result = environment.get(f"/matters/{matter}", fields)
    same(result["custom_rate"]["type"], "HourlyRate", "the kind of rate")
    reminder = environment.get(f"/reminders/{result['statute_of_limitations']['reminders'][0]['id']}", "duration,notification_method{id}")
    same(reminder["duration"], 2 * 7 * 24 * 60, "the minutes of the reminder")
    litigation = environment.pick("custom_field_sets", "Litigation", parent_type="Matter")
    fields_of_set = {one["name"] for one in environment.get(f"/custom_field_sets/{litigation}", "custom_fields{name}")["custom_fields"]}
    holds(fields_of_set <= {one["field_name"] for one in result["custom_field_values"]}, "the fields of the set are not shown")
    user = environment.pick("users", "Kwame Osei")
    tasks = environment.listed("/tasks", "name,due_at,assignee{id},statute_of_limitations", matter_id=matter, statute_of_limitations=False)
    same({task["assignee"]["id"] for task in tasks}, {user}, "who has the tasks of the list")
    work = {"type": "TimeEntry", "date": "2026-05-29", "quantity": 3600, "matter": {"id": matter}, "user": {"id": user}}
    category = {"activity_description": {"id": environment.pick("activity_descriptions", "Legal research")}}
    shows(environment.post("/activities", {**work, **category}, "price"), {"price": 410}, "an hour of research")


def _has_its_fee(environment: Environment, matter: int) -> None:
    result = environment.listed("/activities", "total,note,date,contingency_fee,user{name}", matter_id=matter)
    fee, *more = [one for one in result if one["contingency_fee"]]
    same(more, [], "fees beside the fee")
    wanted = {"total": 27_000, "note": "Settled", "date": "2026-05-20", "contingency_fee": True, "user": {"name": "Kwame Osei"}}
    shows(fee, wanted, "the contingency fee")
    same(environment.get(f"/matters/{matter}", "matter_budget")["matter_budget"], None, "the budget that was taken away")


def _numbers(environment: Environment, matters: list[int]) -> None:
    """They are called as the account's scheme has it."""
    for matter in matters:
        result = environment.get(f"/matters/{matter}", "number,display_number,client{last_name}")
        same(result["display_number"], f"{result['number']:05}-{result['client']['last_name']}", "the number that was made again")
