"""The control interface as an OpenAPI document, made from its table of routes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockclio.control.routes import Route

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
    refused = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in re.findall(r"{(\w+)}", route.path)
    ]
    for name, said in route.query.items():
        kind, _, meaning = said.partition(": ")
        parameters.append({"name": name, "in": "query", "required": False, "description": meaning, "schema": {"type": kind}})
    text: dict[str, Any] = {"type": "string"}
    responses: dict[str, Any] = {"200": {"description": "Done", "content": {"application/json": {"schema": {"type": "object"}}}}}
    if route.world:
        parameters.append({"name": "world", "in": "query", "required": False, "schema": {**text, "default": "default"}})
        responses["404"] = {"description": "There is no such thing", **refused}
    operation: dict[str, Any] = {
        "summary": route.summary,
        "operationId": route.handler.__name__,
        "parameters": parameters,
        "responses": responses,
    }
    if route.body:
        keys = {name: said.partition(": ") for name, said in route.body.items()}
        properties = {name: {"type": kind, "description": meaning} for name, (kind, _, meaning) in keys.items()}
        schema = {"type": "object", "properties": properties, "additionalProperties": False}
        operation["requestBody"] = {"required": False, "content": {"application/json": {"schema": schema}}}
        responses["400"] = {"description": "The body is wrong", **refused}
    return operation
