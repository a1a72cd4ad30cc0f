"""The `fields` parameter: a parsed selection such as `id,client{name}`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mockclio.catalog.memo import remember
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, at_version, fields
from mockclio.errors import InvalidFields, shortened
from mockclio.server.view import LATEST

Selection = tuple[tuple[str, "tuple[str, ...] | None"], ...]
"""Names in the order of the request, each with the names inside its braces. None means the defaults of the field."""

ALWAYS = {"redacted": Attribute("redacted", "bool")}
"""Every record accepts this name, because an answer has it when a value was left out."""
BRACES = re.compile(r"{([^}]*)}")
"""A pair of braces ends at the first closing brace, so a name after it is on the first level again."""

Version = tuple[int, int, int]
Member = tuple[str, "list[str] | None"]
"""A name of the first level, with the names inside its braces, if it has some."""


def attribute_of(record: type[Record], name: str, version: Version = LATEST) -> Attribute | None:
    """The field with that name in a version of the API. A record without version differences is looked up directly."""
    known = at_version(record, version) if record.since or record.retired else fields(record)
    return known.get(name) or ALWAYS.get(name)


@remember(1_000)
def parse(text: str, record: type[Record], version: Version = LATEST) -> Selection:
    """The selection in `fields=` for that record. Spaces around names, and empty members, are ignored."""
    members = _members(text)
    _refuse_unknown(members, record, version)
    _refuse_unknown_inside(members, record, version)
    selection: dict[str, tuple[str, ...] | None] = {}
    for name, names in members:
        if names is None:
            selection.setdefault(name, None)
        else:
            selection[name] = tuple(dict.fromkeys(names)) or None
    return tuple(selection.items()) or default(record)


def default(record: type[Record]) -> Selection:
    """The selection when the request has no `fields`."""
    return tuple((name, None) for name in record.default_fields.split())


def _members(text: str) -> list[Member]:
    """What is asked for at the first level, in its order."""
    results: list[Member] = []
    name, inside = "", None
    for place, piece in enumerate(BRACES.split(text)):
        if place % 2:
            inside = [*(inside or ()), *_named(piece.split(","))]
            continue
        first, *following = piece.split(",")
        name += first
        for other in following:
            results.append((name.strip(), inside))
            name, inside = other, None
    results.append((name.strip(), inside))
    return [(name, inside) for name, inside in results if name or inside is not None]


def _named(names: Iterable[str]) -> list[str]:
    return [name.strip() for name in names if name.strip()]


def _refuse_unknown(members: list[Member], record: type[Record], version: Version) -> None:
    """Refuse names of the first level that are no fields; a brace that belongs to no pair is part of such a name."""
    unknown = [name for name, _ in members if attribute_of(record, name, version) is None]
    if not unknown:
        return
    if any("{" in inner for _, names in members for inner in names or ()):
        raise _refusal(unknown, rule="fields.one-level")
    if any("{" in name or "}" in name for name in unknown):
        raise _refusal(unknown, rule="fields.unbalanced")
    raise _refusal(unknown, rule="fields.unknown-is-400")


def _refuse_unknown_inside(members: list[Member], record: type[Record], version: Version) -> None:
    """Refuse names inside braces that are no fields of what stands before the braces."""
    unknown: list[str] = []
    for name, names in members:
        attribute = attribute_of(record, name, version)
        if names is None or attribute is None:
            continue
        target = attribute.record
        wrong = [inner for inner in names if target is None or attribute_of(target, inner, version) is None]
        unknown += [f"{name}{{{inner}}}" for inner in wrong] or ([f"{name}{{}}"] if target is None else [])
    if unknown:
        raise _refusal(unknown, rule="fields.unknown-is-400")


def _refusal(wrong: list[str], *, rule: str) -> InvalidFields:
    """400 that names every wrong field in the order asked for, in the plural where there are several."""
    named = [shortened(name) for name in dict.fromkeys(wrong)]
    return InvalidFields(f"{', '.join(named)} {'are not valid fields' if len(named) > 1 else 'is not a valid field'}", rule=rule)
