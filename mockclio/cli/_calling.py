"""The call behind the verb `api`: from a method and a path to an operation of the catalogue, and from text to its arguments."""

from __future__ import annotations

import re
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import orjson

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation, File, Outcome
from mockclio.catalog.records import Record, as_dict
from mockclio.catalog.schema import Attribute, parameters
from mockclio.client import Clio

Row = dict[str, Any]


class WrongCall(ValueError):
    """A call that the API does not have."""


def call(
    clio: Clio, method: str, path: str, fields: str, given: tuple[str, ...], data: str, everything: bool, at_once: int
) -> tuple[Any, bool]:
    """What the call gives, as plain data, and whether some row of it failed."""
    operation, ids = find(method, path)
    arguments = _arguments(operation, given)
    body = _body(data)
    collection = getattr(clio, operation.collection.name).select(fields)
    if isinstance(body, list):
        if operation.kind != "create":
            raise WrongCall("a list of objects can only be created: use POST and the path of a collection")
        return _many(collection, body, at_once)
    result: Any = getattr(collection, operation.name)(*ids, **arguments, **(body or {}))
    if operation.kind != "index":
        return _plain(result), False
    pages = result.pages()
    return [_plain(row) for rows in (pages if everything else [next(pages)]) for row in rows], False


def find(method: str, path: str) -> tuple[AnyOperation, list[str]]:
    """The operation of a method and path, and the ids in the path."""
    bare = re.sub(r"^/?(api/v4/)?|\.json$|/$", "", path)
    method = "PATCH" if method == "PUT" and not bare.endswith("/activate") else method
    known = sorted(operations().values(), key=lambda one: len(one.path_parameters))
    for operation in known:
        match = re.fullmatch(re.sub(r"{\w+}", "([^/]+)", operation.path.lstrip("/")), bare)
        if match is not None and operation.method == method:
            return operation, list(match.groups())
    near = get_close_matches(bare, [re.sub(r"{\w+}", "1", one.path.lstrip("/")) for one in known if one.method == method], n=2)
    meant = f"did you mean {' or '.join(near)}?" if near else "a list is named like matters, one record like matters/1"
    raise WrongCall(f"there is no {method} {bare} in the API: {meant}")


def _arguments(operation: AnyOperation, given: tuple[str, ...]) -> Row:
    """Parameters by the name in Python or on the wire; one that comes twice is a list."""
    known = parameters(operation)
    names = {wire: name for name, one in known.items() for wire in (name, one.wire, one.wire.removesuffix("[]"))}
    results: Row = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise WrongCall(f"{text!r}: write a parameter as name=value")
        inner = re.fullmatch(r"(\w+)\[(\d+)\]", name)
        if inner is not None and inner[1] in names:
            results.setdefault(names[inner[1]], {})[inner[2]] = value
            continue
        if name not in names:
            near = get_close_matches(name, names, n=1)
            meant = f"did you mean {near[0]!r}?" if near else f"it takes {', '.join(known) or 'none'}"
            raise WrongCall(f"{operation.method} {operation.path} has no parameter {name!r}: {meant}")
        name = names[name]
        if name in known and known[name].many:
            results.setdefault(name, []).append(value)
        else:
            results[name] = _word(known.get(name), value)
    return results


def _word(attribute: Attribute | None, value: str) -> Any:
    return None if attribute is not None and attribute.nullable and value == "null" else value


def _body(data: str) -> Any:
    if not data:
        return None
    try:
        text = sys.stdin.read() if data == "-" else Path(data[1:]).read_text("utf-8") if data.startswith("@") else data
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise WrongCall(f"--data {data}: {reason}: write @ and the path of a file with JSON, or the JSON itself") from None
    try:
        body = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise WrongCall(f"--data is not JSON: {error}") from None
    if isinstance(body, dict) and body.keys() == {"data"}:
        body = body["data"]
    if not isinstance(body, dict | list):
        raise WrongCall("--data must be an object with the attributes, or a list of such objects")
    return body


def _many(collection: Any, rows: list[Row], at_once: int) -> tuple[list[Row], bool]:
    """Create them behind a progress bar; each row says what became of it."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("creating", total=len(rows))
        outcomes: list[Outcome[Record]] = collection.create_many(
            rows, at_once=at_once, progress=lambda done, total: bar.update(task, completed=done)
        )
    shown = [
        {"row": number, **(as_dict(one.record) if one.record is not None else {}), "error": str(one.error or "")}
        for number, one in enumerate(outcomes, 1)
    ]
    return shown, any(one.error is not None for one in outcomes)


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return as_dict(value)
    return value.content if isinstance(value, File) else value
