"""Checks of what is inside a record: lists are steps, objects are merged, null clears what may be null and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute
from mockclio.catalog.valid import MARKS, reached
from mockclio.testing.sample_data.exceptions import KEPT, ONCE
from tests.contract.full_firm import FullFirm
from tests.contract.test_written_is_read import CASES, Write
from tests.hashing import digest

FOLLOWING = ("account_balances", "etag", "primary", "related_contacts", "time_entries", "updated_at")
UPDATES = [case for case in CASES if case[0].kind == "update"]
STEPS = [(operation, attribute) for operation, attribute in UPDATES if attribute.many and set(MARKS) & attribute.keys.keys()]
MERGED = [
    (operation, attribute)
    for operation, attribute in UPDATES
    if attribute.kind == "object" and not attribute.many and len([key for key in attribute.keys if key not in ("id", "type", *MARKS)]) > 1
]


def cases(chosen: list[tuple[AnyOperation, Attribute]]) -> Any:
    names = [f"{operation.operation_id}.{attribute.name}" for operation, attribute in chosen]
    return pytest.mark.parametrize(("operation", "attribute"), chosen, ids=names)


def is_link(attribute: Attribute) -> bool:
    """Whether the members are records elsewhere, which a step links and unlinks."""
    return set(attribute.keys) <= {"id", "type", *MARKS}


@cases(STEPS)
def test_a_nested_list_is_a_list_of_steps(full_firm: FullFirm, operation: AnyOperation, attribute: Attribute) -> None:
    mark = next(name for name in MARKS if name in attribute.keys)
    with MockClio.of(full_firm.world.fork("default")) as mock:
        write = Write(full_firm, mock, operation, attribute)
        one, two = write.values()
        if attribute.name == "split_invoice_payers":  # they pay the whole together, at any time
            one, two = [{**one[0], "split_portion": 50}, {**two[0], "split_portion": 50}], []
        before = {member["id"] for member in write.shown(write.send([])) or ()}
        write.send(one)
        members = {member["id"]: member for member in write.shown(write.send(two))}
        first, second = [member for id, member in members.items() if id not in before][:2]
        kind = {"type": one[0]["type"]} if "type" in attribute.keys and is_link(attribute) else {}
        if not is_link(attribute):
            changed = {member["id"]: member for member in write.shown(write.send([{"id": first["id"], **_same_again(one[0], attribute)}]))}
            assert changed.keys() == members.keys()
            assert _untouched(changed[second["id"]]) == _untouched(second)
        if attribute.name == "split_invoice_payers":
            left = write.shown(write.send([{"id": first["id"], mark: True}, {"id": second["id"], "split_portion": 100}]))
        else:
            left = write.shown(write.send([{"id": first["id"], **kind, mark: True}]))
        results = {member["id"]: member for member in left}
        if attribute.name == "picklist_options":
            assert [member["id"] for member in left if member["deleted_at"]] == [first["id"]]
        else:
            assert results.keys() == members.keys() - {first["id"]}
        assert attribute.name == "split_invoice_payers" or _untouched(results[second["id"]]) == _untouched(second)


def _untouched(member: Any) -> Any:
    """A member, or a record, without what follows from others of its kind or of its time."""
    return {key: value for key, value in member.items() if key not in FOLLOWING} if isinstance(member, dict) else member


def _same_again(step: dict[str, Any], attribute: Attribute) -> dict[str, Any]:
    return {name: value for name, value in step.items() if name in attribute.keys and name not in ("id", "custom_field")}


@cases(MERGED)
def test_a_nested_object_keeps_what_is_not_sent(full_firm: FullFirm, operation: AnyOperation, attribute: Attribute) -> None:
    with MockClio.of(full_firm.world.fork("default")) as mock:
        write = Write(full_firm, mock, operation, attribute)
        one, two = write.values()
        shown = write.shown(write.send(one))
        for name, value in two.items():
            if name in ("type", "id") or name not in one or not isinstance(value, int | float | str):
                continue
            now = write.shown(write.send({name: value}))
            passed = {key for key in shown if now[key] != shown[key]} - {"etag", "updated_at"}
            assert passed <= {name}, name
            shown = now


@cases(UPDATES)
def test_null_clears_what_may_be_null_and_nothing_else(full_firm: FullFirm, operation: AnyOperation, attribute: Attribute) -> None:
    with MockClio.of(full_firm.world.fork("default")) as mock:
        write = Write(full_firm, mock, operation, attribute)
        written = write.shown(write.send(write.values()[0]))
        field = reached(operation.record, write.path)
        before = digest(mock.world)
        for number, value in enumerate((None, {}, {"id": None}) if attribute.kind == "ref" else (None,)):
            if number and (operation.operation_id, attribute.name) not in ONCE:
                write.send(write.values()[0])
                before = digest(mock.world)
            response = write.alone(value)
            if response.status_code >= 400:
                assert response.status_code == 422, response.text
                assert digest(mock.world) == before
                assert not attribute.nullable
                continue
            shown = write.shown(response.json()["data"])
            cleared = attribute.nullable and value != {}
            if attribute.kind == "ref" and not cleared:
                assert value != {"id": None}, "a null id is taken where the association must stay"
                assert _untouched(shown) == _untouched(written)
            elif cleared:
                assert shown is None
            elif shown is None:
                assert field.nullable
            elif shown != written:
                assert shown in (False, [], 0, "") or (operation.operation_id, attribute.name) in KEPT, f"null became {shown!r}"
