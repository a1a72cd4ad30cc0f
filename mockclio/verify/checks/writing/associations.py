"""Checks of redaction, association by association: in every form in which one can be asked for, and in the answers to writes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, fields
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data import bodies
from mockclio.testing.sample_data.attribute_write import answered, call, call_of, own
from mockclio.testing.sample_data.forks import apart, control
from mockclio.testing.sample_data.sample_data import SampleData
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import SHOWN, Caller, Place, Row, all_fields, good
from mockclio.verify.checks.reading.shown import everything, list_of, of
from mockclio.verify.checks.writing.answers import ANSWERING, show_of
from mockclio.verify.checks.writing.redactions import OWN, RULES, SCOPES, Comparison, closable, groups, needed, token_without
from mockclio.verify.rows import drafts

MOST_RECORDS = 12


def closed(operation: AnyOperation) -> Iterator[tuple[str, Attribute]]:
    """The associations of what an operation shows that a token may lack the scope of."""
    for name, attribute in fields(operation.record).items():
        if attribute.record is not None and groups(attribute.record) - needed(operation):
            yield name, attribute


@check("oauth/redacted-associations", "permissions", writes=True, rules=RULES)
def reads() -> Cases:
    """An association that the token's scopes do not open is redacted, with braces and without, whatever type it leads to."""
    for operation in SHOWN:
        if operation.record is not None and operation.fields and not operation.ids_only and operation.collection.name != OWN:
            for name, _ in closed(operation):
                yield operation, name, partial(_association, operation, name)


def _association(operation: AnyOperation, name: str, target: Target) -> None:
    attribute = fields(operation.record)[name]
    assert attribute.record is not None
    token, lacking = token_without(target, frozenset(SCOPES) - needed(operation)), frozenset(SCOPES) - needed(operation)
    selections = (name, f"{name}{{{','.join(fields(attribute.record))}}}")
    shows_some = False
    for place, query in _telling(operation, name, target):
        for selection in selections:
            full, shown = _both(target, operation, place, token, {**query, "fields": selection})
            judged = Comparison(frozenset(SCOPES) - lacking, target.last)
            for number, (one, other) in enumerate(zip(full, shown, strict=True)):
                judged.row(operation.record, one, other, f"data[{number}]")
            shows_some = True
            if not judged.closed:
                judged.same(full, shown, "data")
    if not shows_some:
        raise Inconclusive("no record here has such an association")


def _both(target: Target, operation: AnyOperation, place: Place, token: str, query: dict[str, str]) -> tuple[list[Row], list[Row]]:
    """The same rows to a token that has all scopes, and to one that lacks some."""
    params = {**Caller.of(target).required(operation), **query}
    path = f"{operation.path.format(**place)}.json"
    full = of(good(target.send("GET", path, params=params)).json()["data"])
    shown = of(good(target.as_nobody("GET", path, token, params=params)).json()["data"])
    if len(full) != len(shown):
        raise CheckFailed(f"{len(full)} rows", f"{len(shown)} rows", "data", target.last)
    return full, shown


def _telling(operation: AnyOperation, name: str, target: Target) -> Iterator[tuple[Place, dict[str, str]]]:
    """A place, and what must be asked there, for each type of record that the association leads to."""
    besides = {"&".join(other.values()): other for other in Caller.of(target).besides(operation)}
    seen: set[Any] = set()
    for place, row in _rows(target, operation):
        types = {one.get("type") for one in of(row[name]) if isinstance(one, dict)}
        if not types <= seen:
            seen |= types
            yield ({}, besides[place[""]]) if "" in place else (place, {})


def _rows(target: Target, operation: AnyOperation) -> Iterator[tuple[Place, Row]]:
    """What the operation shows; of a show, what the list beside it has."""
    beside = list_of(operation) if operation.kind == "show" else None
    if beside is None or beside.path_parameters or operation.path_parameters != ["id"]:
        yield from everything(target, operation)
        return
    yield from (({"id": str(row["id"])}, row) for _, row in everything(target, beside))


@check("oauth/redacted-updates", "permissions", writes=True, rules=RULES)
def updates() -> Cases:
    """The answer to an update shows no association that the token's scopes do not open."""
    for operation in ANSWERING:
        show = show_of(operation)
        if operation.kind == "update" and show is not None and operation.fields and operation.collection.name != OWN:
            for name, _ in closed(operation):
                yield operation, name, apart(lambda p, o=operation, s=show, n=name: _update(p, o, s, n))  # type: ignore[misc]


def _update(p: SampleData, operation: AnyOperation, show: AnyOperation, name: str) -> None:
    """An update of nothing, of records that have such an association."""
    selection = f"id,{name},{name}{{{','.join(fields(fields(operation.record)[name].record or operation.record))}}}"
    for path in _updatable(p, operation, show, name):
        kept = dict(p.target.kept)
        response = p.target.send(
            operation.method,
            path,
            params={"fields": selection},
            json={"data": {}},
            headers={"Authorization": f"Bearer {_token(p, operation)}"},
        )
        p.target.kept.update(kept)
        if response.status_code != operation.status:
            continue
        full = p.target.get(path, fields=selection)["data"]
        Comparison(frozenset(needed(operation)), call_of(response)).row(operation.record, full, response.json()["data"], "data")
        return
    raise Inconclusive("no record that can be updated has such an association")


def _updatable(p: SampleData, operation: AnyOperation, show: AnyOperation, name: str) -> Iterator[str]:
    """The paths of records that have the association: some that are there, or one that is made."""
    try:
        paths = [f"{show.path.format(**place)}.json" for place, row in _rows(p.target, show) if of(row[name])]
    except Inconclusive:
        paths = []
    yield from paths[:MOST_RECORDS]
    yield from paths[MOST_RECORDS :: max(1, len(paths) // MOST_RECORDS)]
    if not paths:
        addressed = bodies.addressed(operation)
        yield f"{show.path.replace('{id}', str(own(p, operation, addressed)[addressed]))}.json"


def _token(p: SampleData, operation: AnyOperation) -> str:
    cached: dict[str, str] = p.target.shared.setdefault("tokens of their own scope alone", {})
    wanted = dict.fromkeys(sorted(needed(operation)), "write")
    if str(wanted) not in cached:
        cached[str(wanted)] = control(p, "POST", "/tokens", {"scopes": wanted})["access_token"]
    return cached[str(wanted)]


@check("oauth/redacted-creations", "permissions", writes=True, rules=RULES)
def creations() -> Cases:
    """The answer to a creation of a record with all its associations shows none that the token's scopes do not open."""
    for operation in ANSWERING:
        if (
            operation.kind == "create"
            and show_of(operation)
            and operation.fields
            and closable(operation)
            and operation.collection.name != OWN
        ):
            yield operation, "", apart(lambda p, o=operation: _create(p, o))  # type: ignore[misc]


def _create(p: SampleData, operation: AnyOperation) -> None:
    sample_data, selection = own(p, operation, bodies.addressed(operation)), all_fields(operation.record)
    headers = {"Authorization": f"Bearer {_token(p, operation)}"}
    response = call(sample_data, operation, next(drafts(sample_data, operation)), fields=selection, headers=headers)
    shown, show = answered(operation, response), show_of(operation)
    assert show is not None
    full = p.target.get(f"{show.path.replace('{id}', str(shown['id']))}.json", fields=selection)["data"]
    Comparison(frozenset(needed(operation)), call_of(response)).row(operation.record, full, shown, "data")
