"""The catalogue as one OpenAPI document: `openapi/clio-v4.json` is what this makes."""

from __future__ import annotations

from typing import Any, Literal, get_args

from mockclio.catalog import EDITION, collections, operations
from mockclio.catalog.operations import AnyOperation, Scope
from mockclio.catalog.undocumented import FIELDS, MARK, OPERATIONS, REFUSALS
from mockclio.openapi import endpoint, envelopes, schemas, version_3_0, wording
from mockclio.openapi.naming import named, reference

Json = dict[str, Any]
Version = Literal["3.1", "3.0"]
VERSIONS: tuple[Version, ...] = get_args(Version)

HOSTS = {"us": "app.clio.com", "ca": "ca.app.clio.com", "eu": "eu.app.clio.com", "au": "au.app.clio.com"}
LOCAL = "http://127.0.0.1:8428"
REFUSED = (400, 401, 403, 404, 406, 409, 410, 412, 422, 429)
HEADERS = {
    "X-API-VERSION": ("The version that answered.", "string"),
    "X-RateLimit-Limit": ("Requests that a token may make within a minute.", "integer"),
    "X-RateLimit-Remaining": ("Requests that are left in this window.", "integer"),
    "X-RateLimit-Reset": ("When the window ends, in seconds since 1970.", "integer"),
    "ETag": ("The etag of the record.", "string"),
    "Last-Modified": ("When the record last changed, an HTTP date.", "string"),
    "Location": ("Where the bytes are; the address is signed and lapses.", "string"),
    "Retry-After": ("Seconds to wait.", "integer"),
}


def document(version: Version = "3.1", server: str = LOCAL) -> Json:
    """The whole document, in a version of OpenAPI, for a mock at the address `server`. Two calls give equal ones."""
    newest = _newest(server)
    return newest if version == "3.1" else version_3_0.document(newest)


def render(version: Version = "3.1", server: str = LOCAL) -> bytes:
    """The document as the file holds it."""
    import orjson

    return orjson.dumps(document(version, server), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _newest(server: str) -> Json:
    listed = sorted(operations().values(), key=lambda one: (one.collection.tag, one.path, one.method))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Clio Manage API, as mockclio plays it",
            "version": "v4",
            "summary": f"{sum(one.documented for one in listed)} operations, edition of {EDITION}",
            "description": wording.ABOUT,
            "x-edition": EDITION,
        },
        "servers": _servers(server),
        MARK: {**FIELDS, **OPERATIONS, **REFUSALS},
        "tags": _tags(),
        "paths": _paths(listed),
        "components": {
            "securitySchemes": _security(server),
            "headers": {name: {"description": text, "schema": {"type": kind}} for name, (text, kind) in HEADERS.items()},
            "parameters": endpoint.shared_parameters(listed),
            "responses": _refusals(),
            "schemas": _schemas(listed),
        },
    }


def _servers(server: str) -> list[Json]:
    hosts = {"enum": list(HOSTS.values()), "default": HOSTS["us"], "description": "The host of the region that the firm lives in."}
    return [
        {"url": f"{server}/api/v4", "description": "The mock, as `mockclio serve` starts it"},
        {"url": "https://{host}/api/v4", "description": "The service itself", "variables": {"host": hosts}},
    ]


def _tags() -> list[Json]:
    return [
        {"name": one.tag, "description": wording.tag(one), "x-scope": one.scope}
        for one in sorted(collections().values(), key=lambda one: one.tag)
    ]


def _paths(listed: list[AnyOperation]) -> Json:
    paths: Json = {}
    for one in listed:
        paths.setdefault(f"{one.path}.json", {})[one.method.lower()] = endpoint.operation(one)
    return paths


def _security(server: str) -> Json:
    scopes: tuple[Scope, ...] = get_args(Scope)
    meanings = {False: "Read what belongs to", True: "Read and write what belongs to"}
    return {
        "oauth": {
            "type": "oauth2",
            "flows": {
                "authorizationCode": {
                    "authorizationUrl": f"{server}/oauth/authorize",
                    "tokenUrl": f"{server}/oauth/token",
                    "refreshUrl": f"{server}/oauth/token",
                    "scopes": {
                        endpoint.scope_name(scope, writes=writes): f"{text} {scope}."
                        for scope in scopes
                        for writes, text in meanings.items()
                    },
                }
            },
        },
        "bearer": {"type": "http", "scheme": "bearer", "description": "An access token, or `dev-token` on the mock."},
    }


def _refusals() -> Json:
    results: Json = {endpoint.refusal_name(304): {"description": wording.STATUSES[304]}}
    for status in REFUSED:
        schema = reference("UnauthorizedError" if status == 401 else "Error")
        results[endpoint.refusal_name(status)] = {
            "description": wording.STATUSES[status],
            "content": {endpoint.JSON: {"schema": schema}},
        }
    results[endpoint.refusal_name(429)]["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    return results


def _schemas(listed: list[AnyOperation]) -> Json:
    fixed = {"Error": schemas.ERROR, "TokenError": schemas.TOKEN_ERROR, "UnauthorizedError": schemas.UNAUTHORIZED, "Meta": schemas.META}
    bodies = {one.body.__name__: schemas.body(one.body) for one in listed if one.body is not None}
    shown = schemas.records(*{one.record: None for one in listed if one.record is not None and not one.ids_only})
    return named({**fixed, **bodies, **shown, **envelopes.requests(listed), **envelopes.answers(listed)})
