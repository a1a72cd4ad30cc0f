"""Writes the records of a spec into the world of its base, section by section, and gives the document of the firm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from mockclio.errors import APIError, InvalidArgument
from mockclio.seeding.builder import TOKEN, Builder
from mockclio.seeding.spec import money, papers, people
from mockclio.seeding.spec.checking import check as check
from mockclio.seeding.spec.filling import fill
from mockclio.seeding.spec.names import Names, UnknownName
from mockclio.seeding.spec.resolving import Misplaced, Resolver
from mockclio.seeding.spec.sections import Section, account_attributes, sections
from mockclio.seeding.spec.source import Place, Source, WrongSpec
from mockclio.server.bodies import checked
from mockclio.store import resuming
from mockclio.store.clock import parse_time
from mockclio.store.state import dump
from mockclio.store.tables import Row
from mockclio.store.world import World

API = "/api/v4"
PREFIX = "An invalid argument was supplied: "
"""What a refusal with 422 begins with. The place says it better."""
Data = dict[str, Any]
Document = dict[str, Any]


def beginning(source: Source) -> datetime | None:
    """The time that the spec gives to its firm."""
    return parse_time(str(source.data["at"])) if source.data.get("at") is not None else None


def base(source: Source) -> str:
    return str(source.data.get("base", "empty"))


def written(source: Source, world: World) -> Document:
    """The document of the firm: the rows of the world with those of the spec, and the credentials of the spec. Raises WrongSpec."""
    builder = Builder(world)
    _Writer(builder, source).write()
    builder.close()
    return {**dump(world), **resuming.access_of(world)}


class _Writer:
    """Writes one spec."""

    def __init__(self, builder: Builder, source: Source) -> None:
        self.builder, self.source, self.world = builder, source, builder.world
        self.names = Names(self.world)
        self.resolver = Resolver(self.world, self.names)

    def write(self) -> None:
        account = self.source.data.get("account")
        if account:
            self._attempt(("account",), lambda: self._change_account(account))
        for section in sections().values():
            self._section(section, self.source.data.get(section.name) or [])

    def _change_account(self, data: Data) -> None:
        people.change_account(self.builder, checked(account_attributes(), data, self.resolver.zone), ("account",))

    def _section(self, section: Section, entries: list[Any]) -> None:
        """Make the entries of a section. One that refers to a later entry waits for it."""
        waiting = list(enumerate(entries))
        while waiting:
            later: list[tuple[int, Any]] = []
            refused: WrongSpec | None = None
            for number, entry in waiting:
                place: Place = (section.name, number)
                try:
                    self._attempt(place, lambda entry=entry, place=place: self._entry(section, entry, place))  # type: ignore[misc]
                except _Waiting as unknown:
                    if unknown.table != section.table:
                        raise unknown.wrong from None
                    later.append((number, entry))
                    refused = refused or unknown.wrong
            if refused is not None and len(later) == len(waiting):
                raise refused
            waiting = later

    def _attempt(self, place: Place, work: Callable[[], object]) -> None:
        """Do the work. What is refused becomes WrongSpec with the place."""
        try:
            work()
        except Misplaced as wrong:
            refusal = self.source.wrong(wrong.place, str(wrong))
            raise _Waiting(refusal, wrong.table) if wrong.table else refusal from None
        except UnknownName as wrong:
            raise self.source.wrong(place, str(wrong)) from None
        except APIError as refused:
            reasons = refused.message.replace(PREFIX, "").split("; ")
            raise WrongSpec(*(self._refusal(place, reason) for reason in reasons)) from None
        except ValueError as wrong:
            if isinstance(wrong, WrongSpec):
                raise
            raise self.source.wrong(place, str(wrong)) from None

    def _refusal(self, place: Place, reason: str) -> str:
        """A reason of the API at the attribute that it begins with."""
        name = reason.split(" ")[0].split(".")[0].split("[")[0].rstrip(":")
        named = (*place, name) in self.source.lines
        return f"{self.source.where((*place, name) if named else place)}: {reason}"

    def _entry(self, section: Section, entry: Any, place: Place) -> None:
        data = {section.main_key: entry} if isinstance(entry, str) else dict(entry)
        key = data.pop("key", "")
        resolved = self.resolver.entry(section, data, place)
        row = self._made(section, resolved, place)
        if row is not None:
            self.names.learn(section.table, row, key)

    def _made(self, section: Section, data: Data, place: Place) -> Row | None:
        if section.name == "trust":
            data = money.trust_entry(self.builder, checked(section.attributes, data, self.resolver.zone))
            return self._create(sections()["bank_transactions"], data)
        if section.path:
            fill(section.name, data, self.world)
            if section.name == "bank_transactions" and "bank_account" not in data:
                data = money.trust_entry(self.builder, data)
            return self._create(section, data)
        values = checked(section.attributes, data, self.resolver.zone)
        if section.name == "bills":
            return money.make_bill(self.builder, values, self._billed(data, place))
        if section.name == "applications":
            people.make_application(self.builder, values, place)
            return None
        return {
            "users": lambda: people.make_user(self.builder, values, place),
            "documents": lambda: papers.make_document(self.builder, self.source, values, place),
            "payments": lambda: money.make_payment(self.builder, values),
        }[section.name]()

    def _billed(self, data: Data, place: Place) -> list[int] | None:
        """The activities of a bill: names of entries, or new entries that get the matter of the bill."""
        if data.get("activities") is None:
            return None
        section, ids = sections()["activities"], []
        for number, member in enumerate(data["activities"]):
            inner = (*place, "activities", number)
            if isinstance(member, dict):
                entry = self.resolver.entry(section, member, inner)
                if data.get("matter"):
                    entry.setdefault("matter", data["matter"])
                if data.get("issued_at"):
                    entry.setdefault("date", data["issued_at"])
                fill("activities", entry, self.world)
                ids.append(self._create(section, entry)["id"])
            else:
                ids.append(self.resolver.find("activities", member, inner))
        return ids

    def _create(self, section: Section, data: Data) -> Row:
        """Create a record as a request to the API does."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = self.builder.http.post(f"{API}{section.path}.json", json={"data": data}, headers=headers)
        sent: Any = answer.json
        if answer.status_code >= 400:
            raise InvalidArgument(sent["error"]["message"])
        return self.world.table(section.table)[int(sent["data"]["id"])]


class _Waiting(Exception):
    """An entry refers to a name that may come later in its section."""

    def __init__(self, wrong: WrongSpec, table: str) -> None:
        super().__init__(str(wrong))
        self.wrong, self.table = wrong, table
