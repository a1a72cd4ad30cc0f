"""Filters that find the wrong rows: every filter of every list under each way that its kind of value allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, fields, parameters
from mockclio.server import filters
from tests.mutants.kinds.candidates import questions
from tests.mutants.mutant import Apply, Mutant
from tests.mutants.patches import swapped
from tests.mutants.wire import Answered, Ask, Request, Twist, asking_other, twisted
from tests.mutants.worlds import LISTS, all_fields, listed, seen

COUNTED = 40
"""Questions that a probe asks of one list."""
DATES = ("date", "datetime", "date_condition")


def pool() -> list[Mutant]:
    """Every filter under every way that it allows."""
    return [
        mutant
        for operation in LISTS
        for attribute in parameters(operation).values()
        if attribute.name not in filters.PAGING
        for mutant in _of(operation, attribute)
    ]


def _of(operation: AnyOperation, attribute: Attribute) -> Iterator[Mutant]:
    for way, (words, twist) in _ways(operation, attribute):
        yield _mutant(operation, attribute, way, words, twisted(twist, operation.operation_id))
    for way, (words, change) in _inside(attribute):
        yield _mutant(operation, attribute, way, words, _conditioned(operation, attribute, change))


def _mutant(operation: AnyOperation, attribute: Attribute, way: str, words: str, apply: Apply) -> Mutant:
    id = operation.operation_id
    return Mutant("filters", f"{id}/{attribute.name}/{way}", f"{id}: {attribute.wire} {words}", apply, _probe(operation, attribute))


# --- on the wire -------------------------------------------------------------------------------------------------------------------------


def is_named(name: str, attribute: Attribute) -> bool:
    """Whether a parameter of a query is a spelling of the filter."""
    return re.sub(r"\[\d*\]|[<>]", "", name) == attribute.wire.removesuffix("[]")


def without(request: Request, attribute: Attribute) -> Request:
    return replace(request, query=[(name, value) for name, value in request.query if not is_named(name, attribute)])


def each(attribute: Attribute, change: Callable[[str], str | None]) -> Twist:
    """Changes every value of the filter; None takes it away."""

    def other(request: Request) -> Request:
        query = [(name, change(value) if is_named(name, attribute) else value) for name, value in request.query]
        return replace(request, query=[(name, value) for name, value in query if value is not None])

    return asking_other(other)


def _first_value(attribute: Attribute) -> Twist:
    def other(request: Request) -> Request:
        values = [(name, value) for name, value in request.query if is_named(name, attribute)]
        first = [(name, value.split(",")[0]) for name, value in values[:1]]
        return replace(request, query=[*without(request, attribute).query, *first])

    return asking_other(other)


def _alone(operation: AnyOperation, attribute: Attribute) -> Twist:
    others = [other for other in parameters(operation).values() if other.name not in filters.PAGING and other.name != attribute.name]

    def other(request: Request) -> Request:
        beside = any(is_named(name, one) for name, _ in request.query for one in others)
        return without(request, attribute) if beside else request

    return asking_other(other)


def _first_page_only(attribute: Attribute) -> Twist:
    return asking_other(lambda request: without(request, attribute) if request.given("page_token", "offset") else request)


def _after_paging(attribute: Attribute) -> Twist:
    """The page is cut first and filtered then."""

    def twist(request: Request, ask: Ask) -> Answered:
        unfiltered = without(request, attribute)
        if unfiltered == request or request.operation is None or "id" not in fields(request.operation.record):
            return ask(request)
        result = ask(request.less("limit", "page_token", "offset").more(fields="id"))
        page, ids = ask(unfiltered), ask(unfiltered.more(fields="id"))
        if result.status != 200 or page.status != 200:
            return ask(request)
        kept = {row["id"] for row in result.json["data"]}
        body = page.json
        rows = [row for row, one in zip(body["data"], ids.json["data"], strict=True) if one["id"] in kept]
        return page.saying({**body, "data": rows})

    return twist


def _nudge(days: int, seconds: int) -> Callable[[str], str]:
    def change(value: str) -> str:
        try:
            if len(value) == 10:
                return (date.fromisoformat(value) + timedelta(days=days or 1)).isoformat()
            return (datetime.fromisoformat(value) + timedelta(days=days, seconds=seconds)).isoformat()
        except ValueError:
            return value

    return change


SIGNS = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "=": ">=", "": ">="}


def _sign(value: str) -> str:
    sign, rest = re.fullmatch(r"\s*(<=|>=|=|<|>)?(.*)", value, re.DOTALL).groups()  # type: ignore[union-attr]
    return SIGNS[sign or ""] + rest


def _dated(change: Callable[[str], str]) -> Callable[[str], str]:
    def other(value: str) -> str:
        sign, rest = re.fullmatch(r"\s*(<=|>=|=|<|>)?(.*)", value, re.DOTALL).groups()  # type: ignore[union-attr]
        return (sign or "") + change(rest)

    return other


def _lower_case_only(value: str) -> str:
    return value if value == value.lower() else "\u00b6"


def _ways(operation: AnyOperation, attribute: Attribute) -> Iterator[tuple[str, tuple[str, Twist]]]:
    yield "ignored", ("is passed over", asking_other(lambda request: without(request, attribute)))
    yield "ignored beside others", ("is passed over beside another filter", _alone(operation, attribute))
    yield "first page only", ("is forgotten on later pages", _first_page_only(attribute))
    yield "after paging", ("is applied to the page in place of the list", _after_paging(attribute))
    if attribute.many or attribute.several or attribute.kind == "enum":
        yield "first value only", ("finds only the first of several values", _first_value(attribute))
    if attribute.kind == "datetime":
        yield "boundary", ("leaves the moment itself out", each(attribute, _nudge(0, 1)))
    if attribute.kind in ("date_condition", "custom_field_conditions"):
        yield "boundary", ("takes one operator for its neighbour", each(attribute, _sign))
    if attribute.kind in DATES:
        yield "day later", ("compares with the day after", each(attribute, _dated(_nudge(1, 0))))
    if attribute.kind == "bool":
        yield "true only", ("is passed over when it is false", each(attribute, lambda value: None if value == "false" else value))
        yield "always true", ("takes false for true", each(attribute, lambda value: "true"))
    if attribute.kind == "str":
        yield "case", ("finds only what is in lower case", each(attribute, _lower_case_only))
        yield "first word", ("looks for the first word alone", each(attribute, lambda value: value.split()[0] if value.split() else value))
        yield "cut", ("looks for the first three characters", each(attribute, lambda value: value[:3]))
    if attribute.nullable:
        yield "null ignored", ("passes null over", each(attribute, lambda value: None if value == "null" else value))
        yield "null finds nothing", ("takes null for an id", each(attribute, lambda value: "0" if value == "null" else value))


# --- inside ------------------------------------------------------------------------------------------------------------------------------

Condition = Any
Change = Callable[[Any, tuple[Any, ...], Condition], Condition]
"""(what makes a condition, its arguments, the sound condition) -> the condition that is used."""


def _inside(attribute: Attribute) -> Iterator[tuple[str, tuple[str, Change]]]:
    yield "inverted", ("finds the rows that do not fit", _inverted)
    yield "one row missed", ("misses the first row that fits", _missing_one)
    if attribute.nullable:
        yield "empty too", ("also finds rows without a value", _or_empty)


def _inverted(make: Any, arguments: tuple[Any, ...], condition: Condition) -> Condition:
    predicate = filters.as_predicate(condition)
    return lambda row: not predicate(row)


def _missing_one(make: Any, arguments: tuple[Any, ...], condition: Condition) -> Condition:
    predicate = filters.as_predicate(condition)
    missed: list[Any] = []

    def but_one(row: Any) -> bool:
        fits = predicate(row)
        if fits and not missed:
            missed.append(row.get("id"))
        return fits and row.get("id") != missed[0]

    return but_one


def _or_empty(make: Any, arguments: tuple[Any, ...], condition: Condition) -> Condition:
    view, record, own, attribute, _, others = arguments
    empty = make(view, record, own, attribute, None, others)
    predicates = [filters.as_predicate(one) for one in (condition, empty) if one is not None]
    return lambda row: any(predicate(row) for predicate in predicates)


def _conditioned(operation: AnyOperation, attribute: Attribute, change: Change) -> Apply:
    """A mutant of the condition that one filter of one list makes."""
    sound, named = filters._condition, filters.named_conditions

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        request: list[str] = []

        def for_operation(view: Any, one: AnyOperation, arguments: Any) -> Any:
            request.append(one.operation_id)
            try:
                return named(view, one, arguments)
            finally:
                request.pop()

        def condition(*arguments: Any) -> Condition:
            result = sound(*arguments)
            mine = request and request[-1] == operation.operation_id and arguments[3].name == attribute.name
            return change(sound, arguments, result) if mine and result is not None else result

        with swapped(filters, _condition=condition, named_conditions=for_operation):
            yield

    return apply


# --- the probe ---------------------------------------------------------------------------------------------------------------------------


def _probe(operation: AnyOperation, attribute: Attribute) -> Callable[[MockClio], Iterator[Any]]:
    shown = "id" if operation.record is None or "id" in fields(operation.record) else all_fields(operation.record)
    selection = {} if operation.ids_only else {"fields": shown}

    def ask(mock: MockClio) -> Iterator[Any]:
        for question in questions(operation, attribute, COUNTED):
            for paging in ({}, {"limit": "2", "offset": "1"}, {"limit": "2"}):
                for response in listed(mock, operation, **selection, **question, **paging):
                    yield seen(response)

    return ask
