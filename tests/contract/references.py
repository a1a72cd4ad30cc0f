"""What each filter means, judged on shown answers alone. Most meanings follow from the parameter's name; the others stand in one table."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mockclio.catalog.arguments import Where
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, fields

Row = dict[str, Any]
Answers = Callable[[str], list[Row]]
"""Every row of another list, with everything it shows, by the list's path."""
Test = Callable[[Row, Any, Answers], bool]
COMPARE = {"=": operators.eq, ">": operators.gt, ">=": operators.ge, "<": operators.lt, "<=": operators.le}

NOT_A_FILTER = {
    ("Contact#index", "custom_field_ids"),
    ("Matter#index", "custom_field_ids"),
    ("MatterContacts#index", "custom_field_ids"),
    ("ActivityDescription#index", "rate_for_matter_id"),
    ("ActivityDescription#index", "rate_for_user_id"),
    ("BillableClient#index", "start_date"),
    ("BillableClient#index", "end_date"),
    ("BillableMatter#index", "start_date"),
    ("BillableMatter#index", "end_date"),
    ("CalendarEntry#index", "expanded"),
    ("CalendarEntry#index", "owner_entries_across_all_users"),
    ("DocumentVersion#index", "id"),
}
"""Parameters of lists that change what rows show, or which rows there are; test_parameters.py shows what each does."""


@dataclass(frozen=True)
class Reference:
    """A filter's meaning. `beside` are parameters that go with it; `among` are parameters that widen the list that it chooses from."""

    test: Test
    beside: dict[str, str] = field(default_factory=dict)
    among: dict[str, str] = field(default_factory=dict)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def day(text: str | None) -> str:
    return (text or "")[:10]


def ids(value: Any) -> list[str]:
    """Ids of a shown association, or of each of a list."""
    members = value if isinstance(value, list) else [value]
    return [str(member["id"]) for member in members if member]


def at(row: Any, path: str) -> list[Any]:
    """What stands at the end of a path through a shown row."""
    reached = [row]
    for step in path.split("."):
        reached = [inner for one in reached if isinstance(one, dict) for inner in (one[step] if isinstance(one.get(step), list) else [one.get(step)])]
    return [str(one["id"]) if isinstance(one, dict) and "id" in one else one for one in reached if one is not None]


def equal(shown: Any, value: str) -> bool:
    if isinstance(shown, bool):
        return shown == (value == "true")
    if isinstance(shown, int | float):
        return str(shown) == value or float(shown) == _number(value)
    return str(shown).lower() == value.lower()


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def true(value: str, fact: bool) -> bool:
    """A boolean parameter chooses the rows where the fact is as it says."""
    return fact == (value == "true")


def by_name(operation: AnyOperation, attribute: Attribute) -> Test:
    """The meaning that follows from the parameter's name."""
    name, record = attribute.name, operation.record
    if name in ("created_since", "updated_since"):
        key = name.replace("_since", "_at")
        return lambda row, value, answers: moment(row[key]) >= moment(value)
    if name == "ids":
        return lambda row, value, answers: str(row["id"]) == value
    if name == "exclude_ids":
        return lambda row, value, answers: str(row["id"]) != value
    if name == "query":
        return lambda row, value, answers: all(word in searched(row, record.search) for word in value.casefold().split())
    if attribute.kind == "date_condition":
        return lambda row, value, answers: row[name] is not None and COMPARE[value.rstrip("0123456789-")](row[name], value.lstrip("<>="))
    if isinstance(attribute.meaning, Where):
        return by_path(attribute.meaning.path, attribute.meaning.operator)
    target = fields(record).get(name.removesuffix("_id"))
    if target is not None and target.record is not None:
        return by_path(name.removesuffix("_id"), "=")
    return by_path(name, "=")


def by_path(path: str, operator: str) -> Test:
    def test(row: Row, value: str, answers: Answers) -> bool:
        found = at(row, path)
        if operator == "present":
            return bool(found) == (value == "true")
        if value == "null":
            return not found
        if operator == "=":
            return any(equal(one, value) for one in found)
        return any(COMPARE[operator](*_comparable(one, value)) for one in found)

    return test


def _comparable(shown: str, value: str) -> tuple[Any, Any]:
    if "T" in shown and "T" in value:
        return moment(shown), moment(value)
    return shown[:10], value[:10]


def searched(row: Row, places: str) -> str:
    return " ".join(str(one) for place in places.split() for one in at(row, place)).casefold()


def same(one: Any, value: str) -> bool:
    return str(one) == value


def user(answers: Answers) -> Row:
    return answers("/users/who_am_i")[0]


def without(test: Test) -> Test:
    return lambda row, value, answers: not test(row, value, answers)
