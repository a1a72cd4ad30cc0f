"""Resolves annotations: what a field, a parameter or a body attribute is. Each class is resolved on first use, and cached."""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Annotated, Any, ForwardRef, Literal

from mockclio.catalog.arguments import (
    Aliases,
    AnyCase,
    Arguments,
    Body,
    CustomFieldConditions,
    DateCondition,
    Headers,
    Linked,
    Local,
    MaxLength,
    NullableRef,
    OneOf,
    Query,
    Range,
    Ref,
    Sentence,
    Special,
    Where,
    unset,
)
from mockclio.catalog.memo import remember
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import REGISTRY, Record

Kind = Literal[
    "int",
    "float",
    "str",
    "bool",
    "date",
    "datetime",
    "json",
    "enum",
    "ref",
    "object",
    "record",
    "date_condition",
    "custom_field_conditions",
    "etag",
]
SCALARS: dict[Any, Kind] = {int: "int", float: "float", str: "str", bool: "bool", date: "date", datetime: "datetime", Any: "json"}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One field of a record, one parameter of a query or one attribute of a body.

    `nullable` of a parameter means that the word null selects "has none"; of a body reference, that it may be cleared. `several` marks a
    parameter that takes a comma-separated list. `defaults` are the fields that an association shows without braces. `keys` are the
    attributes of a nested body. `meaning` is the declaration of a parameter.
    """

    name: str
    kind: Kind = "str"
    wire: str = ""
    many: bool = False
    nullable: bool = False
    required: bool = False
    several: bool = False
    choices: tuple[str, ...] = ()
    spellings: tuple[AnyCase | Aliases, ...] = ()
    sentence: bool = False
    max_length: int = 0
    range: tuple[float, float] | None = None
    record: type[Record] | None = None
    defaults: tuple[str, ...] = ()
    inverse: tuple[str, ...] = ()
    keys: dict[str, Attribute] = field(default_factory=dict)
    body: Any = None
    meaning: Where | Special | None = None


def _describe(name: str, annotation: Any, namespace: dict[str, Any]) -> Attribute:
    if isinstance(annotation, ForwardRef):
        annotation = annotation.__forward_arg__
    if isinstance(annotation, str):
        annotation = eval(annotation, namespace)  # annotations of this package, never what a caller sends  # nosec B307
    if annotation == DateCondition:
        return Attribute(name, "date_condition")
    if annotation == CustomFieldConditions:
        return Attribute(name, "custom_field_conditions")
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _constrain(_describe(name, arguments[0], namespace), arguments[1:])
    if origin is typing.Required:
        return replace(_describe(name, arguments[0], namespace), required=True)
    if annotation == Record | str:
        return Attribute(name, "etag")
    if origin in (typing.Union, types.UnionType):
        return _describe_union(name, arguments, namespace)
    if origin is Literal:
        return Attribute(name, "enum", choices=arguments)
    if origin in (list, Sequence):
        return replace(_describe(name, arguments[0], namespace), many=True)
    scalar = _scalar(annotation)
    if scalar:
        return Attribute(name, scalar)
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return Attribute(name, "record", record=annotation)
    if annotation is Ref or annotation is NullableRef:
        return Attribute(name, "ref", nullable=annotation is NullableRef, keys=nested(annotation), body=annotation)
    if typing.is_typeddict(annotation):
        return Attribute(name, "object", keys=nested(annotation), body=annotation)
    raise TypeError(f"{name}: no reader of the catalogue knows what {annotation!r} is")


def _scalar(annotation: Any) -> Kind | None:
    """The kind of a scalar, or None. While freezegun stops the clock, `datetime` names a subclass of the type."""
    return next((SCALARS[one] for one in getattr(annotation, "__mro__", ()) if one in SCALARS), None)


def _describe_union(name: str, arguments: tuple[Any, ...], namespace: dict[str, Any]) -> Attribute:
    members = [argument for argument in arguments if argument is not type(None)]
    described = _describe(name, members[0], namespace)
    if len(members) == 2 and typing.get_origin(members[1]) is Sequence:
        described = replace(described, several=True)
    return replace(described, nullable=len(members) < len(arguments))


def _constrain(described: Attribute, constraints: tuple[Any, ...]) -> Attribute:
    for constraint in constraints:
        if isinstance(constraint, MaxLength):
            described = replace(described, max_length=int(constraint))
        elif isinstance(constraint, OneOf):
            described = replace(described, kind="enum", choices=tuple(constraint))
        elif isinstance(constraint, AnyCase | Aliases):
            described = replace(described, spellings=(*described.spellings, constraint))
        elif isinstance(constraint, Sentence):
            described = replace(described, sentence=True)
        elif isinstance(constraint, Range):
            described = replace(described, range=(constraint[0], constraint[1]))
    return described


def _namespace(owner: type) -> dict[str, Any]:
    return {"Json": Any, **REGISTRY, **vars(sys.modules[owner.__module__])}


@remember(4_000)
def nested(body: Any) -> dict[str, Attribute]:
    """Return the attributes of a nested body, by name."""
    namespace, total = _namespace(body), body.__total__
    described = {name: _describe(name, annotation, namespace) for name, annotation in body.__annotations__.items()}
    return {
        name: replace(attribute, required=attribute.required or (total and body is not Linked)) for name, attribute in described.items()
    }


@remember(4_000)
def fields(record: type[Record]) -> dict[str, Attribute]:
    """Return the fields of a record, by name, in the order of their declaration."""
    results: dict[str, Attribute] = {}
    for owner in reversed(record.__mro__):
        if owner is Record or not issubclass(owner, Record):
            continue
        namespace = _namespace(owner)
        for name, annotation in owner.__annotations__.items():
            described = _describe_field(name, annotation, owner, namespace)
            if name in owner._inverses:
                described = replace(described, inverse=tuple(owner._inverses[name].field.split()))
            results[name] = _with_defaults(record, described)
    return results


def _with_defaults(owner: type[Record], described: Attribute) -> Attribute:
    """An association with the names that it shows without braces."""
    if described.record is None:
        return described
    names = owner.nested_defaults.get(described.name, described.record.default_fields)
    return replace(described, defaults=tuple(names.split()))


def _describe_field(name: str, annotation: Any, owner: type[Record], namespace: dict[str, Any]) -> Attribute:
    """Describe a field. If a record is missing because not all modules are loaded, load them."""
    try:
        return _describe(name, annotation, namespace)
    except NameError:
        from mockclio.catalog import load

        load()
        namespace.update(_namespace(owner))
        return _describe(name, annotation, namespace)


@remember(4_000)
def at_version(record: type[Record], version: tuple[int, int, int]) -> dict[str, Attribute]:
    """Return the fields of a record in a version of the API: without fields that were added later, with fields that were removed since."""
    current = {name: field for name, field in fields(record).items() if name not in record.since or _version(record.since[name]) <= version}
    retired = {name: annotation for name, (annotation, last) in record.retired.items() if version <= _version(last)}
    namespace = _namespace(record)
    return {**current, **{name: _with_defaults(record, _describe(name, annotation, namespace)) for name, annotation in retired.items()}}


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def _place(cls: type[Any]) -> type[Arguments] | None:
    """Return where the arguments that a class itself declares are sent. A body may also bring parameters and headers."""
    return next((place for place in (Body, Query, Headers, Local) if issubclass(cls, place)), None)


def _wire(name: str, attribute: Attribute, aliases: Mapping[str, str]) -> str:
    if name in aliases:
        return aliases[name]
    return name.removesuffix("_") + ("[]" if attribute.many else "")


def _arguments(owner: type[Arguments] | None, place: type[Arguments]) -> dict[str, Attribute]:
    """Return the arguments of a class that belong to one place: query, body, header, or none."""
    results: dict[str, Attribute] = {}
    for cls in reversed(owner.__mro__ if owner else ()):
        if _place(cls) is not place or cls is place:
            continue
        aliases = {**cls.wire, **owner.wire}  # type: ignore[attr-defined, union-attr]
        namespace = _namespace(cls)
        for name, annotation in vars(cls).get("__annotations__", {}).items():
            described = _describe(name, annotation, namespace)
            default = vars(cls).get(name, ...)
            results[name] = replace(
                described,
                wire=_wire(name, described, aliases),
                required=default is ...,
                meaning=default if isinstance(default, Where | Special) else None,
            )
    return results


@remember(4_000)
def attributes(body: type | None) -> dict[str, Attribute]:
    """Return the attributes of a body, by name."""
    return _arguments(body, Body)


@remember(4_000)
def parameters(operation: AnyOperation) -> dict[str, Attribute]:
    """Return the query parameters of an operation by Python name, with `fields` and paging.

    `offset` works although no document lists it.
    """
    result = _arguments(operation.query, Query)
    if not operation.order:
        result.pop("order", None)
    if operation.fields:
        result["fields"] = Attribute("fields", wire="fields")
    return result


@remember(4_000)
def headers(operation: AnyOperation) -> dict[str, Attribute]:
    """Return the arguments of a call that are sent as headers."""
    return {**_arguments(operation.query, Headers), **_arguments(operation.body, Headers)}


@remember(4_000)
def local_arguments(operation: AnyOperation) -> frozenset[str]:
    """Return the names of the arguments that are not sent."""
    owners = [*getattr(operation.query, "__mro__", ()), *getattr(operation.body, "__mro__", ())]
    return frozenset(name for owner in owners if _place(owner) is Local for name in owner.__annotations__)


@remember(1_000)
def accepted(body: Any) -> dict[str, Attribute]:
    """Return the attributes of a body, and those that real clients send besides."""
    also = {name: _describe(name, annotation, _namespace(body)) for name, annotation in body.also.items()}
    return {**attributes(body), **also}


def listed_parameters(operation: AnyOperation) -> dict[str, Attribute]:
    """Return the query parameters that the official document lists."""
    return {name: attribute for name, attribute in parameters(operation).items() if name != "offset"}


__all__ = [
    "Attribute",
    "accepted",
    "at_version",
    "attributes",
    "fields",
    "headers",
    "listed_parameters",
    "local_arguments",
    "nested",
    "parameters",
    "unset",
]
