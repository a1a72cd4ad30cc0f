"""Values that follow from others, and do not: every derived or computed number, what it is computed with, and the counts of lists."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_UP, Context, Decimal
from typing import Any

from mockclio import MockClio
from mockclio.catalog import collections
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import REGISTRY, Record
from mockclio.catalog.schema import Attribute, fields, parameters
from mockclio.practice.activities import pricing
from mockclio.practice.billing import money, totals
from mockclio.practice.matters import budgets
from mockclio.practice.trust import banking
from mockclio.server.behavior import behavior, behaviors, nested_behaviors
from mockclio.server.derived import Derived
from mockclio.server.filters import PAGING
from tests.mutants.kinds.books import lists_of
from tests.mutants.kinds.candidates import questions
from tests.mutants.kinds.recomputing import Change, computing, deaf_to, declared, looking, never_again, numbers, on_field, restated
from tests.mutants.mutant import Apply, Mutant, Probe
from tests.mutants.patches import forget, replaced, swapped
from tests.mutants.wire import Answered, Ask, Request, saying_again, twisted
from tests.mutants.worlds import ALL, LISTS, body_with, listed, seen

BOOKS = ("bills", "line_items", "activities", "outstanding_client_balances", "bank_accounts", "bank_transactions", "matters", "contacts")
HELPERS = (totals, money, pricing, budgets, banking)


def pool() -> list[Mutant]:
    """Every number and every source of it, what numbers are computed with, and the counts of lists."""
    return [*_values(), *_sources(), *_helpers(), *_computed(), *_sourced(), *_counts()]


def _mutant(name: str, words: str, apply: Apply, probe: Probe, place: str = "chambers") -> Mutant:
    return Mutant("totals", name, words, apply, probe, place)


NUMBERS: dict[str, tuple[str, Change]] = {
    "cent": ("is off by a cent, or by one", lambda value: value + 1 if isinstance(value, int) else round(value + 0.01, 2)),
    "sign": ("has the other sign", lambda value: -value),
    "nothing": ("is nothing", lambda value: value * 0),
    "doubled": ("is doubled", lambda value: value * 2),
    "whole": ("is rounded to whole units", lambda value: float(round(value))),
}


# --- derived values ----------------------------------------------------------------------------------------------------------------------


def _values() -> Iterator[Mutant]:
    for value in declared():
        for name in value.field.split():
            for way, (words, change) in NUMBERS.items():
                if _is_number(value, name):
                    yield _mutant(
                        f"{_named(value, name)}/{way}",
                        f"{name} of {value.table} {words}",
                        computing(value, on_field(name, change)),
                        _probe(value),
                    )


def _named(value: Derived, name: str) -> str:
    """The value's place; one that is declared twice, for different sources, by its first source too."""
    twins = [other for other in declared() if (other.table, other.field) == (value.table, value.field)]
    return f"{value.table}.{name}" + (f" by {next(iter(value.sources.values()))}" if value is not twins[0] else "")


def _is_number(value: Derived, name: str) -> bool:
    """Whether the value holds numbers that are no ids, and is not computed from itself."""
    attribute = (
        fields(collections()[value.table].record).get(name, Attribute(name, "float"))
        if value.table in collections()
        else Attribute(name, "float")
    )
    if attribute.kind == "record":
        return attribute.record is not None and not attribute.record.table
    return attribute.kind in ("int", "float") and (value.table, name) not in FROM_ITSELF and not name.endswith("_ids")


FROM_ITSELF = {
    ("line_items", "price"),
    ("line_items", "quantity"),
    ("matters", "_bill_recipients"),
    ("documents", "_uploaded"),
    ("documents", "_hidden"),
    ("folders", "_hidden"),
}
"""Values that are read from the row they stand in, so that a change would go on for ever, and lists and marks that are no numbers."""


def _probe(value: Derived) -> Probe:
    return lists_of(*{value.table, *(BOOKS if value.table in BOOKS else ())})


def _sources() -> Iterator[Mutant]:
    for value in declared():
        names = value.field if len(value.field.split()) == 1 else f"{value.field.split()[0]}..."
        for source, key in list(value.sources.items()):
            place = f"{_named(value, names)}/{source}"
            yield _mutant(
                f"{place}/stale", f"{names} of {value.table} stays as it was when {source} change", deaf_to(value, source), _probe(value)
            )
            if key != "id" and not key.startswith("<"):
                for way, (words, see) in SIGHTS.items():
                    yield _mutant(
                        f"{place}/{way}",
                        f"{names} of {value.table} follows from {words} of {source}",
                        computing(value, looking(source, see)),
                        _probe(value),
                    )
        if " " in value.field:
            yield _mutant(
                f"{_named(value, names)}/never again",
                f"{names} of {value.table} is computed once",
                computing(value, never_again),
                _probe(value),
            )


