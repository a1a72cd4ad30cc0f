"""Saved worlds of earlier versions: what their rows lack is added when they are opened, the same each time.

The head of a saved world names the upgrades that its rows have had. A file without them is one that an earlier version wrote, or that a
person did.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockclio.store.displayed import displayed_fields, empty_value, fields_of_sets, without_value
from mockclio.store.tables import Row

Document = dict[str, dict[str, Any]]
HEAD = "_default"


def upgraded(document: Document) -> Document:
    """The document of a saved world after every upgrade that it has not had; what was read stays as it is."""
    head = document[HEAD]["1"]
    for name, step in UPGRADES.items():
        if name not in head.get("upgrades", ()):
            document = {**document, **step(document)}
    return {**document, HEAD: {"1": {**head, "upgrades": sorted(UPGRADES)}}}


def _values_from_the_beginning(document: Document) -> Document:
    """Contacts and matters with a value, null yet, for each custom field that they display and have no value of.

    The numbers of these values are composed of the ids of record and field, so that ids given later are what they would have been.
    """
    fields, sets = document.get("custom_fields", {}), document.get("custom_field_sets", {})
    results: Document = {}
    for table, parent in (("contacts", "Contact"), ("matters", "Matter")):
        always = displayed_fields(fields.values(), parent)
        for key, row in document.get(table, {}).items():
            by_set = fields_of_sets(
                row.get("custom_field_set_associations") or [], lambda id: sets.get(str(id)), lambda id: fields.get(str(id))
            )
            added = [_composed(row, field) for field in without_value(row, [*always, *by_set])]
            changed = {**row, "custom_field_values": [*(row.get("custom_field_values") or []), *added]} if added else row
            results.setdefault(table, {})[key] = changed
    return results


def _composed(owner: Row, field: Row) -> Row:
    moment = max(str(row.get("created_at") or "1970-01-01T00:00:00Z") for row in (owner, field))
    return empty_value(field, int(f"{owner['id']}{field['id']}"), moment)


UPGRADES: dict[str, Callable[[Document], Document]] = {"custom_field_values": _values_from_the_beginning}
"""By the name that stands in the head of a saved world; each gives the tables that it changes."""
