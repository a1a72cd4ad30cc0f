"""Records, bodies and parameters without what they say about anybody: every text is another, unless a table says that it may stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import REGISTRY, Record
from mockclio.catalog.schema import Attribute, accepted, parameters
from mockclio.catalog.schema import fields as fields_of
from mockclio.practice.common.nested import IDENTIFIERS
from mockclio.store.types import POLYMORPHIC
from mockclio.testing.recording import fields
from mockclio.testing.recording.words import ADDRESS, PHONE, URL, MadeUp

Data = dict[str, Any]
DATE = re.compile(r"\d{4}-\d\d-\d\d")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?")
ID = re.compile(r"((?:[a-z_]+-)?)([0-9]+)((?:-\d{8}T\d{6}Z)?)")
"""An id as text: of a custom field's value with its kind before it, of an occurrence with its time behind it."""
CONDITION = re.compile(r"(<|>|=|<=|>=)?\s*\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?|null|")
PLAIN = re.compile(r"[\w,.(){}:\[\] -]{0,2000}")
NAME = re.compile(r"[A-Za-z_]\w*")
INITIALS = 4
IDENTIFIED = ("identifier", "secondary_identifier", "tertiary_identifier")
NOTHING: Any = object()
"""What is left out of a recording."""


class Scrubber:
    """Scrubs with one seed. `scale` multiplies money; `shift` is added to every id."""

    def __init__(self, seed: int | str = 0, *, scale: float = 1.0, map_ids: bool = False) -> None:
        """Scrub with a seed. Amounts are multiplied by `scale`; with `map_ids` ids are replaced."""
        self.words = MadeUp(seed)
        self.scale = scale
        self.shift = self.words.draw("ids", "shift") % 900_000_000 + 100_000_000 if map_ids else 0

    def record(self, record: type[Record], value: Any) -> Any:
        """What a record shows, less etags, secrets and what the catalogue does not know."""
        if not isinstance(value, dict):
            return None
        known = fields_of(record)
        return _kept({name: self._shown(record, known[name], member, value) for name, member in value.items() if name in known})

    def _shown(self, record: type[Record], field: Attribute, value: Any, beside: Data) -> Any:
        if field.name == "etag" or fields.SECRET.search(field.name):
            return NOTHING
        if value is None:
            return None
        if field.record is not None:
            inner = field.record
            return [self.record(inner, member) for member in value] if isinstance(value, list) else self.record(inner, value)
        if field.name == "value" and field.kind == "json":
            return self._custom(beside.get("field_type"), value)
        if isinstance(value, list):
            return _members(self._scalar(record.__name__, field, member) for member in value)
        if field.name in IDENTIFIED and isinstance(value, str):
            return self._identifier(field, str(beside.get("type")), value)
        return self._scalar(record.__name__, field, value)

    def _identifier(self, field: Attribute, kind: str, value: str) -> str:
        """What a reference shows of the record that it names, as that record's own field would be scrubbed."""
        shown = IDENTIFIERS.get(POLYMORPHIC.get(kind, ""), ())
        place = IDENTIFIED.index(field.name)
        name = shown[place] if place < len(shown) else "description"
        return self._text("Document" if kind == "Document" else "", Attribute(name), value)

    def body(self, record: type[Record] | None, known: Mapping[str, Attribute], data: Any) -> Any:
        """What was sent, by the attributes of its body."""
        if not isinstance(data, dict):
            return None
        return _kept({name: self._sent(record, known[name], value) for name, value in data.items() if name in known})

    def _sent(self, record: type[Record] | None, attribute: Attribute, value: Any) -> Any:
        if fields.SECRET.search(attribute.name) or attribute.name in ("file", "image"):
            return NOTHING
        if isinstance(value, list):
            return _members(self._sent(record, attribute, member) for member in value)
        if isinstance(value, dict):
            return self.body(None, attribute.keys, value) if attribute.keys else {}
        if attribute.kind == "json" and attribute.name == "value":
            return self._custom(None, value)
        return None if value is None else self._scalar(record.__name__ if record else "", attribute, value)

    def _scalar(self, owner: str, field: Attribute, value: Any) -> Any:
        """One value that is neither a record nor a list."""
        if isinstance(value, bool) or (field.name in fields.COMMON and isinstance(value, int)):
            return value
        if field.name in fields.FOREIGN:
            return self.words.code(value) if isinstance(value, str) else int(self.words.digits(str(value)))
        if isinstance(value, int | float):
            return self._number(owner, field, value)
        if not isinstance(value, str):
            return NOTHING
        if (field.name == "id" or field.name.endswith("_id")) and (parts := ID.fullmatch(value)):
            return f"{parts[1]}{self.id(int(parts[2]))}{parts[3]}"
        cached = FORMS.get(field.kind)
        if cached is not None:
            return self._dated(field, value) if cached(field, value) else None
        return self._text(owner, field, value)

    def _number(self, owner: str, field: Attribute, value: float) -> float:
        name = field.name
        if name == "id" or name.endswith(("_id", "_ids")) or name == "ids":
            return self.id(int(value))
        if self.scale == 1 or owner in fields.PERCENTAGES or not fields.MONEY.search(name) or fields.NO_MONEY.search(name):
            return value
        return round(value * self.scale) if field.kind == "int" else round(value * self.scale, 2)

    def id(self, real: int) -> int:
        """The id in the recording; the order of ids stays."""
        return real + self.shift if real > 0 else real

    def _dated(self, field: Attribute, value: str) -> str:
        return f"{value[:4]}-01-01" if field.name in fields.BIRTH else value

    def _text(self, owner: str, field: Attribute, value: str) -> str:
        name = field.name
        if DATE.fullmatch(value) or TIME.fullmatch(value):
            return self._dated(field, value)
        if f"{owner}.{name}" not in fields.NUMBERS and any(form.fullmatch(value) for form in (ADDRESS, PHONE, URL)):
            return self.words.anything(value)
        if owner in fields.PUBLIC or name in fields.KEPT or f"{owner}.{name}" in fields.NUMBERS:
            return value if fields.SAFE.fullmatch(value) and (name != "initials" or len(value) <= INITIALS) else ""
        if name in fields.JSON:
            return "{}"
        if (owner in fields.PAPERS and name == "name") or name in fields.FILES:
            return self.words.file(value)
        if name in fields.NUMBERED:
            return self.words.numbered(value)
        if name in fields.NAMES:
            return self.words.name(value)
        return self.words.anything(value)

    def _custom(self, kind: Any, value: Any) -> Any:
        """The value of a custom field, by the kind of the field where that was told."""
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, dict | list):
            return None
        if kind in ("picklist", "contact", "matter") and str(value).isdigit():
            return type(value)(self.id(int(value)))
        if isinstance(value, int | float):
            return type(value)(self.words.digits(str(abs(int(value)))))
        return value if DATE.fullmatch(value) else self.words.anything(value)

    def query(self, operation: AnyOperation, sent: list[tuple[str, str]]) -> list[list[str]]:
        """The parameters of a call; one that the catalogue does not know is left out."""
        known = {attribute.wire: attribute for attribute in parameters(operation).values()}
        return [[name, self._argument(known[name], value)] for name, value in sent if name in known and not fields.SECRET.search(name)]

    def _argument(self, parameter: Attribute, value: str) -> str:
        if parameter.name in ("fields", "order", "limit", "offset"):
            return value if PLAIN.fullmatch(value) and known_names().issuperset(NAME.findall(value)) else ""
        if parameter.kind == "int" or parameter.name.endswith(("_id", "ids")):
            return self._ids(parameter, value)
        cached = FORMS.get(parameter.kind)
        if cached is not None:
            return value if cached(parameter, value) else ""
        return self.words.email(value) if "@" in value else self.words.name(value)

    def _ids(self, parameter: Attribute, value: str) -> str:
        if not (value.isascii() and value.isdigit()):
            return value if value == "null" else ""
        return str(self.id(int(value))) if parameter.name.endswith(("_id", "ids")) or parameter.name == "id" else value

    def path(self, operation: AnyOperation, ids: Mapping[str, Any]) -> str:
        """Return the path of an operation with scrubbed ids."""
        return operation.path.format(**{name: self._scalar("", Attribute("id"), str(value)) for name, value in ids.items()})


