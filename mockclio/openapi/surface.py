"""What the API offers, to be counted: operations, parameters, values, fields, attributes of bodies, refusals, events of webhooks.

A run can use all of it. `measure` compares it with the counts of `store/coverage.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, attributes, fields, listed_parameters
from mockclio.catalog.undocumented import FIELDS
from mockclio.catalog.webhook_models import webhook_models
from mockclio.openapi.endpoint import statuses
from mockclio.server.ordering import terms

Measure = Literal["operations", "parameters", "values", "fields", "attributes", "errors", "events"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
HANDSHAKE = "handshake"


@dataclass(frozen=True, slots=True)
class Offer:
    """What one operation offers. `parameters` are those of query and headers by their wire names, each with its values if they are few."""

    id: str
    tag: str
    method: str
    path: str
    parameters: dict[str, tuple[str, ...]]
    fields: tuple[str, ...]
    attributes: tuple[str, ...]
    errors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many."""

    covered: int
    of: int

    @property
    def percent(self) -> float:
        """0 to 100; nothing of nothing is all."""
        return 100 * self.covered / self.of if self.of else 100.0

    def document(self) -> dict[str, int]:
        """The count as it stands in files and answers."""
        return {"touched": self.covered, "of": self.of}


@cache
def offers() -> tuple[Offer, ...]:
    """The documented operations, by tag and path."""
    documented = [one for one in operations().values() if one.documented]
    return tuple(_offer(one) for one in sorted(documented, key=lambda one: (one.collection.tag, one.path, one.method)))


def tags() -> list[str]:
    return list(dict.fromkeys(offer.tag for offer in offers()))


@cache
def events() -> tuple[str, ...]:
    """The events of webhooks: `matter.created`, ..., and the handshake."""
    return (HANDSHAKE, *(f"{model.name}.{event}" for model in webhook_models().values() for event in model.events))


def _offer(one: AnyOperation) -> Offer:
    listed = {attribute.wire: _values(one, attribute) for attribute in listed_parameters(one).values()}
    return Offer(
        id=one.operation_id,
        tag=one.collection.tag,
        method=one.method,
        path=one.path,
        parameters={**dict(sorted(listed.items())), **dict.fromkeys(one.headers, ())},
        fields=_fields(one),
        attributes=tuple(_attributes(attributes(one.body))) if one.body is not None else (),
        errors=tuple(status for status in statuses(one) if status >= 400),
    )


def _values(one: AnyOperation, attribute: Attribute) -> tuple[str, ...]:
    if attribute.name == "order":
        return tuple(f"{key}({way})" for key in terms(one) for way in ("asc", "desc"))
    return ("true", "false") if attribute.kind == "bool" else tuple(map(str, attribute.choices))


def _fields(one: AnyOperation) -> tuple[str, ...]:
    """The documented fields that an answer can show; nested ones belong to another record."""
    if one.record is None or one.ids_only:
        return ()
    known = [name for name in fields(one.record) if f"{one.record.__name__}.{name}" not in FIELDS]
    return tuple(known) if one.fields else tuple(one.record.default_fields.split())


def _attributes(known: Mapping[str, Attribute], prefix: str = "") -> list[str]:
    """The attributes of a body, with dots between an object and what is in it; the id of a reference is no attribute of its own."""
    results = []
    for name, attribute in known.items():
        results += [prefix + name, *(_attributes(attribute.keys, f"{prefix}{name}.") if attribute.kind == "object" else ())]
    return results


def is_covered(seen: Mapping[str, Any] | None) -> bool:
    """Return whether an operation succeeded at least once. Refusals do not count."""
    return seen is not None and any(int(status) < 400 for status in seen["calls"])


def measure(covered: Mapping[str, Any], only: Collection[str] = ()) -> dict[Measure, Count]:
    """The counts of a document of coverage; with `only`, of operations of those tags, and then without the events."""
    chosen = [offer for offer in offers() if not only or offer.tag in only]
    seen = {offer.id: covered["operations"].get(offer.id) or NOTHING for offer in chosen}
    used = [event for event in events() if event in covered["events"]]
    return {
        "operations": Count(sum(is_covered(seen[offer.id]) for offer in chosen), len(chosen)),
        "parameters": _count((seen[offer.id]["parameters"], offer.parameters) for offer in chosen),
        "values": _count(
            (seen[offer.id]["parameters"].get(name, ()), values) for offer in chosen for name, values in offer.parameters.items()
        ),
        "fields": _count((seen[offer.id]["fields"], offer.fields) for offer in chosen),
        "attributes": _count((seen[offer.id]["body"], offer.attributes) for offer in chosen),
        "errors": _count((seen[offer.id]["errors"], map(str, offer.errors)) for offer in chosen),
        "events": Count(0, 0) if only else Count(len(used), len(events())),
    }


NOTHING: Mapping[str, Any] = {"calls": {}, "parameters": {}, "fields": [], "body": [], "errors": {}, "faults": []}


def _count(pairs: Any) -> Count:
    covered = of = 0
    for seen, offered in pairs:
        names = list(offered)
        of += len(names)
        covered += len({*seen} & {*names})
    return Count(covered, of)
