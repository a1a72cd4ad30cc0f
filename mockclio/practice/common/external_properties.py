"""External properties: up to five named values that another system stores on a record, and the two filters that use them.

A behaviour derives from ExternalProperties instead of Behavior. If it defines `check`, that calls `super().check(...)`.
"""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.server.behavior import Behavior, Predicate, filters
from mockclio.server.view import View
from mockclio.server.writing import DESTROY
from mockclio.store.session import Session
from mockclio.store.tables import Row

MOST = 5


def check(row: Row | None, data: dict[str, Any]) -> None:
    """Refuse a body that gives the record more than five properties, or that adds one without a name."""
    present = {property["id"] for property in (row or {}).get("external_properties") or []}
    added = 0
    for step in data.get("external_properties") or []:
        if any(step.get(mark) for mark in DESTROY):
            present.discard(step.get("id"))
        elif step.get("id") is None:
            added += 1
            if not step.get("name"):
                raise InvalidArgument("external_properties: a new property needs a name", rule="documents.external-property-needs-a-name")
    if len(present) + added > MOST:
        raise InvalidArgument(f"external_properties can hold at most {MOST} properties", rule="documents.external-properties-at-most-five")


def predicate(arguments: dict[str, Any]) -> Predicate:
    """Rows that have a property with this name and, if a value is given, with this value."""
    if "external_property_name" not in arguments:
        raise InvalidArgument(
            "external_property_value needs external_property_name beside it", rule="documents.external-property-value-needs-the-name"
        )
    rule("documents.external-property-filters")
    wanted = {"name": arguments["external_property_name"]}
    if "external_property_value" in arguments:
        wanted["value"] = arguments["external_property_value"]

    def matches(row: Row) -> bool:
        return any(wanted.items() <= property.items() for property in row.get("external_properties") or [])

    return matches


class ExternalProperties(Behavior):
    """The behaviour of a record with external properties."""

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        check(row, data)

    @filters("external_property_name", "external_property_value")
    def with_property(self, view: View, value: Any, arguments: dict[str, Any]) -> Predicate:
        return predicate(arguments)
