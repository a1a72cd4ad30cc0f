"""One operation of the exported document: parameters, body and the statuses that the server can give."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from mockclio.catalog.operations import AnyOperation, Scope
from mockclio.catalog.schema import Attribute, listed_parameters, parameters
from mockclio.catalog.undocumented import MARK, OPERATIONS
from mockclio.openapi import envelopes, examples, schemas, wording
from mockclio.openapi.links import links
from mockclio.openapi.naming import pascal, reference
from mockclio.server.view import LATEST

Json = dict[str, Any]

JSON = "application/json; charset=utf-8"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
BODIES = ("application/json", *FORMS)
READS = ("GET", "HEAD")
VERSIONS = {"type": "string", "pattern": rf"^(4(\.0\.({'|'.join(map(str, range(LATEST[2] + 1)))}))?)?$"}
HTTP_DATE = {"type": "string", "examples": ["Sat, 31 Jan 2026 14:30:00 GMT"]}
HEADERS = {"IF-MODIFIED-SINCE": HTTP_DATE, "X-API-VERSION": VERSIONS}


def operation(one: AnyOperation) -> Json:
    """The operation object."""
    document: Json = {
        "operationId": one.operation_id,
        "summary": wording.summary(one),
        "tags": [one.collection.tag],
        "parameters": _parameters(one),
    }
    if one.body is not None:
        document["requestBody"] = _body(one)
    document["responses"] = responses(one)
    document["security"] = [{"oauth": [scope_name(one.collection.scope, writes=one.method not in READS)]}, {"bearer": []}]
    if not one.documented:
        document["x-documented"] = False
        document[MARK] = OPERATIONS[one.operation_id]
    return document


def scope_name(scope: Scope, *, writes: bool) -> str:
    """`matters:read` and `matters:write`; write includes read."""
    words = "".join(sign if sign.isalnum() else " " for sign in scope.lower()).split()
    return f"{'_'.join(words)}:{'write' if writes else 'read'}"


def _parameters(one: AnyOperation) -> list[Json]:
    """Parameters of the operation's own, and references to those that are the same everywhere."""
    listed = sorted(listed_parameters(one).values(), key=lambda attribute: attribute.wire)
    return [
        *({"$ref": f"#/components/parameters/{name}"} for name in one.headers),
        *(_path(one, name) for name in one.path_parameters),
        *(
            {"$ref": f"#/components/parameters/{attribute.name}"} if attribute.name in wording.SHARED else _query(one, attribute)
            for attribute in listed
        ),
    ]


def shared_parameters(listed: list[AnyOperation]) -> Json:
    """The parameters that operations refer to, by name."""
    headers = {name: _header(name) for one in listed for name in one.headers}
    queries = {
        attribute.name: _query(one, attribute)
        for one in listed
        for attribute in listed_parameters(one).values()
        if attribute.name in wording.SHARED
    }
    return dict(sorted({**headers, **queries}.items()))


def _header(name: str) -> Json:
    schema = HEADERS.get(name, {"type": "string"})
    return {"name": name, "in": "header", "required": name == "X-HOOK-SECRET", "description": wording.HEADERS[name], "schema": schema}


def _path(one: AnyOperation, name: str) -> Json:
    kind = schemas.SCALARS["str" if one.id is str else "int"]
    described = (
        f"The {wording.words(name)} of the {wording.words(one.collection.model)}." if name == "id" else f"The {wording.words(name)}."
    )
    return {"name": name, "in": "path", "required": True, "description": described, "schema": kind}


def _query(one: AnyOperation, attribute: Attribute) -> Json:
    schema = schemas.parameter(attribute)
    if attribute.name == "limit":
        schema = {"type": "integer", "format": "int32", "minimum": 1, "maximum": one.limit, "default": one.limit}
    elif attribute.name == "order":
        schema = _order(one)
    return {
        "name": attribute.wire,
        "in": "query",
        "required": attribute.required,
        "description": wording.parameter(one, attribute),
        "schema": schema,
    }


def _order(one: AnyOperation) -> Json:
    keys = [term.partition(":")[0] for term in one.order.split()]
    values = {"enum": [f"{key}({way})" for key in keys for way in ("asc", "desc")]} if keys else {}
    return {"type": "string", **values, "default": one.default_order}


def _body(one: AnyOperation) -> Json:
    form = {"schema": reference(envelopes.form_name(one)), "encoding": {"data": {"style": "deepObject", "explode": True}}}
    body = {"schema": reference(envelopes.request_name(one)), "example": examples.body(one)}
    content = {kind: dict(form if kind in FORMS else body) for kind in BODIES}
    return {"required": True, "content": content}


def statuses(one: AnyOperation) -> list[int]:
    """What the server can answer, in order: what the operation's form allows, and what its behaviour refuses besides."""
    conditional, guarded = "IF-NONE-MATCH" in one.headers, "IF-MATCH" in one.headers
    bare = one.kind == "destroy" or (one.kind == "download" and not listed_parameters(one))
    possible = {
        304: conditional,
        400: not bare or one.body is not None,
        401: True,
        403: True,
        404: bool(one.path_parameters) or one.body is not None or conditional or one.kind in ("destroy", "download"),
        410: "X-API-VERSION" in one.headers,
        412: guarded,
        422: one.body is not None or any(name != "fields" for name in parameters(one)),
        429: True,
    }
    return sorted({one.status, *one.refuses, *(status for status, may in possible.items() if may)})


def responses(one: AnyOperation) -> Json:
    """The answers by status."""
    return {str(status): _success(one) if status == one.status else _other(status) for status in statuses(one)}


def refusal_name(status: int) -> str:
    """`NotFound`."""
    return pascal(HTTPStatus(status).phrase)


def _other(status: int) -> Json:
    return {"$ref": f"#/components/responses/{refusal_name(status)}"}


def _success(one: AnyOperation) -> Json:
    document: Json = {"description": wording.STATUSES[one.status], "headers": _headers(one)}
    parts = {"content": _content(one), "links": links(one)}
    return {**document, **{name: part for name, part in parts.items() if part}}


def _headers(one: AnyOperation) -> Json:
    names = ["X-API-VERSION", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"]
    if one.kind in ("show", "single", "create", "update"):
        names += ["ETag", "Last-Modified"]
    if one.kind == "download":
        names.append("Location")
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _content(one: AnyOperation) -> Json:
    if one.kind == "page":
        return {"text/html": {"schema": {"type": "string"}}}
    if not envelopes.has_answer(one):
        return {}
    shown: Any = examples.FIRST_ID if one.ids_only else examples.row(one.record)
    example = {"data": [shown], "meta": {"paging": {}, "records": 1}} if one.kind == "index" else {"data": shown}
    return {JSON: {"schema": reference(envelopes.answer_name(one)), "example": example}}
