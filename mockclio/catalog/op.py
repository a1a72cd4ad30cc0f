"""Constructors of operations. Each returns an Operation whose call signature comes from the query or body class."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, overload

from mockclio.catalog.arguments import Arguments, Body, Headers, Query
from mockclio.catalog.operations import AsyncPage, File, Operation, Page

P = ParamSpec("P")
R = TypeVar("R")
I = TypeVar("I")  # noqa: E741 the id's type

VERSION = "X-API-VERSION"
CONDITIONAL = "X-API-VERSION IF-MODIFIED-SINCE IF-NONE-MATCH"
GUARDED = "X-API-VERSION IF-MATCH"


def index(
    record: type[R],
    query: Callable[P, Query],
    *,
    suffix: str = "",
    verb: str = "",
    order: str = "",
    default_order: str = "",
    limit: int = 200,
) -> Operation[Callable[P, Page[R]], Callable[P, AsyncPage[R]]]:
    """A list. `order` names the sort keys, each a path through the record or `name:path`; `limit` is the largest and default page."""
    return Operation("index", "GET", suffix, record=record, query=query, verb=verb, order=order, default_order=default_order, limit=limit)


def index_within(
    record: type[R], query: Callable[P, Query], *, order: str = "", default_order: str = "", limit: int = 200
) -> Operation[Callable[Concatenate[int, P], Page[R]], Callable[Concatenate[int, P], AsyncPage[R]]]:
    """A list below another record. The id of the other record comes first."""
    return Operation("index", "GET", "", record=record, query=query, order=order, default_order=default_order, limit=limit)


def ids(
    record: type[Any], query: Callable[P, Query], *, suffix: str, limit: int = 200
) -> Operation[Callable[P, Page[int]], Callable[P, AsyncPage[int]]]:
    """The ids of the rows of a list, as bare numbers."""
    return Operation("index", "GET", suffix, record=record, query=query, verb="ids", limit=limit, ids_only=True)


@overload
def show(record: type[R], *, headers: str = CONDITIONAL) -> Operation[Callable[[int], R], Callable[[int], Awaitable[R]]]: ...
@overload
def show(
    record: type[R], query: Callable[P, Query]
) -> Operation[Callable[Concatenate[int, P], R], Callable[Concatenate[int, P], Awaitable[R]]]: ...
@overload
def show(record: type[R], *, id: type[I]) -> Operation[Callable[[I], R], Callable[[I], Awaitable[R]]]: ...
def show(record: Any, query: Any = None, *, id: Any = int, headers: str = CONDITIONAL) -> Any:
    """One record by its id, with conditional headers where the document lists them."""
    return Operation("show", "GET", "/{id}", record=record, query=query, id=id, headers=headers)


def undocumented_show(record: type[R]) -> Operation[Callable[[int], R], Callable[[int], Awaitable[R]]]:
    """A show that answers live although no document has it."""
    return Operation("show", "GET", "/{id}", record=record, headers=CONDITIONAL, documented=False)


def show_within(record: type[R]) -> Operation[Callable[[int, int], R], Callable[[int, int], Awaitable[R]]]:
    """One record below another: the id of the other record, then its own."""
    return Operation("show", "GET", "/{id}", record=record, headers=CONDITIONAL)


def single_within(record: type[R]) -> Operation[Callable[[int], R], Callable[[int], Awaitable[R]]]:
    """The only record of its kind below another record, whose id is given."""
    return Operation("single", "GET", "", record=record, verb="show", headers=CONDITIONAL)


@overload
def single(
    record: type[R], query: Callable[P, Query], *, suffix: str = "", verb: str = "show", headers: str = CONDITIONAL
) -> Operation[Callable[P, R], Callable[P, Awaitable[R]]]: ...
@overload
def single(
    record: type[R], *, suffix: str = "", verb: str = "show", headers: str = CONDITIONAL
) -> Operation[Callable[[], R], Callable[[], Awaitable[R]]]: ...
def single(record: Any, query: Any = None, *, suffix: str = "", verb: str = "show", headers: str = CONDITIONAL) -> Any:
    """One record that needs no id: the user of the token, the settings, the running timer."""
    return Operation("single", "GET", suffix, record=record, query=query, verb=verb, headers=headers)


def create(record: type[R], body: Callable[P, Body], *, query: Any = None) -> Operation[Callable[P, R], Callable[P, Awaitable[R]]]:
    """POST to the collection: 201 with the new record."""
    return Operation("create", "POST", "", record=record, body=body, query=query, status=201)


@overload
def update(
    record: type[R], body: Callable[P, Body], *, query: Any = None
) -> Operation[Callable[Concatenate[int, P], R], Callable[Concatenate[int, P], Awaitable[R]]]: ...
@overload
def update(
    record: type[R], body: Callable[P, Body], *, query: Any = None, id: type[I]
) -> Operation[Callable[Concatenate[I, P], R], Callable[Concatenate[I, P], Awaitable[R]]]: ...
def update(record: Any, body: Any, *, query: Any = None, id: Any = int) -> Any:
    """PATCH (or PUT) of one record: only what is sent changes."""
    return Operation("update", "PATCH", "/{id}", record=record, body=body, query=query, id=id, headers=GUARDED)


@overload
def destroy(*, suffix: str = "/{id}", refuses: str = "") -> Operation[Callable[[int], None], Callable[[int], Awaitable[None]]]: ...
@overload
def destroy(*, suffix: str = "/{id}", refuses: str = "", id: type[I]) -> Operation[Callable[[I], None], Callable[[I], Awaitable[None]]]: ...
def destroy(*, suffix: str = "/{id}", refuses: str = "", id: Any = int) -> Any:
    """DELETE of one record: 204 without a body. `refuses` names the statuses with which the behaviour refuses, as in `"409 422"`."""
    return Operation("destroy", "DELETE", suffix, status=204, id=id, fields=False, refuses=refuses)


def destroy_with_answer(
    record: type[R], body: Callable[P, Body]
) -> Operation[Callable[Concatenate[int, P], R], Callable[Concatenate[int, P], Awaitable[R]]]:
    """DELETE of one record that answers 200 with the deleted record."""
    return Operation("destroy", "DELETE", "/{id}", record=record, body=body, headers=GUARDED)


def action(
    method: str,
    suffix: str,
    record: type[R],
    body: Callable[P, Body],
    *,
    verb: str,
    status: int = 201,
    headers: str = "",
    refuses: str = "",
) -> Operation[Callable[Concatenate[int, P], R], Callable[Concatenate[int, P], Awaitable[R]]]:
    """An operation that is none of the five usual ones. The behaviour of the resource performs it."""
    return Operation("action", method, suffix, record=record, body=body, verb=verb, status=status, headers=headers, refuses=refuses)


def bare_action(
    method: str, suffix: str, record: type[R], *, verb: str, status: int = 201, refuses: str = ""
) -> Operation[Callable[[int], R], Callable[[int], Awaitable[R]]]:
    """An action without a body, whose answer takes no selection."""
    return Operation("action", method, suffix, record=record, verb=verb, status=status, headers="", fields=False, refuses=refuses)


def action_within(
    method: str, suffix: str, *, verb: str, refuses: str = ""
) -> Operation[Callable[[int, int], None], Callable[[int, int], Awaitable[None]]]:
    """An action on a record below another, without a record in the answer: the id of the other record, then its own."""
    return Operation("action", method, suffix, verb=verb, status=200, headers="", fields=False, refuses=refuses)


def undocumented_action(
    method: str, suffix: str, record: type[R], arguments: Callable[P, Headers], *, verb: str, headers: str, refuses: str
) -> Operation[Callable[Concatenate[int, P], R], Callable[Concatenate[int, P], Awaitable[R]]]:
    """An action that only the text of the official pages describes, with arguments in headers."""
    more: Any = {"headers": headers, "refuses": refuses, "documented": False}
    return Operation("action", method, suffix, record=record, query=arguments, verb=verb, **more)


def download(
    query: Callable[P, Arguments], *, refuses: str = ""
) -> Operation[Callable[Concatenate[int, P], File], Callable[Concatenate[int, P], Awaitable[File]]]:
    """303 to a signed address that gives the bytes."""
    more: Any = {"verb": "download", "status": 303, "headers": "", "fields": False, "refuses": refuses}
    return Operation("download", "GET", "/{id}/download", query=query, **more)


def printout(
    suffix: str, query: Callable[P, Query], *, verb: str, refuses: str = ""
) -> Operation[Callable[P, File], Callable[P, Awaitable[File]]]:
    """A file generated from the parameters: 303 to a signed address."""
    return Operation("download", "GET", suffix, query=query, verb=verb, status=303, headers="", fields=False, refuses=refuses)


def page(suffix: str, *, verb: str, refuses: str = "") -> Operation[Callable[[int], str], Callable[[int], Awaitable[str]]]:
    """An HTML page."""
    return Operation("page", "GET", suffix, verb=verb, headers="", fields=False, refuses=refuses)
