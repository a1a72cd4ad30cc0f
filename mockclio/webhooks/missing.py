"""The error when an expected delivery did not arrive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mockclio.errors import shortened
from mockclio.store.tables import Row


class NothingArrived(TimeoutError):
    """An expected delivery did not arrive. The message says what happened instead."""


def missing(which: Mapping[str, Any], timeout: float, deliveries: Iterable[Row], changes: Iterable[Mapping[str, Any]]) -> NothingArrived:
    """The error to raise. `deliveries` are those that match, `changes` are entries of `why`."""
    wanted = " ".join(f"{key}={shortened(repr(value))}" for key, value in which.items() if value is not None) or "any kind"
    owed = [f"delivery {row['id']} is {row['state']}: {row['reason'] or 'due'}" for row in deliveries if row["state"] != "delivered"]
    cached = [one for one in changes if not one["sent"]][-3:]
    text = [f"{one['model']} {one['record']} {one['event']}, webhook {one['webhook']}: {one['explanation']}" for one in cached]
    happened = "; ".join([*owed[-3:], *text]) or "nothing happened that a webhook is for"
    return NothingArrived(f"no delivery of {wanted} arrived within {timeout:g} s: {happened}")
