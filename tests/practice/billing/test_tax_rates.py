"""Tax rates: what one needs, how it is shown, who may write it, when it can go, and what an account in Canada says more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.books import Books
from tests.practice.people_and_groups import hire
from tests.practice.taxing import RATES, by_default, rate, settle, taxes

ALL = "name,rate,rate_as_percentage,formatted_rate_as_percentage,country,region,is_system,active"
NEW = {"name": "HST", "rate": 0.13, "country": "CA"}
USED = "is used by {} and cannot be deleted"


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


@pytest.fixture
def system(mock: MockClio) -> int:
    """A rate that Clio provides."""
    row = {"name": "QST", "rate": 0.09975, "country": "CA", "region": "QC", "is_system": True, "active": True}
    with mock.world.session() as session:
        return int(session.insert("tax_rate_configurations", row)["id"])


@pytest.mark.rule("taxes.rate-as-percentage")
def test_a_rate_is_a_fraction_and_shown_in_per_cent_too(api: Api) -> None:
    assert api.post(RATES, {**NEW, "region": "ON"}, fields=ALL) == {
        "name": "HST",
        "rate": 0.13,
        "rate_as_percentage": 13.0,
        "formatted_rate_as_percentage": "13%",
        "country": "CA",
        "region": "ON",
        "is_system": False,
        "active": True,
    }


@pytest.mark.rule("taxes.rate-as-percentage")
@pytest.mark.parametrize(
    ("value", "percentage", "formatted"),
    [(0.09975, 9.975, "9.975%"), (0.08875, 8.875, "8.875%"), (0, 0.0, "0%"), (1, 100.0, "100%"), (-0.1, -10.0, "-10%"), (0.07, 7.0, "7%")],
)
def test_per_cent_are_exact(api: Api, value: float, percentage: float, formatted: str) -> None:
    shown = api.get(f"{RATES}/{rate(api, value)}", fields="rate_as_percentage,formatted_rate_as_percentage")
    assert shown == {"rate_as_percentage": percentage, "formatted_rate_as_percentage": formatted}


@pytest.mark.rule("taxes.name-rate-and-country")
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "name can't be blank"),
        ({"country": ""}, "country can't be blank"),
        ({"rate": None}, "rate can't be blank"),
        ({"rate": 1.01}, "rate must be between -1 and 1"),
        ({"rate": -1.01}, "rate must be between -1 and 1"),
        ({"rate": 13}, "rate must be between -1 and 1"),
    ],
)
def test_a_rate_needs_a_name_a_fraction_and_a_country(api: Api, wrong: dict[str, Any], words: str) -> None:
    assert words in api.refused(422, "POST", RATES, {**NEW, **wrong})
    assert words in api.refused(422, "PATCH", f"{RATES}/{rate(api, 0.05)}", wrong)


@pytest.mark.rule("taxes.name-rate-and-country")
@pytest.mark.parametrize("name", NEW)
def test_nothing_of_it_can_be_left_out(api: Api, name: str) -> None:
    assert f"{name} is required" in api.refused(422, "POST", RATES, {key: value for key, value in NEW.items() if key != name})


def test_a_rate_can_be_changed(api: Api) -> None:
    id = rate(api, 0.15)
    assert api.patch(f"{RATES}/{id}", {"rate": 0.14, "region": "NS"}, fields="name,rate,region") == {
        "name": "HST",
        "rate": 0.14,
        "region": "NS",
    }


def test_rates_are_sorted_by_name_and_rate(api: Api) -> None:
    high, low = rate(api, 0.2, "B"), rate(api, 0.1, "A")
    for order, expected in (("rate(asc)", [low, high]), ("name(desc)", [high, low]), ("id(desc)", [low, high])):
        assert [row["id"] for row in api.get(RATES, order=order)] == expected


@pytest.mark.rule("taxes.at-most-fifteen-rates")
def test_a_firm_has_at_most_fifteen_rates(api: Api, system: int) -> None:
    made = [rate(api, 0.01 * place, f"Tax {place}") for place in range(15)]
    assert "15 tax rates" in api.refused(422, "POST", RATES, NEW)
    api.delete(f"{RATES}/{made[0]}")
    rate(api, 0.2)


# --- rates of the system ---------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("taxes.system-rates-are-listed-unless-left-out")
def test_rates_of_the_system_are_listed_unless_they_are_left_out(api: Api, system: int) -> None:
    own = rate(api, 0.05)
    assert [row["id"] for row in api.get(RATES)] == [system, own]
    assert [row["id"] for row in api.get(RATES, include_system="true")] == [system, own]
    assert [row["id"] for row in api.get(RATES, include_system="false")] == [own]


@pytest.mark.rule("taxes.system-rates-are-not-deleted", "taxes.system-rates-are-not-changed")
def test_rates_of_the_system_stay_as_they_are(api: Api, system: int) -> None:
    assert "system tax rate" in api.refused(409, "DELETE", f"{RATES}/{system}")
    assert "system tax rate" in api.refused(422, "PATCH", f"{RATES}/{system}", {"rate": 0.1})
    assert api.get(f"{RATES}/{system}", fields="rate,active") == {"rate": 0.09975, "active": True}


# --- deleting --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("taxes.deleted-rates-stay", "taxes.deleted-rates-are-not-listed", "taxes.deleted-twice-is-409")
def test_a_deleted_rate_is_no_longer_active_nor_listed(api: Api) -> None:
    id = rate(api, 0.05)
    api.delete(f"{RATES}/{id}")
    assert api.get(f"{RATES}/{id}", fields="active,rate") == {"active": False, "rate": 0.05}
    assert api.get(RATES) == []
    assert "was deleted before" in api.refused(409, "DELETE", f"{RATES}/{id}")


@pytest.mark.rule("taxes.deleted-rates-are-not-used")
def test_a_deleted_rate_is_neither_changed_nor_named(api: Api, books: Books) -> None:
    id = rate(api, 0.05)
    api.delete(f"{RATES}/{id}")
    assert "was deleted" in api.refused(422, "PATCH", f"{RATES}/{id}", {"rate": 0.06})
    expense = books.expense(books.matter())
    assert "was deleted" in api.refused(422, "PATCH", f"/activities/{expense}", {"tax_settings": taxes(id)})


def _default(books: Books, mock: MockClio, office: Office, id: int) -> None:
    by_default(mock, office, taxes(id))


def _expense(books: Books, mock: MockClio, office: Office, id: int) -> None:
    books.expense(books.matter(), tax_settings=taxes(id))


def _hard_cost(books: Books, mock: MockClio, office: Office, id: int) -> None:
    books.api.post("/activities", {"type": "HardCostEntry", "date": "2026-05-20", "price": 9, "input_tax_settings": taxes(id)})


def _category(books: Books, mock: MockClio, office: Office, id: int) -> None:
    books.api.post("/expense_categories", {"name": "Courier", "input_tax_settings": taxes(id)})


def _draft(books: Books, mock: MockClio, office: Office, id: int) -> None:
    books.bill(books.matter(), lines_=[{"description": "Room", "price": 90, "tax_settings": taxes(id)}])


def _owed(books: Books, mock: MockClio, office: Office, id: int) -> None:
    books.bill(books.matter(), lines_=[{"description": "Room", "price": 90, "tax_settings": taxes(id)}], state="awaiting_payment")


@pytest.mark.rule("taxes.used-rates-are-not-deleted")
@pytest.mark.parametrize(
    ("use", "what"),
    [
        (_default, "the default of bills"),
        (_expense, "an expense"),
        (_hard_cost, "an expense"),
        (_category, "an expense category"),
        (_draft, "an unpaid bill"),
        (_owed, "an unpaid bill"),
    ],
)
def test_a_rate_in_use_is_not_deleted(books: Books, mock: MockClio, office: Office, use: Callable[..., None], what: str) -> None:
    id = rate(books.api, 0.05)
    use(books, mock, office, id)
    assert USED.format(what) in books.api.refused(409, "DELETE", f"{RATES}/{id}")


@pytest.mark.rule("taxes.used-rates-are-not-deleted")
def test_a_rate_on_a_paid_bill_can_be_deleted_and_the_bill_keeps_it(books: Books) -> None:
    id = rate(books.api, 0.05)
    bill = books.bill(books.matter(), lines_=[{"description": "Room", "price": 90, "tax_settings": taxes(id)}], state="awaiting_payment")
    books.pay(bill)
    books.api.delete(f"{RATES}/{id}")
    (line,) = books.api.get("/line_items", bill_id=bill, fields="tax_settings{name,amount}")
    assert line["tax_settings"] == [{"name": "HST", "amount": 4.5}]


@pytest.mark.rule("taxes.only-administrators-write")
def test_only_administrators_write_rates(mock: MockClio, office: Office, api: Api) -> None:
    id = rate(api, 0.05)
    other = hire(mock, office, roles=["Billing"])
    assert [row["id"] for row in other.get(RATES)] == [id]
    other.refused(403, "POST", RATES, NEW)
    other.refused(403, "PATCH", f"{RATES}/{id}", {"name": "GST"})
    other.refused(403, "DELETE", f"{RATES}/{id}")
    assert hire(mock, office, "Ines", roles=["Admin"]).post(RATES, NEW)["id"]


# --- Canada ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("taxes.authority-is-required-in-canada", "taxes.authority-is-not-shown")
def test_a_canadian_account_says_who_collects_the_tax(mock: MockClio, api: Api, office: Office) -> None:
    settle(mock, office, _tax_authorities=True)
    needed = "tax_authority is required for Canadian accounts with tax authority support enabled."
    assert api.refused(422, "POST", RATES, NEW).endswith(needed)
    assert api.refused(422, "POST", RATES, {**NEW, "tax_authority": " "}).endswith(needed)
    made = api.post(RATES, {**NEW, "tax_authority": "Canada Revenue Agency"}, fields=ALL)
    assert made["name"] == "HST"
    api.refused(400, "GET", RATES, fields="tax_authority")


@pytest.mark.rule("taxes.authority-is-not-shown")
def test_the_authority_is_passed_over_in_a_change(mock: MockClio, api: Api, office: Office) -> None:
    settle(mock, office, _tax_authorities=True)
    id = rate(api, 0.13, tax_authority="Canada Revenue Agency")
    etag = api.get(f"{RATES}/{id}")["etag"]
    api.patch(f"{RATES}/{id}", {"tax_authority": "Another"})
    assert api.get(f"{RATES}/{id}")["etag"] == etag
    assert mock.world.table("tax_rate_configurations")[id]["_tax_authority"] == "Canada Revenue Agency"


@pytest.mark.rule("taxes.authority-is-for-canada-alone")
def test_elsewhere_an_authority_is_refused(api: Api) -> None:
    expected = "tax_authority is only available for Canadian accounts with tax authority support enabled."
    assert api.refused(422, "POST", RATES, {**NEW, "tax_authority": "Canada Revenue Agency"}).endswith(expected)
