"""Check: the rules that a request records are those that decided something in its answer.

A rule that speaks of something named says so in the ledger (`about`): an attribute, a field, a parameter or an operation. A request that
has to do with none of them records no such rule; and what a write of one attribute records speaks of that attribute.
"""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, accepted, fields, parameters
from mockclio.ledger import rule, rules
from mockclio.practice.matters.matters import Matters
from mockclio.store.world import World
from mockclio.testing.sample_data import attribute_write
from mockclio.testing.sample_data import bodies as examples
from mockclio.verify.checks.reading.calls import LISTS, SHOWN
from mockclio.verify.prepared_firm import lacking
from tests.contract.concerns import concerns, filled, named, recorded, strangers
from tests.contract.full_firm import FullFirm
from tests.contract.support import ALL, WRITES, Caller, name
from tests.contract.test_written_is_read import Write

UPDATES = [operation for operation in ALL if operation.kind == "update"]
CREATES = [operation for operation in ALL if operation.kind in ("create", "action") and operation.body is not None]
WRITTEN = [(operation, one) for operation in WRITES if operation.kind != "destroy" for one in accepted(operation.body).values()]


def test_what_rules_are_about_stands_in_the_catalogue() -> None:
    known = named()
    assert [(rule.id, name) for rule in rules().values() for name in rule.about if name not in known] == []
    assert [rule.id for rule in rules().values() if len(set(rule.about)) < len(rule.about)] == []
    assert sum(bool(rule.about) for rule in rules().values()) > 480


@pytest.mark.parametrize("operation", UPDATES, ids=name)
def test_an_update_without_attributes_records_nothing(practice: World, operation: AnyOperation) -> None:
    known = fields(operation.record)
    selection = "id" if "id" in known else next((f"{field}{{id}}" for field, one in known.items() if one.record), "")
    with MockClio.of(practice.fork("default")) as mock:
        caller = Caller(mock)
        for pick in range(30):
            path = caller.path(operation, pick)
            assert path is not None, lacking(operation, "their ids", "the practice has no row")
            params = {"fields": selection} if selection else {}
            if mock.http.request(operation.method, path, params=params, json={"data": {}}).status_code == 200:
                assert recorded(mock) == []
                return
    pytest.fail("every row refuses an update without attributes")


def send(full_firm: FullFirm, mock: MockClio, operation: AnyOperation, attribute: Attribute, place: int) -> tuple[int, set[str]]:
    """Write one attribute, with what must stand beside it; the status, and what the request has to do with."""
    case = Write(full_firm, mock, operation, attribute)
    body = {key: given for key, given in {**case.beside, attribute.name: case.values()[place]}.items() if given is not ...}
    selection = "id" if "id" in fields(operation.record) else ""
    response = attribute_write.call(case.sample_data, operation, body, addressed=case.addressed, fields=selection)
    concerned = concerns(operation, selection=selection, sent=body)
    if response.status_code == 201:
        concerned |= filled(mock, operation, int(response.json()["data"]["id"]))
    return response.status_code, concerned


@pytest.mark.parametrize(("operation", "attribute"), WRITTEN, ids=[f"{operation.operation_id}.{one.name}" for operation, one in WRITTEN])
def test_a_write_records_rules_about_what_was_sent(full_firm: FullFirm, operation: AnyOperation, attribute: Attribute) -> None:
    """The rest of the body is the smallest valid one; of an update it is empty. One of two values changes something."""
    for place in (0, 1) if operation.kind == "update" else (1,):
        with MockClio.of(full_firm.world.fork("default")) as mock:
            _, concerned = send(full_firm, mock, operation, attribute, place)
            assert strangers(mock, concerned) == []


@pytest.mark.parametrize("operation", CREATES, ids=name)
def test_the_smallest_body_records_rules_about_it_and_about_defaults(full_firm: FullFirm, operation: AnyOperation) -> None:
    with MockClio.of(full_firm.world.fork("default")) as mock:
        body = examples.body(full_firm, operation)
        path = f"/api/v4{examples.path(full_firm, operation)}"
        response = mock.http.request(operation.method, path, params={"fields": "id"}, json={"data": body})
        assert response.status_code == operation.status, response.text
        concerned = concerns(operation, selection="id", sent=body) | filled(mock, operation, int(response.json()["data"]["id"]))
        assert strangers(mock, concerned) == []


@pytest.mark.parametrize("operation", SHOWN, ids=name)
def test_a_read_records_rules_about_what_it_shows(caller: Caller, operation: AnyOperation) -> None:
    """Nothing is asked for, then each field alone."""
    required = caller.required(operation)
    for selection in ("", *fields(operation.record)):
        answer = caller.get(operation, {"fields": selection} if selection else {})
        if answer is None or answer.status_code != 200:
            continue
        assert strangers(caller.mock, concerns(operation, selection=selection, params=required)) == [], selection


@pytest.mark.parametrize("operation", LISTS, ids=name)
def test_a_list_records_rules_about_its_parameters_when_they_are_sent(caller: Caller, operation: AnyOperation) -> None:
    required = caller.required(operation)
    for attribute in parameters(operation).values():
        for value in ("true", "false") if attribute.kind == "bool" else attribute.choices[:2]:
            caller.get(operation, {attribute.wire: value})
            assert strangers(caller.mock, concerns(operation, params=(*required, attribute.wire))) == [], attribute.wire


def test_the_check_sees_a_rule_that_speaks_of_something_else(full_firm: FullFirm, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule in the wrong place is found: about status, whatever was sent; about nothing named, in a write of one attribute."""
    checked = Matters.check
    operation = next(operation for operation in UPDATES if operation.operation_id == "Matter#update")
    attribute = accepted(operation.body)["location"]
    for id in ("matters.status-is-capitalised-on-read", "wire.missing-reference-is-404"):

        def check(self: Matters, session: Any, row: Any, data: Any, id: str = id) -> None:
            rule(id)
            checked(self, session, row, data)

        monkeypatch.setattr(Matters, "check", check)
        with MockClio.of(full_firm.world.fork("default")) as mock:
            status, concerned = send(full_firm, mock, operation, attribute, 0)
            assert (status, strangers(mock, concerned)) == (200, [id])


def test_a_refusal_records_its_own_rule_and_none_of_what_it_undid(full_firm: FullFirm) -> None:
    with MockClio.of(full_firm.world.fork("default")) as mock:
        path = f"/api/v4/matters/{full_firm['matter.lease']}"
        body = {"status": "closed", "matter_budget": {"budget": -1}}
        assert mock.http.patch(path, json={"data": body}).status_code == 422
        assert recorded(mock) == ["matters.budget-threshold-is-a-percentage"]


def test_a_matter_that_moves_to_another_room_records_nothing(small: World) -> None:
    with MockClio.of(small.fork("default")) as mock:
        id = next(iter(mock.world.table("matters").ids()))
        assert mock.http.patch(f"/api/v4/matters/{id}", json={"data": {"location": "Room 9"}}).status_code == 200
        assert recorded(mock) == []
