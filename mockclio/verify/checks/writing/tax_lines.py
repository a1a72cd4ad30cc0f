"""Checks of taxes on new bills and on their lines: which taxes a line gets, and what a change of them does."""

from __future__ import annotations

from typing import Any

from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.sample_data.forks import control, in_own_world
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.writing.figures import expect, over, patch, shows
from mockclio.verify.checks.writing.tax_lists import expense
from mockclio.verify.checks.writing.tax_rates import PATH, in_canada, rate, tax

FLAGS = "taxable,secondary_taxable"
SHOWN = f"id,{FLAGS},tax,secondary_tax,tax_settings{{tax_rate_configuration_id,rate,rule,order,amount}},activity{{id}}"
SETTINGS: dict[str | None, tuple[bool, bool] | None] = {
    "no_tax": (False, False),
    "tax_1_only": (True, False),
    "tax_2_only": (False, True),
    "tax_1_and_tax_2": (True, True),
    None: None,
}
"""The tax setting of an expense, and which taxes its line bears; None leaves it to the bill."""


def new_matter(p: SampleData) -> int:
    """A matter without other work."""
    contact = {"id": p.make("/contacts", type="Person", first_name="Tova", last_name="Lind")}
    return p.make("/matters", client=contact, description="Taxed")


def lines_of(p: SampleData, bill: int) -> list[Data]:
    rows: list[Data] = p.target.get("/line_items.json", bill_id=bill, fields=SHOWN, order="id(asc)")["data"]
    return rows


def make(p: SampleData, matter: int, *lines: Data, **terms: Any) -> tuple[int, list[Data]]:
    """A bill of such lines, and these as they are shown."""
    plain = [{"description": "x", "kind": "Service", "price": 100, "quantity": 1, "matter": matter, **line} for line in lines]
    body = {"matters": [matter], "activities": [], "lines": plain, **terms}
    bill = int(control(p, "POST", "/bills", body)["data"]["id"])
    return bill, lines_of(p, bill)


def flags(line: Data) -> tuple[bool, bool]:
    return line["taxable"], line["secondary_taxable"]


def taxes(line: Data) -> list[tuple[Any, ...]]:
    """The own taxes of a line: rate, order, rule."""
    return [(one["tax_rate_configuration_id"], one["order"], one["rule"]) for one in line["tax_settings"] or ()]


def amounts(line: Data, first: float, second: float, p: SampleData) -> None:
    """What a line bears, and the same in its own taxes."""
    expect(p, first, line["tax"], "data[].tax")
    expect(p, second, line["secondary_tax"], "data[].secondary_tax")
    for one in line["tax_settings"] or ():
        expect(p, (first, second)[one["order"] - 1], one["amount"], f"data[].tax_settings amount of order {one['order']}")


# --- what new lines bear -----------------------------------------------------------------------------------------------------------------


def by_rates(p: SampleData) -> None:
    """A rate of a new bill makes its lines bear that tax; without rates they follow the settings."""
    matter, (first, second) = new_matter(p), _by_default(p)
    for terms, wanted in (
        ({"tax_rate": 10, "secondary_tax_rate": 4}, (True, True)),
        ({"tax_rate": 10}, (True, False)),
        ({"secondary_tax_rate": 4}, (False, True)),
        ({}, (False, False)),
    ):
        bears = (wanted[0] or first, wanted[1] or second)
        _, (line,) = make(p, matter, {}, **terms)
        expect(p, bears, flags(line), f"{FLAGS} of a line of a bill with {', '.join(terms) or 'no rate'}")


def _by_default(p: SampleData) -> tuple[bool, bool]:
    """Which taxes lines bear by the settings."""
    names = "apply_tax_by_default,use_secondary_tax,apply_secondary_tax_by_default"
    settings = p.target.get("/settings/billing.json", fields=names)["data"]
    return bool(settings["apply_tax_by_default"]), bool(settings["use_secondary_tax"] and settings["apply_secondary_tax_by_default"])


def by_setting(p: SampleData) -> None:
    """The tax setting of an expense says which taxes of the bill its line bears."""
    for kind in ("ExpenseEntry", "HardCostEntry", "SoftCostEntry"):
        matter = new_matter(p)
        ids = {
            p.make("/activities", **expense(p, kind, matter={"id": matter}, price=100, tax_setting=setting)): setting
            for setting in SETTINGS
        }
        for terms, default in (({"tax_rate": 10, "secondary_tax_rate": 4}, (True, True)), ({"tax_rate": 10}, (True, False))):
            body = {"matters": [matter], "activities": list(ids), **terms}
            bill = int(control(p, "POST", "/bills", body)["data"]["id"])
            for line in lines_of(p, bill):
                setting = ids[line["activity"]["id"]]
                wanted = SETTINGS[setting]
                expect(p, default if wanted is None else wanted, flags(line), f"{FLAGS} of a {kind} with {setting}")
            p.target.send("DELETE", f"/bills/{bill}.json")


def by_list(p: SampleData) -> None:
    """The line of an expense has the taxes of the expense, none by an empty list; without a list it is taxed like its bill."""
    matter = new_matter(p)
    one, two = rate(p, 0.05), rate(p, 0.0725)
    both = [tax(one, rule="Pre"), tax(two, 2, rule="Post")]
    table = {"both": both, "second": [tax(two, 2, rule="Pre")], "empty": [], "none": None}
    ids = {}
    for key, own in table.items():
        body = {**expense(p, matter={"id": matter}, price=100), "tax_settings": own}
        ids[p.make("/activities", **body)] = key
    bill = control(p, "POST", "/bills", {"matters": [matter], "activities": list(ids), "tax_rate": 10, "secondary_tax_rate": 4})["data"]
    wanted: dict[str, tuple[tuple[bool, bool], list[tuple[Any, ...]], tuple[float, float] | None]] = {
        "both": ((True, True), [(one, 1, "Pre"), (two, 2, "Post")], (5.0, 7.61)),
        "second": ((False, True), [(two, 2, "Pre")], (0.0, 7.25)),
        "empty": ((False, False), [], (0.0, 0.0)),
        "none": ((True, True), [], None),
    }
    for line in lines_of(p, int(bill["id"])):
        key = ids[line["activity"]["id"]]
        bears, borne, bearing = wanted[key]
        expect(p, (bears, borne), (flags(line), taxes(line)), f"flags and taxes of an expense whose list is {key}")
        if bearing is not None:
            amounts(line, *bearing, p)


