"""Checks of figures: what follows from other records follows every write of them, to the cent and at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import nextafter
from typing import Any

from mockclio.catalog.markup import reason_of
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields, parameters
from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.sample_data import bodies, required_parameters, valid
from mockclio.testing.sample_data.attribute_write import ALL, answered, call, own
from mockclio.testing.sample_data.forks import in_account
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check

Judge = Callable[[SampleData], None]
CENT = 0.005


def over(table: Mapping[str, Judge], judged: Callable[[Judge], Callable[[Target], None]] = in_account) -> Cases:
    for name, judge in table.items():
        yield None, name, judged(judge)


def shows(p: SampleData, path: str, **wanted: Any) -> None:
    """A record shows these values, numbers as numbers and to the cent."""
    selection = ",".join(f"{name}{{id}}" if isinstance(value, dict) else name for name, value in wanted.items())
    result = p.target.get(f"{path}.json", fields=selection)["data"]
    for name, value in wanted.items():
        expect(p, value, result[name], f"data.{name}")


def expect(p: SampleData, wanted: Any, result: Any, path: str) -> None:
    if isinstance(wanted, dict) and isinstance(result, dict):
        result = {key: value for key, value in result.items() if key in wanted}
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        if isinstance(result, int | float) and not isinstance(result, bool) and abs(result - wanted) < CENT:
            return
    elif wanted == result and type(wanted) is type(result):
        return
    raise CheckFailed(wanted, result, path=path, call=p.target.last)


def patch(p: SampleData, path: str, **data: Any) -> Data:
    response = p.target.send("PATCH", f"{path}.json", json={"data": data})
    if response.status_code != 200:
        raise CheckFailed("status 200", f"status {response.status_code}: {reason_of(response.text)[:300]}", call=p.target.last)
    return dict(response.json()["data"])


def delete(p: SampleData, path: str) -> None:
    response = p.target.send("DELETE", f"{path}.json")
    if response.status_code not in (200, 204):
        raise CheckFailed("status 204", f"status {response.status_code}: {reason_of(response.text)[:300]}", call=p.target.last)


def entry(p: SampleData, **data: Any) -> int:
    body = {"type": "TimeEntry", "date": "2026-05-20", "quantity": 3600, "price": 100, **data}
    return p.make("/activities", **{key: value for key, value in body.items() if value is not ...})


# --- what an activity costs --------------------------------------------------------------------------------------------------------------


def rounding(p: SampleData) -> None:
    """Time is rounded up as the settings round a duration, and the total follows from it."""
    for minutes in (1, 7, 45, 60, 61, 70):
        duration = f"{minutes // 60}:{minutes % 60:02}"
        hours = p.target.get("/settings/billing.json", duration=duration, fields="rounded_duration")["data"]["rounded_duration"]
        id = entry(p, quantity=minutes * 60, price=130, matter=p.ref("matter.spare"))
        shows(p, f"/activities/{id}", quantity=minutes * 60, rounded_quantity_in_hours=hours, total=round(hours * 130, 2))
        expect_rounded(p, id, hours, minutes)
        noisy = entry(p, quantity=nextafter(minutes * 60, 9e9), price=130, matter=p.ref("matter.spare"))  # as a client computes it
        shows(p, f"/activities/{noisy}", rounded_quantity_in_hours=hours, total=round(hours * 130, 2))


def expect_rounded(p: SampleData, id: int, hours: float, minutes: int) -> None:
    if hours * 60 < minutes - 1e-6 or hours * 60 >= minutes + 60:
        raise CheckFailed(f"{minutes} minutes, rounded up", f"{hours} hours", path="data.rounded_duration", call=p.target.last)
    shows(p, f"/activities/{id}", rounded_quantity=round(hours * 3600))


def amounts(p: SampleData) -> None:
    """Billable work has a total, other work an amount of its own; expenses count, hard costs do not."""
    time = entry(p, price=99.99, matter=p.ref("matter.spare"))
    shows(p, f"/activities/{time}", total=99.99, non_billable_total=None)
    patch(p, f"/activities/{time}", non_billable=True)
    shows(p, f"/activities/{time}", total=None, non_billable_total=99.99)
    patch(p, f"/activities/{time}", non_billable=False, price=12.5, quantity=7200)
    shows(p, f"/activities/{time}", total=25.0, non_billable_total=None)
    expense = entry(p, type="ExpenseEntry", quantity=3, price=12.35)
    shows(p, f"/activities/{expense}", total=37.05)
    hard = entry(p, type="HardCostEntry", quantity=3, price=12.35)
    shows(p, f"/activities/{hard}", total=12.35, quantity=None)
    free = entry(p, matter=p.ref("matter.spare"), non_billable=True, no_charge=True)
    shows(p, f"/activities/{free}", total=None, no_charge=True)


def prices(p: SampleData) -> None:
    """A flat category, the matter's rate, the client's, the category's own, the user's: the first there is."""
    me = p.ref("user.owner")
    rate = p.target.get("/users/who_am_i.json", fields="rate")["data"]["rate"]
    client = p.make("/contacts", type="Person", first_name="Nora", last_name="Quill")
    matter = p.make("/matters", client={"id": client}, description="Prices")
    research = p.make("/activity_descriptions", name=p.say("Tape review"), rate={"type": "Custom", "amount": 181})
    filing = p.make("/activity_descriptions", name=p.say("Set up"), rate={"type": "FlatRate", "amount": 451})

    def price(**data: Any) -> Any:
        id = entry(p, price=..., matter={"id": matter}, **data)
        return p.target.get(f"/activities/{id}.json", fields="total")["data"]["total"]

    expect(p, rate, price(), "the user's rate")
    expect(p, 181, price(activity_description={"id": research}), "the category's own rate")
    p.make("/activity_rates", contact_id=client, rate=301)
    expect(p, 301, price(), "the client's rate")
    expect(p, 301, price(activity_description={"id": research}), "the client's rate")
    patch(p, f"/matters/{matter}", custom_rate={"type": "HourlyRate", "rates": [{"user": me, "rate": 281}]})
    expect(p, 281, price(), "the matter's rate")
    expect(p, 451, price(activity_description={"id": filing}), "a flat category")
    expect(p, 451, price(activity_description={"id": filing}, quantity=36_000), "a flat category, ten hours")
    moved = entry(p, price=..., matter={"id": matter})
    patch(p, f"/activities/{moved}", activity_description={"id": filing})
    shows(p, f"/activities/{moved}", total=451, flat_rate=True)


def expense_prices(p: SampleData) -> None:
    category = p.make("/expense_categories", name=p.say("Binding"), rate=17.5)
    id = entry(p, type="ExpenseEntry", quantity=2, price=..., expense_category={"id": category})
    shows(p, f"/activities/{id}", price=17.5, total=35)
    none = entry(p, type="ExpenseEntry", quantity=2, price=...)
    shows(p, f"/activities/{none}", price=0, total=0)


@check(
    "totals/activities",
    "totals",
    writes=True,
    rules=(
        "activities.time-is-rounded-up",
        "activities.total-of-billable",
        "activities.total-of-non-billable",
        "activities.price-hierarchy",
    ),
)
def activities() -> Cases:
    """An activity costs what its hours, its price and the agreements say."""
    return over({"rounding": rounding, "amounts": amounts, "prices": prices, "expense-prices": expense_prices})


# --- counters ----------------------------------------------------------------------------------------------------------------------------

SUBJECTS = {
    "task": ("task.one", "/tasks"),
    "communication": ("communication.one", "/communications"),
    "matter_note": ("note.matter.one", "/notes"),
    "contact_note": ("note.contact.one", "/notes"),
    "calendar_entry": ("entry.one", "/calendar_entries"),
    "conversation": ("conversation.mail", "/conversations"),
}


def counted(attribute: str) -> Judge:
    """What work was done on counts it, through creation, moves and deletion, and lists it."""

    def judge(p: SampleData) -> None:
        name, path = SUBJECTS[attribute]
        first, second = p.fresh(name), p.fresh(name)
        ids = [entry(p, **{attribute: {"id": first}}, matter=p.ref("matter.lease")) for _ in range(3)]
        shows(p, f"{path}/{first}", time_entries_count=3)
        shows(p, f"{path}/{second}", time_entries_count=0)
        patch(p, f"/activities/{ids[0]}", **{attribute: {"id": second}})
        shows(p, f"{path}/{first}", time_entries_count=2)
        shows(p, f"{path}/{second}", time_entries_count=1)
        delete(p, f"/activities/{ids[1]}")
        shows(p, f"{path}/{first}", time_entries_count=1)
        delete(p, f"/activities/{ids[0]}")
        shows(p, f"{path}/{second}", time_entries_count=0)

    return judge


def of_matter(p: SampleData) -> None:
    """Its tasks and the day of its last activity."""
    matter, other = p.fresh("matter.lease"), p.fresh("matter.will")
    shows(p, f"/matters/{matter}", has_tasks=False, last_activity_date=None)
    early, late = (entry(p, date=date, matter={"id": matter}) for date in ("2026-05-04", "2026-05-18"))
    task = p.make("/tasks", name="x", description="x", assignee=p.ref("user.owner", type="User"), matter={"id": matter})
    shows(p, f"/matters/{matter}", has_tasks=True, last_activity_date="2026-05-18")
    patch(p, f"/activities/{late}", date="2026-05-25")
    shows(p, f"/matters/{matter}", last_activity_date="2026-05-25")
    patch(p, f"/activities/{late}", matter={"id": other})
    patch(p, f"/tasks/{task}", matter={"id": other})
    shows(p, f"/matters/{matter}", has_tasks=False, last_activity_date="2026-05-04")
    shows(p, f"/matters/{other}", has_tasks=True, last_activity_date="2026-05-25")
    delete(p, f"/activities/{early}")
    delete(p, f"/tasks/{task}")
    shows(p, f"/matters/{matter}", last_activity_date=None)
    shows(p, f"/matters/{other}", has_tasks=False)


def of_contact(p: SampleData) -> None:
    """Whether it is a client, gets bills, and is a co-counsel."""
    one, two, third = (p.make("/contacts", type="Person", first_name="Ivo", last_name=name) for name in ("One", "Two", "Three"))
    shows(p, f"/contacts/{one}", is_client=False, is_bill_recipient=False, is_co_counsel=False)
    matter = p.make("/matters", client={"id": one}, description="Client")
    shows(p, f"/contacts/{one}", is_client=True)
    patch(p, f"/matters/{matter}", client={"id": two})
    shows(p, f"/contacts/{one}", is_client=False)
    shows(p, f"/contacts/{two}", is_client=True)
    patch(p, f"/matters/{matter}", matter_bill_recipients=[{"recipient": {"id": third}}])
    shows(p, f"/contacts/{third}", is_bill_recipient=True)
    rate = p.make("/activity_rates", co_counsel_contact_id=third, rate=90)
    shows(p, f"/contacts/{third}", is_co_counsel=True)
    delete(p, f"/activity_rates/{rate}")
    shows(p, f"/contacts/{third}", is_co_counsel=False)
    delete(p, f"/matters/{matter}")
    shows(p, f"/contacts/{two}", is_client=False)


def of_template_list(p: SampleData) -> None:
    one, two = (p.fresh("task_template_list.one") for _ in (0, 1))
    ids = [p.make("/task_templates", name="x", task_template_list={"id": one}) for _ in range(3)]
    p.make("/task_templates", name="x", task_template_list={"id": two})
    shows(p, f"/task_template_lists/{one}", templates_count=3)
    shows(p, f"/task_template_lists/{two}", templates_count=1)
    delete(p, f"/task_templates/{ids[0]}")
    shows(p, f"/task_template_lists/{one}", templates_count=2)


def of_conversation(p: SampleData) -> None:
    def message(**more: Any) -> Data:
        body = {"subject": "x", "body": "x", "receivers": [p.ref("contact.ada", type="Contact")], **more}
        return p.post("/conversation_messages", body, fields="id,conversation{id}")

    def listed() -> int:
        page = p.target.get("/conversation_messages.json", conversation_id=conversation, limit=1)
        return int(page["meta"]["records"])

    first = message()
    conversation = first["conversation"]["id"]
    expect(p, 1, listed(), "meta.records of a conversation with one message")
    shows(p, f"/conversations/{conversation}", message_count=1, first_message={"id": first["id"]}, last_message={"id": first["id"]})
    last = message(conversation={"id": conversation})
    expect(p, 2, listed(), "meta.records of a conversation with two messages")
    shows(p, f"/conversations/{conversation}", message_count=2, first_message={"id": first["id"]}, last_message={"id": last["id"]})


@check(
    "totals/counters",
    "totals",
    writes=True,
    rules=("activities.counted-by-their-subject", "matters.has-tasks-follows-tasks", "matters.last-activity-date-is-the-latest"),
)
def counters() -> Cases:
    """What is counted follows every creation, move and deletion."""
    table = {
        **{attribute: counted(attribute) for attribute in SUBJECTS},
        "matter": of_matter,
        "contact": of_contact,
        "template-list": of_template_list,
        "messages": of_conversation,
    }
    return over(table)


@check("totals/lines-of-bills", "totals", writes=True)
def lines_of_bills() -> Cases:
    """The tax of a line follows the rate of its bill."""
    return over({"rate": rate_of_bill})


def rate_of_bill(p: SampleData) -> None:
    bill = p.fresh("bill.draft")
    line = p.target.get("/line_items.json", bill_id=bill, fields="id")["data"][0]["id"]
    patch(p, f"/line_items/{line}", taxable=True)
    for rate in (5, 20):
        patch(p, f"/bills/{bill}", tax_rate=rate)
        shown = p.target.get("/line_items.json", bill_id=bill, fields="id,total,tax")["data"]
        mine = next(one for one in shown if one["id"] == line)
        expect(p, mine["total"] * rate / 100, mine["tax"], "data[].tax")


# --- how many there are ------------------------------------------------------------------------------------------------------------------


@check("totals/records", "totals", writes=True)
def records() -> Cases:
    """A list counts one more after a creation, and one less after a deletion."""
    for operation in ALL:
        lists = [one for one in operation.collection.operations.values() if one.kind == "index" and one.path == operation.path]
        index = lists[0] if lists else None
        destroy = next((one for one in operation.collection.operations.values() if one.kind == "destroy"), None)
        if operation.kind != "create" or index is None:
            continue
        if not required_parameters.needs_more(index):
            yield operation, "", in_account(lambda p, o=operation, i=index, d=destroy: _records(p, o, i, d))  # type: ignore[misc]


def _records(p: SampleData, operation: AnyOperation, index: AnyOperation, destroy: AnyOperation | None) -> None:
    sample_data = own(p, operation, bodies.addressed(operation))
    body = bodies.body(sample_data, operation)  # what it refers to is there before anything is counted

    def count(**more: Any) -> int:
        page = p.target.get(f"{index.path}.json", limit=1, **required_parameters.required(index), **more)
        return int(page["meta"]["records"])

    hidden = valid.LISTED.get(index.operation_id, {})
    before = count(**hidden)
    id = answered(operation, call(sample_data, operation, body))["id"]
    expect(p, before + 1, count(**hidden), "meta.records after a creation")
    if "ids" in parameters(index):
        expect(p, 1, count(**{"ids[]": id}, **hidden), "meta.records of one id")
    if destroy is not None and "{id}" in destroy.path and "id" in fields(operation.record):
        delete(p, destroy.path.replace("{id}", str(id)))
        expect(p, before, count(**hidden), "meta.records after a deletion")
