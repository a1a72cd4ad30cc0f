"""Checks of what is inside a record: lists are steps, objects are merged, null clears what may be null and nothing else."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute
from mockclio.catalog.valid import MARKS, reached, types_of
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data import advice
from mockclio.testing.sample_data.attribute_write import CASES, UPDATES, Write, answered, call_of
from mockclio.testing.sample_data.exceptions import KEPT, ONCE, STAYS
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.writing.filled import settled
from mockclio.verify.checks.writing.written import expect_shown, over

STEPS = [case for case in UPDATES if case[1].many and set(MARKS) & case[1].keys.keys()]
MERGED = [
    (operation, attribute)
    for operation, attribute in UPDATES
    if attribute.kind == "object" and not attribute.many and len([key for key in attribute.keys if key not in ("id", "type", *MARKS)]) > 1
]
REMOVING = [case for case in CASES if case[0].kind != "update" and case[1].many and set(MARKS) & case[1].keys.keys()]
LISTS = [case for case in CASES if case[1].many]
REMOVED = [case for case in UPDATES if not case[1].many and case[1].kind == "object" and set(MARKS) & case[1].keys.keys()]
WHOLE = "split_invoice_payers"
"""The one list whose members make up a whole together, at any time."""


def expect(expected: Any, result: Any, write: Write) -> None:
    if expected != result:
        raise CheckFailed(expected, result, path=f"data.{write.path}", call=write.sample_data.target.last)


def is_link(attribute: Attribute) -> bool:
    """Whether the members are records elsewhere, which a step links and unlinks."""
    return set(attribute.keys) <= {"id", "type", *MARKS}


@check("all-members-are-kept", "bodies", writes=True)
def all_members() -> Cases:
    """Every member of a list that was sent is there, the first and the last."""
    return over(LISTS, _all_members)


def _all_members(p: SampleData, operation: AnyOperation, attribute: Attribute) -> None:
    write = Write(p, operation, attribute)
    one, two = write.values()
    if attribute.name == WHOLE:
        expect_shown(write, two, write.shown(write.send(two)), "answer")
        return
    both = [*one, *[member for member in two if member not in one]]
    if attribute.name == "rates" or len(both) < 2:
        raise Inconclusive("there are no two values for it in this account")
    shown = write.shown(write.send(both))
    expect_shown(write, both, shown, "answer")
    if len(shown) < len(both):
        raise CheckFailed(f"{len(both)} members", shown, path=f"data.{write.path}", call=call_of(write.response))


@check("lists-are-steps", "bodies", writes=True)
def steps() -> Cases:
    """A nested list is a list of steps: what has no id is added, an id changes its member, _destroy removes it, the rest stays."""
    return over(STEPS, _steps)


def _steps(p: SampleData, operation: AnyOperation, attribute: Attribute) -> None:
    mark = next(name for name in MARKS if name in attribute.keys)
    write = Write(p, operation, attribute)
    one, two = write.values()
    if attribute.name == WHOLE:
        one, two = [{**one[0], "split_portion": 50}, {**two[0], "split_portion": 50}], []
    before = {member["id"] for member in write.shown(write.send([])) or ()}
    write.send(one)
    members = {member["id"]: member for member in write.shown(write.send(two))}
    added = [member for id, member in members.items() if id not in before]
    if len(added) < 2:
        raise (
            Inconclusive("there are no two values for it in this account")
            if one == two
            else CheckFailed(2, added, path=f"data.{write.path}")
        )
    first, second = added[:2]
    if not is_link(attribute):
        again = {name: value for name, value in one[0].items() if name in attribute.keys and name not in ("id", "custom_field")}
        changed = {member["id"]: member for member in write.shown(write.send([{"id": first["id"], **again}]))}
        expect(members.keys(), changed.keys(), write)
        expect(settled(second), settled(changed[second["id"]]), write)
    kind = {"type": one[0]["type"]} if "type" in attribute.keys and is_link(attribute) else {}
    rest = [{"id": second["id"], "split_portion": 100}] if attribute.name == WHOLE else []
    results = {member["id"]: member for member in write.shown(write.send([{"id": first["id"], **kind, mark: True}, *rest]))}
    if attribute.name == "picklist_options":
        expect([first["id"]], [id for id, member in results.items() if member["deleted_at"]], write)
    else:
        expect(members.keys() - {first["id"]}, results.keys(), write)
    if attribute.name != WHOLE:
        expect(settled(second), settled(results[second["id"]]), write)
    for where, shown in write.others(write.sample_data[write.addressed]):
        if {member["id"] for member in shown} != results.keys():
            raise CheckFailed(sorted(map(str, results)), shown, path=f"data.{write.path} ({where})", call=write.sample_data.target.last)


@check("objects-are-merged", "bodies", writes=True)
def merged() -> Cases:
    """A nested object keeps what is not sent of it."""
    return over(MERGED, _merged)


def _merged(p: SampleData, operation: AnyOperation, attribute: Attribute) -> None:
    write = Write(p, operation, attribute)
    one, two = write.values()
    shown = write.shown(write.send(one))
    for name, value in two.items():
        if name in ("type", "id") or name not in one or not isinstance(value, int | float | str):
            continue
        now = write.shown(write.send({name: value}))
        passed = {key for key in shown if now[key] != shown[key]} - {"etag", "updated_at"}
        if not passed <= {name}:
            raise CheckFailed(f"only {name} changed", sorted(passed), path=f"data.{write.path}", call=call_of(write.response))
        shown = now


@check("destroy-removes-it", "bodies", writes=True)
def removed() -> Cases:
    """A nested object that is sent with its mark of removal is gone."""
    return over(REMOVED, _removed)


def _removed(p: SampleData, operation: AnyOperation, attribute: Attribute) -> None:
    write = Write(p, operation, attribute)
    mark = next(name for name in MARKS if name in attribute.keys)
    shown = write.shown(write.send(write.values()[0]))
    id = {"id": shown["id"]} if "id" in attribute.keys and isinstance(shown, dict) and "id" in shown else {}
    expect(None, write.shown(write.send({**id, mark: True})), write)


@check("null-is-no-member", "bodies", writes=True)
def no_member() -> Cases:
    """Null in place of a list is the list without members: it has the same answer."""
    return over([case for case in UPDATES if case[1].many], _no_member)


def _no_member(p: SampleData, operation: AnyOperation, attribute: Attribute) -> None:
    answers = []
    empty: list[Any] = []
    for value in (empty, None):
        write = Write(p, operation, attribute)
        write.attempt(write.values()[0])
        response = write.alone(value)
        shown = write.shown(response.json()["data"]) if response.status_code < 300 and response.content else None
        answers.append((response.status_code, len(shown) if isinstance(shown, list) else shown))
    if answers[0] != answers[1]:
        raise CheckFailed(answers[0], answers[1], path=f"status, members of data.{write.path}", call=call_of(response))


@check("removed-is-not-added", "bodies", writes=True)
def not_added() -> Cases:
    """A member that a new record is given with its mark of removal is left out."""
    return over(REMOVING, _not_added)


def _not_added(p: SampleData, operation: AnyOperation, attribute: Attribute) -> None:
    write = Write(p, operation, attribute)
    mark = next(name for name in MARKS if name in attribute.keys)
    response = write.attempt([{**member, mark: True} for member in write.values()[0]])
    expect([], write.shown(answered(operation, response, attribute.name)) or [], write)


@check("null-clears", "bodies", writes=True)
def null() -> Cases:
    """Null clears what may be null, and nothing else."""
    return over(UPDATES, _null)


def _null(p: SampleData, operation: AnyOperation, attribute: Attribute) -> None:
    write = Write(p, operation, attribute)
    key = (operation.operation_id, attribute.name)
    written = write.shown(write.send(write.values()[0]))
    nullable = reached(operation.record, write.path).nullable
    for number, value in enumerate((None, {}, {"id": None}) if attribute.kind == "ref" else (None,)):
        if number and key not in ONCE:
            write.send(write.values()[0])
        response = write.alone(value)
        if response.status_code >= 400:
            if response.status_code != 422 or attribute.nullable:
                raise CheckFailed("null is taken" if attribute.nullable else "status 422", response.text[:300], call=call_of(response))
            continue
        shown = write.shown(answered(operation, response))
        _cleared(write, attribute, value, settled(written), settled(shown), nullable or key in KEPT, response)
        for where, result in write.others(_id(write, response)):
            if settled(result) != settled(shown):
                raise CheckFailed(shown, result, path=f"data.{write.path} ({where})", call=call_of(response))


@check("null-resets", "bodies", writes=True)
def reset() -> Cases:
    """Null that sets an attribute to a value of the firm's sets it to the same one, whatever was there before."""
    return over([case for case in UPDATES if (case[0].operation_id, case[1].name) in KEPT], _reset)


