"""Checks of tax rates: what is taken, changed, listed and deleted, and who needs an authority for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from mockclio.testing.outcomes import Inconclusive
from mockclio.testing.sample_data.forks import Fork, control, in_own_world
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.testing.target import Target, is_mock
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.errors import refused
from mockclio.verify.checks.writing.figures import delete, expect, over, shows

PATH = "/tax_rate_configurations"
CITY: Data = {"name": "City", "rate": 0.0099, "country": "US"}
MOST = 15


def rate(p: SampleData, value: float = 0.0525) -> int:
    return p.make(PATH, **{**CITY, "name": p.say("Tax"), "rate": value})


def tax(rate: int, order: int = 1, **more: Any) -> Data:
    return {"tax_rate_configuration_id": rate, "order": order, **more}


def send(p: SampleData, method: str, path: str, **data: Any) -> httpx.Response:
    return p.target.send(method, f"{path}.json", json={"data": data} if data else None)


def deleted_rate(p: SampleData) -> int:
    """A rate that was deleted."""
    result = rate(p)
    delete(p, f"{PATH}/{result}")
    return result


def system_rate(p: SampleData) -> int:
    """A rate of the system."""
    rows = p.target.get(f"{PATH}.json", fields="id,is_system", include_system="true", limit=200)["data"]
    system = next((row["id"] for row in rows if row["is_system"]), None)
    if system is None:
        raise Inconclusive("the account has no rate of the system")
    return int(system)


def canada(target: Target) -> SampleData:
    """The sample data of a Canadian firm with tax authorities, whose new bills bear two taxes: a world of its own."""
    cached: Any = target.shared.get("canada")
    if cached is None:
        if target.read_only or not is_mock(target):
            raise Inconclusive("only a mock opens another firm")
        response = target.http.post("/_mockclio/worlds", json={"firm": "canada", "frozen": True})
        if response.status_code != 200:
            raise Inconclusive(f"the mock opens no other firm: {response.status_code} {response.text[:200]}")
        made = Fork(target, response.json()["world"])
        target.closing.append(made.forget)
        cached = target.shared["canada"] = SampleData(made, alone=True)
    return cached  # type: ignore[no-any-return]


def in_canada(judge: Callable[[SampleData], None]) -> Callable[[Target], None]:
    """The check of a case in the Canadian firm."""
    return lambda target: judge(canada(target))


# --- one rate ----------------------------------------------------------------------------------------------------------------------------


def shown(p: SampleData) -> None:
    """A rate is a fraction, shown in per cent without rounding, with its name and place."""
    place = {"name": p.say("Shown"), "country": "US", "region": "NY"}
    shows(p, f"{PATH}/{p.make(PATH, rate=0.01, **place)}", **place)
    for value, words in ((0.13, "13%"), (0.09975, "9.975%"), (0.0099, "0.99%"), (0, "0%"), (1, "100%"), (-0.25, "-25%")):
        id = rate(p, value)
        row = p.target.get(f"{PATH}/{id}.json", fields="rate,rate_as_percentage,formatted_rate_as_percentage,is_system,active")["data"]
        wanted = {"rate": value, "formatted_rate_as_percentage": words, "is_system": False, "active": True}
        expect(p, wanted, {**row, "rate": round(row["rate"], 9)}, "data")
        expect(p, value * 100, row["rate_as_percentage"], "data.rate_as_percentage")
        delete(p, f"{PATH}/{id}")


def wrong(p: SampleData) -> None:
    """A rate has a name, a country and a number from -1 to 1."""
    id = rate(p)
    for change in ({"name": " "}, {"name": ""}, {"country": " "}, {"rate": None}, {"rate": 1.01}, {"rate": -1.01}):
        refused(p.target, send(p, "POST", PATH, **{**CITY, **change}), 422, "ArgumentError", next(iter(change)))
        refused(p.target, send(p, "PATCH", f"{PATH}/{id}", **change), 422, "ArgumentError", next(iter(change)))


def closed(p: SampleData) -> None:
    """A rate of the system and one that was deleted are neither changed nor deleted; both can be read."""
    for id, active in ((system_rate(p), True), (deleted_rate(p), False)):
        refused(p.target, send(p, "PATCH", f"{PATH}/{id}", name="Changed"), 422, "ArgumentError")
        refused(p.target, send(p, "DELETE", f"{PATH}/{id}"), 409, "ConflictError")
        shows(p, f"{PATH}/{id}", id=id, active=active)


def listed(p: SampleData) -> None:
    """The list has the rates of the system unless they are left out, and none that was deleted."""
    own, system, dropped = rate(p), system_rate(p), deleted_rate(p)
    for query, wanted in (({}, (True, True)), ({"include_system": "true"}, (True, True)), ({"include_system": "false"}, (True, False))):
        rows = p.target.get(f"{PATH}.json", fields="id", limit=200, order="id(asc)", **query)["data"]
        ids = {row["id"] for row in rows}
        expect(p, (*wanted, False), tuple(id in ids for id in (own, system, dropped)), f"own, system, deleted listed with {query}")


def most(p: SampleData) -> None:
    """A firm has fifteen rates of its own at most; those that were deleted do not count."""
    rows = p.target.get(f"{PATH}.json", fields="id", limit=200, include_system="false")["data"]
    ids = [rate(p) for _ in range(MOST - len(rows))]
    refused(p.target, send(p, "POST", PATH, **CITY), 422, "ArgumentError", str(MOST))
    for id in ids:
        delete(p, f"{PATH}/{id}")
    delete(p, f"{PATH}/{rate(p)}")


def used(p: SampleData) -> None:
    """A rate is not deleted while an expense, a category or an unpaid bill names it, and is afterwards."""
    matter = p["matter.lease"]
    for state in ("draft", "awaiting_approval", "awaiting_payment"):
        id = rate(p)
        line = {"description": "x", "price": 1, "quantity": 1, "matter": matter, "tax_settings": [tax(id)]}
        bill = control(p, "POST", "/bills", {"matters": [matter], "activities": [], "lines": [line], "state": state})["data"]["id"]
        _in_use(p, id, f"/bills/{bill}")
    for kind, name in (("ExpenseEntry", "tax_settings"), ("HardCostEntry", "tax_settings"), ("HardCostEntry", "input_tax_settings")):
        id = rate(p)
        body: Data = {"type": kind, "date": "2026-06-01", "price": 1, "matter": {"id": matter}, name: [tax(id)]}
        _in_use(p, id, f"/activities/{p.make('/activities', **body)}")
    for name in ("tax_settings", "input_tax_settings"):
        id = rate(p)
        _in_use(p, id, f"/expense_categories/{p.make('/expense_categories', name=p.say('x'), **{name: [tax(id)]})}")


def _in_use(p: SampleData, rate: int, user: str) -> None:
    refused(p.target, send(p, "DELETE", f"{PATH}/{rate}"), 409, "ConflictError")
    shows(p, f"{PATH}/{rate}", active=True)
    delete(p, user)
    delete(p, f"{PATH}/{rate}")
    shows(p, f"{PATH}/{rate}", active=False)


def no_authority(p: SampleData) -> None:
    """Only a Canadian account with support for authorities takes one."""
    refused(p.target, send(p, "POST", PATH, **CITY, tax_authority="CRA"), 422, "ArgumentError", "tax_authority")


def authority(p: SampleData) -> None:
    """In such an account a rate is refused without one."""
    for sent in ({}, {"tax_authority": None}, {"tax_authority": ""}, {"tax_authority": " "}):
        refused(p.target, send(p, "POST", PATH, **{**CITY, "country": "CA", **sent}), 422, "ArgumentError", "tax_authority")
    delete(p, f"{PATH}/{p.make(PATH, **{**CITY, 'country': 'CA', 'tax_authority': 'CRA'})}")


def by_default(p: SampleData) -> None:
    """The rates that new bills bear are not deleted."""
    taxes = p.target.get("/settings/billing.json", fields="tax_settings{tax_rate_configuration_id}")["data"]["tax_settings"]
    for one in taxes:
        response = send(p, "DELETE", f"{PATH}/{one['tax_rate_configuration_id']}")
        refused(p.target, response, 409, "ConflictError")
    if not taxes:
        raise Inconclusive("new bills bear no taxes by default")


OF_RATES = {
    "shown": shown,
    "wrong": wrong,
    "closed": closed,
    "listed": listed,
    "most": most,
    "used": used,
    "without-authority": no_authority,
}
IN_CANADA = {"authority": authority, "used-by-default": by_default}


@check(
    "taxes/rates",
    "taxes",
    writes=True,
    rules=(
        "taxes.name-rate-and-country",
        "taxes.rate-as-percentage",
        "taxes.at-most-fifteen-rates",
        "taxes.system-rates-are-listed-unless-left-out",
        "taxes.system-rates-are-not-changed",
        "taxes.system-rates-are-not-deleted",
        "taxes.deleted-twice-is-409",
        "taxes.deleted-rates-stay",
        "taxes.deleted-rates-are-not-listed",
        "taxes.used-rates-are-not-deleted",
        "taxes.authority-is-required-in-canada",
        "taxes.authority-is-for-canada-alone",
    ),
)
def rates() -> Cases:
    """A tax rate is taken, shown, listed, changed and deleted as the rules say."""
    yield from over(OF_RATES, in_own_world)
    yield from over(IN_CANADA, in_canada)