SIGHTS: dict[str, tuple[str, Callable[..., list[int]]]] = {
    "all rows": ("all rows", lambda table, key, value: list(table.ids())),
    "one missed": ("all but the last of its rows", lambda table, key, value: table.find(key, value)[:-1]),
    "first only": ("the first of its rows", lambda table, key, value: table.find(key, value)[:1]),
    "none": ("no rows", lambda table, key, value: []),
}


# --- what numbers are computed with ------------------------------------------------------------------------------------------------------


def _helpers() -> Iterator[Mutant]:
    for module in HELPERS:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__:
                continue
            for way, change in OF_TYPE.get(str(inspect.signature(function).return_annotation), {}).items():
                words = f"{name} of {module.__name__.rpartition('.')[2]} gives {way}"
                yield _mutant(f"{module.__name__.rpartition('.')[2]}.{name}/{way}", words, _giving(function, change), lists_of(*BOOKS))
    for way in (ROUND_DOWN, ROUND_UP, ROUND_HALF_EVEN):
        words = f"cents are rounded by {way}"
        yield _mutant(f"money/{way}", words, _restating(money, WIDE=Context(prec=60, rounding=way)), lists_of(*BOOKS))


CENT = Decimal("0.01")
OF_TYPE: dict[str, dict[str, Callable[[Any], Any]]] = {
    "Decimal": {"nothing": lambda value: Decimal(0), "doubled": lambda value: value * 2, "a cent more": lambda value: value + CENT},
    "float": {"nothing": lambda value: 0.0, "doubled": lambda value: value * 2, "a cent more": lambda value: round(value + 0.01, 2)},
    "tuple[Decimal, Decimal]": {
        "nothing first": lambda pair: (Decimal(0), pair[1]),
        "nothing second": lambda pair: (pair[0], Decimal(0)),
        "both the same": lambda pair: (pair[0], pair[0]),
        "both turned": lambda pair: (pair[1], pair[0]),
    },
    "list[Row]": {"no rows": lambda rows: [], "one row less": lambda rows: rows[:-1], "one row twice": lambda rows: [*rows, *rows[-1:]]},
    "list[Decimal]": {
        "parts turned": lambda parts: parts[::-1],
        "everything first": lambda parts: [sum(parts), *(part * 0 for part in parts[1:])],
    },
}


def _giving(function: Callable[..., Any], change: Callable[[Any], Any]) -> Apply:
    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        with replaced(function, lambda *arguments, **options: change(function(*arguments, **options))):
            restated(mock.world)
            yield

    return apply


def _restating(owner: Any, **members: Any) -> Apply:
    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        with swapped(owner, **members):
            restated(mock.world)
            yield

    return apply


# --- computed values ---------------------------------------------------------------------------------------------------------------------


def _computed() -> Iterator[Mutant]:
    nested = {f"embedded_{place}": own for place, own in enumerate(nested_behaviors())}  # their places when the mutants were drawn
    for module, own in sorted([*((name, behavior(name)) for name in behaviors()), *nested.items()], key=lambda one: one[0]):
        for place, method in own.marks.get("computes", {}).items():
            record, name = _place(module, place)
            attribute = fields(record).get(name) if record else None
            if record is None or attribute is None or not _counts_or_amounts(attribute):
                continue
            for way, (words, change) in NUMBERS.items():
                yield _mutant(
                    f"{record.__name__}.{name}/{way}",
                    f"{name} of {record.__name__} {words}",
                    _answering(type(own), method, change),
                    _shown(record),
                )


def _place(module: str, place: str) -> tuple[type[Record] | None, str]:
    named, _, name = place.rpartition(".")
    if named:
        return REGISTRY[named], name
    return (collections()[module].record if module in collections() else None), name


def _counts_or_amounts(attribute: Attribute) -> bool:
    """A number that is no id, or a nested record with an amount in it."""
    if attribute.kind == "record":
        inner = fields(attribute.record).values() if attribute.record is not None and not attribute.record.table else ()
        return any(one.kind == "float" for one in inner)
    return attribute.kind in ("int", "float") and not attribute.name.endswith("id")


