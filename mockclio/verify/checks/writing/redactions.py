"""Checks of redaction: a token without the scope of what an association leads to sees nothing of it, in whatever answer it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, get_args

from mockclio.catalog import collections
from mockclio.catalog.operations import AnyOperation, Scope
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, fields
from mockclio.store.types import POLYMORPHIC
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data import bodies
from mockclio.testing.sample_data.attribute_write import answered, call, call_of, own
from mockclio.testing.sample_data.forks import apart, control
from mockclio.testing.sample_data.sample_data import SampleData
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import SHOWN, Caller, Place, all_fields, good
from mockclio.verify.checks.writing.answers import ANSWERING, show_of
from mockclio.verify.checks.writing.guarded import data_of
from mockclio.verify.checks.writing.permissions import Place as Minting
from mockclio.verify.checks.writing.scope_groups import BOTH, EITHER, scope_of

SCOPES: tuple[str, ...] = get_args(Scope)
MARKED = {"redacted": True}
OWN = "webhooks"
"""The collection whose records are seen by the application that made them alone."""
MOST_PLACES = 3
"""Under how many parents, or of how many records, a read is params."""


# --- which scopes open what --------------------------------------------------------------------------------------------------------------


def opens(scopes: frozenset[str], collection: str) -> bool:
    """Whether these scopes open a collection."""
    if collection in BOTH:
        return scopes >= {"Matters", "Contacts"}
    return bool(scopes & set(EITHER.get(collection, (scope_of(collection),))))


def is_open(scopes: frozenset[str], record: type[Record], value: Any) -> bool:
    """Whether these scopes show a nested record; one of no group of its own belongs to the record that it stands in."""
    if record.scope:
        return record.scope in scopes
    table = POLYMORPHIC[value["type"]] if record.polymorphic else record.table
    if table in collections():
        return opens(scopes, table)
    named = _scope_of(table) if table else ""
    return not named or named in scopes


@cache
def _scope_of(table: str) -> str:
    """The scope that a nested record names for a table without a collection."""
    nested = (one.record for owner in _records() for one in fields(owner).values() if one.record is not None)
    return next((record.scope for record in nested if record.table == table and record.scope), "")


def _records() -> list[type[Record]]:
    return [operation.record for operation in SHOWN if operation.record is not None]


@cache
def reached(record: type[Record], depth: int = 2) -> frozenset[str]:
    """The scopes of all that a selection of everything in that record leads to."""
    results: set[str] = set()
    for attribute in fields(record).values():
        if attribute.record is not None:
            results |= groups(attribute.record)
            if depth > 1:
                results |= reached(attribute.record, depth - 1)  # type: ignore[arg-type]  # a class is hashable
    return frozenset(results)


def groups(record: type[Record]) -> set[str]:
    if record.scope:
        return {record.scope}
    tables = set(POLYMORPHIC.values()) if record.polymorphic else {record.table} - {""}
    result = {scope_of(table) if table in collections() else _scope_of(table) for table in tables} - {""}
    return result | ({"Contacts"} if tables & {*BOTH, "notes", "log_entries"} else set())


def needed(operation: AnyOperation) -> set[str]:
    """The scopes without which the operation itself is closed."""
    name = operation.collection.name
    return {"Matters", "Contacts"} if name in BOTH else {scope_of(name)}


def closable(operation: AnyOperation) -> list[str]:
    """The scopes that a token may lack and still call the operation, of those that its answer leads to."""
    return sorted(reached(operation.record) - needed(operation))


# --- what must come back -----------------------------------------------------------------------------------------------------------------


class Comparison:
    """An answer to a token that lacks scopes against the same answer to one that has all. `closed` counts what was redacted."""

    def __init__(self, scopes: frozenset[str], call: str) -> None:
        self.scopes, self.call, self.closed = scopes, call, 0

    def row(self, record: type[Record], full: dict[str, Any], shown: dict[str, Any], path: str) -> None:
        """Every association that the full answer shows."""
        for name, value in full.items():
            attribute = fields(record).get(name)
            if attribute is not None and attribute.record is not None:
                self.association(attribute, attribute.record, value, shown.get(name), f"{path}.{name}")

    def association(self, attribute: Attribute, record: type[Record], full: Any, shown: Any, path: str) -> None:
        if record.redaction == "alone" and record.scope not in self.scopes:
            self.same(MARKED, shown, path)
        elif attribute.many:
            self.same(len(full), len(shown) if isinstance(shown, list) else shown, path)
            for place, (one, other) in enumerate(zip(full, shown, strict=True)):
                self.one(record, one, other, f"{path}[{place}]")
        else:
            self.one(record, full, shown, path)

    def one(self, record: type[Record], full: Any, shown: Any, path: str) -> None:
        if full is None or full.get("redacted"):
            return
        if (record.polymorphic and "type" not in full) or not isinstance(shown, dict):
            raise CheckFailed("an object", shown, path, self.call)
        if is_open(self.scopes, record, full):
            self.row(record, full, shown, path)
        elif record.redaction == "mark":
            number = {"display_number": full["display_number"]} if record.table == "matters" and "display_number" in full else {}
            self.same({"id": full.get("id"), **number, **MARKED}, shown, path)
        else:
            self.nulls(record, full, shown, path)

    def nulls(self, record: type[Record], full: dict[str, Any], shown: dict[str, Any], path: str) -> None:
        """The names that stay, while the others are null."""
        stays = record.redaction.split()
        self.same(
            {name: None for name in full if name not in stays}, {key: value for key, value in shown.items() if key not in stays}, path
        )
        self.row(record, {name: value for name, value in full.items() if name in stays}, shown, path)
        self.same(full.get("id"), shown.get("id"), f"{path}.id")

    def same(self, expected: Any, actual: Any, path: str) -> None:
        if expected != actual:
            raise CheckFailed(expected, actual, path, self.call)
        self.closed += 1


# --- reads -------------------------------------------------------------------------------------------------------------------------------


def _read(operation: AnyOperation, lacking: frozenset[str]) -> Callable[[Target], None]:
    def run(target: Target) -> None:
        token, caller, closed = token_without(target, lacking), Caller.of(target), 0
        for place in caller.places(operation)[:MOST_PLACES]:
            full, shown = _both(target, operation, place, token)
            compared = Comparison(frozenset(SCOPES) - lacking, target.last)
            compared.association(Attribute("data", record=operation.record, many=isinstance(full, list)), _Top, full, shown, "data")
            for number, (one, other) in enumerate(_pairs(full, shown)):
                compared.row(operation.record, one, other, f"data[{number}]")
            closed += compared.closed
        if not closed:
            raise Inconclusive("no record here leads to what these scopes close")

    return run


class _Top(Record):
    """The rows of an answer themselves, which no scope closes here."""


def _pairs(full: Any, shown: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    return zip(full, shown, strict=True) if isinstance(full, list) else iter([(full, shown)])


def _both(target: Target, operation: AnyOperation, place: Place, token: str) -> tuple[Any, Any]:
    """The same rows to a token that has all scopes, and to one that lacks some."""
    params = {**Caller.of(target).required(operation), "fields": all_fields(operation.record)}
    path = f"{operation.path.format(**place)}.json"
    key = ("whole answer", path)
    if key not in target.kept:
        target.kept[key] = good(target.send("GET", path, params=params)).json()["data"]
    return target.kept[key], good(target.as_nobody("GET", path, token, params=params)).json()["data"]


def token_without(target: Target, lacking: frozenset[str]) -> str:
    """A token of a mock with all scopes but those."""
    cached: dict[frozenset[str], str] = target.shared.setdefault("tokens that lack scopes", {})
    if lacking not in cached:
        minted = Minting(target).minted(scopes={scope: "write" for scope in SCOPES if scope not in lacking})
        cached[lacking] = minted["access_token"]
    return cached[lacking]


RULES = (
    "scopes.nested-records-are-redacted",
    "scopes.rates-and-balances-are-redacted-alone",
    "scopes.values-without-their-scope-are-null",
    "scopes.parts-have-a-scope-of-their-own",
)


@check("oauth/redacted-reads", "permissions", writes=True, rules=RULES)
def reads() -> Cases:
    """Of what a scope opens, a token without it sees in no read more than an id and a mark, at either level of a selection."""
    for operation in SHOWN:
        if operation.record is not None and operation.fields and not operation.ids_only and operation.collection.name != OWN:
            for scope in closable(operation) if operation.kind == "index" else ():
                yield operation, f"without-{scope}", _read(operation, frozenset((scope,)))
            if closable(operation):
                yield operation, "own-scope-alone", _read(operation, frozenset(SCOPES) - needed(operation))


# --- writes ------------------------------------------------------------------------------------------------------------------------------


def _write(p: SampleData, operation: AnyOperation) -> None:
    lacking = frozenset(closable(operation))
    token = control(p, "POST", "/tokens", {"scopes": {scope: "write" for scope in SCOPES if scope not in lacking}})["access_token"]
    sample_data, selection = own(p, operation, bodies.addressed(operation)), all_fields(operation.record)
    sent = data_of(sample_data, operation)
    response = call(sample_data, operation, sent, fields=selection, headers={"Authorization": f"Bearer {token}"})
    shown, show = answered(operation, response), show_of(operation)
    if show is None:
        raise Inconclusive("nothing shows the record that this answers with")
    full = p.target.get(f"{show.path.replace('{id}', str(shown['id']))}.json", fields=selection)["data"]
    Comparison(frozenset(SCOPES) - lacking, call_of(response)).row(operation.record, full, shown, "data")


@check("oauth/redacted-writes", "permissions", writes=True, rules=RULES)
def writes() -> Cases:
    """The answer to a write shows no more of what the token's scopes do not open than a read does."""
    for operation in ANSWERING:
        if operation.fields and closable(operation) and operation.collection.name != OWN:
            yield operation, "", apart(lambda p, o=operation: _write(p, o))  # type: ignore[misc]
