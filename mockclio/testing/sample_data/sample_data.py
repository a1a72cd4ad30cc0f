"""What a check stands on: records by name, made over HTTP when they are asked for and removed again, or found in the account."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from datetime import datetime, timedelta
from functools import cache, cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mockclio.catalog import collections
from mockclio.testing.outcomes import Inconclusive, MissingEntry
from mockclio.testing.target import NotMade

if TYPE_CHECKING:
    from mockclio.testing.target import Target

Data = dict[str, Any]
Made = Callable[["SampleData"], int]


class NeedsOwnWorld(Exception):
    """The check would leave something behind, or change what the run did not make. It runs only in a fork of a mock."""


class SampleData:
    """Ids by a name such as `matter.lease`. A name is resolved once, by its recipe, or else by looking for such a record.

    `alone` says that the world is there for this run only, so that anything may be done in it.
    """

    def __init__(self, target: Target, ids: MutableMapping[str, int] | None = None, *, alone: bool = False) -> None:
        """Use a target. `ids` are known records by name. With `alone` nobody else uses the account."""
        self.target, self.alone = target, alone
        self.ids: MutableMapping[str, int] = {} if ids is None else ids
        self.lasting: set[str] = set()
        """Paths of what is shared by cases, and so removed at the end of the run."""
        self._names = 0

    def __getitem__(self, name: str) -> int:
        """Return the id of a record by its name. The record is found or made when it is first used."""
        if name not in self.ids:
            before = len(self.target.made)
            self.ids[name] = self._resolve(name)
            self.lasting |= set(self.target.made[before:])
        return self.ids[name]

    def __contains__(self, name: str) -> bool:
        """Return whether a name is known."""
        return name in self.ids or name in _recipes() or name in _existing() or name in _declared().every_name()

    def _resolve(self, name: str) -> int:
        result = _recipes().get(name) or _existing().get(name) or _declared().maker(name) or _declared().finder(name)
        if result is None:
            raise unknown(name)
        return result(self)

    def ref(self, name: str, **more: Any) -> Data:
        """Return a reference to a record by its name: `{"id": 1}`, with `more` keys."""
        return {"id": self[name], **more}

    def two(self, table: str) -> tuple[int, int]:
        """Ids of two rows of a table: of those that recipes make, that need none, that are found; of one row, where there is no second."""
        stem = stem_of(table)
        ids: list[int] = []
        for name in self._named(stem):
            if self[name] not in ids:
                ids.append(self[name])
            if len(ids) == 2:
                break
        if not ids:
            raise unknown(f"{stem}.one")
        return ids[0], ids[-1]

    def _named(self, stem: str) -> list[str]:
        """The names that begin with that word, those first of which records can be made."""
        known, plain = _declared(), [f"{stem}.{key}" for key in _declared().KEYS]
        made, listed = [name for name in plain if known.maker(name)], [name for name in plain if known.finder(name)]
        names = (*_recipes(), *made, *_existing(), *self.ids, *listed)
        return [name for name in dict.fromkeys(names) if name.partition(".")[0] == stem]

    def fresh(self, name: str) -> int:
        """Another record by the recipe of that name, which nobody else uses."""
        recipe = _recipes().get(name) or (_declared().maker(name) if name not in _existing() else None)
        if recipe is not None:
            return recipe(self)
        if not self.alone:
            raise NeedsOwnWorld(f"the API makes nothing like {name}, and what is there is not ours to change")
        return self[name]

    def apart(self, **own: int) -> SampleData:
        """The same sample data, in which some names (dots as double underscores) stand for records of its own."""
        from collections import ChainMap

        overlay = ChainMap({name.replace("__", "."): id for name, id in own.items()}, self.ids)
        return Overlaid(self, overlay)

    def post(self, path: str, data: Data, *, fields: str = "id") -> Data:
        """What a POST made, which will be removed."""
        lasting = path in not_removed()
        if lasting and not self.alone:
            raise NeedsOwnWorld(f"the API cannot remove what {path} makes")
        if lasting:
            response = self.target.send("POST", f"{path}.json", params={"fields": fields}, json={"data": data})
            if response.status_code != 201:
                raise NotMade(response, f"POST {path}")
            return dict(response.json()["data"])
        before = len(self.target.made)
        made = self.target.create(path, data, fields=fields)
        self.track(path, data, made["id"], before)
        return made

    def track(self, path: str, data: Data, id: Any, place: int) -> None:
        """What came with a record and stays when it goes: the folder of a matter, and the entry of its fee."""
        if path != "/matters" or self.alone:
            return
        folder = self.target.get(f"/matters/{id}.json", fields="folder{id}")["data"].get("folder")
        if folder:
            self.target.made.insert(place, f"/folders/{folder['id']}.json")
        if data.get("custom_rate"):
            self.track_fee(id)

    def track_fee(self, matter: Any) -> None:
        """The entry that stands for the fee of a matter."""
        for entry in self.target.get("/activities.json", matter_id=matter, fields="id")["data"]:
            path = f"/activities/{entry['id']}.json"
            if path not in self.target.made:
                self.target.made.append(path)

    def make(self, path: str, **data: Any) -> int:
        """The id of a new record; `None` leaves an attribute out."""
        return int(self.post(path, {name: value for name, value in data.items() if value is not None})["id"])

    def all(self, path: str, **parameters: Any) -> list[Data]:
        """The first rows of a list, which are kept."""
        key = ("lists", path, *sorted(parameters.items()))
        if key not in self.target.kept:
            self.target.kept[key] = self.target.get(path, **parameters)["data"]
        rows: list[Data] = self.target.kept[key]
        return rows

    def say(self, name: str) -> str:
        """A name that nothing else in the account has."""
        self._names += 1
        return f"{name} {self._mark}-{self._names}"

    @cached_property
    def _mark(self) -> str:
        """What tells this run from another: the id of its first record."""
        return f"{self._first['id']:x}"

    @cached_property
    def _first(self) -> Data:
        before = len(self.target.made)
        made = self.post("/contacts", {"type": "Person", "first_name": "First", "last_name": "Law"}, fields="id,created_at")
        self.lasting |= set(self.target.made[before:])
        return made

    @property
    def now(self) -> datetime:
        """The account's own time, to some minutes."""
        return datetime.fromisoformat(self._first["created_at"])

    def day(self, days: int) -> str:
        """The day so many days from now."""
        return (self.now + timedelta(days=days)).date().isoformat()

    @cached_property
    def zone(self) -> ZoneInfo:
        """Where the caller is: a day of theirs begins at its midnight."""
        name = self.target.get("/users/who_am_i.json", fields="time_zone")["data"]["time_zone"]
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError) as error:
            raise Inconclusive(f"the caller's time zone {name!r} is not in the database of zones") from error

    def pending(self, name: str) -> str:
        """The uuid of the version of a document that waits for its bytes."""
        shown = self.target.get(f"/documents/{self[name]}.json", fields="latest_document_version{uuid}")
        return str(shown["data"]["latest_document_version"]["uuid"])


