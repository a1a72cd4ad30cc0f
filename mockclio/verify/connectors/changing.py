"""The modules Create, Update, Get and Delete: each in both ways of calling, and what was sent is read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mockclio.catalog.records import as_dict
from mockclio.errors import NotFound
from mockclio.verify.connectors.comparing import holds, same, shows
from mockclio.verify.connectors.environment import Environment

Body = dict[str, Any]
Bodies = Body | Callable[[], Body]
NO_ID = 999_999_999


def creates(
    environment: Environment, collection: str, body: Bodies, *, absorbed: Body | None = None, shown: Body | None = None, unseen: str = ""
) -> tuple[Any, Any]:
    """The ids of a raw and a typed create of a body.

    `absorbed` is sent raw beside it and must leave no trace; `shown` is what is read back where that is not what was sent; `unseen` names
    attributes that answers never show.
    """
    first, second = _new(body), _new(body)
    raw = environment.ask("POST", f"/{collection}", status=201, json={"data": {**first, **(absorbed or {})}})["id"]
    typed = getattr(environment.clio, collection).create(**second).id
    for id, sent in ((raw, first), (typed, second)):
        reads(environment, collection, id, sent, shown=shown, unseen=unseen)
    return raw, typed


def updates(
    environment: Environment,
    collection: str,
    ids: tuple[Any, Any],
    body: Bodies,
    *,
    absorbed: Body | None = None,
    shown: Body | None = None,
    unseen: str = "",
) -> None:
    """Change one record raw and another one typed, and read both back."""
    first, second = _new(body), _new(body)
    environment.ask("PATCH", f"/{collection}/{ids[0]}", json={"data": {**first, **(absorbed or {})}})
    getattr(environment.clio, collection).update(ids[1], **second)
    for id, sent in zip(ids, (first, second), strict=True):
        reads(environment, collection, id, sent, shown=shown, unseen=unseen)


def reads(environment: Environment, collection: str, id: Any, sent: Body, *, shown: Body | None = None, unseen: str = "") -> None:
    """A record shows what was sent."""
    wanted = {**{name: value for name, value in sent.items() if name not in unseen.split()}, **(shown or {})}
    result = environment.get(f"/{collection}/{id}", selection(wanted))
    shows(result, wanted, f"{collection}/{id}")


def selection(wanted: Mapping[str, Any]) -> str:
    """The fields that show an object with those keys."""
    return ",".join(f"{name}{{{inner}}}" if (inner := _inner(value)) else name for name, value in wanted.items())


def _inner(value: Any) -> str:
    members = value if isinstance(value, list) else [value]
    return ",".join(dict.fromkeys(key for member in members if isinstance(member, dict) for key in member))


def _new(body: Bodies) -> Body:
    return body() if callable(body) else body


def gets(environment: Environment, collection: str, id: Any, wanted: Body) -> None:
    """A record by its id, in both ways: the same, with these values in it; an unknown id is not found."""
    fields = f"id,etag,{selection(wanted)}"
    raw = environment.get(f"/{collection}/{id}", fields)
    typed = getattr(environment.clio, collection).select(fields).get(id)
    same(as_dict(typed), raw, f"{collection}/{id} by the typed client")
    same(str(raw["id"]), str(id), f"the id of {collection}/{id}")
    shows(raw, wanted, f"{collection}/{id}")
    environment.refuses(404, "GET", f"/{collection}/{NO_ID}")


def deletes(environment: Environment, collection: str, ids: tuple[Any, Any], **list_parameters: Any) -> None:
    """Both records go, one in each way, and are neither listed nor found; a second delete has nothing to delete."""
    before = {one["id"] for one in environment.listed(f"/{collection}", **list_parameters)}
    holds(set(ids) <= before, f"{collection}: {ids} were not listed before they were deleted")
    response = environment.call("DELETE", f"/{collection}/{ids[0]}")
    same((response.status_code, response.content), (204, b""), f"DELETE /{collection}/{ids[0]}")
    holds(getattr(environment.clio, collection).delete(ids[1]) is None, f"the typed delete of {collection}/{ids[1]} gave something")
    after = {one["id"] for one in environment.listed(f"/{collection}", **list_parameters)}
    same(after, before - set(ids), f"what /{collection} lists after the deletes")
    for id in ids:
        environment.refuses(404, "GET", f"/{collection}/{id}")
        environment.refuses(404, "DELETE", f"/{collection}/{id}")
    try:
        getattr(environment.clio, collection).delete(ids[1])
    except NotFound:
        return
    holds(False, f"a second typed delete of {collection}/{ids[1]} was not refused")


def values_are_there(environment: Environment, path: str, field: int) -> None:
    """The connector names a custom field value by its field alone, which the API refuses where the record has a value of it already."""
    body = {"data": {"custom_field_values": [{"value": "PTR-88", "custom_field": {"id": field}}]}}
    holds("already exists" in environment.refuses(422, "PATCH", path, json=body), "the refusal does not say that the value exists")
