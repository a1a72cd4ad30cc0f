"""How tax rates and lists of taxes are shown: what each field of a tax must be, by its rate."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from mockclio.verify.checks.reading.calls import Row
from mockclio.verify.checks.reading.identities.bills import own_taxes
from mockclio.verify.checks.reading.identities.identity import UNKNOWN, Follows, cents, follows, number
from mockclio.verify.checks.reading.listing import Lists

RATES = "/tax_rate_configurations"


def in_words(rate: Any) -> str:
    """A rate as people read it, without zeros at the end: 0.09975 is 9.975%."""
    text = f"{number(rate) * 100:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


@follows("TaxRateConfiguration", "rate_as_percentage", "formatted_rate_as_percentage")
def rate(row: Row, lists: Lists) -> Any:
    return {"rate_as_percentage": number(row["rate"]) * 100, "formatted_rate_as_percentage": in_words(row["rate"])}


def _settings(name: str) -> Follows:
    """A list of at most two taxes in their order, the first Pre, each as its rate is."""

    def settings(row: Row, lists: Lists) -> Any:
        taxes = row[name]
        if not taxes:
            return UNKNOWN
        known = lists.by_id(RATES)
        right = [_setting(tax, known.get(str(tax["tax_rate_configuration_id"]))) for tax in taxes]
        return right if _in_order(taxes) else "a list of the first tax, with the rule Pre, and the second"

    return settings


def _setting(tax: Row, rate: Row | None) -> Row:
    """A tax as it must be; of a rate that is not listed any more the name is not known."""
    shown: Row = {"tax_rate_configuration_formatted_rate": in_words(tax["tax_rate_configuration_rate"])}
    if rate is not None:
        shown = {
            "tax_rate_configuration_name": rate["name"],
            "tax_rate_configuration_rate": rate["rate"],
            "tax_rate_configuration_formatted_rate": in_words(rate["rate"]),
        }
    return {**tax, **shown}


def _in_order(taxes: list[Row]) -> bool:
    """Whether a list has the first tax, the second, or both in this order, and the first has the rule Pre."""
    orders = [tax["order"] for tax in taxes]
    return orders in ([1], [2], [1, 2]) and all(tax["rule"] == "Pre" or (tax["order"], tax["rule"]) == (2, "Post") for tax in taxes)


for _record in ("Activity", "ExpenseCategory", "BillingSetting"):
    follows(_record, "tax_settings")(_settings("tax_settings"))
follows("Activity", "input_tax_settings")(_settings("input_tax_settings"))


def of_line(line: Row, lists: Lists) -> Any:
    """The own taxes of a line: in their order, each with its rate in words and what it comes to."""
    taxes, amounts = line["tax_settings"], own_taxes(line)
    if not taxes or amounts is None:
        return UNKNOWN
    right = [{**tax, "formatted_rate": in_words(tax["rate"]), "amount": _amount(amounts[tax["order"] - 1], tax)} for tax in taxes]
    return right if _in_order(taxes) else "a list of the first tax, with the rule Pre, and the second"


def _amount(right: Decimal, tax: Row) -> Any:
    """The amount as it is shown, if it is the right one."""
    shown = tax["amount"]
    return shown if isinstance(shown, int | float) and cents(shown) == right else float(right)


for _record in ("LineItem", "ShownLineItem"):
    follows(_record, "tax_settings")(of_line)
