"""Check of the links of filtered lists: each keeps the filter as it was sent, whatever the kind of its value."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import Any

import httpx

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, listed_parameters
from mockclio.testing.outcomes import Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.calls import LISTS, Caller, Place
from mockclio.verify.checks.reading.pages import chosen, same

PAGING = ("limit", "page_token", "offset", "order", "fields")
VALUES: dict[str, tuple[str, ...]] = {
    "str": ("Two Words", "lower"),
    "int": ("1",),
    "bool": ("true", "false"),
    "date": ("2026-05-04",),
    "datetime": ("2026-05-04T12:30:00+02:00",),
    "date_condition": (">=2026-05-04", "<2026-05-04", "2026-05-04"),
}
"""Values of each kind that a list takes whatever its rows are."""
SEVERAL = {"int": ["1", "2"], "date_condition": [">=2026-05-04", "<=2026-06-04"]}
"""Two values of a parameter that may come several times."""
MOST_CHOICES, MOST_OTHERS = 3, 2


@check("filters/links", "filters")
def links() -> Cases:
    """A link of a filtered list keeps the filter with the value that was sent, also where it finds nothing."""
    for operation in LISTS:
        for attribute in _filters(operation):
            yield operation, attribute.wire, partial(_kept, operation, attribute)


def _filters(operation: AnyOperation) -> list[Attribute]:
    """The parameters of a list that are not for paging, and that some value is known for."""
    return [one for name, one in listed_parameters(operation).items() if name not in PAGING and values_of(one)]


def values_of(attribute: Attribute) -> list[list[str]]:
    """What a filter is asked with; each may be several values."""
    single = attribute.choices[:MOST_CHOICES] if attribute.kind == "enum" else VALUES.get(attribute.kind, ())
    pairs = [",".join(islice(attribute.choices, 2))] if attribute.kind == "enum" and len(attribute.choices) > 1 else []
    several = [SEVERAL[attribute.kind]] if attribute.many and attribute.kind in SEVERAL else []
    return [*([value] for value in (*single, *pairs, *(["null"] if attribute.nullable else []))), *several]


def _kept(operation: AnyOperation, attribute: Attribute, target: Target) -> None:
    place = Caller.of(target).place(operation)
    if place is None:
        raise Inconclusive("the account has no record that holds such a list")
    others: list[dict[str, Any]] = [{}, *_others(operation, attribute)]
    judged = 0
    for values in values_of(attribute):
        judged += sum(_keeps(target, operation, place, {attribute.wire: values, **other}) for other in others)
    if not judged:
        raise Inconclusive("the list has no links with such values")


def _others(operation: AnyOperation, attribute: Attribute) -> list[dict[str, Any]]:
    """Some other filters of the list, those with names like that of this one first."""
    known = [one for one in _filters(operation) if one.name != attribute.name]
    known.sort(key=lambda one: _stem(one) != _stem(attribute))
    return [{one.wire: values_of(one)[0]} for one in known[:MOST_OTHERS]]


def _stem(attribute: Attribute) -> str:
    """The name without its last word, which filters that belong together share."""
    return attribute.name.rpartition("_")[0]


def _keeps(target: Target, operation: AnyOperation, place: Place, query: dict[str, Any]) -> bool:
    """Whether the list has links with that query; each must keep it."""
    response = Caller.of(target).at(operation, place, {**chosen(operation), "limit": "1", "offset": "1", **query})
    links = response.json()["meta"]["paging"] if response.status_code == 200 else {}
    for name, link in links.items():
        for wire, values in query.items():
            same(values, httpx.URL(link).params.get_list(wire), f"meta.paging.{name}: {wire}", target)
    return bool(links)