@cache
def known_names() -> frozenset[str]:
    """Every word that a selection or an order may hold."""
    names = {name for record in REGISTRY.values() for name in fields_of(record)}
    return frozenset({*names, *(part for one in operations().values() for part in NAME.findall(one.order)), "asc", "desc"})


def _choice(field: Attribute, value: str) -> bool:
    known = [choice.casefold() for choice in field.choices]
    return all(part.casefold() in known for part in (value.split(",") if field.several else [value]))


def _form(pattern: re.Pattern[str]) -> Callable[[Attribute, str], bool]:
    return lambda field, value: pattern.fullmatch(value) is not None


FORMS: dict[str, Callable[[Attribute, str], bool]] = {
    "enum": _choice,
    "date": _form(DATE),
    "datetime": _form(TIME),
    "date_condition": _form(CONDITION),
    "bool": _form(re.compile("true|false|null")),
    "float": _form(re.compile(r"-?\d+(\.\d+)?")),
    "int": _form(re.compile(r"-?\d{1,4}")),
}
"""Texts that stay as they are, because they are what their kind allows."""


def _members(made: Iterable[Any]) -> list[Any]:
    return [member for member in made if member is not NOTHING]


def _kept(members: Data) -> Data:
    return {name: value for name, value in members.items() if value is not NOTHING}


def attributes(operation: AnyOperation) -> dict[str, Attribute]:
    """Return the attributes that an operation accepts."""
    return accepted(operation.body) if operation.body is not None else {}
