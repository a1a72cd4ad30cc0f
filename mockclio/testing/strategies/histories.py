"""Strategies for histories: sequences of writes, bills, payments and clock moves that happen to a firm.

A step names a record by its position among the existing ones, so that each part of a history is a valid history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from mockclio.mock import MockClio
from mockclio.testing.strategies import values
from mockclio.testing.strategies.seeded_firm import Data

if TYPE_CHECKING:
    import httpx

LONGEST = 12


@dataclass(frozen=True)
class Nth:
    """The record at a position of a table, modulo its length. A step that names a record of an empty table is skipped."""

    table: str
    place: int
    type: str = ""


@dataclass(frozen=True)
class Step:
    """One event of a history. `verb` is create, update, delete, clock, bill or pay; `place` is the position of the record, or minutes."""

    verb: str
    table: str = ""
    place: int = 0
    data: Data = field(default_factory=dict)


class NotThere(Exception):
    """A step names a record of an empty table."""


def histories(longest: int = LONGEST) -> st.SearchStrategy[list[Step]]:
    """Sequences of at most `longest` valid calls, bills, payments and clock moves.

    >>> with MockClio("empty") as mock:
    ...     answers = replay(mock, histories().example())
    """
    return st.lists(st.one_of(_creates(), _updates(), _deletes(), *OTHERS), min_size=1, max_size=longest)


def firms(most: int = LONGEST) -> st.SearchStrategy[list[Step]]:
    """Steps that turn the empty firm into a small one: clients first, then matters, then at most `most` records of work on them.

    >>> with founded(firms().example()) as mock:
    ...     mock.http.get("/api/v4/matters.json").json()["data"]
    """
    clients = st.lists(_create("contacts"), min_size=1, max_size=3)
    matters = st.lists(_create("matters"), min_size=1, max_size=3)
    return st.builds(lambda *parts: [step for part in parts for step in part], clients, matters, st.lists(_creates(), max_size=most))


def founded(steps: Sequence[Step]) -> MockClio:
    """Return a mock of the empty firm after these steps. Close it at the end."""
    mock = MockClio("empty")
    replay(mock, steps)
    return mock


def replay(mock: MockClio, steps: Iterable[Step]) -> list[httpx.Response]:
    """Run a history on a mock. Returns the answers of the API. A step that names a missing record is skipped."""
    answers: list[httpx.Response] = []
    for step in steps:
        try:
            answer = VERBS[step.verb](mock, step)
        except NotThere:
            continue
        if answer is not None:
            answers.append(answer)
    return answers


def _id(mock: MockClio, table: str, place: int) -> int:
    ids = list(mock.world.table(table).ids())
    if not ids:
        raise NotThere(table)
    return ids[place % len(ids)]


def _named(mock: MockClio, value: Any) -> Any:
    """A body with ids in place of names."""
    if isinstance(value, Nth):
        return {"id": _id(mock, value.table, value.place), **({"type": value.type} if value.type else {})}
    if isinstance(value, dict):
        return {name: _named(mock, member) for name, member in value.items()}
    return value


def _post(mock: MockClio, step: Step) -> httpx.Response:
    return mock.http.post(f"/api/v4/{step.table}.json", json={"data": _named(mock, step.data)})


def _patch(mock: MockClio, step: Step) -> httpx.Response:
    path = f"/api/v4/{step.table}/{_id(mock, step.table, step.place)}.json"
    return mock.http.patch(path, json={"data": _named(mock, step.data)})


def _delete(mock: MockClio, step: Step) -> httpx.Response:
    return mock.http.delete(f"/api/v4/{step.table}/{_id(mock, step.table, step.place)}.json")


def _clock(mock: MockClio, step: Step) -> None:
    mock.clock.set(mock.clock.now() + timedelta(minutes=step.place))


def _bill(mock: MockClio, step: Step) -> None:
    """Bill the work on a matter, if there is any."""
    try:
        mock.bill(_id(mock, "matters", step.place), **step.data)
    except ValueError:
        return


def _pay(mock: MockClio, step: Step) -> None:
    """Pay a bill, if it is owed."""
    try:
        mock.pay(_id(mock, "bills", step.place))
    except ValueError:
        return


VERBS: dict[str, Callable[[MockClio, Step], httpx.Response | None]] = {
    "create": _post,
    "update": _patch,
    "delete": _delete,
    "clock": _clock,
    "bill": _bill,
    "pay": _pay,
}

PLACES = st.integers(0, 7)
WORDS = values.texts(20)
DAYS = values.dates()


def _nth(table: str, type: str = "") -> st.SearchStrategy[Nth]:
    return PLACES.map(lambda place: Nth(table, place, type))


def _body(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    return st.fixed_dictionaries(members)


NEW: dict[str, st.SearchStrategy[Data]] = {
    "contacts": _body(type=st.just("Person"), first_name=WORDS, last_name=WORDS) | _body(type=st.just("Company"), name=WORDS),
    "matters": _body(client=_nth("contacts"), description=WORDS, status=st.sampled_from(["Open", "Pending"])),
    "activities": _body(
        type=st.just("TimeEntry"), date=DAYS, quantity=st.integers(60, 36_000), price=values.MONEY, note=WORDS, matter=_nth("matters")
    ),
    "tasks": _body(name=WORDS, description=WORDS, assignee=_nth("users", "User"), matter=_nth("matters"), due_at=DAYS),
    "notes": _body(type=st.just("Matter"), matter=_nth("matters"), subject=WORDS, detail=WORDS),
    "communications": _body(type=st.just("PhoneCommunication"), subject=WORDS, body=WORDS, matter=_nth("matters")),
    "relationships": _body(matter=_nth("matters"), contact=_nth("contacts"), description=WORDS),
    "practice_areas": _body(name=WORDS),
    "groups": _body(name=WORDS),
}
"""Bodies of what is created, by collection."""
CHANGED: dict[str, st.SearchStrategy[Data]] = {
    "matters": _body(description=WORDS) | _body(status=st.sampled_from(["Open", "Pending", "Closed"])),
    "activities": _body(note=WORDS) | _body(date=DAYS),
    "tasks": _body(name=WORDS) | _body(status=st.sampled_from(["pending", "in_progress", "complete"])),
    "notes": _body(subject=WORDS),
    "relationships": _body(description=WORDS),
}
"""Bodies of what is changed."""
GOES = ("activities", "communications", "contacts", "groups", "matters", "notes", "relationships", "tasks")


def _create(table: str) -> st.SearchStrategy[Step]:
    return NEW[table].map(lambda data: Step("create", table, data=data))


def _creates() -> st.SearchStrategy[Step]:
    return st.sampled_from(sorted(NEW)).flatmap(_create)


def _updates() -> st.SearchStrategy[Step]:
    return st.sampled_from(sorted(CHANGED)).flatmap(
        lambda table: st.builds(lambda place, data: Step("update", table, place, data), PLACES, CHANGED[table])
    )


def _deletes() -> st.SearchStrategy[Step]:
    return st.builds(lambda table, place: Step("delete", table, place), st.sampled_from(GOES), PLACES)


OTHERS: list[st.SearchStrategy[Step]] = [
    st.integers(1, 60 * 24 * 40).map(lambda minutes: Step("clock", place=minutes)),
    st.builds(
        lambda place, state: Step("bill", place=place, data={"state": state}), PLACES, st.sampled_from(["draft", "awaiting_payment"])
    ),
    PLACES.map(lambda place: Step("pay", place=place)),
]
