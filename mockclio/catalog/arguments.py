"""Query parameters and bodies: classes whose annotations are the signature of a call. They are never instantiated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    """What a filter compares, if its name does not say it: a path through the record and an operator (`= > >= < <= present`)."""

    def __init__(self, path: str, operator: str) -> None:
        self.path, self.operator = path, operator


class Special:
    """A parameter whose meaning is in the behaviour of the resource."""


def where(condition: str) -> Any:
    """Declare what a filter compares: `where("due_at >=")`, `where("matter.client =")`, `where("email_addresses present")`."""
    path, _, operator = condition.partition(" ")
    return Where(path, operator)


special: Any = Special()


class MaxLength(int):
    """The longest text that is accepted, in characters."""


class OneOf(tuple[str, ...]):
    """The accepted values, if they are too many for a Literal."""


class Range(tuple[float, float]):
    """The least and the greatest number that is accepted."""

    def __new__(cls, least: float, greatest: float) -> Range:
        return super().__new__(cls, (least, greatest))


@dataclass(frozen=True, slots=True)
class AnyCase:
    """The members of an enumeration are accepted in any case, which is the exception. `rule` says how we know."""

    rule: str


@dataclass(frozen=True, slots=True)
class Aliases:
    """Words that are accepted for members of an enumeration, each with its member. `rule` names the client that sends them."""

    words: Mapping[str, str]
    rule: str


class Sentence:
    """A refusal lists the members of this enumeration in a sentence: Work, Home, or Other."""


@dataclass_transform(kw_only_default=True)
class Arguments:
    wire: ClassVar[dict[str, str]] = {}
    """Python name to wire name where the one rule (a list is `name[]`, a trailing underscore is cut) does not give it."""


class Query(Arguments):
    """Parameters of a call that reads. The meaning follows from the name, or is declared with `where`, or is `special`."""


class PageQuery(Query):
    """Parameters of every list."""

    limit: int = unset
    page_token: str = unset
    offset: int = unset
    order: str = unset


class SinceQuery(PageQuery):
    """Parameters of a list that can select new and changed records."""

    created_since: datetime = unset
    updated_since: datetime = unset


class ListQuery(SinceQuery):
    """Parameters of a list that can also select records by id."""

    ids: list[int] = unset


class Body(Arguments):
    """Attributes of a write.

    An attribute is shown by the field of the same name (or of its name without `_id`) unless `shown_by` names another. `write_only` has
    attributes that are never shown, with the id of the rule that describes them. `references` names the table that an attribute refers to
    if no field does. `also` has the types of attributes that real clients send and no document lists. `passed_over` names attributes that
    are ignored, `refused_by` attributes that are refused if they are missing or wrong, each with the id of the rule about it.
    """

    shown_by: ClassVar[dict[str, str]] = {}
    write_only: ClassVar[dict[str, str]] = {}
    references: ClassVar[dict[str, str]] = {}
    also: ClassVar[dict[str, str]] = {}
    passed_over: ClassVar[dict[str, str]] = {}
    refused_by: ClassVar[dict[str, str]] = {}


class Headers(Arguments):
    """Arguments that are sent as headers; `wire` has their names."""


class Guarded(Headers):
    """A change that is refused if the record has changed since it was read."""

    wire = {"if_match": "If-Match"}

    if_match: Record | str = unset
    """The record as it was read, with its etag, or the etag itself."""


class Local(Arguments):
    """Arguments that are not sent."""


class Target(Local):
    """The target of a download. Without a target the bytes stay in memory."""

    to: str | PathLike[str] | BinaryIO = unset


class Ref(TypedDict):
    """An association that is required: null and {} leave it as it is, a null id is refused."""

    id: int


class NullableRef(TypedDict, total=False):
    """An association that may be cleared with null or a null id."""

    id: int | None


class Linked(TypedDict, total=False):
    """One entry of a nested list of associations: it links the record, or unlinks it with `_deleted`."""

    id: Required[int]
    _deleted: bool


__all__ = [
    "Aliases",
    "AnyCase",
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
    "Sentence",
    "SinceQuery",
    "Special",
    "Target",
    "Where",
    "special",
    "unset",
    "where",
]
