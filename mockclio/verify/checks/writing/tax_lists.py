"""Checks of lists of taxes: which an expense, a category and a line take, in which form, and what an expense takes from its category."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from mockclio.testing.sample_data.forks import control, in_own_world
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.errors import refused
from mockclio.verify.checks.writing.figures import expect, over, patch
from mockclio.verify.checks.writing.tax_rates import deleted_rate, rate, system_rate, tax

Taxes = list[Data]
INNER = "tax_rate_configuration_id,order,rule"
DATE = "2026-06-01"


@dataclass(frozen=True)
class Holder:
    """A record with a list of taxes: where it is made or changed, and the rest of its body."""

    method: str
    path: Callable[[SampleData], str]
    body: Callable[[SampleData], Data]
    name: str = "tax_settings"

    def write(self, p: SampleData, taxes: Taxes) -> httpx.Response:
        selection = {"fields": f"id,{self.name}{{{INNER}}}"}
        data = {**self.body(p), self.name: taxes}
        return p.target.send(self.method, f"{self.path(p)}.json", params=selection, json={"data": data})

    def kept(self, p: SampleData, taxes: Taxes) -> Taxes:
        """What the answer to a good write shows of the list."""
        response = self.write(p, taxes)
        expect(p, 201 if self.method == "POST" else 200, response.status_code, "status")
        return members(response.json()["data"][self.name])


def members(shown: Any) -> Taxes:
    """The written part of each tax that is shown."""
    return [{name: one[name] for name in INNER.split(",")} for one in shown or ()]


def expense(p: SampleData, kind: str = "ExpenseEntry", **more: Any) -> Data:
    return {"type": kind, "date": DATE, "price": 10, "matter": p.ref("matter.lease"), **more}


def draft_line(p: SampleData) -> int:
    """The line of a new draft."""
    lines = [{"description": "x", "price": 10, "quantity": 1, "matter": p["matter.lease"]}]
    bill = control(p, "POST", "/bills", {"matters": [p["matter.lease"]], "activities": [], "lines": lines})["data"]["id"]
    return int(p.target.get("/line_items.json", bill_id=bill, fields="id")["data"][0]["id"])


HOLDERS = {
    "expense": Holder("POST", lambda p: "/activities", expense),
    "hard-cost": Holder("POST", lambda p: "/activities", lambda p: expense(p, "HardCostEntry")),
    "hard-cost-input": Holder("POST", lambda p: "/activities", lambda p: expense(p, "HardCostEntry"), "input_tax_settings"),
    "category": Holder("POST", lambda p: "/expense_categories", lambda p: {"name": p.say("Taxed")}),
    "line": Holder("PATCH", lambda p: f"/line_items/{draft_line(p)}", lambda p: {}),
}


def kept(holder: Holder) -> Callable[[SampleData], None]:
    """A list is kept in the order of the taxes; the first has the rule Pre, the second too unless it is sent another."""

    def judge(p: SampleData) -> None:
        one, two, system = rate(p, 0.05), rate(p, 0.0725), system_rate(p)
        first, second = tax(one, rule="Pre"), tax(two, 2, rule="Post")
        for sent, wanted in (
            ([first, second], [first, second]),
            ([second, first], [first, second]),
            ([{**first, "rule": "Post"}, {**second, "rule": "Pre"}], [first, {**second, "rule": "Pre"}]),
            ([tax(one), tax(two, 2)], [first, tax(two, 2, rule="Pre")]),
            ([second], [second]),
            ([tax(one, 2, rule="Post")], [tax(one, 2, rule="Post")]),
            ([tax(system)], [tax(system, rule="Pre")]),
            ([], []),
        ):
            expect(p, wanted, holder.kept(p, sent), holder.name)

    return judge


def refusals(holder: Holder) -> Callable[[SampleData], None]:
    """At most two taxes, of the orders 1 and 2, each of a rate that there is and that was not deleted."""

    def judge(p: SampleData) -> None:
        one, two, dropped = rate(p, 0.05), rate(p, 0.0725), deleted_rate(p)
        for sent in (
            [tax(one), tax(two)],
            [tax(one, 2), tax(two, 2)],
            [tax(one), tax(two, 3)],
            [tax(one, 0), tax(two, 2)],
            [tax(one, -1)],
            [tax(one), tax(two, 2), tax(one, 3)],
            [tax(one), tax(two, 2), tax(one, 1)],
            [tax(dropped)],
            [{"order": 1}],
            [{"tax_rate_configuration_id": one}],
            [tax(one, rule="Sideways")],
        ):
            refused(p.target, holder.write(p, sent), 422, "ArgumentError", holder.name)
        unknown = holder.write(p, [tax(2_000_000_000)])
        refused(p.target, unknown, 404, "NotFoundError", "tax_rate_configuration_id")

    return judge


# --- expenses and their categories -------------------------------------------------------------------------------------------------------


def shown(p: SampleData, id: Any) -> tuple[Taxes, Taxes]:
    """Both lists of an activity."""
    row = p.target.get(f"/activities/{id}.json", fields=f"tax_settings{{{INNER}}},input_tax_settings{{{INNER}}}")["data"]
    return members(row["tax_settings"]), members(row["input_tax_settings"])


def category_gives(p: SampleData) -> None:
    """An expense without taxes takes those of its category, again when it gets another; its own come before them."""
    one, two = rate(p, 0.05), rate(p, 0.0725)
    both, last = [tax(one, rule="Pre"), tax(two, 2, rule="Post")], [tax(two, rule="Pre")]
    category = {"id": p.make("/expense_categories", name=p.say("Both"), entry_type="hard_cost", tax_settings=both, input_tax_settings=last)}
    other = {"id": p.make("/expense_categories", name=p.say("Last"), tax_settings=last)}
    for kind, paid in (("ExpenseEntry", []), ("HardCostEntry", last)):
        id = p.make("/activities", **expense(p, kind, expense_category=category))
        expect(p, (both, paid), shown(p, id), f"taxes of a {kind} of a category")
        patch(p, f"/activities/{id}", note="The same taxes")
        expect(p, (both, paid), shown(p, id), f"taxes of a {kind} after another change")
        patch(p, f"/activities/{id}", expense_category=other)
        expect(p, last, shown(p, id)[0], f"taxes of a {kind} that gets another category")
        patch(p, f"/activities/{id}", tax_settings=both)
        expect(p, both, shown(p, id)[0], f"taxes of a {kind} that gets its own")
        for own in (last, []):
            id = p.make("/activities", **expense(p, kind, expense_category=category, tax_settings=own))
            expect(p, own, shown(p, id)[0], f"taxes of a {kind} with its own")


def empty_list(p: SampleData) -> None:
    """An empty list stays an empty list; without one there is none."""
    category = {"id": p.make("/expense_categories", name=p.say("Taxed"), tax_settings=[tax(rate(p))])}
    for more, wanted in (({"tax_settings": []}, []), ({"tax_settings": [], "expense_category": category}, [])):
        id = p.make("/activities", **expense(p, **more))
        row = p.target.get(f"/activities/{id}.json", fields="tax_settings")["data"]
        expect(p, wanted, row["tax_settings"], "data.tax_settings")


def not_theirs(p: SampleData) -> None:
    """An entry of time has no taxes, and only hard costs have those that the firm paid; what others send is passed over."""
    own = [tax(rate(p), rule="Pre")]
    time = {"type": "TimeEntry", "date": DATE, "quantity": 3600, "matter": p.ref("matter.lease")}
    expect(p, ([], []), shown(p, p.make("/activities", **time, tax_settings=own, input_tax_settings=own)), "taxes of time")
    for kind in ("ExpenseEntry", "SoftCostEntry"):
        id = p.make("/activities", **expense(p, kind, tax_settings=own, input_tax_settings=own))
        expect(p, (own, []), shown(p, id), f"taxes of a {kind}")
    soft = {"id": p.make("/expense_categories", name=p.say("Soft"), entry_type="soft_cost", tax_settings=own, input_tax_settings=own)}
    id = p.make("/activities", **expense(p, "HardCostEntry", expense_category=soft))
    expect(p, (own, []), shown(p, id), "taxes of a hard cost of a category of soft costs")


OF_EXPENSES = {"category-gives": category_gives, "empty-list": empty_list, "not-theirs": not_theirs}


@check(
    "taxes/lists",
    "taxes",
    writes=True,
    rules=(
        "taxes.settings-are-written-whole",
        "taxes.at-most-two",
        "taxes.orders-are-one-and-two",
        "taxes.first-is-always-pre",
        "taxes.deleted-rates-are-not-used",
        "taxes.categories-name-taxes",
        "taxes.category-gives-the-taxes",
        "taxes.settings-are-for-expenses",
        "taxes.input-taxes-are-for-hard-costs",
        "taxes.lines-can-be-taxed-otherwise",
    ),
)
def lists() -> Cases:
    """Every list of taxes is checked and kept by the same rules; an expense takes the list of its category unless it has its own."""
    yield from over({f"{name}/kept": kept(holder) for name, holder in HOLDERS.items()}, in_own_world)
    yield from over({f"{name}/refused": refusals(holder) for name, holder in HOLDERS.items()}, in_own_world)
    yield from over(OF_EXPENSES, in_own_world)
