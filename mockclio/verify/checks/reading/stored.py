"""Check: what is shown is what is stored. Only a mock lets its rows be read; elsewhere the cases are inconclusive."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

import mockclio.assembly  # noqa: F401  because it registers the behaviours, which say what is stored
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, fields
from mockclio.server.values import is_stored
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target, is_mock
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.shown import each_field, everything

ABSENT = object()
ANEW = {
    ("activity_descriptions", "rate"),
    ("billing_settings", "billing_currencies"),
    ("folders", "parent"),
    ("lauk_expense_categories", "rate"),
}
"""Fields of a table that are worked out anew although a row holds something under that name."""
GATHERED = frozenset(
    ("billable_clients", "billable_matters", "clients", "event_metrics", "items", "matter_contacts", "related_contacts"),
)
"""Records that are put together for an answer: they have no rows of their own."""
COMPUTED_AND_STORED = frozenset(
    (
        ("activities", "activity_description"),
        ("activities", "non_billable_total"),
        ("activities", "quantity"),
        ("activities", "rounded_quantity"),
        ("activities", "total"),
        ("activity_descriptions", "currency"),
        ("calendars", "source"),
        ("calendars", "visible"),
        ("contacts", "custom_field_values"),
        ("contacts", "email_addresses"),
        ("contacts", "phone_numbers"),
        ("document_versions", "multiparts"),
        ("expense_categories", "currency"),
        ("matters", "client_id"),
        ("matters", "custom_field_values"),
        ("matters", "custom_rate"),
        ("tasks", "assigner"),
        ("tasks", "priority"),
    )
)
"""Fields that are worked out, of which a row holds what must be shown."""
OTHERWISE: dict[str, tuple[Any, Any]] = {"currency": (None, ...), "summary": (..., "Busy"), "description": (..., None)}
"""What a field may hold and show beside: the firm's currency where a row names none, and as much of a private entry as others may see."""
GENERAL = "Contact"
"""How a row says of a contact that it may be a person or a company."""


@check("fields/stored", "fields")
def stored() -> Cases:
    """A field shows what its row holds under that name."""
    for operation, name, attribute in each_field():
        if name not in ("etag", "id") and _is_compared(operation.record, name):
            yield operation, name, partial(_check, operation, name, attribute)


def _is_compared(record: type[Record], name: str) -> bool:
    """Whether a row can hold a field. A field that is only worked out is no question of this check."""
    if not record.table or record.table in GATHERED:
        return False
    return is_stored(record, name) or (record.table, name) in COMPUTED_AND_STORED


def _check(operation: AnyOperation, name: str, attribute: Attribute, target: Target) -> None:
    if not is_mock(target):
        raise Inconclusive("only a mock shows its rows")
    compared = 0
    for place, row in everything(target, operation):
        cached = _row(target, operation.record, row)
        value = _stored_value(cached, name)
        if value is ABSENT or (operation.record.table, name) in ANEW or _otherwise(name, value, row[name]):
            continue
        compared += 1
        path = f"{operation.path.format(**place)}: {row.get('id', '')}.{name}"
        matches(attribute, value, row[name], path, f"GET {operation.path.format(**place)}.json?fields={name}")
    if not compared:
        raise Inconclusive("no row that is shown holds this field")


def _otherwise(name: str, value: Any, shown: Any) -> bool:
    usual = OTHERWISE.get(name, (ABSENT, ABSENT))
    return usual[0] in (value, ...) and usual[1] in (shown, ...)


def _row(target: Target, record: type[Record], row: dict[str, Any]) -> dict[str, Any]:
    try:
        return target.stored(record.table, row["id"])
    except (KeyError, ValueError, TypeError):
        return {}


def _stored_value(row: dict[str, Any], name: str) -> Any:
    """What a row holds for a field: under its name, or for `client_id` the id under `client`."""
    if name in row:
        return row[name]
    bare = row.get(name.removesuffix("_id"), ABSENT) if name.endswith("_id") else ABSENT
    return bare if isinstance(bare, int) or bare is None else ABSENT


def matches(attribute: Attribute, value: Any, shown: Any, path: str, call: str) -> None:
    """Raise where a shown value is not the stored one; of what is worked out on the way, only the parts that are stored are compared."""
    if path.endswith(".custom_field_values") and isinstance(value, list):
        value, shown = _both(value, shown)
    if isinstance(value, list) and isinstance(shown, list):
        if len(value) == len(shown):
            for number, (one, other) in enumerate(zip(value, shown, strict=True)):
                matches(attribute, one, other, f"{path}[{number}]", call)
            return
    elif isinstance(shown, dict) and attribute.record is not None:
        if isinstance(value, dict):
            for key, inner in fields(attribute.record).items():
                if inner.record is None and key != "etag" and key in value and key in shown:
                    matches(inner, value[key], shown[key], f"{path}.{key}", call)
            return
        if value is not None and str(value) == str(shown.get("id", value)):
            return
    elif _same(attribute, value, shown):
        return
    raise CheckFailed(value, shown, path, call)


def _both(value: list[Any], shown: list[Any]) -> tuple[list[Any], list[Any]]:
    """The values that stand on both sides: a value may come from elsewhere, and one of a deleted field stays away."""
    ids = {one["id"] for one in value} & {one["id"] for one in shown}
    return tuple(sorted((one for one in side if one["id"] in ids), key=lambda one: str(one["id"])) for side in (value, shown))  # type: ignore[return-value]


def _same(attribute: Attribute, value: Any, shown: Any) -> bool:
    if value is None or shown is None:
        return value is shown
    if value == GENERAL and shown in ("Person", "Company"):
        return True
    if attribute.kind == "datetime" and isinstance(value, str) and isinstance(shown, str):
        return datetime.fromisoformat(value) == datetime.fromisoformat(shown)
    return type(value) is type(shown) and value == shown if isinstance(value, bool | str) else value == shown
