"""The reasons for an answer: rules, faults, missing scopes, similar names for a wrong name, conditions that a record fails."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import orjson
from werkzeug.datastructures import MultiDict

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import accepted, fields, parameters
from mockclio.errors import APIError
from mockclio.ledger import rules
from mockclio.server import arguments, routing
from mockclio.server.filters import as_predicate, named_conditions
from mockclio.server.scopes import BESIDES
from mockclio.server.view import View
from mockclio.store.fault_kinds import KINDS
from mockclio.store.request_log import LoggedRequest
from mockclio.store.world import World

API = "/api/v4/"
OWN = ("fields", "access_token")
"""Parameters that every operation takes."""


def explain(world: World, entry: LoggedRequest, record: int | None = None) -> dict[str, Any]:
    """The reasons in sentences, with their facts. With `record`, also why that record is or is not in the list."""
    operation = operations().get(_name(entry.operation)) if entry.operation else None
    because: list[str] = []
    faults = _faults(world, entry, because)
    missing = _scope(entry, operation, because)
    near = _near(entry, operation, because)
    result = _record(world, entry, operation, record, because) if record is not None else None
    applied = [_rule(id, because, entry) for id in entry.rules if id in rules()]
    if entry.error and not because:
        because.append(entry.error)
    if not because:
        because.append(f"{entry.operation or 'The request'} was answered with {entry.status}.")
    message: dict[str, Any] = {"request": entry.line(), "because": because, "rules": applied, "faults": faults, "near": near}
    return message | ({"missing_scopes": missing} if missing else {}) | ({"record": result} if result else {})


@cache
def _by_id() -> dict[str, str]:
    return {operation.operation_id: name for name, operation in operations().items()}


def _name(operation_id: str) -> str:
    return _by_id()[operation_id]


def _rule(id: str, because: list[str], entry: LoggedRequest) -> dict[str, str]:
    rule = rules()[id]
    if entry.status >= 400:
        because.append(f"{rule.statement} ({rule.evidence}: {rule.source})")
    return {"id": id, "statement": rule.statement, "evidence": rule.evidence, "source": rule.source}


def _faults(world: World, entry: LoggedRequest, because: list[str]) -> list[dict[str, Any]]:
    results = []
    for id in entry.faults:
        fault = world.faults.get(id)
        if fault is None:
            because.append(
                f"The fault {id} struck it; it is not there any more." if id.startswith("fault") else "Its own header asked for a fault."
            )
        else:
            because.append(f"The fault {id} struck it: {KINDS[fault.kind].meaning}.")
            results.append(fault.document())
    return results


def _scope(entry: LoggedRequest, operation: AnyOperation | None, because: list[str]) -> list[str]:
    if operation is None or not any(rule.startswith("scopes.") for rule in entry.rules) or entry.status != 403:
        return []
    level = "read" if operation.method == "GET" else "write"
    needed = [operation.collection.scope, *BESIDES.get(operation.collection.name, ())]
    because.append(
        f"{operation.operation_id} needs {level} of the scope {' and '.join(needed)}, closed to the token {entry.line()['token']}."
    )
    return [f"{scope}: {level}" for scope in needed]


def _near(entry: LoggedRequest, operation: AnyOperation | None, because: list[str]) -> list[dict[str, Any]]:
    """Unknown names in the request, each with similar known names."""
    if operation is None:
        return _near_routes(entry, because) if entry.status == 404 and entry.path.startswith(API) else []
    results = []
    for place, name, known in _unknown_names(entry, operation):
        meant = get_close_matches(name, known, 3, 0.6)
        results.append({"place": place, "name": name, "meant": meant})
        hint = f": {' or '.join(meant)} may have been meant" if meant else ""
        text = "is not a field" if place == "fields" else "is passed over, because the operation does not know it"
        because.append(f"{name!r} in the {place} {text}{hint}.")
    return results


def _near_routes(entry: LoggedRequest, because: list[str]) -> list[dict[str, Any]]:
    path = re.sub(r"\.(json|pdf)$", "", entry.path.removeprefix(API.rstrip("/")))
    shape = re.sub(r"/\d+(?=/|$)", "/{id}", path)
    paths = sorted({operation.path for operation in operations().values()})
    same = sorted({operation.method for operation in operations().values() if operation.path == shape})
    if same:
        because.append(f"{shape} does not take {entry.method}; it takes {', '.join(same)}.")
        return [{"place": "method", "name": entry.method, "meant": same}]
    meant = get_close_matches(shape, paths, 3, 0.6)
    because.append(f"There is no route {entry.method} {path}" + (f": {' or '.join(meant)} may have been meant." if meant else "."))
    return [{"place": "path", "name": path, "meant": meant}]


def _unknown_names(entry: LoggedRequest, operation: AnyOperation) -> list[tuple[str, str, list[str]]]:
    sent = parse_qsl(entry.query, keep_blank_values=True)
    results = []
    known = [attribute.wire for attribute in parameters(operation).values()]
    bare = {name.removesuffix("[]").partition("[")[0] for name in known}
    for name in dict.fromkeys(name for name, _ in sent):
        if name.removesuffix("[]").partition("[")[0].rstrip("<>") not in bare and name not in OWN:
            results.append(("query", name, known))
    for text in [value for name, value in sent if name == "fields"] if operation.record else []:
        results += _unknown_fields(text, operation.record)
    if operation.body is not None:
        results += [("body", name, list(accepted(operation.body))) for name in _body(entry) if name not in accepted(operation.body)]
    return results


def _unknown_fields(text: str, record: Any) -> list[tuple[str, str, list[str]]]:
    results = []
    for name, inner in re.findall(r"([^,{}]+)(?:{([^{}]*)})?", text):
        attribute = fields(record).get(name.strip())
        if attribute is None and name.strip() not in ("redacted", ""):
            results.append(("fields", name.strip(), list(fields(record))))
        elif attribute is not None and attribute.record is not None:
            nested = fields(attribute.record)
            results += [
                ("fields", member.strip(), list(nested)) for member in inner.split(",") if member.strip() and member.strip() not in nested
            ]
    return results


def _body(entry: LoggedRequest) -> list[str]:
    try:
        sent = orjson.loads(entry.body)
    except orjson.JSONDecodeError:
        return []
    data = sent.get("data") if isinstance(sent, dict) else None
    return list(data) if isinstance(data, dict) else []


def _record(world: World, entry: LoggedRequest, operation: AnyOperation | None, id: int, because: list[str]) -> dict[str, Any]:
    """The conditions of the list that the record meets. They are tested on the present state of the world."""
    if operation is None or operation.kind != "index" or not operation.record.table:
        because.append("Only of a list can be said what kept a record out of it.")
        return {"id": id, "filters": []}
    row = world.table(operation.record.table).get(id)
    user = world.table("users").get(entry.user)
    if row is None or user is None:
        because.append(f"There is no record {id} in {operation.record.table} now." if user else "The user who asked is gone.")
        return {"id": id, "filters": []}
    view = View(world, user, world.access.tokens.get(entry.token), base_url=entry.base_url)
    matched = routing.match(entry.method, entry.path.removeprefix(API))
    try:
        read = arguments.read(operation, MultiDict(parse_qsl(entry.query)), view.zone)
        view.options.update(read)
        tested = [(name, bool(as_predicate(condition)(row))) for name, condition in named_conditions(view, operation, read)]
    except APIError as error:
        because.append(str(error))
        return {"id": id, "filters": []}
    missed = [name for name, met in tested if not met]
    for name in missed:
        because.append(f"{operation.record.table} {id} is kept out by {name}.")
    if not missed:
        because.append(f"{operation.record.table} {id} meets every filter: it is in the list, on this page or another one.")
    nested = {"path": matched[1]} if matched and matched[1] else {}
    return {"id": id, "filters": [{"parameter": name, "met": met} for name, met in tested], **nested}
