"""The own taxes of a line of a bill. They keep the rate of the day, and replace the rates of the bill."""

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
"""The attribute of a line that says whether its tax of that order applies."""
SAME = ("tax_rate_configuration_id", "order", "rule")


def of_bill(session: Session, terms: Mapping[str, Any]) -> list[Row]:
    """The default taxes of the lines of a new bill: those of the billing settings, unless the bill has its own rates."""
    if any(terms.get(name) is not None for name in RATES):
        rule("taxes.rates-of-a-bill-come-before-settings")
        return []
    return list(pricing.billing_settings(session).get("tax_settings") or ())


def of_line(session: Session, settings: Iterable[Row], taxable: bool, secondary: bool) -> list[Row]:
    """The taxes of a new line: those of the settings that apply by its two attributes."""
    wanted = {FIRST: taxable, SECOND: secondary}
    return kept(session, [one for one in settings if wanted[one["order"]]], [])


def of_activity(session: Session, activity: Row) -> list[Row] | None:
    """The taxes of an expense. None if it has no list, so that its bill decides."""
    settings: list[Row] | None = activity.get("tax_settings")
    if settings is not None:
        rule("taxes.expense-names-its-taxes")
    return settings


def changed(session: Session, line: Row, sent: Iterable[Mapping[str, Any]]) -> Row:
    """The values of a line after a body with a list of taxes."""
    settings = written(session, "tax_settings", sent)
    taxable, secondary = orders(settings)
    return {
        "tax_settings": kept(session, settings, line.get("tax_settings") or []),
        "taxable": taxable,
        "secondary_taxable": secondary,
    }


def kept(session: Session, settings: Iterable[Row], present: list[Row]) -> list[Row]:
    """Settings in the form of a line: with their present name and rate, except for a tax that the line has already."""
    return [_present(present, one) or _tax(session, one) for one in settings]


def _present(present: list[Row], setting: Row) -> Row | None:
    return next((tax for tax in present if all(tax[key] == setting[key] for key in SAME)), None)


def _tax(session: Session, setting: Row) -> Row:
    rule("taxes.lines-keep-the-rate-of-the-day")
    rate = session.table(TABLE)[setting["tax_rate_configuration_id"]]
    times = {"created_at": session.now, "updated_at": session.now, "_revision": 0}
    return {"id": session.world.ids.next(), **setting, "name": rate["name"], "rate": rate["rate"], "amount": 0.0, **times}


def raised(line: Row, amount: Decimal) -> dict[int, Decimal]:
    """The amount of each tax of a line by its order, to the cent. With the rule Post, the second tax also applies to the first."""
    results: dict[int, Decimal] = {}
    for tax in line.get("tax_settings") or ():
        base = amount + (results.get(FIRST, NOTHING) if tax["rule"] == "Post" else NOTHING)
        results[tax["order"]] = cents(base * exact(tax["rate"])) if line.get(FLAGS[tax["order"]]) else NOTHING
    return results


def note_rules(line: Row, changes: Row) -> None:
    """Note the rules that the changed amounts of a line follow."""
    rule("bills.line-amounts")
    if changes.get("tax_settings"):
        rule("taxes.amount-by-order-and-rule")


def shown(line: Row, amount: Decimal) -> list[Row] | None:
    """The own taxes of a line with their amounts."""
    taxes = line.get("tax_settings")
    if not taxes:
        return taxes
    result = raised(line, amount)
    return [{**tax, "amount": stored(result[tax["order"]])} for tax in taxes]


def named(line: Row) -> Iterable[tuple[str, float]]:
    """The text of each tax of a line on a printed bill, and its amount."""
    return [(f"{tax['name']} {formatted(tax['rate'])}", tax["amount"]) for tax in line.get("tax_settings") or ()]
