"""From the arguments of a call to a request: path, query, headers and body, by the declaration in the catalogue. No input or output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import orjson

from mockclio.catalog import schema
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import Record, as_dict
from mockclio.catalog.schema import Attribute, unset

API = "/api/v4"
Pairs = list[tuple[str, str]]


@dataclass(slots=True)
class Prepared:
    """A request before it is sent. `local` holds the arguments that are not sent, such as `to` of a download."""

    operation: AnyOperation
    path: str
    params: Pairs = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes | None = None
    local: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where each argument of an operation goes."""

    query: Mapping[str, Attribute]
    body: Mapping[str, Attribute]
    headers: Mapping[str, Attribute]
    local: frozenset[str]
    required: tuple[str, ...]


@lru_cache(maxsize=400)
def plan(operation: AnyOperation) -> Plan:
    """Return the plan of an operation."""
    query = {name: one for name, one in schema.parameters(operation).items() if name != "fields"}
    body, headers = schema.attributes(operation.body), schema.headers(operation)
    required = tuple(name for part in (query, body, headers) for name, one in part.items() if one.required)
    return Plan(query, body, headers, schema.local_arguments(operation), required)


def prepare(operation: AnyOperation, fields: str, ids: tuple[Any, ...], arguments: Mapping[str, Any]) -> Prepared:
    """Make the request of a call. Raises TypeError for an unknown argument, a missing required argument, or a wrong number of ids."""
    known = plan(operation)
    prepared = Prepared(operation, _path(operation, ids))
    if fields and operation.fields:
        prepared.params.append(("fields", fields))
    if operation.kind == "page":
        prepared.headers["Accept"] = "text/html"
    body: dict[str, Any] = {}
    for name, value in arguments.items():
        if value is unset:
            continue
        if name in known.body:
            body[name] = value
        elif name in known.query:
            prepared.params += _pairs(known.query[name], value)
        elif name in known.headers:
            prepared.headers[known.headers[name].wire] = _etag(value) if known.headers[name].kind == "etag" else str(value)
        elif name in known.local:
            prepared.local[name] = value
        else:
            raise TypeError(_unknown(operation, name, known))
    absent = [name for name in known.required if arguments.get(name, unset) is unset]
    if absent:
        raise TypeError(f"{_called(operation)} needs {', '.join(absent)}")
    if operation.body is not None and (body or operation.method != "DELETE"):
        prepared.content = orjson.dumps({"data": body}, default=_plain)
        prepared.headers["Content-Type"] = "application/json"
    return prepared


def _called(operation: AnyOperation) -> str:
    return f"{operation.collection.name}.{operation.name}()"


def _path(operation: AnyOperation, ids: tuple[Any, ...]) -> str:
    names = operation.path_parameters
    if len(ids) != len(names):
        wanted = ", ".join(names) if names else "no id"
        raise TypeError(f"{_called(operation)} takes {wanted}; {len(ids)} positional arguments were given")
    path = operation.path
    for name, id in zip(names, ids, strict=True):
        path = path.replace(f"{{{name}}}", quote(str(id), safe=""))
    return f"{API}{path}.json"


def _unknown(operation: AnyOperation, name: str, known: Plan) -> str:
    near = get_close_matches(name, [*known.query, *known.body, *known.headers, *known.local], 1)
    return f"{_called(operation)} takes no argument {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def _pairs(attribute: Attribute, value: Any) -> Pairs:
    """Return the pairs of a parameter in the query: a list as repeated names or, where the API expects it, as one text with commas."""
    if attribute.kind == "custom_field_conditions":
        return [(f"{attribute.wire}[{id}]", _text(condition)) for id, condition in value.items()]
    if isinstance(value, list | tuple | set | frozenset):
        if attribute.many:
            return [(attribute.wire, _text(member)) for member in value]
        return [(attribute.wire, ",".join(map(_text, value)))]
    return [(attribute.wire, _text(value))]


def _text(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return as_dict(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a body cannot hold {value!r}: use text, numbers, booleans, dates, times, lists and dicts")


def _etag(value: Record | str) -> str:
    """What If-Match wants: the etag with its quotes, as the field has it."""
    etag = value if isinstance(value, str) else value.etag  # type: ignore[attr-defined]  # the record says so if it was not selected
    return etag if etag == "*" or etag.startswith(('"', "W/")) else f'"{etag}"'
