"""Checks of the answers to writes: they show the fields that were asked for, as a show or the list of the record then shows them."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields, parameters
from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.sample_data import bodies
from mockclio.testing.sample_data.attribute_write import ALL, answered, call, call_of, in_list, own
from mockclio.testing.sample_data.forks import in_account
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import all_fields
from mockclio.verify.checks.reading.listing import ADVANCES
from mockclio.verify.checks.reading.shown import differs, typed
from mockclio.verify.checks.writing.guarded import data_of

ANSWERING = [
    one
    for one in ALL
    if one.method in ("POST", "PATCH") and one.record is not None and one.status in (200, 201)  # PUT only activates webhooks: hooks.py
]


@check("fields/written-default", "fields", writes=True)
def defaults() -> Cases:
    """The answer to a write that names no fields has exactly the record's default fields."""
    for operation in ANSWERING:
        yield operation, "", in_account(lambda p, o=operation: _default(p, o))  # type: ignore[misc]


def _default(p: SampleData, operation: AnyOperation) -> None:
    shown, response = _written(p, operation, "")
    expected = operation.record.default_fields.split()
    if list(shown) != expected:
        raise CheckFailed(expected, list(shown), "data", call_of(response))
    _typed(operation, shown, response)


@check("fields/written", "fields", writes=True)
def written() -> Cases:
    """The answer to a write has every field that was asked for, in that order, as a show or the list then has it."""
    for operation in ANSWERING:
        if "fields" in parameters(operation):
            yield operation, "", in_account(lambda p, o=operation: _answer(p, o))  # type: ignore[misc]


def _answer(p: SampleData, operation: AnyOperation) -> None:
    selection = all_fields(operation.record)
    shown, response = _written(p, operation, selection)
    if list(shown) != list(fields(operation.record)):
        raise CheckFailed(list(fields(operation.record)), list(shown), "data", call_of(response))
    _typed(operation, shown, response)
    if f"{operation.collection.record.__name__}#index" in ADVANCES:
        return
    show, index = show_of(operation), index_of(operation)
    if show is not None:
        path = show.path.replace("{id}", str(shown.get("id")))
        differs(p.target.get(f"{path}.json", fields=selection)["data"], shown, "data", call_of(response))
    elif index is not None:
        differs(in_list(p, index, shown["id"], selection), shown, "data", call_of(response))


def index_of(operation: AnyOperation) -> AnyOperation | None:
    """The list that shows the record of a write by its id."""
    known = (one for one in operation.collection.operations.values() if one.kind == "index" and not one.path_parameters)
    return next((one for one in known if one.record is operation.record and not one.ids_only and "id" in fields(one.record)), None)


def show_of(operation: AnyOperation) -> AnyOperation | None:
    """What shows the record that a write answers with, if it is of the same type."""
    shows = (one for one in operation.collection.operations.values() if one.kind in ("show", "single"))
    return next((one for one in shows if one.record is operation.record), None)


def _written(p: SampleData, operation: AnyOperation, selection: str) -> tuple[Data, Any]:
    sample_data = own(p, operation, bodies.addressed(operation))
    response = call(sample_data, operation, data_of(sample_data, operation), fields=selection)
    return answered(operation, response), response


def _typed(operation: AnyOperation, shown: Data, response: Any) -> None:
    known = fields(operation.record)
    for name, value in shown.items():
        typed(known[name], value, f"data.{name}", call_of(response))
