"""Checks of a record's life: what it is when it is new, where it is found, that PUT is PATCH, and that what was deleted is gone."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.markup import reason_of
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields, parameters
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data import advice, bodies, required_parameters, valid
from mockclio.testing.sample_data.attribute_write import ALL, CASES, Write, answered, call, call_of, in_list, listed_with, own
from mockclio.testing.sample_data.exceptions import SOFT
from mockclio.testing.sample_data.forks import in_account
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.errors import refused

CREATES = [operation for operation in ALL if operation.kind == "create"]
DESTROYS = [operation for operation in ALL if operation.kind == "destroy"]
CHANGING = [operation for operation in ALL if operation.kind == "update"]
ME, TODAY = object(), object()
DEFAULTS: dict[str, tuple[str, Data]] = {
    "Activity#create": (
        "activities.defaults",
        {"no_charge": False, "non_billable": False, "flat_rate": False, "contingency_fee": False, "quantity": 0, "user": ME},
    ),
    "CalendarEntry#create": ("", {"all_day": False}),
    "CustomField#create": ("", {"displayed": True, "required": False, "deleted": False}),
    "CustomFieldSet#create": ("", {"displayed": True, "custom_fields": []}),
    "Matter#create": (
        "matters.defaults-of-a-new-matter",
        {
            "status": "Open",
            "billable": True,
            "billing_method": "hourly",
            "open_date": TODAY,
            "user": ME,
            "has_tasks": False,
            "close_date": None,
        },
    ),
    "Task#create": (
        "tasks.defaults",
        {"status": "pending", "permission": "public", "priority": "normal", "description_text_type": "plain_text", "assigner": ME},
    ),
    "BankAccount#create": ("", {"balance": 0, "bank_transactions_count": 0, "controlled_account": False}),
    "Webhook#create": ("webhooks.starts-pending", {"status": "pending", "events": ["created", "updated", "deleted"]}),
    "Communication#create": ("", {"matter": None, "time_entries_count": 0}),
    "Contact#create": ("", {"is_client": False, "email_addresses": [], "phone_numbers": [], "is_co_counsel": False}),
    "Document#create": ("", {"type": "Document", "deleted_at": None, "locked": False}),
    "ExpenseCategory#create": ("", {"entry_type": "unassociated", "rate": None}),
    "Calendar#create": ("", {"source": "web"}),
    "TaskTemplateList#create": ("tasks.templates-are-counted", {"templates_count": 0}),
    "ActivityDescription#create": ("", {"visible_to_co_counsel": False}),
}


@check("new-records", "bodies", writes=True, rules=tuple(rule for rule, _ in DEFAULTS.values() if rule))
def new_records() -> Cases:
    """A new record has the values that records begin with, where nothing was sent."""
    for operation in CREATES:
        if operation.operation_id in DEFAULTS:
            yield operation, "", in_account(lambda p, o=operation: _new(p, o))  # type: ignore[misc]


def _new(p: SampleData, operation: AnyOperation) -> None:
    wanted = DEFAULTS[operation.operation_id][1]
    known = fields(operation.record)
    selection = ",".join(f"{name}{{id}}" if known[name].record else name for name in wanted)
    response = call(p, operation, bodies.body(p, operation), fields=f"id,created_at,{selection}")
    shown = answered(operation, response)
    for name, value in wanted.items():
        result = shown[name]
        if value is ME:
            value, result = p["user.owner"], (result or {}).get("id")
        if value is TODAY:
            value = shown["created_at"][:10]
        if isinstance(value, list) and result is not None:
            value, result = sorted(value), sorted(result)
        if result != value:
            raise CheckFailed(value, result, path=f"data.{name}", call=call_of(response))


@check("is-found", "bodies", writes=True)
def is_listed() -> Cases:
    """A new record is in its list, and found there by its id."""
    for operation in CREATES:
        indexes = [one for one in operation.collection.operations.values() if one.kind == "index" and one.record is operation.record]
        if indexes and "{" not in indexes[0].path and "id" in fields(operation.record):
            yield operation, "", in_account(lambda p, o=operation, i=indexes[0]: _is_listed(p, o, i))  # type: ignore[misc]


def _is_listed(p: SampleData, operation: AnyOperation, index: AnyOperation) -> None:
    id = answered(operation, call(p, operation, bodies.body(p, operation)))["id"]
    in_list(p, index, id, "id")
    known = parameters(index)
    if "ids" not in known:
        return
    params = {"ids[]": id, "fields": "id", **listed_with(p, index, id)}
    rows = p.target.get(f"{index.path}.json", **params)["data"]
    if [str(row["id"]) for row in rows] != [str(id)]:
        raise CheckFailed([id], rows, path="data", call=p.target.last)
    if "created_since" in known:
        rows = p.target.get(f"{index.path}.json", **params, created_since=p.now.isoformat())["data"]
        if not rows:
            raise CheckFailed([id], rows, path="data", call=p.target.last)


@check("put-is-patch", "bodies", writes=True, rules=("wire.head-is-get-and-put-is-patch",))
def put_is_patch() -> Cases:
    """PUT does what PATCH does."""
    for operation in CHANGING:
        plain = next((one for result, one in CASES if result is operation and _is_simple(operation, one)), None)
        if plain is not None:
            yield operation, plain.name, in_account(lambda p, o=operation, a=plain: _put(p, o, a))  # type: ignore[misc]


def _is_simple(operation: AnyOperation, attribute: Any) -> bool:
    key = (operation.operation_id, attribute.name)
    return (
        attribute.kind not in ("json", "object") and not attribute.many and key not in valid.ON and not valid.overriding(valid.BESIDE, *key)
    )


def _put(p: SampleData, operation: AnyOperation, attribute: Any) -> None:
    write = Write(p, operation, attribute)
    value = write.values()[1]
    path = bodies.path(write.sample_data, operation, write.sample_data[write.addressed] if "{id}" in operation.path else None)
    sent = {"data": {attribute.name: value, "nonsense": {"deep": [1]}}, "beside": 1}
    response = p.target.send("PUT", f"{path}.json", params={"fields": write.selection()}, json=sent)
    wrong = write.wrong(value, write.shown(answered(operation, response)))
    if wrong:
        raise CheckFailed(value, "; ".join(wrong), path=f"data.{write.path}", call=call_of(response))


@check("deleted-is-gone", "bodies", writes=True, rules=tuple(sorted({rule for _, rule in SOFT.values()})))
def deleted() -> Cases:
    """What was deleted is 404, in no list, and cannot be deleted again."""
    for operation in DESTROYS:
        yield operation, "", in_account(lambda p, o=operation: _deleted(p, o))  # type: ignore[misc]


def _deleted(p: SampleData, operation: AnyOperation) -> None:
    addressed = bodies.addressed(operation)
    singleton = "{id}" not in operation.path
    sample_data = p if singleton else own(p, operation, addressed)
    if singleton:
        p.fresh("timer.owner")
    id = None if singleton else sample_data[addressed]
    soft = operation.operation_id in SOFT
    response = call(sample_data, operation, addressed=addressed)
    if (response.status_code, bool(response.content)) != (operation.status, operation.status == 200):
        result, hint = f"{response.status_code} {reason_of(response.text)[:200]}", advice.refused(operation, response)
        raise CheckFailed(f"status {operation.status}", result, call=call_of(response), hint=hint)
    for other in operation.collection.operations.values():
        if other.kind in ("show", "single") and ("{id}" in other.path) is not singleton:
            shown = p.target.send("GET", f"{other.path.replace('{id}', str(id))}.json")
            if not soft and shown.status_code == 200:
                line = f'"{operation.operation_id}": (404, "<the rule>")'
                hint = advice.meant("SOFT", line, "what was deleted can still be read")
                raise CheckFailed("status 404", "status 200", call=call_of(shown), hint=hint)
            if not soft:
                refused(p.target, shown, 404, "NotFoundError")
            elif shown.status_code != 200:
                raise CheckFailed("status 200", f"status {shown.status_code}", call=call_of(shown))
        if other.kind == "index" and "{" not in other.path and "id" in fields(other.record):
            _not_listed(p, other, id)
    again = call(sample_data, operation, addressed=addressed)
    if again.status_code not in (404, SOFT.get(operation.operation_id, (404, ""))[0]):
        raise CheckFailed("status 404", f"status {again.status_code}: {reason_of(again.text)[:200]}", call=call_of(again))


def _not_listed(p: SampleData, index: AnyOperation, id: Any) -> None:
    if required_parameters.needs_more(index):
        raise Inconclusive("its list needs what went with it")
    params: dict[str, Any] = {"fields": "id", "limit": 200, **required_parameters.required(index)}
    if "ids" in parameters(index):
        params["ids[]"] = id
    rows = p.target.get(f"{index.path}.json", **params)["data"]
    if str(id) in [str(row["id"]) for row in rows]:
        raise CheckFailed(f"{id} is not in the list", "it is", path="data", call=p.target.last)
