"""Records that need no recipe: what the catalogue declares suffices to make them, or to find them in their list."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from mockclio.catalog import collections, operations
from mockclio.catalog.operations import AnyOperation, Collection
from mockclio.catalog.schema import fields
from mockclio.catalog.valid import referred
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data import advice
from mockclio.testing.sample_data.bodies import addressed, body
from mockclio.testing.sample_data.required_parameters import required
from mockclio.testing.sample_data.sample_data import Made, SampleData, stem_of
from mockclio.testing.target import NotMade

KEYS = ("one", "two")
"""The names of records that need no recipe end with these: `practice_area.one`, `practice_area.two`."""


@cache
def by_stem() -> dict[str, type[Collection[Any]]]:
    """Every collection by the first word of the names of its records."""
    return {stem_of(name): collection for name, collection in collections().items()}


def maker(name: str) -> Made | None:
    """How a record of that name is made, if its collection creates records."""
    stem, _, key = name.partition(".")
    collection = by_stem().get(stem)
    create = creation(collection) if collection is not None and key in KEYS else None
    return None if create is None else lambda p: _made(p, create)


def _made(p: SampleData, create: AnyOperation) -> int:
    """The id of a new record; where what is declared does not suffice, what would."""
    try:
        return int(p.post(create.path, body(p, create))["id"])
    except NotMade as refused:
        hint = advice.refused(create, refused.response)
        raise CheckFailed(refused.expected, refused.actual, call=refused.call, hint=hint) from refused


def finder(name: str) -> Made | None:
    """How a record of that name is found, if its collection lists records."""
    stem, _, key = name.partition(".")
    collection = by_stem().get(stem)
    index = listing(collection) if collection is not None and key in KEYS else None
    return None if index is None else lambda p: _listed(p, index, KEYS.index(key))


def creation(collection: type[Collection[Any]]) -> AnyOperation | None:
    """What creates records that are named by their id."""
    known = collection.operations.values()
    named_by_id = any(one.path_parameters == ["id"] for one in known)
    return next((one for one in known if one.kind == "create" and not one.path_parameters), None) if named_by_id else None


def listing(collection: type[Collection[Any]]) -> AnyOperation | None:
    """The list of the records of a collection, if it can be asked without more."""
    for one in collection.operations.values():
        if one.kind == "index" and one.record is collection.record and not one.path_parameters and not one.ids_only:
            return one if "id" in fields(one.record) else None
    return None


def _listed(p: SampleData, index: AnyOperation, place: int) -> int:
    """The id of the row at that place, or of the last one."""
    rows = p.all(f"{index.path}.json", fields="id", limit=index.limit, **required(index))
    if not rows:
        raise Inconclusive(f"the account has no rows of {index.collection.name}")
    return int(rows[min(place, len(rows) - 1)]["id"])


@cache
def named() -> frozenset[str]:
    """The first words of the names of records that some body names."""
    return frozenset(stem_of(table) for one in operations().values() for table in referred(one))


def every_name() -> list[str]:
    """The names of all records that a write may name: those of recipes, those that need none, and those that paths name."""
    from mockclio.testing.sample_data.existing import EXISTING
    from mockclio.testing.sample_data.recipes import RECIPES

    made, result = (Counter(name.partition(".")[0] for name in table) for table in (RECIPES, EXISTING))
    plain = [(stem, f"{stem}.{key}") for stem in sorted(named() & by_stem().keys()) for key in KEYS]
    makers = [name for stem, name in plain if made[stem] < len(KEYS) and maker(name)]
    finders = [name for stem, name in plain if not made[stem] and not result[stem] and not maker(name) and finder(name)]
    targets = [addressed(one) for one in operations().values() if one.method != "GET" and "{id}" in one.path]
    return list(dict.fromkeys([*RECIPES, *makers, *finders, *targets]))
