"""Turns the values of an entry into those of the API: names become ids, relative dates become dates, short forms become long ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mockclio.catalog.schema import Attribute
from mockclio.seeding.spec import times
from mockclio.seeding.spec.names import Names, UnknownName
from mockclio.seeding.spec.sections import MAIN_KEY, Section, table_of, target
from mockclio.seeding.spec.source import Place, near
from mockclio.store.tables import Row
from mockclio.store.types import POLYMORPHIC
from mockclio.store.world import World

PARTIES = ("User", "Contact", "Matter", "Calendar", "Task", "CalendarEntry", "Document", "Folder", "Bill")
"""The types that a name is looked for in, where the API names none."""
OWNERS = {"contacts": "Contact", "matters": "Matter"}
"""The parent type of the custom fields of a section."""
Data = dict[str, Any]


class Misplaced(ValueError):
    """A wrong value, with the way to it. `table` is where a name was looked for."""

    def __init__(self, place: Place, reason: str, table: str = "") -> None:
        super().__init__(reason)
        self.place, self.table = place, table


class Resolver:
    """Resolves the entries of one world."""

    def __init__(self, world: World, names: Names) -> None:
        self._world, self.names = world, names

    @property
    def now(self) -> datetime:
        return self._world.clock.now()

    @property
    def zone(self) -> ZoneInfo:
        return self._world.zone(self._world.owner())

    def entry(self, section: Section, entry: Data, place: Place) -> Data:
        """The values of an entry as the API takes them. Raises Misplaced."""
        results: Data = {}
        for name, value in entry.items():
            if name != "custom":
                attribute = section.attributes[name]
                results[name] = self._value(attribute, value, target(section, attribute), (*place, name))
        if entry.get("custom") is not None:
            values = self._custom(OWNERS[section.name], entry["custom"], (*place, "custom"))
            results["custom_field_values"] = [*(results.get("custom_field_values") or []), *values]
        return results

    def _value(self, attribute: Attribute, value: Any, table: str, place: Place) -> Any:
        if not attribute.many:
            return self._one(attribute, value, table, place)
        if isinstance(value, str):  # a cell of a CSV file
            value = [part.strip() for part in value.split(";") if part.strip()]
        if not isinstance(value, list):
            return value
        return [self._one(attribute, member, table, (*place, number)) for number, member in enumerate(value)]

    def _one(self, attribute: Attribute, value: Any, table: str, place: Place) -> Any:
        if value is None:
            return None
        if attribute.kind == "ref":
            return self._reference(table, value, place)
        if attribute.kind == "object":
            return self._object(attribute, value, table, place)
        if attribute.kind in ("date", "datetime") and isinstance(value, str):
            return self.time(attribute.kind, value, place)
        if attribute.name == "currency" and isinstance(value, str) and attribute.kind == "json":
            return {"id": self.find("currencies", value, place)}
        if attribute.kind == "int" and table and isinstance(value, str | int):
            return self.find(table, value, place)
        return value

    def _reference(self, table: str, value: Any, place: Place) -> Any:
        if isinstance(value, dict):
            return {"id": self.find(table, value.get("id", value.get("name")), place)}
        return {"id": self.find(table, value, place)}

    def _object(self, attribute: Attribute, value: Any, table: str, place: Place) -> Any:
        keys = attribute.keys
        if isinstance(value, dict):
            if {"id", "type"} <= keys.keys():
                return self._party(keys["type"], value.get("id", value.get("name")), value.get("type"), place)
            known = {name: self._value(keys[name], inner, table_of(name), (*place, name)) for name, inner in value.items() if name in keys}
            if table and "id" in keys and "name" in value and "name" not in keys:
                known["id"] = self.find(table, value["name"], (*place, "name"))
            elif table and isinstance(known.get("id"), str):
                known["id"] = self.find(table, known["id"], (*place, "id"))
            return known
        if attribute.name in MAIN_KEY:
            return {MAIN_KEY[attribute.name]: value}
        if {"id", "type"} <= keys.keys():
            return self._party(keys["type"], value, None, place)
        if "id" in keys and table:
            return {"id": self.find(table, value, place)}
        return value

    def _party(self, types: Attribute, value: Any, kind: str | None, place: Place) -> Data:
        """A record of one of several types, as in `{"id": 1, "type": "Contact"}`."""
        choices = [one for one in (types.choices or PARTIES) if one in POLYMORPHIC]
        if kind is not None:
            if kind not in choices:
                raise Misplaced((*place, "type"), f"must be one of {', '.join(choices)}, not {kind!r}")
            return {"id": self.find(POLYMORPHIC[kind], value, place), "type": kind}
        if not isinstance(value, str | int):
            raise Misplaced(place, f"must be the name, the key or the id of a record, not {value!r}")
        try:
            table, id = self.names.find_in([POLYMORPHIC[one] for one in choices], value)
        except UnknownName as unknown:
            raise Misplaced(place, str(unknown), unknown.table) from None
        return {"id": id, "type": next(one for one in choices if POLYMORPHIC[one] == table)}

    def _custom(self, owner: str, values: Any, place: Place) -> list[Data]:
        """Custom field values by the names of their fields."""
        if not isinstance(values, dict):
            raise Misplaced(place, "must be a mapping of field names to values, as in `custom: {Court: Kings County}`")
        return [self._custom_value(owner, name, value, (*place, name)) for name, value in values.items()]

    def _custom_value(self, owner: str, name: str, value: Any, place: Place) -> Data:
        rows = [row for row in self.names.rows("custom_fields", name) if row["parent_type"] == owner]
        if not rows:
            known = [row["name"] for row in self._world.table("custom_fields") if row["parent_type"] == owner]
            raise Misplaced(place, f"no custom field of a {owner.lower()} has this name; {near(name, known)}")
        return {"custom_field": {"id": rows[0]["id"]}, "value": self._typed(rows[0], value, place)}

    def _typed(self, field: Row, value: Any, place: Place) -> Any:
        kind = field["field_type"]
        if kind == "picklist" and isinstance(value, str):
            options = {option["option"]: option["id"] for option in field.get("picklist_options") or []}
            if value not in options:
                raise Misplaced(place, f"{value!r} is no option of this field; {near(value, options)}")
            return options[value]
        if kind in ("contact", "matter") and value is not None:
            return self.find(f"{kind}s", value, place)
        return self.time("date", value, place) if kind == "date" and isinstance(value, str) else value

    def time(self, kind: str, value: str, place: Place) -> str:
        """A date or a time. Raises Misplaced."""
        try:
            return (times.day if kind == "date" else times.moment)(value, self.now, self.zone)
        except times.WrongTime as wrong:
            raise Misplaced(place, str(wrong)) from None

    def find(self, table: str, value: Any, place: Place) -> int:
        """The id of the row that a value means. Raises Misplaced."""
        if not isinstance(value, str | int) or isinstance(value, bool) or not table:
            raise Misplaced(place, f"must be the name, the key or the id of a record, not {value!r}")
        try:
            return self.names.find(table, value)
        except UnknownName as unknown:
            raise Misplaced(place, str(unknown), unknown.table) from None
