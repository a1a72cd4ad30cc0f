"""What goes in: query parameters and bodies, as classes whose annotations are the signature. They are never instantiated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from os import PathLike
from typing import Annotated, Any, BinaryIO, ClassVar, Required, TypeAlias, TypedDict, TypeVar, dataclass_transform

from mockclio.catalog.records import Record

T = TypeVar("T")

unset: Any = type("Unset", (), {"__repr__": lambda self: "unset", "__bool__": lambda self: False})()
"""Default of an argument that was not sent."""

Json = Any
OneOrMore: TypeAlias = T | Sequence[T]
DateCondition = Annotated[str, "an operator and a date, as in >=2026-01-31"]
CustomFieldConditions = Annotated[Mapping[int, str], "conditions by custom field id"]


class Where:
    """What a filter compares when its name does not say it: a path through the record and an operator (`= > >= < <= present`)."""

    def __init__(self, path: str, operator: str) -> None:
        self.path, self.operator = path, operator


class Special:
    """A parameter whose meaning stands in the resource's behaviour."""


def where(condition: str) -> Any:
    """Declare what a filter compares: `where("due_at >=")`, `where("matter.client =")`, `where("email_addresses present")`."""
    path, _, operator = condition.partition(" ")
    return Where(path, operator)


special: Any = Special()


class MaxLength(int):
    """The longest text that is accepted, in characters."""


class OneOf(tuple[str, ...]):
    """The values that are accepted, where they are too many for a Literal."""


class Range(tuple[float, float]):
    """The least and the greatest number that is accepted."""

    def __new__(cls, least: float, greatest: float) -> Range:
        return super().__new__(cls, (least, greatest))


@dataclass_transform(kw_only_default=True)
class Arguments:
    wire: ClassVar[dict[str, str]] = {}
    """Python name to wire name where the one rule (a list is `name[]`, a trailing underscore is cut) does not give it."""


class Query(Arguments):
    """Parameters of a call that reads. What a parameter does follows from its name, or is declared with `where`, or is `special`."""


class PageQuery(Query):
    """Parameters of every list."""

    limit: int = unset
    page_token: str = unset
    offset: int = unset
    order: str = unset


class SinceQuery(PageQuery):
    """A list that can be narrowed to what is new."""

    created_since: datetime = unset
    updated_since: datetime = unset


class ListQuery(SinceQuery):
    """A list that can also be narrowed to known ids."""

    ids: list[int] = unset


class Body(Arguments):
    """Attributes of a write.

    An attribute is shown by the field of its own name (or of its name less `_id`) unless `shown_by` names another; one that is never
    shown stands in `write_only` with the id of the rule that says what it does. `references` names the table that an attribute refers to
    where no field says it. `also` gives the types of attributes that real clients send and no document lists. `passed_over` names what
    the body does not take, `refused_by` attributes that are refused when they are missing or wrong, each with the id of the rule about it.
    """

    shown_by: ClassVar[dict[str, str]] = {}
    write_only: ClassVar[dict[str, str]] = {}
    references: ClassVar[dict[str, str]] = {}
    also: ClassVar[dict[str, str]] = {}
    passed_over: ClassVar[dict[str, str]] = {}
    refused_by: ClassVar[dict[str, str]] = {}


class Headers(Arguments):
    """Arguments that go into headers; `wire` names them."""


class Guarded(Headers):
    """A change that is refused when the record is no longer as it was read."""

    wire = {"if_match": "If-Match"}

    if_match: Record | str = unset
    """The record as it was read, with its etag, or the etag itself."""


class Local(Arguments):
    """Arguments that never leave the client."""


class Target(Local):
    """Where a file goes; without a target its bytes stay in memory."""

    to: str | PathLike[str] | BinaryIO = unset


class Ref(TypedDict):
    """An association that must stay: null and {} leave it as it is, a null id is refused."""

    id: int


class NullableRef(TypedDict, total=False):
    """An association that may be cleared with null or a null id."""

    id: int | None


class Linked(TypedDict, total=False):
    """One step of a nested list of associations: link the record, or unlink it with `_deleted`."""

    id: Required[int]
    _deleted: bool


__all__ = [
    "Arguments",
    "Body",
    "CustomFieldConditions",
    "DateCondition",
    "Guarded",
    "Headers",
    "Json",
    "Linked",
    "ListQuery",
    "Local",
    "MaxLength",
    "NullableRef",
    "OneOf",
    "OneOrMore",
    "PageQuery",
    "Query",
    "Range",
    "Ref",
    "SinceQuery",
    "Special",
    "Target",
    "Where",
    "special",
    "unset",
    "where",
]