def defaults(p: SampleData) -> None:
    """The lines of a new bill bear the taxes of the settings that apply to them; a bill with rates of its own has those instead."""
    settings = p.target.get("/settings/billing.json", fields="tax_settings{tax_rate_configuration_id,order,rule}")["data"]["tax_settings"]
    every = [(one["tax_rate_configuration_id"], one["order"], one["rule"]) for one in settings]
    if [order for _, order, _ in every] != [1, 2]:
        raise CheckFailed("two taxes", every, "data.tax_settings", p.target.last)
    matter = new_matter(p)
    bearing = [(True, True), (True, False), (False, True), (False, False)]
    sent = [{}, *({"taxable": first, "secondary_taxable": second} for first, second in bearing)]
    for terms, known in (
        ({}, every),
        ({"tax_rate": 9}, []),
        ({"secondary_tax_rate": 9}, []),
        ({"tax_rate": 9, "secondary_tax_rate": 3}, []),
    ):
        _, lines = make(p, matter, *sent, **terms)
        for line, bears in zip(lines, [(True, True), *bearing], strict=True):
            wanted = [one for one in known if bears[one[1] - 1]]
            expect(p, (bears, wanted), (flags(line), taxes(line)), f"flags and taxes of a line that bears {bears}, bill with {terms}")
    id = p.make("/activities", **expense(p, matter={"id": matter}, price=100))
    bill = int(control(p, "POST", "/bills", {"matters": [matter], "activities": [id]})["data"]["id"])
    expect(p, [every], [taxes(line) for line in lines_of(p, bill)], "taxes of an expense without a list")


# --- a line that is taxed otherwise ------------------------------------------------------------------------------------------------------


def taxed_otherwise(p: SampleData) -> None:
    """A new list stands in for the one before, and both flags follow it unless they are sent; a tax that was there keeps its rate."""
    matter = new_matter(p)
    one, two = rate(p, 0.05), rate(p, 0.0725)
    both = [tax(one, rule="Pre"), tax(two, 2, rule="Pre")]
    bill, (line,) = make(p, matter, {"tax_settings": both})
    path = f"/line_items/{line['id']}"
    amounts(line, 5.0, 7.25, p)
    patch(p, f"{PATH}/{one}", rate=0.06)
    patch(p, f"{PATH}/{two}", rate=0.08)
    steps: tuple[tuple[Data, tuple[bool, bool], list[tuple[Any, ...]], float, float], ...] = (
        ({"note": "x"}, (True, True), [(one, 1, "Pre"), (two, 2, "Pre")], 5.0, 7.25),
        ({"tax_settings": both}, (True, True), [(one, 1, "Pre"), (two, 2, "Pre")], 5.0, 7.25),
        ({"tax_settings": both, "secondary_taxable": False}, (True, False), [(one, 1, "Pre"), (two, 2, "Pre")], 5.0, 0.0),
        ({"tax_settings": both, "taxable": False}, (False, True), [(one, 1, "Pre"), (two, 2, "Pre")], 0.0, 7.25),
        ({"tax_settings": both[:1]}, (True, False), [(one, 1, "Pre")], 5.0, 0.0),
        ({"tax_settings": both}, (True, True), [(one, 1, "Pre"), (two, 2, "Pre")], 5.0, 8.0),
        ({"tax_settings": [both[0], tax(two, 2, rule="Post")]}, (True, True), [(one, 1, "Pre"), (two, 2, "Post")], 5.0, 8.4),
        ({"taxable": False}, (False, True), [(one, 1, "Pre"), (two, 2, "Post")], 0.0, 8.0),
        ({"tax_settings": [tax(one, 2, rule="Pre")]}, (False, True), [(one, 2, "Pre")], 0.0, 6.0),
        ({"tax_settings": []}, (False, False), [], 0.0, 0.0),
    )
    for change, bears, own, first, second in steps:
        patch(p, path, **change)
        (shown,) = lines_of(p, bill)
        expect(p, (bears, own), (flags(shown), taxes(shown)), f"flags and taxes after a change of {', '.join(change)}")
        amounts(shown, first, second, p)
        shows(p, f"/bills/{bill}", tax_sum=first, secondary_tax_sum=second, total=100 + first + second)


ON_BILLS = {"by-rates": by_rates, "by-setting": by_setting, "by-list": by_list, "taxed-otherwise": taxed_otherwise}
IN_CANADA = {"defaults": defaults, "by-rates-in-canada": by_rates}


@check(
    "taxes/lines",
    "taxes",
    writes=True,
    rules=(
        "bills.taxed-by-setting",
        "taxes.expense-names-its-taxes",
        "taxes.rates-of-a-bill-come-before-settings",
        "taxes.lines-keep-the-rate-of-the-day",
        "taxes.amount-by-order-and-rule",
        "taxes.lines-can-be-taxed-otherwise",
    ),
)
def lines() -> Cases:
    """A line bears the taxes of its expense, of its bill or of the settings, in this order, and those of a new list afterwards."""
    yield from over(ON_BILLS, in_own_world)
    yield from over(IN_CANADA, in_canada)
