"""The modules Search: every parameter selects exactly the records that it should, in both ways of calling."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Any

from mockclio.verify.connectors.comparing import holds, same
from mockclio.verify.connectors.environment import Environment

Fits = Callable[[Any, Any], object]
"""Whether a record, as it shows itself, is one that a value of a parameter asks for."""


class Search:
    """A list with all its records as they show themselves; what a parameter must find follows from those."""

    def __init__(self, environment: Environment, collection: str, fields: str) -> None:
        self.environment, self.collection = environment, collection
        self.records = {one["id"]: one for one in environment.listed(f"/{collection}", f"id,{fields}")}

    def by(self, wire: str, value: Any, fits: Fits) -> None:
        """A parameter finds the records that fit, which are some but not all. A mapping as value is a parameter for each custom field."""
        wanted = sorted(id for id, one in self.records.items() if fits(one, value))
        holds(0 < len(wanted) < len(self.records), f"{self.collection}: {wire}={value!r} would find {len(wanted)} of {len(self.records)}")
        same(sorted(self._raw(wire, value)), wanted, f"GET /{self.collection} with {wire}={value!r}")
        same(sorted(self._typed(wire, value)), wanted, f"clio.{self.collection}.list with {wire}={value!r}")

    def passes_over(self, wire: str, value: Any) -> None:
        """A parameter that v4 does not have changes nothing."""
        same(sorted(self._raw(wire, value)), sorted(self.records), f"GET /{self.collection} with {wire}={value!r}")

    def ordered(self, *names: str) -> None:
        """All records in the order of each of these fields, up and down; those that a field does not tell apart come in any order."""
        for name in names:
            keys = {id: _key(one[name]) for id, one in self.records.items()}
            for way in ("asc", "desc"):
                order, wanted = f"{name}({way})", sorted(keys.values(), reverse=way == "desc")
                for result, how in ((self._raw("order", order), "raw"), (self._typed("order", order), "typed")):
                    same([keys[id] for id in result], wanted, f"{self.collection} by order={order}, {how}")

    def limited(self, wanted: int, *, page: int) -> None:
        """The first records, collected in pages that are smaller than that."""
        first = list(self.records)[:wanted]
        raw = self.environment.bundles(f"/{self.collection}", wanted, page=page, fields="id")
        typed = getattr(self.environment.clio, self.collection).select("id").list(limit=page)
        same([one["id"] for one in raw], first, f"{wanted} of {self.collection} in pages of {page}")
        same([one.id for one in islice(typed, wanted)], first, f"{wanted} of {self.collection} in pages of {page}, typed")

    def _raw(self, wire: str, value: Any) -> list[Any]:
        pairs = {f"{wire}[{id}]": condition for id, condition in value.items()} if isinstance(value, dict) else {wire: value}
        return [one["id"] for one in self.environment.listed(f"/{self.collection}", **pairs)]

    def _typed(self, wire: str, value: Any) -> list[Any]:
        return [one.id for one in getattr(self.environment.clio, self.collection).select("id").list(**{wire.removesuffix("[]"): value})]


def _key(value: Any) -> Any:
    """Nothing comes before something, case does not count, and digits in a text count as numbers."""
    if isinstance(value, str):
        value = re.sub(r"\d+", lambda digits: digits[0].zfill(20), value.casefold())
    return (value is not None, value)
