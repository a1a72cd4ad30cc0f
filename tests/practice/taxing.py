"""Taxes for the tests of money: rates, settings of the firm, and what a bill shows of both."""

from __future__ import annotations

from typing import Any

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.books import Books

RATES = "/tax_rate_configurations"
LINE = "id,total,tax,secondary_tax,taxable,secondary_taxable,tax_settings{name,rate,formatted_rate,order,rule,amount}"
SUMS = "sub_total,tax_sum,secondary_tax_sum,total_tax,total,due,balance"


def rate(api: Api, value: float, name: str = "HST", **more: Any) -> int:
    """A tax rate of the firm."""
    return int(api.post(RATES, {"name": name, "rate": value, "country": "CA", **more})["id"])


def taxes(*ids: int, second: str = "Pre") -> list[dict[str, Any]]:
    """Tax settings of these rates, in this order."""
    return [{"tax_rate_configuration_id": id, "order": order, "rule": ("Pre", second)[order - 1]} for order, id in enumerate(ids, 1)]


def settle(mock: MockClio, office: Office, **values: Any) -> None:
    """Change the firm's billing settings, which the API only shows."""
    with mock.world.session() as session:
        session.update("billing_settings", office["billing_settings"], values)


def by_default(mock: MockClio, office: Office, settings: list[dict[str, Any]]) -> None:
    """Let new bills bear these taxes."""
    second = len(settings) > 1
    applied = {"apply_tax_by_default": True, "use_secondary_tax": second, "apply_secondary_tax_by_default": second}
    settle(mock, office, tax_settings=settings, **applied)


def lines(books: Books, bill: int) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = books.api.get("/line_items", bill_id=bill, fields=LINE)
    return result


def amounts(line: dict[str, Any]) -> list[float]:
    return [tax["amount"] for tax in line["tax_settings"]]
