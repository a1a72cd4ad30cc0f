"""Tax settings of expenses, expense categories and bills: from the form of a body to that of a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.server.writing import require
from mockclio.store.session import Session
from mockclio.store.tables import Row

MOST = 2
FIRST, SECOND = 1, 2
TABLE = "tax_rate_configurations"


def written(session: Session, name: str, sent: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The list under `name` in a body, in the form of a row: sorted by order. The first tax always has the rule Pre."""
    rule("taxes.settings-are-written-whole")
    results = [_setting(session, f"{name}[{place}]", one) for place, one in enumerate(sent)]
    orders = [one["order"] for one in results]
    if len(results) > MOST:
        raise InvalidArgument(f"{name} can have at most {MOST} taxes", rule="taxes.at-most-two")
    if len(set(orders)) < len(orders):
        raise InvalidArgument(f"{name} must give each tax an order of its own", rule="taxes.orders-are-one-and-two")
    return sorted(results, key=lambda one: int(one["order"]))


def _setting(session: Session, place: str, sent: Mapping[str, Any]) -> Row:
    """One member, checked."""
    if sent["order"] not in (FIRST, SECOND):
        raise InvalidArgument(f"{place}.order must be 1 or 2", rule="taxes.orders-are-one-and-two")
    rate = require(session, TABLE, sent["tax_rate_configuration_id"], f"{place}.tax_rate_configuration_id")
    if not rate["active"]:
        raise InvalidArgument(f"{place}: the tax rate {rate['name']} was deleted", rule="taxes.deleted-rates-are-not-used")
    return {"tax_rate_configuration_id": rate["id"], "order": sent["order"], "rule": _rule(sent)}


def _rule(sent: Mapping[str, Any]) -> str:
    wanted = sent.get("rule")
    if wanted is None or (wanted != "Pre" and sent["order"] == FIRST):
        rule("taxes.first-is-always-pre")
        return "Pre"
    return str(wanted)


def names(settings: Iterable[Mapping[str, Any]] | None, rate: int) -> bool:
    """Whether a list of settings names that rate."""
    return any(one["tax_rate_configuration_id"] == rate for one in settings or ())


def orders(settings: Iterable[Mapping[str, Any]]) -> tuple[bool, bool]:
    """Whether there is a first, and whether a second tax."""
    results = {one["order"] for one in settings}
    return FIRST in results, SECOND in results


def percentage(rate: float | None) -> Decimal:
    """A fraction in per cent, without rounding: 0.09975 is 9.975."""
    return Decimal(str(rate or 0)) * 100


def formatted(rate: float | None) -> str:
    """A fraction as people read it: `13%`."""
    return f"{percentage(rate).normalize():f}%"
