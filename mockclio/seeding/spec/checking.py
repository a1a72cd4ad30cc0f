"""Checks the keys of a spec against its sections. All wrong keys are refused at once, each with its place and with near misses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockclio.catalog.arguments import Aliases
from mockclio.catalog.schema import Attribute
from mockclio.seeding.spec.sections import HEAD, MAIN_KEY, UNUSED, Section, account_attributes, sections
from mockclio.seeding.spec.source import Place, Source, WrongSpec, near
from mockclio.store import resources
from mockclio.store.clock import parse_time, within

HINTS = {
    ("matters", "name"): "did you mean 'description'?",
    ("matters", "title"): "did you mean 'description'?",
    ("matters", "attorney"): "did you mean 'responsible_attorney'?",
    ("bills", "status"): "did you mean 'state'?",
    ("documents", "path"): "did you mean 'file'?",
    ("custom_fields", "type"): "did you mean 'field_type'?",
    ("custom_fields", "options"): "did you mean 'picklist_options'?",
}
"""Keys that people write in place of another, which is spelled differently."""


def check(source: Source) -> None:
    """Refuse a spec with wrong keys. Raises WrongSpec."""
    problems = [f"{source.where(place)}: {reason}" for place, reason in _problems(source)]
    if problems:
        raise WrongSpec(*problems)


def _problems(source: Source) -> Iterator[tuple[Place, str]]:
    yield from _head(source)
    known = sections()
    for name, entries in source.data.items():
        if name in HEAD:
            continue
        if name not in known:
            yield (name,), f"there is no such section; {near(name, [*known, *HEAD])}"
        elif entries is None:
            yield (name,), "is empty: write a list of entries below it, or leave it out"
        elif not isinstance(entries, list):
            yield (name,), "must be a list of entries, each with a dash before it, or the name of a CSV file"
        else:
            yield from _entries(source, known[name], entries)


def _head(source: Source) -> Iterator[tuple[Place, str]]:
    base, at, account = source.data.get("base", "empty"), source.data.get("at"), source.data.get("account", {})
    if base not in resources.firms():
        yield ("base",), f"must be one of {', '.join(resources.firms())}, not {base!r}"
    if at is not None:
        try:
            within(parse_time(str(at)))
        except ValueError as error:
            yield ("at",), str(error)
    if not isinstance(account, dict):
        yield ("account",), "must be a mapping, as in `account: {name: Quill LLP}`"
    else:
        yield from _keys(account_attributes(), account, ("account",))


def _entries(source: Source, section: Section, entries: list[Any]) -> Iterator[tuple[Place, str]]:
    for number, entry in enumerate(entries):
        place = (section.name, number)
        if isinstance(entry, str) and section.main_key:
            continue
        if not isinstance(entry, dict):
            example = "text or a mapping" if section.main_key else "a mapping"
            yield place, f"an entry is {example} of attributes, not {entry!r}"
            continue
        wrong = list(_keys({**section.attributes, "key": Attribute("key")}, entry, place))
        yield from wrong
        if wrong and section.name in source.tables:
            return  # each line of a table has the same columns


def _keys(attributes: dict[str, Attribute], entry: dict[str, Any], place: Place) -> Iterator[tuple[Place, str]]:
    for name, value in entry.items():
        attribute = attributes.get(name)
        if attribute is None:
            hint = HINTS.get((str(place[0]), name)) or near(name, [one for one in attributes if one not in UNUSED])
            yield (*place, name), f"unknown; {hint}"
        elif name == "key" and (not isinstance(value, str) or not value):
            yield (*place, name), "must be text"
        else:
            yield from _value(attribute, value, (*place, name))


def _value(attribute: Attribute, value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Check the keys of nested values. Values of `Json` are checked where they are used, but for activities inside of bills."""
    if place[0] == "bills" and attribute.name == "activities" and isinstance(value, list):
        for number, member in enumerate(value):
            if isinstance(member, dict):
                yield from _keys(sections()["activities"].attributes, member, (*place, number))
    if attribute.many and isinstance(value, list):
        for number, member in enumerate(value):
            yield from _member(attribute, member, (*place, number))
    else:
        yield from _member(attribute, value, place)


def _member(attribute: Attribute, value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if attribute.kind == "enum" and isinstance(value, str):
        aliases = [word for one in attribute.spellings if isinstance(one, Aliases) for word in one.words]
        if value.casefold() not in {choice.casefold() for choice in (*attribute.choices, *aliases)}:
            yield place, f"must be one of its choices, not {value!r}; {near(value, attribute.choices)}"
    elif attribute.kind in ("object", "ref") and isinstance(value, dict):
        yield from _keys({**attribute.keys, **({"name": Attribute("name")} if "id" in attribute.keys else {})}, value, place)
    elif attribute.kind == "object" and not isinstance(value, str | int | None) and attribute.name not in MAIN_KEY:
        yield place, f"must be a mapping with keys among {', '.join(one for one in attribute.keys if one not in UNUSED)}"