def _answering(owner: type, method: str, change: Change) -> Apply:
    sound = getattr(owner, method)

    def answer(own: Any, view: Any, row: Any) -> Any:
        return numbers(sound(own, view, row), change)

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        forget()
        try:
            with swapped(owner, **{method: answer}):
                yield
        finally:
            forget()

    return apply


def _shown(record: type[Record]) -> Probe:
    """The lists of the record's table; of a nested one, those of every table that shows it."""
    if record.table:
        return lists_of(record.table)
    holders = {
        one.record.table for one in LISTS if one.record is not None and any(field.record is record for field in fields(one.record).values())
    }
    return lists_of(*holders)


# --- rows that are made for the answer ---------------------------------------------------------------------------------------------------


def _sourced() -> Iterator[Mutant]:
    """Numbers of records that no table holds, in all that answers with them."""
    made = {
        one.record
        for one in LISTS
        if behavior(one.collection.name).marked("sources", one.operation_id) and one.record is one.collection.record
    }
    for record in sorted(made, key=lambda one: one.__name__):
        answering = [one.operation_id for one in ALL if one.record is record]
        for name, attribute in fields(record).items():
            if attribute.kind in ("int", "float") and not name.endswith("id"):
                for way, (words, change) in NUMBERS.items():
                    apply = twisted(saying_again(_number(name, change)), *answering)
                    yield _mutant(f"{record.__name__}.{name}/{way}", f"{name} of {record.__name__} {words}", apply, lists_of(record.table))


def _number(name: str, change: Change) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda row: {**row, name: change(row[name])} if row.get(name) is not None else row


# --- counts of lists ---------------------------------------------------------------------------------------------------------------------


def _counts() -> Iterator[Mutant]:
    for operation in LISTS:
        id = operation.operation_id
        for way, (words, twist) in COUNTS.items():
            yield _mutant(
                f"{id}/records/{way}",
                f"{id}: meta.records {words}",
                twisted(twist(), id),
                _counting(operation),
                "chambers" if way == "remembered" else "practice",
            )


def _unfiltered() -> Callable[[Request, Ask], Answered]:
    """Counts what the filters leave out too."""

    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        body = answered.json
        if answered.status != 200:
            return answered
        everything = ask(replace(request, query=[(name, value) for name, value in request.query if name in PAGING]))
        if everything.status != 200:
            return answered
        return answered.saying({**body, "meta": {**body["meta"], "records": everything.json["meta"]["records"]}})

    return twist


def _remembered() -> Callable[[Request, Ask], Answered]:
    """Counts once and says the same ever after."""
    kept: dict[Any, int] = {}

    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        body = answered.json
        if answered.status != 200:
            return answered
        key = (request.path, tuple((name, value) for name, value in request.query if name not in PAGING))
        records = kept.setdefault(key, body["meta"]["records"])
        return answered.saying({**body, "meta": {**body["meta"], "records": records}})

    return twist


def _capped() -> Callable[[Request, Ask], Answered]:
    """Counts no further than the pages that were read so far."""

    def twist(request: Request, ask: Ask) -> Answered:
        answered = ask(request)
        body = answered.json
        if answered.status != 200:
            return answered
        most = len(body["data"]) + (1 if "next" in body["meta"]["paging"] else 0)
        return answered.saying({**body, "meta": {**body["meta"], "records": min(body["meta"]["records"], most)}})

    return twist


COUNTS: dict[str, tuple[str, Callable[[], Callable[[Request, Ask], Answered]]]] = {
    "unfiltered": ("counts what the filters leave out", _unfiltered),
    "remembered": ("stays as it was when it was first asked", _remembered),
    "capped": ("counts no further than the next page", _capped),
}


def _counting(operation: AnyOperation) -> Probe:
    def ask(mock: MockClio) -> Iterator[Any]:
        yield from (seen(response) for response in listed(mock, operation, limit="2"))
        for attribute in parameters(operation).values():
            if attribute.name not in PAGING:
                for question in questions(operation, attribute, 4)[:4]:
                    yield from (seen(response) for response in listed(mock, operation, **question))
        yield from _grown(mock, operation)

    return ask


def _grown(mock: MockClio, operation: AnyOperation) -> Iterator[Any]:
    """The list, a record more, the list again."""
    create = operation.collection.operations.get("create")
    if create is not None:
        yield from (seen(response) for response in listed(mock, operation, limit="2"))
        path, body = body_with(create)
        mock.http.post(path, json={"data": body})
        yield from (seen(response) for response in listed(mock, operation, limit="2"))
