"""Check of bare dates: a day that is asked of a time begins and ends at the caller's midnight, not at that of Greenwich."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from mockclio.catalog import collections
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields, parameters
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data import bodies
from mockclio.testing.sample_data.attribute_write import call
from mockclio.testing.sample_data.declared import creation, listing
from mockclio.testing.sample_data.forks import Fork, fork
from mockclio.testing.sample_data.sample_data import SampleData
from mockclio.testing.target import Target
from mockclio.verify.check import check
from mockclio.verify.checks.reading.calls import LISTS, Row
from mockclio.verify.checks.reading.filters import expect_matches
from mockclio.verify.checks.reading.listing import Lists, identities
from mockclio.verify.checks.reading.references import at
from mockclio.verify.checks.writing.books import Case

Compare = Callable[[datetime, datetime, datetime], bool]
"""(a time, the first moment of the day, that of the next day) -> whether the row is found."""


def since(moment: datetime, begins: datetime, ends: datetime) -> bool:
    return moment >= begins


def before(moment: datetime, begins: datetime, ends: datetime) -> bool:
    return moment < begins


def until(moment: datetime, begins: datetime, ends: datetime) -> bool:
    return moment < ends


def within(moment: datetime, begins: datetime, ends: datetime) -> bool:
    return begins <= moment < ends


def at_the_first(moment: datetime, begins: datetime, ends: datetime) -> bool:
    return moment == begins


def up_to_the_first(moment: datetime, begins: datetime, ends: datetime) -> bool:
    return moment <= begins


TIMES: dict[tuple[str, str], tuple[str, Compare]] = {
    ("Bill#index", "last_sent_start_date"): ("last_sent_at", since),
    ("Bill#index", "last_sent_end_date"): ("last_sent_at", until),
    ("Communication#index", "date"): ("received_at", within),
    ("Communication#index", "received_at"): ("received_at", at_the_first),
    ("Communication#index", "received_before"): ("received_at", before),
    ("Communication#index", "received_since"): ("received_at", since),
    ("Conversation#index", "date"): ("last_message.created_at", within),
    ("MedicalRecordsRequest#index", "treatment_start_date"): ("treatment_start_date", since),
    ("MedicalRecordsRequest#index", "treatment_end_date"): ("treatment_end_date", up_to_the_first),
    ("Report#index", "created_before"): ("created_at", before),
}
"""What a bare date is compared with: the path to a time, and how."""
DAYS: dict[tuple[str, str], tuple[str, Compare]] = {
    ("Activity#index", "start_date"): ("date", since),
    ("Activity#index", "end_date"): ("date", until),
}
"""Filters of days that take a time: the day on which it is, where the caller is."""
BARE = (*((name, (path, since)) for name, path in (("created_since", "created_at"), ("updated_since", "updated_at"))),)
MOST_PARENTS, MOST_DAYS = 3, 3


@check("filters/day-edges", "filters", writes=True, rules=("wire.times-of-bodies-are-full",))
def edges() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """A bare date asks for times from the caller's midnight on, to the second."""
    for operation in LISTS:
        for name, attribute in parameters(operation).items():
            path, compare = TIMES.get((operation.operation_id, name)) or dict(BARE).get(name, ("", since))
            if path:
                yield operation, attribute.wire, partial(_days, operation, attribute.wire, path, compare)
            elif (operation.operation_id, name) in DAYS:
                yield operation, attribute.wire, partial(_moments, operation, attribute.wire, *DAYS[operation.operation_id, name])


def _days(operation: AnyOperation, wire: str, path: str, compare: Compare, target: Target) -> None:
    """Each day around which rows have times, asked by its bare date."""
    world = Edges.of(target)
    if path.partition(".")[0] not in fields(operation.record):
        _unshown(world, operation, wire)
        return
    judged = 0
    for pick, rows in world.rows(operation):
        times = {id(row): [datetime.fromisoformat(one) for one in at(row, path)] for row in rows}
        for day in world.days([moment for some in times.values() for moment in some]):
            begins, ends = world.midnight(day), world.midnight(day + timedelta(days=1))
            expected = [row for row in rows if any(compare(moment, begins, ends) for moment in times[id(row)])]
            expect_matches(world.lists, operation, pick, {wire: day.isoformat()}, identities(expected))
            judged += any(times.values())
    if not judged:
        raise Inconclusive(f"no row here shows {path}")


