"""Query parameters, read by annotation. Unknown ones are ignored. When a parameter comes twice, the last one counts."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from mockclio.catalog.memo import remember
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, parameters
from mockclio.errors import InvalidArgument, ParameterMissing, shortened
from mockclio.ledger import rule
from mockclio.server.coerce import Refused, coerce, day, member_of

NULL = "null"
"""The value of a parameter that asks for rows without the association."""

CONDITION = re.compile(r"(<=|>=|=|<|>)?(.*)", re.DOTALL)
Condition = tuple[str, str]


def read(operation: AnyOperation, query: MultiDict[str, str], zone: ZoneInfo) -> dict[str, Any]:
    """The sent arguments by Python name, coerced. An empty value counts as not sent."""
    results = {}
    for name, attribute in parameters(operation).items():
        values = _values(attribute, query)
        if not values:
            if attribute.required:
                raise ParameterMissing(attribute.wire)
            continue
        try:
            value = _read(attribute, values, zone)
        except Refused as refused:
            raise InvalidArgument(f"{attribute.wire} {refused}", rule="wire.invalid-query-is-422") from None
        results[name] = value
    wires = _wires(operation)
    if any(key not in wires and not _is_known(key, operation) for key in query):
        rule("lists.unknown-parameters-are-passed-over")
    return results


@remember(1_000)
def _wires(operation: AnyOperation) -> frozenset[str]:
    """The names of the parameters, as most requests write them: a look-up saves the search of `_is_known`."""
    return frozenset(one.wire for one in parameters(operation).values())


def _is_known(key: str, operation: AnyOperation) -> bool:
    """Whether a parameter of that name is read; lists, days and custom fields may have brackets and a comparison behind their name."""
    bare = re.sub(r"(\[\d*\])?[<>]?$", "", key)
    bracketed = ("date_condition", "custom_field_conditions")
    return any(
        key == one.wire or (bare == one.wire.removesuffix("[]") and (one.many or one.kind in bracketed))
        for one in parameters(operation).values()
    )


def _values(attribute: Attribute, query: MultiDict[str, str]) -> Any:
    if attribute.kind == "custom_field_conditions":
        return _custom_field_conditions(attribute.wire, query)
    sent = query.getlist(attribute.wire)
    if attribute.many or attribute.kind == "date_condition":
        bare_sent = query.getlist(attribute.wire.removesuffix("[]"))
        if bare_sent:
            rule("lists.parameters-of-lists-without-brackets")
        sent = sent + bare_sent
        if attribute.kind == "date_condition":
            # `close_date=>2020-01-01` has the operator in the value, `close_date>=2020-01-01` has half of it in the name
            bare = re.escape(attribute.wire.removesuffix("[]"))
            sent += [
                f"{match[1]}={value}"
                for key in query
                if (match := re.fullmatch(rf"{bare}(?:\[\])?([<>])", key))
                for value in query.getlist(key)
            ]
    return [value for value in sent if value.strip()]


def _custom_field_conditions(name: str, query: MultiDict[str, str]) -> dict[int, list[str]]:
    results: dict[int, list[str]] = {}
    for key in query:
        match = re.fullmatch(rf"{name}\[(\d{{1,18}})\](?:\[\])?([<>])?", key)
        if match:
            results.setdefault(int(match[1]), []).extend(
                f"{match[2]}={value}" if match[2] else value for value in query.getlist(key) if value.strip()
            )
        elif key.startswith(f"{name}["):
            raise InvalidArgument(
                f"{shortened(key)} must name the custom field by its id, as in {name}[123]", rule="wire.invalid-query-is-422"
            )
    return {id: values for id, values in results.items() if values}


def _read(attribute: Attribute, values: Any, zone: ZoneInfo) -> Any:
    if attribute.kind == "custom_field_conditions":
        return {id: [condition for value in texts for condition in conditions(value)] for id, texts in values.items()}
    if attribute.kind == "date_condition":
        return [(operator, day(text, zone)) for value in dict.fromkeys(values) for operator, text in conditions(value)]
    if attribute.many:
        members = [member for value in values for member in value.split(",") if member.strip()]
        return [coerce(attribute, member.strip(), zone) for member in dict.fromkeys(members)]
    last = values[-1]
    if attribute.nullable and last.strip().lower() == NULL:
        return None
    if attribute.kind == "enum" and attribute.wire != "order":
        chosen = [member_of(attribute, member.strip()) for member in last.split(",") if member.strip()]
        if len(chosen) > 1 and not attribute.several:
            rule("lists.enumerations-take-several")
        return chosen if len(chosen) > 1 else chosen[0] if chosen else coerce(attribute, last, zone)
    return coerce(attribute, last, zone)


def conditions(value: str) -> list[Condition]:
    """`>=2026-01-31` or `[<=50, >=45]` as pairs of operator and value. Without an operator it means equality."""
    whole = value.strip()
    members = whole[1:-1].split(",") if whole.startswith("[") and whole.endswith("]") and len(whole) > 1 else [value]
    return [(match[1] or "=", match[2].strip()) for member in members if member.strip() and (match := CONDITION.fullmatch(member.strip()))]
