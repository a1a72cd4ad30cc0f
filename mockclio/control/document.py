"""The control interface as an OpenAPI document, made from its table of routes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockclio.control.route import Route

ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["type", "message"],
            "properties": {"type": {"type": "string"}, "message": {"type": "string"}},
        }
    },
}
WRITING = {True: (409, 422), False: ()}
"""The statuses of refusals that a route shares with the API when it may write records."""
REFUSED = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}


def document(routes: Iterable[Route]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for route in routes:
        paths.setdefault(f"/_mockclio{route.path}", {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "mockclio control", "version": "1", "description": "See and steer the mock."},
        "paths": paths,
        "components": {"schemas": {"Error": ERROR}},
    }


def _operation(route: Route) -> dict[str, Any]:
    names = re.findall(r"{(\w+)}", route.path)
    parameters: list[dict[str, Any]] = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    parameters += [
        {"name": name, "in": "query", "required": False, "schema": schema, "description": schema.pop("description")}
        for name, schema in _schemas(route.query).items()
    ]
    if route.world:
        parameters.append({"name": "world", "in": "query", "required": False, "schema": {"type": "string", "default": "default"}})
    schema: dict[str, Any] = {} if route.produces != "application/json" else {"schema": {"type": "object"}}
    refused = {*route.refuses, *((404,) if route.world or names else ()), *WRITING[route.method == "POST" and route.world], 400, 403}
    operation: dict[str, Any] = {
        "summary": route.summary,
        "operationId": "_".join(filter(None, [route.method.lower(), *re.findall(r"\w+", route.path)])),
        "parameters": parameters,
        "responses": {
            "200": {"description": "Done", "content": {route.produces: schema}},
            **{str(status): {"description": HTTPStatus(status).phrase, **REFUSED} for status in sorted(refused)},
        },
    }
    if route.body:
        content: dict[str, Any] = {"type": "object", "properties": _schemas(route.body), "additionalProperties": False}
        if route.required:
            content["required"] = list(route.required)
        operation["requestBody"] = {"required": bool(route.required), "content": {"application/json": {"schema": content}}}
    return operation


def _schemas(spec: dict[str, str]) -> dict[str, dict[str, Any]]:
    message = {name: text.partition(": ") for name, text in spec.items()}
    return {name: {"type": kind, "description": meaning} for name, (kind, _, meaning) in message.items()}
