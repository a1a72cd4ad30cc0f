"""Records: the classes that declare the fields of answers, and the registry through which modules refer to each other by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

REGISTRY: dict[str, type[Record]] = {}
"""Every record by class name; annotations are resolved against it, late, because resources refer to each other in circles."""


class Inverse:
    """The records of another table whose `field` refers to this record. The list is not stored."""

    def __init__(self, field: str) -> None:
        self.field = field


class Record:
    """One object in an answer. Its annotations are its fields.

    `default_fields` names the fields that are returned if none are selected. `nested_defaults` names those that an association shows
    without braces, if they differ from the default fields of its record. `table` names the table of the record; a record without one is
    stored in the row of its owner. `search` names the paths that the parameter `query` searches. `since` names the version that added a
    field; `retired` has fields that newer versions removed, as annotation and last version. Reading a field that was not selected raises
    an AttributeError that says how to select it.

    `scope` names the permission for a record that no collection lists. `redaction` says what a token without it sees: `mark`, the id and
    `redacted`; `alone`, only `redacted`; otherwise the names of the fields that stay, while the others are null. A record that is
    `polymorphic` is in one of several tables: its value names the type.
    """

    default_fields: ClassVar[str] = "id etag"
    nested_defaults: ClassVar[dict[str, str]] = {}
    table: ClassVar[str] = ""
    search: ClassVar[str] = ""
    since: ClassVar[dict[str, str]] = {}
    retired: ClassVar[dict[str, tuple[str, str]]] = {}
    scope: ClassVar[str] = ""
    redaction: ClassVar[str] = "mark"
    polymorphic: ClassVar[bool] = False
    _inverses: ClassVar[dict[str, Inverse]] = {}

    def __init__(self, data: dict[str, Any], within: str = "") -> None:
        self.__dict__["_data"] = data
        self.__dict__["_within"] = within

    def __init_subclass__(cls) -> None:
        REGISTRY[cls.__name__] = cls
        cls._inverses = {name: value for name, value in vars(cls).items() if isinstance(value, Inverse)}
        for name in cls._inverses:
            delattr(cls, name)  # or it would stand in the way of the field

    def __repr__(self) -> str:
        """Show only the default fields, because other fields may be secret."""
        shown = (f"{name}={self._data[name]!r}" for name in self.default_fields.split() if name in self._data)
        return f"<{type(self).__name__} {' '.join(shown)}>"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._data == other._data

    def __hash__(self) -> int:
        return hash((type(self).__name__, repr(self._data)))

    def __contains__(self, name: str) -> bool:
        """Return whether the answer has a field."""
        return name in self._data

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._data]

    if TYPE_CHECKING:
        _data: dict[str, Any]
    else:  # the checkers must not see it, or every misspelt field would be Any

        def __getattr__(self, name: str) -> Any:
            """A field, made from the answer when it is read for the first time."""
            if name.startswith("__") or name in ("_data", "_within"):
                raise AttributeError(name)
            from mockclio.catalog.reading import missing, read

            if name not in self._data:
                raise AttributeError(missing(type(self), name, self._within))
            value = self.__dict__[name] = read(type(self), name, self._data[name], self._within)
            return value


def as_dict(record: Record) -> dict[str, Any]:
    """Return the record as it was in the JSON of the answer."""
    return record._data


class Resource(Record):
    """A record with `id` and `etag`. A few records have a text id, no id or no etag: they derive from Record."""

    id: int
    etag: str


def inverse(field: str) -> Any:
    """Declare a list of the records whose `field` refers to this record."""
    return Inverse(field)