class Overlaid(SampleData):
    """Sample data in which some names refer to other records. Everything else is shared."""

    def __init__(self, under: SampleData, ids: MutableMapping[str, int]) -> None:
        """Use `under`, with `ids` in place of some of its ids."""
        super().__init__(under.target, ids, alone=under.alone)
        self.under, self.lasting = under, under.lasting

    def __getitem__(self, name: str) -> int:
        """Return the id of a record by its name."""
        return self.ids[name] if name in self.ids else self.under[name]

    def say(self, name: str) -> str:
        """Return a unique name."""
        return self.under.say(name)

    def pending(self, name: str) -> str:
        """Return the uuid of a document version that waits for its bytes."""
        if type(self.under).pending is SampleData.pending:
            return super().pending(name)
        return self.under.pending(name)

    @property
    def now(self) -> datetime:
        """The time of the account."""
        return self.under.now

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of the user."""
        return self.under.zone


@cache
def not_removed() -> frozenset[str]:
    """The paths at which the API makes what it cannot remove."""
    kinds = {one.path: {each.kind for each in one.operations.values()} for one in collections().values()}
    return frozenset(path for path, known in kinds.items() if "create" in known and "destroy" not in known)


STEMS = {
    "calendar_entries": "entry",
    "jurisdictions_to_triggers": "trigger",
    "matter_stages": "stage",
    "utbms_codes": "utbms",
}
"""The first words of names, where they are not the name of the table."""


def stem_of(table: str) -> str:
    """The first word of the names of a table's records."""
    return STEMS.get(table) or singular(table)


def unknown(name: str) -> MissingEntry:
    """Nothing makes a record of that name, and no list shows it."""
    from mockclio.testing.sample_data import recipes

    return MissingEntry(
        recipes, f'add to RECIPES: "{name}": made("/...", ...)', "no recipe, no list and no create of the catalogue gives it"
    )


def singular(table: str) -> str:
    """The stem of the names of a table's records."""
    if table.endswith("ies"):
        return table.removesuffix("ies") + "y"
    return table.removesuffix("es") if table.endswith(("sses", "xes")) else table.removesuffix("s")


def _recipes() -> dict[str, Made]:
    from mockclio.testing.sample_data.recipes import RECIPES

    return RECIPES


def _existing() -> dict[str, Made]:
    from mockclio.testing.sample_data.existing import EXISTING

    return EXISTING


def _declared() -> ModuleType:
    from mockclio.testing.sample_data import declared

    return declared
