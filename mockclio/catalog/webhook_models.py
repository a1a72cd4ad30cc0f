"""The models of webhooks: collections declare them, each with its number and its events.

A collection declares its model with one class attribute: `webhook = webhook_model("matter", number=1)`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from mockclio.catalog.places import place_of
from mockclio.catalog.records import Record

if TYPE_CHECKING:
    from mockclio.catalog.operations import Collection

CHANGES = ("created", "updated", "deleted")
"""The events of a model that declares no others."""


class DeclaredModel:
    """A model. A webhook gives its name, or its number if it has one."""

    collection: type[Collection[Any]]

    def __init__(self, name: str, number: int, events: tuple[str, ...]) -> None:
        self.name, self.number, self.events = name, number, events

    def __set_name__(self, owner: type[Collection[Any]], name: str) -> None:
        self.collection = owner

    @property
    def record(self) -> type[Record]:
        """The record that deliveries show."""
        record: type[Record] = self.collection.record
        return record


class UndeclaredModel(LookupError):
    """No collection declares such a model. The message contains the line to add."""


def webhook_model(name: str, *, number: int = 0, events: tuple[str, ...] = CHANGES) -> DeclaredModel:
    """Declare that webhooks can watch the records of a collection."""
    return DeclaredModel(name, number, events)


@cache
def webhook_models() -> dict[str, DeclaredModel]:
    """Every model by name, in order of numbers. Models without a number come last."""
    from mockclio.catalog import collections

    declared = [model for one in collections().values() for model in vars(one).values() if isinstance(model, DeclaredModel)]
    return {model.name: model for model in sorted(declared, key=lambda model: (not model.number, model.number, model.name))}


def webhook_model_of(name: str) -> DeclaredModel:
    """The model of that name."""
    result = webhook_models().get(name)
    if result is None:
        raise UndeclaredModel(f"no collection declares the webhook model {name!r}: {_advice(name)}")
    return result


def webhook_events() -> tuple[str, ...]:
    """Every event of any model: the three changes first, then the others."""
    named = [event for model in webhook_models().values() for event in model.events]
    return tuple(dict.fromkeys((*CHANGES, *named)))


def _advice(name: str) -> str:
    """The place for the declaration of the model, and the line to add."""
    from mockclio.catalog import collections

    line = f'webhook = webhook_model("{name}")'
    for one in collections().values():
        if one.record is not None and snake(one.record.__name__) == name:
            return f"{place_of(one)}: add to class {one.__name__}: {line}"
    return f"{place_of(webhook_model)}: webhook_model says how; add to the class of a collection: {line}"


def snake(name: str) -> str:
    """The name in snake case: `CalendarEntry` becomes `calendar_entry`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


__all__ = ["CHANGES", "DeclaredModel", "UndeclaredModel", "webhook_events", "webhook_model", "webhook_model_of", "webhook_models"]
