"""The `fields` parameter: a parsed selection such as `id,client{name}`."""

from __future__ import annotations

from mockclio.catalog.memo import remember
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, at_version, fields
from mockclio.errors import InvalidFields
from mockclio.server.view import LATEST

Selection = tuple[tuple[str, "tuple[str, ...] | None"], ...]
"""Names in the order of the request, each with the names inside its braces. None means the defaults of the field."""

ALWAYS = {"redacted": Attribute("redacted", "bool")}
"""Every record accepts this name, because an answer has it when a value was left out."""


Version = tuple[int, int, int]


def attribute_of(record: type[Record], name: str, version: Version = LATEST) -> Attribute | None:
    """The field with that name in a version of the API. A record without version differences is looked up directly."""
    known = at_version(record, version) if record.since or record.retired else fields(record)
    return known.get(name) or ALWAYS.get(name)


@remember(1_000)
def parse(text: str, record: type[Record], version: Version = LATEST) -> Selection:
    """The selection in `fields=` for that record. Spaces around names, and empty members, are ignored."""
    selection: dict[str, tuple[str, ...] | None] = {}
    name, inner, depth, members = "", "", 0, []
    for sign in text + ",":
        if sign == "{":
            depth += 1
            if depth == 2:
                raise InvalidFields(
                    f"{name.strip()}{{{inner.strip()}{{...}}}} is not a valid field: only one level of nesting is allowed",
                    rule="fields.one-level",
                )
        elif sign == "}":
            if depth != 1:
                raise InvalidFields(f"{text} has a closing bracket without an opening one", rule="fields.unbalanced")
            depth = 0
            members.append(inner)
            inner = ""
            selection[_checked(name.strip(), record, version)] = _nested(name.strip(), members, record, version)
            name, members = "", []
        elif sign == "," and depth:
            members.append(inner)
            inner = ""
        elif sign == ",":
            if name.strip():
                selection.setdefault(_checked(name.strip(), record, version), None)
            name = ""
        elif depth:
            inner += sign
        else:
            name += sign
    if depth:
        raise InvalidFields(f"{text} has an opening bracket without a closing one", rule="fields.unbalanced")
    return tuple(selection.items()) or default(record)


def default(record: type[Record]) -> Selection:
    """The selection when the request has no `fields`."""
    return tuple((name, None) for name in record.default_fields.split())


def _checked(name: str, record: type[Record], version: Version) -> str:
    if attribute_of(record, name, version) is None:
        raise InvalidFields(f"{name} is not a valid field", rule="fields.unknown-is-400")
    return name


def _nested(name: str, members: list[str], record: type[Record], version: Version) -> tuple[str, ...]:
    attribute = attribute_of(record, name, version)
    names = [member.strip() for member in members if member.strip()]
    if attribute is None or attribute.record is None:
        raise InvalidFields(f"{name}{{{','.join(names)}}} is not a valid field", rule="fields.unknown-is-400")
    for member in names:
        if attribute_of(attribute.record, member, version) is None:
            raise InvalidFields(f"{name}{{{member}}} is not a valid field", rule="fields.unknown-is-400")
    return tuple(dict.fromkeys(names)) or tuple(attribute.record.default_fields.split())
