"""What comes back: records, their fields, and the registry that lets modules refer to each other by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

REGISTRY: dict[str, Any] = {}
"""Every record by class name; annotations are resolved against it, late, because resources refer to each other in circles."""


class Record:
    """One object in an answer: its annotations are its fields.

    `default_fields` names the fields that come back when none are asked for. `table` names the table that holds the record; a record
    without one lives inside its owner's row. `search` names the places that the wildcard parameter `query` looks at. `since` names the
    version in which a field came; `retired` holds fields that newer versions no longer have, as annotation and last version. A field that
    was not selected raises an AttributeError that says how to select it.
    """

    default_fields: ClassVar[str] = "id etag"
    table: ClassVar[str] = ""
    search: ClassVar[str] = ""
    since: ClassVar[dict[str, str]] = {}
    retired: ClassVar[dict[str, tuple[str, str]]] = {}

    def __init__(self, data: dict[str, Any]) -> None:
        self.__dict__["_data"] = data

    def __init_subclass__(cls) -> None:
        REGISTRY[cls.__name__] = cls

    if not TYPE_CHECKING:  # the checkers must not see it, or every misspelt field would be Any

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            if name in self._data:
                return self._data[name]
            raise AttributeError(f"{type(self).__name__}.{name} was not selected: ask for it with .select({name!r})")


class Row(Record):
    """The usual record. A few have a string id, no id or no etag: those derive from Record."""

    id: int
    etag: str


class Inverse:
    """The records of another table whose `field` holds this record; the list is never stored twice."""

    def __init__(self, field: str) -> None:
        self.field = field


def inverse(field: str) -> Any:
    """Declare a list of records as the other side of their `field`."""
    return Inverse(field)
