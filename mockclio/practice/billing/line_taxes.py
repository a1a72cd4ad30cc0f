"""The taxes of one line of a bill: those that it keeps itself, at the rates of the day it was taxed, in place of the rates of the bill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from mockclio.ledger import rule
from mockclio.practice.activities import pricing
from mockclio.practice.billing.money import NOTHING, cents, exact, stored
from mockclio.practice.billing.tax_settings import FIRST, SECOND, TABLE, formatted, orders, written
from mockclio.store.session import Session
from mockclio.store.tables import Row

RATES = ("tax_rate", "secondary_tax_rate")
FLAGS = {FIRST: "taxable", SECOND: "secondary_taxable"}
"""The mark of a line that says whether its tax of that order is raised."""
SAME = ("tax_rate_configuration_id", "order", "rule")


def of_bill(session: Session, terms: Mapping[str, Any]) -> list[Row]:
    """The taxes that the lines of a new bill bear by default: those of the settings, unless the bill is given rates of its own."""
    if any(terms.get(name) is not None for name in RATES):
        rule("taxes.rates-of-a-bill-come-before-settings")
        return []
    return list(pricing.billing_settings(session).get("tax_settings") or ())


def of_line(session: Session, settings: Iterable[Row], taxable: bool, secondary: bool) -> list[Row]:
    """The taxes of a new line: those of the settings that its two marks ask for."""
    asked = {FIRST: taxable, SECOND: secondary}
    return kept(session, [one for one in settings if asked[one["order"]]], [])


def of_activity(session: Session, activity: Row) -> list[Row] | None:
    """The taxes that an expense names; None where it names none and its bill decides."""
    settings: list[Row] | None = activity.get("tax_settings")
    if settings is not None:
        rule("taxes.expense-names-its-taxes")
    return settings


def changed(session: Session, line: Row, sent: Iterable[Mapping[str, Any]]) -> Row:
    """What a body's list of taxes makes of a line."""
    settings = written(session, "tax_settings", sent)
    taxable, secondary = orders(settings)
    return {
        "tax_settings": kept(session, settings, line.get("tax_settings") or []),
        "taxable": taxable,
        "secondary_taxable": secondary,
    }


def kept(session: Session, settings: Iterable[Row], present: list[Row]) -> list[Row]:
    """Settings as a line keeps them: with name and rate as they are now, but for a tax that the line has already."""
    rule("taxes.lines-keep-the-rate-of-the-day")
    return [_present(present, one) or _tax(session, one) for one in settings]


def _present(present: list[Row], setting: Row) -> Row | None:
    return next((tax for tax in present if all(tax[key] == setting[key] for key in SAME)), None)


def _tax(session: Session, setting: Row) -> Row:
    rate = session.table(TABLE)[setting["tax_rate_configuration_id"]]
    times = {"created_at": session.now, "updated_at": session.now, "_revision": 0}
    return {"id": session.world.ids.next(), **setting, "name": rate["name"], "rate": rate["rate"], "amount": 0.0, **times}


def raised(line: Row, amount: Decimal) -> dict[int, Decimal]:
    """What each tax of the line comes to, by its order, to the cent. After the rule Post the second is raised on the first too."""
    rule("taxes.amount-by-order-and-rule")
    results: dict[int, Decimal] = {}
    for tax in line.get("tax_settings") or ():
        base = amount + (results.get(FIRST, NOTHING) if tax["rule"] == "Post" else NOTHING)
        results[tax["order"]] = cents(base * exact(tax["rate"])) if line.get(FLAGS[tax["order"]]) else NOTHING
    return results


def shown(line: Row, amount: Decimal) -> list[Row] | None:
    """The taxes of a line with their amounts; what the row holds where it has none of its own."""
    taxes = line.get("tax_settings")
    if not taxes:
        return taxes
    result = raised(line, amount)
    return [{**tax, "amount": stored(result[tax["order"]])} for tax in taxes]


def named(line: Row) -> Iterable[tuple[str, float]]:
    """Each tax of a line with its rate, as a printed bill names it, and its amount."""
    return [(f"{tax['name']} {formatted(tax['rate'])}", tax["amount"]) for tax in line.get("tax_settings") or ()]
