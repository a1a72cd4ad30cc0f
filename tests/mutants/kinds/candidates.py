"""What a probe may ask a filter for: values that occur in the rows of its list, those under names like its own first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise
from typing import Any

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, parameters
from mockclio.server.filters import PAGING
from tests.mutants.worlds import LISTS, all_fields, listed, world

Question = dict[str, Any]
Leaf = tuple[str, Any]
"""A value with the path that led to it."""
OPERATORS = ("", ">=", "<=", ">", "<")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@cache
def leaves(operation: AnyOperation) -> tuple[Leaf, ...]:
    """Every value in every row of a list; for bare ids, in the rows of the list beside it."""
    if operation.ids_only:
        return leaves(next(one for one in LISTS if one.record is operation.record and not one.ids_only))
    with MockClio.of(world("practice").fork("default")) as mock:
        answers = [
            response.json() for response in listed(mock, operation, fields=all_fields(operation.record)) if response.status_code == 200
        ]
    return tuple(leaf for answer in answers for row in answer["data"] for leaf in _leaves("", row))


def _leaves(path: str, value: Any) -> Iterator[Leaf]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _leaves(f"{path}.{key}", member)
    elif isinstance(value, list):
        for member in value:
            yield from _leaves(path, member)
    elif value is not None:
        yield path, value


def questions(operation: AnyOperation, attribute: Attribute, most: int) -> list[Question]:
    """Some questions to a filter: alone, then beside another filter, with the same question first each time."""
    alone = list(islice(_questions(operation, attribute), most))
    others = [other for other in parameters(operation).values() if other.name not in PAGING and other.name != attribute.name]
    beside = [question for other in others for question in islice(_questions(operation, other), 1)]
    return alone + [{**other, **question} for other in beside[:6] for question in alone[:4]]


def _questions(operation: AnyOperation, attribute: Attribute) -> Iterator[Question]:
    results = list(dict.fromkeys(_values(attribute, _nearest_first(operation, attribute))))
    if attribute.kind == "custom_field_conditions":
        yield from _conditions(operation, attribute)
        return
    yield from ({attribute.wire: value} for value in results[:12])
    if attribute.nullable:
        yield {attribute.wire: "null"}
    if attribute.many:
        yield from ({attribute.wire: list(pair)} for pair in pairwise(results))
    if attribute.several or attribute.kind == "enum":
        yield from ({attribute.wire: ",".join(pair)} for pair in pairwise(results))
    yield from ({attribute.wire: value} for value in results[12:])


def _nearest_first(operation: AnyOperation, attribute: Attribute) -> list[Leaf]:
    stem = attribute.name.removesuffix("_id").removesuffix("_ids").removesuffix("s")
    return sorted(leaves(operation), key=lambda leaf: stem not in leaf[0])


def _values(attribute: Attribute, shown: list[Leaf]) -> Iterator[str]:
    texts = [value for _, value in shown if isinstance(value, str)]
    if attribute.kind == "bool":
        yield from ("true", "false")
    elif attribute.kind == "enum":
        yield from attribute.choices
    elif attribute.kind == "int":
        yield from (str(value) for _, value in shown if str(value).isdigit())
    elif attribute.kind == "datetime":
        yield from (text for text in texts if MOMENT.match(text))
    elif attribute.kind == "date":
        yield from (text[:10] for text in texts if DAY.match(text))
    elif attribute.kind == "date_condition":
        yield from (sign + text[:10] for text in texts if DAY.match(text) for sign in OPERATORS)
    else:
        for text in texts:
            words = text.split()
            yield from (text, *words[:2], " ".join(words[1:3]), text.upper())


def _conditions(operation: AnyOperation, attribute: Attribute) -> Iterator[Question]:
    """Conditions on custom fields, with the values that matters and contacts have."""
    lists = [one for one in LISTS if one.operation_id in ("Matter#index", "Contact#index")]
    with MockClio.of(world("practice").fork("default")) as mock:
        for one in lists:
            for response in listed(mock, one, fields="custom_field_values{custom_field,value}"):
                for value in (value for row in response.json()["data"] for value in row["custom_field_values"]):
                    name = f"{attribute.wire}[{value['custom_field']['id']}]"
                    yield from ({name: f"{sign}{str(value['value']).lower()}"} for sign in ("", ">=", "<", ">"))