def _reset(p: SampleData, operation: AnyOperation, attribute: Attribute) -> None:
    write, results = Write(p, operation, attribute), []
    for value in write.values():
        write.attempt(value)
        response = write.alone(None)
        results.append(settled(write.shown(response.json()["data"])) if response.status_code == 200 else response.status_code)
    expect(results[0], results[1], write)


def _may_stay(write: Write) -> bool:
    """Whether null may pass over a value: a reference with a type that nothing declares as nullable stays, like any other association."""
    return bool(types_of(write.attribute)) or write.attribute.name in STAYS.get(write.operation.operation_id, ())


def _id(write: Write, response: Any) -> Any:
    data: Data = response.json()["data"]
    return data["id"]


def _cleared(write: Write, attribute: Attribute, value: Any, written: Any, shown: Any, may: bool, response: Any) -> None:
    cleared = attribute.nullable and value != {}
    key = (write.operation.operation_id, write.attribute.name)
    if attribute.kind == "ref" and not cleared:
        if value == {"id": None} or shown != written:
            raise CheckFailed("the association stays", shown, path=f"data.{write.path}", call=call_of(response))
    elif cleared and shown is not None:
        raise CheckFailed(None, shown, path=f"data.{write.path}", call=call_of(response))
    elif shown == written and written and key not in KEPT and not attribute.many and not _may_stay(write):
        hint = advice.meant("STAYS", f'"{key[0]}": ("{key[1]}",)', "null passes over it")
        raise CheckFailed("null is refused, or clears it", shown, path=f"data.{write.path}", call=call_of(response), hint=hint)
    elif shown is None and not may:
        raise CheckFailed("a value, because the field is never null", None, path=f"data.{write.path}", call=call_of(response))
    elif shown is not None and shown != written and shown not in (False, [], 0, "") and key not in KEPT:
        hint = advice.meant("KEPT", f'("{key[0]}", "{key[1]}"): "<the rule>"', "null sets it to another value")
        raise CheckFailed(written, shown, path=f"data.{write.path}", call=call_of(response), hint=hint)