def _unshown(world: Edges, operation: AnyOperation, wire: str) -> None:
    """Of records whose times no answer shows, those that were made at the edges."""
    times = world.made.get(operation.collection.name)
    if not times:
        raise Inconclusive("no answer shows this time, and the API makes no such record")
    for day in (world.day, world.day + timedelta(days=1)):
        matches = set(world.lists.matches(operation, {wire: day.isoformat()}, 0, operation.limit)) & set(times)
        expected = {id for id, moment in times.items() if moment >= world.midnight(day)}
        if matches != expected:
            call = world.lists.caller.described(operation, 0, {wire: day.isoformat()})
            raise CheckFailed(sorted(map(int, expected)), sorted(map(int, matches)), "data", call)


def _moments(operation: AnyOperation, wire: str, path: str, compare: Compare, target: Target) -> None:
    """The first and the last moment of a day are of that day, though at Greenwich they are of another."""
    world = Edges.of(target)
    for pick, rows in world.rows(operation):
        for moment in world.moments:
            day = moment.astimezone(world.zone).date()
            begins, ends = world.midnight(day), world.midnight(day + timedelta(days=1))
            expected = [row for row in rows if any(compare(world.midnight(date.fromisoformat(one)), begins, ends) for one in at(row, path))]
            expect_matches(world.lists, operation, pick, {wire: _text(moment)}, identities(expected))


class Edges:
    """A fork of the mock in which records were made at the last moment of a day, and at the first and the last of the next."""

    def __init__(self, target: Target) -> None:
        self.fork: Fork = fork(target)
        self.p = SampleData(self.fork, alone=True)
        self.zone: ZoneInfo = self.p.zone
        if self.zone.utcoffset(self.p.now.replace(tzinfo=None)) == timedelta(0):
            raise Inconclusive("the caller's day is that of Greenwich")
        self.day = self.p.now.astimezone(self.zone).date() + timedelta(days=2)
        midnight, following = self.midnight(self.day), self.midnight(self.day + timedelta(days=1))
        self.made: dict[str, dict[str, datetime]] = {}
        """When the records of each collection were made, by id."""
        self.moments = (midnight - timedelta(seconds=1), midnight, following - timedelta(seconds=1), following)
        for moment in self.moments:
            self.fork.control("POST", "/clock", {"set": _text(moment), "frozen": True})
            self._fill(moment)

    @classmethod
    def of(cls, target: Target) -> Edges:
        """The world of this run."""
        made: Edges | None = target.shared.get("world of edges")
        if made is None:
            made = target.shared["world of edges"] = cls(target)
        return made

    @property
    def lists(self) -> Lists:
        return Lists.of(self.fork)

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def _fill(self, moment: datetime) -> None:
        """One record of each kind that the API makes, an activity, a sent bill and a received message of that moment."""
        for collection in collections().values():
            create = creation(collection)
            if create is not None and listing(collection) is not None:
                response = call(self.p, create, bodies.body(self.p, create))
                if response.status_code == create.status:  # what there can be only one of is not made again
                    self.made.setdefault(collection.name, {})[str(response.json()["data"].get("id"))] = moment
        day = moment.astimezone(self.zone).date().isoformat()
        self.p.make("/activities", type="TimeEntry", date=day, quantity=3600)
        self.p.make("/communications", type="PhoneCommunication", subject="x", body="x", received_at=_text(moment), **self._parties())
        Case(self.p).bill({}, state="awaiting_payment", sent=True)

    def _parties(self) -> dict[str, Any]:
        return {"receivers": [self.p.ref("contact.ada", type="Contact")], "senders": [self.p.ref("user.owner", type="User")]}

    def rows(self, operation: AnyOperation) -> Iterator[tuple[int, list[Row]]]:
        """What the list has under the first parents, with everything."""
        lists = self.lists
        for pick in list(lists.parents(operation))[:MOST_PARENTS]:
            shown_by = lists.rows_of_ids if operation.ids_only else lists.rows
            yield pick, shown_by(operation, {}, pick)

    def days(self, times: list[datetime]) -> list[date]:
        """The days around the edges, and some on which it was another day at Greenwich."""
        other = {
            moment.astimezone(self.zone).date() for moment in times if moment.astimezone(self.zone).date() != moment.astimezone(UTC).date()
        }
        mine = [self.day, self.day + timedelta(days=1)]
        return [*mine, *sorted(other - set(mine))[-MOST_DAYS:]]


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
