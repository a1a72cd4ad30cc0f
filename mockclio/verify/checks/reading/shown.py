"""Checks of fields: which keys come back, of which types, and that one field has one value wherever and however it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, fields
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import LISTS, SHOWN, Caller, Place, Row, all_fields, good
from mockclio.verify.checks.reading.examples import examples
from mockclio.verify.checks.reading.listing import ADVANCES, GROWING, Lists, completed, identity, keys_that_come

Check = Callable[[Target], None]
WITH_RECORDS = [operation for operation in SHOWN if not operation.ids_only]
MOST_SHOWN = 40
TYPES: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "str": (str,),
    "bool": (bool,),
    "date": (str,),
    "datetime": (str,),
}
ETAG = re.compile(r'"[0-9a-f]{32}"')
FORMS = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "datetime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"),
}


def everything(target: Target, operation: AnyOperation) -> list[tuple[Place, Row]]:
    """Every row that the operation shows, with all of it, and the place where it was asked."""
    key = ("everything", operation.operation_id)
    if key not in target.kept or operation.operation_id in GROWING:
        target.kept[key] = list(_everything(target, operation))
    result: list[tuple[Place, Row]] = target.kept[key]
    if not result:
        raise Inconclusive("the account has no such record")
    return result


def _everything(target: Target, operation: AnyOperation) -> Iterator[tuple[Place, Row]]:
    lists = Lists.of(target)
    if operation.kind == "index":
        for pick in lists.parents(operation):
            place = lists.caller.place(operation, pick)
            if place is not None:
                yield from ((place, row) for row in lists.rows(operation, {}, pick))
        for other in lists.caller.besides(operation):
            yield from (({"": "&".join(other.values())}, row) for row in lists.rows(operation, other))
        return
    for place in lists.caller.places(operation)[:MOST_SHOWN]:
        response = lists.caller.at(operation, place, {"fields": all_fields(operation.record)})
        if response.status_code != 404:
            yield place, completed(operation.record, good(response).json()["data"])


def of(data: Any) -> list[Row]:
    return data if isinstance(data, list) else [] if data is None else [data]


@check("fields/default", "fields")
def defaults() -> Cases:
    """Without a selection a record shows its default fields, and so does an association."""
    for operation in WITH_RECORDS:
        yield operation, "", _default(operation)


def _default(operation: AnyOperation) -> Check:
    def run(target: Target) -> None:
        rows = _some(target, operation, {})
        expected = operation.record.default_fields.split()
        for number, row in enumerate(rows):
            _keys(target, operation.record, row, [(name, ()) for name in expected], f"data[{number}]")

    return run


def _some(target: Target, operation: AnyOperation, query: dict[str, str], pick: int | None = None) -> list[Row]:
    """The rows of the list, or of the show, at the first place that has some, or at the pick-th."""
    caller = Caller.of(target)
    places = caller.places(operation)
    chosen = places[:MOST_SHOWN] if pick is None else [places[pick % len(places)]] if places else []
    for place in chosen:
        response = caller.at(operation, place, query)
        if response.status_code == 404:
            continue
        rows = of(good(response).json()["data"])
        if rows:
            return rows
    raise Inconclusive("the account has no such record")


def _keys(target: Target, record: type[Record], row: Row, selected: list[tuple[str, tuple[str, ...]]], path: str) -> None:
    """Exactly the selected keys, in their order, and likewise in associations; in a limited row those that are shown."""
    names = keys_that_come(record, row, [name for name, _ in selected])
    if list(row) != names:
        raise CheckFailed(names, list(row), path, target.last)
    for name, inner in selected:
        known = fields(record)[name]
        if known.record is not None and name in row:
            for member in of(row[name]):
                expected = list(inner or known.defaults)
                if list(member) != expected:
                    raise CheckFailed(expected, list(member), f"{path}.{name}", target.last)


@check("fields/drawn", "fields")
def drawn() -> Cases:
    """The keys that come back are the keys that were asked for, in their order, for selections that Hypothesis draws."""
    for operation in WITH_RECORDS:
        yield operation, "", _drawn(operation)


def _drawn(operation: AnyOperation) -> Check:
    known = fields(operation.record)

    def run(target: Target) -> None:
        def one(draw: Any) -> None:
            params: list[tuple[str, tuple[str, ...]]] = []
            for name in draw.some(sorted(known), 8):
                addressed = known[name].record
                params.append(
                    (name, tuple(draw.some(sorted(fields(addressed)), 4)) if addressed is not None and draw.integer(0, 1) else ())
                )
            text = ",".join(f"{name}{{{','.join(inner)}}}" if inner else name for name, inner in params)
            for number, row in enumerate(_some(target, operation, {"fields": text})):
                _keys(target, operation.record, row, params, f"data[{number}]")

        examples(target, one)

    return run


def each_field() -> Iterator[tuple[AnyOperation, str, Attribute]]:
    for operation in WITH_RECORDS:
        for name, attribute in fields(operation.record).items():
            yield operation, name, attribute


@check("fields/type", "fields")
def types() -> Cases:
    """Every value has the type that is declared, one of the choices, and null only where that may be."""
    for operation, name, attribute in each_field():
        yield operation, name, _type(operation, name, attribute)


def _type(operation: AnyOperation, name: str, attribute: Attribute) -> Check:
    def run(target: Target) -> None:
        for number, (_, row) in enumerate(everything(target, operation)):
            typed(attribute, row[name], f"data[{number}].{name}", target.last)

    return run


def typed(attribute: Attribute, value: Any, path: str, call: str) -> None:
    """The value is of the declared type, and so is each inside it."""
    if value is None:
        if not attribute.nullable or attribute.many:
            raise CheckFailed(_type_of(attribute), None, path, call)
        return
    if attribute.many != isinstance(value, list) and attribute.kind != "json":
        raise CheckFailed(_type_of(attribute), value, path, call)
    for member in value if attribute.many else [value]:
        if attribute.record is not None:
            if not isinstance(member, dict):
                raise CheckFailed(_type_of(attribute), member, path, call)
            for inner, known in fields(attribute.record).items():
                if known.record is None and inner in member:
                    typed(known, member[inner], f"{path}.{inner}", call)
        elif not _fits(attribute, member):
            raise CheckFailed(_type_of(attribute), member, path, call)


def _fits(attribute: Attribute, value: Any) -> bool:
    if attribute.kind == "enum":
        return value in attribute.choices
    if attribute.kind not in TYPES:
        return True
    if not isinstance(value, TYPES[attribute.kind]) or isinstance(value, bool) != (attribute.kind == "bool"):
        return False
    if attribute.name == "etag":
        return ETAG.fullmatch(str(value)) is not None
    return attribute.kind not in FORMS or FORMS[attribute.kind].fullmatch(str(value)) is not None


def _type_of(attribute: Attribute) -> str:
    what = f"one of {', '.join(map(str, attribute.choices))}" if attribute.kind == "enum" else attribute.kind
    return f"{'a list of ' if attribute.many else ''}{what}{' or null' if attribute.nullable else ''}"


@check("fields/alone", "fields")
def alone() -> Cases:
    """A field that is asked for alone has the value that it has beside all others."""
    for operation, name, attribute in each_field():
        if operation.operation_id not in ADVANCES and name not in PASSING:
            yield operation, name, _alone(operation, name, attribute)


PASSING = frozenset(("elapsed_time", "put_url", "put_headers", "multiparts"))
"""Fields that are another value a moment later: what has passed, and addresses that are signed for a while."""


def unsigned(value: Any) -> Any:
    """A value in which signed addresses lack their query, because a signature is another one a second later."""
    if isinstance(value, list):
        return [unsigned(member) for member in value]
    if isinstance(value, dict):
        return {key: unsigned(member) for key, member in value.items()}
    return value.partition("?")[0] if isinstance(value, str) and "X-Amz-Signature=" in value else value


def _alone(operation: AnyOperation, name: str, attribute: Attribute) -> Check:
    inner = tuple(fields(attribute.record)) if attribute.record is not None else ()
    selection = f"{name}{{{','.join(inner)}}}" if inner else name

    def run(target: Target) -> None:
        known = everything(target, operation)
        place = known[0][0]
        whole = [row for at, row in known if at == place]
        params = {"fields": selection, **({"limit": str(operation.limit)} if operation.kind == "index" else {})}
        rows = of(good(Caller.of(target).at(operation, place, params)).json()["data"])
        for number, (row, beside) in enumerate(zip(rows, whole, strict=False)):
            _keys(target, operation.record, row, [(name, inner)], f"data[{number}]")
            differs(beside[name], completed(operation.record, row)[name], f"data[{number}].{name}", target.last)
        if len(rows) != min(len(whole), operation.limit):
            raise CheckFailed(f"{len(whole)} rows", f"{len(rows)} rows", "data", target.last)

    return run


def differs(expected: Any, result: Any, path: str, call: str) -> None:
    """Raise at the first place where two values differ."""
    if isinstance(expected, dict) and isinstance(result, dict):
        for key in expected.keys() - PASSING:
            if key not in result:
                raise CheckFailed(f"the key {key}", "no such key", path, call)
            differs(expected[key], result[key], f"{path}.{key}", call)
    elif isinstance(expected, list) and isinstance(result, list) and len(expected) == len(result):
        for number, (one, other) in enumerate(zip(expected, result, strict=True)):
            differs(one, other, f"{path}[{number}]", call)
    elif expected != result:
        raise CheckFailed(expected, result, path, call)


@check("fields/shown-as-listed", "fields")
def shown_as_listed() -> Cases:
    """A record that is shown alone has the values that it has in its list."""
    for operation, name, _ in each_field():
        beside = list_of(operation)
        if operation.kind == "show" and beside is not None and beside.operation_id not in ADVANCES and name not in PASSING:
            yield operation, name, _as_listed(operation, beside, name)


def list_of(operation: AnyOperation) -> AnyOperation | None:
    collection = operation.collection
    return next((one for one in LISTS if one.collection is collection and one.record is operation.record and not one.ids_only), None)


def _as_listed(operation: AnyOperation, beside: AnyOperation, name: str) -> Check:
    def run(target: Target) -> None:
        listed = {identity(row): row for _, row in everything(target, beside)}
        for place, row in everything(target, operation):
            if identity(row) in listed:
                path = f"{operation.path.format(**place)}: data.{name}"
                differs(listed[identity(row)][name], row[name], path, f"GET {operation.path.format(**place)}.json?fields={name}")

    return run


@check("fields/elsewhere", "fields")
def elsewhere() -> Cases:
    """A record that another one shows has the values that it has in its own list."""
    for operation, name, attribute in each_field():
        if attribute.record is not None and own_list(attribute.record) is not None:
            yield operation, name, _elsewhere(operation, name, attribute)


def own_list(record: type[Record]) -> AnyOperation | None:
    """The list of the table that a record looks at."""
    for operation in LISTS:
        own = operation.record is operation.collection.record and not operation.path_parameters and not operation.ids_only
        if own and record.table and operation.record.table == record.table and "id" in fields(operation.record):
            return operation
    return None


def _elsewhere(operation: AnyOperation, name: str, attribute: Attribute) -> Check:
    assert attribute.record is not None
    addressed = own_list(attribute.record)
    assert addressed is not None
    shared = [key for key, one in fields(attribute.record).items() if one.record is None and key in fields(addressed.record)]

    def run(target: Target) -> None:
        known = {identity(row): row for _, row in everything(target, addressed)}
        compared = 0
        for place, row in everything(target, operation):
            for member in of(row[name]):
                own = known.get(str(member.get("id")))
                if own is None:
                    continue
                compared += 1
                for key in shared:
                    if key not in PASSING:
                        path = f"{operation.path.format(**place)}: {row.get('id', '')}.{name}.{key}"
                        differs(own[key], member[key], path, f"GET {operation.path.format(**place)}.json?fields={name}{{{key}}}")
        if not compared:
            raise Inconclusive("no such record is shown here that stands in a list of its own")

    return run


@check("fields/part", "fields")
def parts() -> Cases:
    """Of an association that is asked for in part, only that part comes, and the same of it."""
    for operation, name, attribute in each_field():
        if attribute.record is not None and operation.operation_id not in ADVANCES:
            yield operation, name, _part(operation, name, attribute)


def _part(operation: AnyOperation, name: str, attribute: Attribute) -> Check:
    assert attribute.record is not None
    known, usual = list(fields(attribute.record)), attribute.defaults
    part = next((key for key in reversed(known) if key not in usual), known[-1])

    def run(target: Target) -> None:
        whole = everything(target, operation)
        place, shown = next(((place, row) for place, row in whole if of(row[name])), whole[0])
        params = {"fields": f"{name}{{{part}}}", **({"limit": str(operation.limit)} if operation.kind == "index" else {})}
        rows = of(good(Caller.of(target).at(operation, place, params)).json()["data"])
        for number, row in enumerate(rows):
            _keys(target, operation.record, row, [(name, (part,))], f"data[{number}]")
        if not of(shown[name]):
            raise Inconclusive("no record has such an association")

    return run


@check("fields/distinct", "fields")
def distinct() -> Cases:
    """Two records have two ids, and two etags."""
    for operation in WITH_RECORDS:
        for name in ("id", "etag"):
            if operation.kind == "index" and name in fields(operation.record) and "id" in fields(operation.record):
                yield operation, name, _distinct(operation, name)


def _distinct(operation: AnyOperation, name: str) -> Check:
    def run(target: Target) -> None:
        rows = everything(target, operation)
        results = {str(row[name]) for _, row in rows}
        if len(results) < len({row["id"] for _, row in rows}) or (not operation.path_parameters and len(results) != len(rows)):
            raise CheckFailed(f"{len(rows)} different values", f"{len(results)} different values", f"data.{name}", target.last)

    return run


@check("fields/etag", "fields")
def etags() -> Cases:
    """The field etag of a record is the ETag header of the answer that shows it."""
    for operation in WITH_RECORDS:
        if operation.kind in ("show", "single") and "etag" in fields(operation.record):
            yield operation, "", _etag(operation)


def _etag(operation: AnyOperation) -> Check:
    def run(target: Target) -> None:
        place = everything(target, operation)[0][0]
        response = good(Caller.of(target).at(operation, place, {"fields": "etag"}))
        if response.headers.get("ETag") != response.json()["data"]["etag"]:
            raise CheckFailed(response.headers.get("ETag"), response.json()["data"]["etag"], "data.etag", target.last)

    return run
