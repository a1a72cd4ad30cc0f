"""The firm `small` as a timeline: each module returns steps with their times, and the steps run in the order of their times.

A step names the record that it makes, and later steps use that name: `ref("contact.chen")` is a reference for a body,
`Id("contact.chen")` is the id alone, and `the("practice_areas", "Family")` is the id of a row that every account has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from mockclio.seeding.builder import Builder
from mockclio.seeding.office import Office
from mockclio.store.session import Session
from mockclio.store.tables import Row


@dataclass(frozen=True, slots=True)
class Id:
    """A placeholder for the id of a record that an earlier step made."""

    name: str


@dataclass(frozen=True, slots=True)
class The:
    """A placeholder for the id of the row with this name, description or code."""

    table: str
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Nested:
    """A placeholder for a nested record with its own id and times."""

    values: dict[str, Any]


def nested(**values: Any) -> Nested:
    return Nested(values)


def ref(name: str, **more: Any) -> dict[str, Any]:
    return {"id": Id(name), **more}


def the(table: str, name: str, key: str = "name") -> dict[str, Any]:
    return {"id": The(table, name, key)}


class Firm:
    """The firm during its construction: the user who writes, and the ids of the records so far."""

    def __init__(self, builder: Builder, office: Office) -> None:
        self.builder, self.office = builder, office

    def known(self, data: Any) -> Any:
        """The data with every placeholder replaced by its id."""
        if isinstance(data, Id):
            return self.office[data.name]
        if isinstance(data, The):
            return next(row["id"] for row in self.builder.world.table(data.table) if row[data.key] == data.name)
        if isinstance(data, Nested):
            world = self.builder.world
            times = dict.fromkeys(("created_at", "updated_at"), world.clock.stamp())
            return {"id": world.ids.next(), **times, **self.known(data.values)}
        if isinstance(data, dict):
            return {key: self.known(value) for key, value in data.items()}
        return [self.known(member) for member in data] if isinstance(data, list) else data

    def acting(self, user: str) -> Any:
        return self.builder.acting(self.office[user]) if user else nullcontext()

    def row(self, table: str, name: str) -> Row:
        return self.builder.world.table(table)[self.office[name]]


Work = Callable[[Firm], Any]
Step = tuple[str, Work]


def run(firm: Firm, steps: Iterable[Step]) -> None:
    """Run every step at its time."""
    for moment, work in sorted(steps, key=lambda step: step[0]):
        firm.builder.at(f"{moment}:00Z")
        try:
            work(firm)
        except Exception as error:
            error.add_note(f"at {moment}, in {work.__qualname__}")
            raise


def make(moment: str, name: str, collection: str, /, by: str = "", **data: Any) -> Step:
    """Create a record as the API does. `by` is the user who writes. The default is the owner of the account."""

    def work(firm: Firm) -> None:
        with firm.acting(by):
            made = firm.builder.post(collection, **firm.known(data))
        if name:
            firm.office[name] = made["id"]

    return moment, work


def change(moment: str, name: str, collection: str, /, by: str = "", **data: Any) -> Step:
    """Change a record as the API does."""

    def work(firm: Firm) -> None:
        with firm.acting(by):
            firm.builder.patch(collection, firm.office[name], **firm.known(data))

    return moment, work


def remove(moment: str, name: str, collection: str) -> Step:
    """Delete a record as the API does."""
    return moment, lambda firm: firm.builder.delete(collection, firm.office[name])


def put(moment: str, name: str, table: str, /, **row: Any) -> Step:
    """Insert a row that no call of the API creates."""

    def work(firm: Firm) -> None:
        with firm.builder.session() as session:
            made = session.insert(table, firm.known(row))
        if name:
            firm.office[name] = made["id"]

    return moment, work


def note(moment: str, name: str, table: str, /, **values: Any) -> Step:
    """Set values of a row that no call of the API sets."""

    def work(firm: Firm) -> None:
        with firm.builder.session() as session:
            session.update(table, firm.office[name], firm.known(values))

    return moment, work


def product(moment: str, name: str, act: Callable[..., Row | None], /, by: str = "", **data: Any) -> Step:
    """Run an action of the product that the API only shows: `act(session, **data)`. The row that it returns gets the name."""

    def work(firm: Firm) -> None:
        with firm.acting(by), firm.builder.session() as session:
            made = act(session, **firm.known(data))
        if name and made:
            firm.office[name] = made["id"]

    return moment, work


def on(table: str, act: Callable[..., Row | None]) -> Callable[..., Row | None]:
    """An action of the product for a row that is given by its id: `on("bills", send_bill)` is called with `row=id`."""

    def with_row(session: Session, row: int, **data: Any) -> Row | None:
        return act(session, session.table(table)[row], **data)

    return with_row


def call(moment: str, method: str, path: str, name: str = "", /, **options: Any) -> Step:
    """Call the API itself. `{contact.chen}` in the path is a placeholder for an id."""

    def work(firm: Firm) -> None:
        place = path
        for known, id in firm.office.ids.items():
            place = place.replace(f"{{{known}}}", str(id))
        made = firm.builder.call(method, place, **firm.known(options))
        if name:
            firm.office[name] = made["id"]

    return moment, work
