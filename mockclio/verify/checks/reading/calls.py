"""Calls of operations by their name, with ids of records that the account's own lists show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx

from mockclio.catalog import operations
from mockclio.catalog.markup import reason_of
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import Record
from mockclio.catalog.schema import fields
from mockclio.testing.ordered import by_id as by_id
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data.required_parameters import required
from mockclio.testing.target import Target

ALL = sorted(operations().values(), key=lambda operation: operation.operation_id)
LISTS = [operation for operation in ALL if operation.kind == "index"]
SHOWN = [operation for operation in ALL if operation.kind in ("index", "show", "single")]
READS = [operation for operation in ALL if operation.method == "GET"]
Row = dict[str, Any]
Place = dict[str, str]
"""The ids in a path, by the name that they have there."""

ELSEWHERE = {"document_versions": "documents", "matter_protected_funds": "matters"}
"""Collections whose path holds the id of a record of another one."""


def all_fields(record: type[Record]) -> str:
    """A selection of everything: each scalar, and each association with all that may stand in its braces."""
    return ",".join(
        f"{field}{{{','.join(fields(attribute.record))}}}" if attribute.record else field for field, attribute in fields(record).items()
    )


def _list_above(operation: AnyOperation) -> AnyOperation | None:
    """The list that shows the records of a path with two ids, such as `/jurisdictions/{jurisdiction_id}/triggers/{id}`."""
    *parents, own = operation.path_parameters or [""]
    if not parents or own != "id":
        return None
    known = operation.collection.operations.values()
    return next((one for one in known if one.kind == "index" and one.path_parameters == parents), None)


class Caller:
    """Calls operations of one account, choosing ids of rows that exist."""

    def __init__(self, target: Target) -> None:
        self.target = target

    @classmethod
    def of(cls, target: Target) -> Caller:
        """The caller of an account; what it has found out is kept until something is written."""
        result: Caller = target.kept.setdefault(cls, cls(target))
        return result

    def ids_of(self, table: str) -> list[int]:
        """Ids of the rows of a table, as the list of it shows them, else the records that point there."""
        key = ("ids", table)
        if key not in self.target.kept:
            self.target.kept[key] = self._listed_ids(table)
        result: list[int] = self.target.kept[key]
        return result

    def _listed_ids(self, table: str) -> list[int]:
        for operation in LISTS:
            own = operation.record.table == table and operation.record is operation.collection.record
            if own and not operation.path_parameters and not operation.ids_only and "id" in fields(operation.record):
                params = {"fields": "id", "limit": str(operation.limit)}
                return [row["id"] for other in ({}, *self.besides(operation)) for row in self.rows(operation, {**params, **other})]
        pointed = [id for operation in LISTS for id in self._pointed(operation, table)]
        return list(dict.fromkeys(pointed)) or self.target.hidden_ids(table)

    def _pointed(self, operation: AnyOperation, table: str) -> list[int]:
        """Ids of a table that the rows of another list name."""
        if operation.path_parameters or operation.ids_only:
            return []
        for name, attribute in fields(operation.record).items():
            if attribute.record is not None and attribute.record.table == table and "id" in fields(attribute.record):
                shown = [row[name] for row in self.rows(operation, {"fields": f"{name}{{id}}"})]
                members = [one for value in shown for one in (value if isinstance(value, list) else [value]) if one]
                return list(dict.fromkeys(one["id"] for one in members))
        return []

    def places(self, operation: AnyOperation) -> list[Place]:
        """Where the operation can be called: nothing for a plain path, else the ids in it."""
        names = operation.path_parameters
        if not names:
            return [{}]
        above = _list_above(operation)
        if above is not None:
            return self._listed_below(above)
        ids = [self.ids_of(self.table(operation, name)) for name in names]
        if not all(ids):
            return []
        return [{name: str(one[pick % len(one)]) for name, one in zip(names, ids, strict=True)} for pick in range(max(map(len, ids)))]

    def _listed_below(self, index: AnyOperation) -> list[Place]:
        """Each row of a list below other records, with the parent that it is listed for."""
        return [{**place, "id": str(row["id"])} for place in self.places(index) for row in self.rows(index, {"fields": "id"}, place=place)]

    @staticmethod
    def table(operation: AnyOperation, parameter: str) -> str:
        """The table whose ids stand under that name in the path."""
        name = operation.collection.name
        if parameter == "id":
            return ELSEWHERE.get(name) or str(operation.collection.record.table)
        return f"{parameter.removesuffix('_id')}s"

    def place(self, operation: AnyOperation, pick: int = 0) -> Place | None:
        """The pick-th place; None where there is no row."""
        result = self.places(operation)
        return result[pick % len(result)] if result else None

    def path(self, operation: AnyOperation, pick: int = 0) -> str | None:
        place = self.place(operation, pick)
        return None if place is None else f"{operation.path.format(**place)}.json"

    def besides(self, operation: AnyOperation) -> list[dict[str, str]]:
        """With what else a list is asked to show the rows that it does not show with what it needs."""
        if operation.operation_id == "ConversationMessage#index":
            return [{"conversation_id": str(id)} for id in self.ids_of("conversations")[1:]]
        return [{"type": "Contact"}] if operation.operation_id == "Note#index" else []

    def required(self, operation: AnyOperation) -> dict[str, str]:
        if operation.operation_id == "ConversationMessage#index":
            return {"conversation_id": str((self.ids_of("conversations") or [0])[0])}
        return required(operation) if operation.kind == "index" else {}

    def get(
        self,
        operation: AnyOperation,
        parameters: dict[str, Any] | None = None,
        pick: int = 0,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response | None:
        """The answer at the pick-th place; None where there is no row."""
        place = self.place(operation, pick)
        return None if place is None else self.at(operation, place, parameters, headers=headers)

    def described(self, operation: AnyOperation, pick: int, parameters: dict[str, Any]) -> str:
        """A call as people read it, such as `GET /matters.json?limit=2`."""
        params = "&".join(f"{name}={value}" for name, value in {**self.required(operation), **parameters}.items())
        return f"{operation.method} {operation.path.format(**(self.place(operation, pick) or {}))}.json{'?' if params else ''}{params}"

    def at(self, operation: AnyOperation, place: Place, parameters: dict[str, Any] | None = None, **options: Any) -> httpx.Response:
        """The answer at a place."""
        path = f"{operation.path.format(**place)}.json"
        return self.target.send("GET", path, params={**self.required(operation), **(parameters or {})}, **options)

    def pages(self, operation: AnyOperation, parameters: dict[str, Any], *, place: Place | None = None) -> list[Row]:
        """The bodies of all pages, by following the links."""
        return list(following(self.target, self.at(operation, place or {}, by_id(operation, parameters))))

    def rows(self, operation: AnyOperation, parameters: dict[str, Any], *, place: Place | None = None) -> list[Any]:
        return [row for body in self.pages(operation, parameters, place=place) for row in body["data"]]


def following(target: Target, response: httpx.Response) -> Iterator[Row]:
    """The body of a page and of all that its next links lead to; a link that was followed before leads nowhere."""
    seen: set[str] = set()
    while True:
        body = good(response).json()
        yield body
        link = body["meta"]["paging"].get("next")
        if not link:
            return
        if link in seen:
            raise CheckFailed("a page that was not seen before", "a link to a page that was", "meta.paging.next", target.last)
        seen.add(link)
        response = target.send("GET", link)


def good(response: httpx.Response, status: int = 200) -> httpx.Response:
    """The answer, which must have that status. What the rights of the token do not open cannot be judged."""
    if response.status_code == 403 and status == 200:
        raise Inconclusive("the token's rights do not open this")
    if response.status_code != status:
        raise CheckFailed(f"status {status}", f"status {response.status_code}: {reason_of(response.text)[:300]}", call=_call(response))
    return response


def _call(response: httpx.Response) -> str:
    return f"{response.request.method} {response.request.url.raw_path.decode()}"
