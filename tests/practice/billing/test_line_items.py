"""Lines of bills: what stands on them, what can be changed while the bill is open, and the sums of aggregated bills."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from tests.practice.books import Books

LINE = "type,kind,description,note,date,price,quantity,sub_total,total,group_ordering"


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


@pytest.fixture
def matter(books: Books) -> int:
    return books.matter()


def line_of(books: Books, bill: int) -> int:
    (line,) = books.ids("/line_items", bill_id=bill)
    return line


@pytest.mark.rule("bills.line-amounts")
def test_lines_show_time_in_hours_and_everything_else_by_number(books: Books, matter: int) -> None:
    books.work(matter, price=100, hours=0.75)
    books.work(matter, price=100, no_charge=True)
    books.expense(matter, price=12.5, quantity=3)
    bill = books.bill(matter, lines_=[{"description": "Courier", "kind": "Expense", "price": 7, "quantity": 2}])
    assert books.api.get("/line_items", bill_id=bill, fields=LINE) == [
        _line("ActivityLineItem", "Service", "Drafted", "2026-05-20", 100, 0.8, 80.0, 1),
        _line("NoChargeLineItem", "Service", "Drafted", "2026-05-20", 100, 1.0, 0.0, 2),
        _line("ActivityLineItem", "Expense", "Filing fee", "2026-05-21", 12.5, 3.0, 37.5, 3),
        _line("LineItem", "Expense", "Courier", "2026-06-01", 7, 2, 14.0, 4),
    ]
    assert books.amounts(bill)["total"] == 131.5


def _line(type: str, kind: str, text: str, date: str, price: float, quantity: float, total: float, place: int) -> dict[str, Any]:
    return {
        "type": type,
        "kind": kind,
        "description": text,
        "note": text,
        "date": date,
        "price": price,
        "quantity": quantity,
        "sub_total": total,
        "total": total,
        "group_ordering": place,
    }


@pytest.mark.rule("bills.quantity-of-an-activity-stays", "bills.note-is-described")
def test_price_note_and_date_of_an_activitys_line_change_and_its_quantity_stays(books: Books, matter: int) -> None:
    entry = books.work(matter)
    bill = books.bill(matter)
    change = {"price": 150, "note": "Reviewed", "date": "2026-05-22", "quantity": 9}
    assert books.api.patch(f"/line_items/{line_of(books, bill)}", change, fields=LINE) == {
        **_line("ActivityLineItem", "Service", "Reviewed", "2026-05-22", 150, 1.0, 150.0, 1),
    }
    assert books.amounts(bill)["total"] == 150.0
    assert books.api.get(f"/activities/{entry}", fields="price,note,date") == {"price": 200, "note": "Drafted", "date": "2026-05-20"}


@pytest.mark.rule("bills.products-are-expenses", "bills.line-amounts")
def test_everything_on_a_plain_line_can_be_changed_and_is_read_back(books: Books, matter: int) -> None:
    bill = books.bill(matter, lines_=[{"description": "Courier", "price": 7}], tax_rate=10, secondary_tax_rate=10)
    changes = {
        "date": "2026-05-01",
        "description": "Courier to court",
        "note": "Urgent",
        "group_ordering": 4,
        "kind": "Expense",
        "price": 30,
        "quantity": 2.5,
        "taxable": False,
        "secondary_taxable": True,
    }
    nested = {"matter": {"id": matter}, "discount": {"rate": 5, "type": "money"}}
    line = line_of(books, bill)
    shown = ",".join(changes) + ",sub_total,total,tax,secondary_tax,matter{id},discount{rate,type}"
    assert books.api.patch(f"/line_items/{line}", {**changes, **nested}, fields=shown) == {
        **changes,
        **nested,
        "sub_total": 75.0,
        "total": 70.0,
        "tax": 0.0,
        "secondary_tax": 7.0,
    }
    assert books.api.patch(f"/line_items/{line}", {"kind": "Product", "discount": {"type": "percentage"}}, fields="kind,total") == {
        "kind": "Expense",
        "total": 71.25,
    }
    assert books.api.patch(f"/line_items/{line}", {"matter": {"id": None}}, fields="matter") == {"matter": None}
    assert books.amounts(bill)["total"] == 78.38


@pytest.mark.rule("bills.line-total-is-not-taken")
def test_the_total_of_a_line_cannot_be_sent(books: Books, matter: int) -> None:
    books.work(matter)
    bill = books.bill(matter)
    message = books.api.refused(422, "PATCH", f"/line_items/{line_of(books, bill)}", {"total": 1, "note": "Reviewed"})
    assert "total" in message
    assert books.api.get("/line_items", bill_id=bill, fields="note,total") == [{"note": "Drafted", "total": 200.0}]


@pytest.mark.rule("bills.lines-are-shown-one-by-one", "bills.lists-show-rounded-quantity")
def test_one_line_is_shown_without_what_the_list_has_besides(books: Books, matter: int) -> None:
    books.work(matter, hours=0.75)
    bill = books.bill(matter)
    line = line_of(books, bill)
    listed = books.api.get("/line_items", bill_id=bill, fields=f"{LINE},rounded_quantity")
    assert [one.pop("rounded_quantity") for one in listed] == [0.8]
    assert [books.api.get(f"/line_items/{line}", fields=LINE)] == listed
    assert books.api.get(f"/line_items/{line}").keys() == {"id", "etag"}
    assert books.api.refused(400, "GET", f"/line_items/{line}", fields="rounded_quantity") == "rounded_quantity is not a valid field"
    books.api.refused(404, "GET", "/line_items/1")
    books.api.delete(f"/line_items/{line}")
    books.api.refused(404, "GET", f"/line_items/{line}")


@pytest.mark.rule("bills.lines-are-not-made")
def test_lines_are_not_made(books: Books, matter: int) -> None:
    for body in ({}, {"description": "Courier", "price": 7}, {"matter": {"id": None}}, {"matter": None}):
        assert "The matter is invalid" in books.api.refused(422, "POST", "/line_items", body)
    books.api.refused(404, "POST", "/line_items", {"matter": {"id": matter}, "description": "Courier", "price": 7})
    assert books.api.get("/line_items") == []


@pytest.mark.rule("bills.update-original-record")
def test_a_change_reaches_the_activity_when_that_is_asked_for(books: Books, matter: int) -> None:
    entry = books.work(matter)
    bill = books.bill(matter)
    line = line_of(books, bill)
    books.api.patch(f"/line_items/{line}", {"price": 180, "note": "Revised", "date": "2026-05-23", "update_original_record": True})
    assert books.api.get(f"/activities/{entry}", fields="price,note,date,total") == {
        "price": 180,
        "note": "Revised",
        "date": "2026-05-23",
        "total": 180.0,
    }


@pytest.mark.rule("bills.removing-a-line-frees-the-activity")
def test_a_line_that_goes_leaves_its_activity_unbilled(books: Books, matter: int) -> None:
    first, second = books.work(matter, price=100), books.work(matter, price=50)
    bill = books.bill(matter)
    line = books.ids("/line_items", activity_id=first)[0]
    books.api.delete(f"/line_items/{line}")
    assert books.amounts(bill)["total"] == 50.0
    assert [books.api.get(f"/activities/{id}", fields="on_bill")["on_bill"] for id in (first, second)] == [False, True]
    assert books.bill(matter) != bill


@pytest.mark.rule("bills.lines-are-fixed-once-issued")
def test_lines_of_an_issued_bill_stay(books: Books, matter: int) -> None:
    books.work(matter)
    bill = books.bill(matter, state="awaiting_approval")
    line = line_of(books, bill)
    books.api.patch(f"/line_items/{line}", {"note": "While it waits"})
    books.api.patch(f"/bills/{bill}", {"state": "awaiting_payment"})
    books.api.refused(422, "PATCH", f"/line_items/{line}", {"price": 1})
    books.api.refused(403, "DELETE", f"/line_items/{line}")
    assert books.api.get("/line_items", fields="note,price") == [{"note": "While it waits", "price": 200}]


@pytest.mark.rule("bills.moving-lines")
def test_a_line_moves_to_another_open_bill_of_the_client(books: Books, matter: int) -> None:
    first = books.work(matter, price=100)
    one = books.bill(matter, activities=[first])
    books.work(matter, price=50)
    two = books.bill(matter)
    line = line_of(books, one)
    assert books.api.patch(f"/line_items/{line}", {"bill": {"id": two}}, fields="bill{id}") == {"bill": {"id": two}}
    assert [books.amounts(bill)["total"] for bill in (one, two)] == [0.0, 150.0]
    assert books.api.get(f"/activities/{first}", fields="bill{id}") == {"bill": {"id": two}}


@pytest.mark.rule("bills.moving-lines")
def test_a_line_is_moved_nowhere_else(books: Books, matter: int) -> None:
    books.work(matter)
    bill, foreign = books.bill(matter), books.bill(_worked(books))
    issued = books.issued(matter=matter)
    line, other = line_of(books, bill), books.matter()
    free, elsewhere = books.work(matter, price=70), books.work(other)
    for wrong in (
        {"bill": {"id": foreign}},
        {"bill": {"id": issued}},
        {"matter": {"id": other}},
        {"activity": {"id": elsewhere}},
        {"activity": books.api.get("/line_items", bill_id=issued, fields="activity{id}")[0]["activity"]},
        {"discount": {"rate": -1}},
        {"discount": {"rate": 120}},
        {"group_ordering": -1},
        {"kind": None, "price": "x"},
    ):
        books.api.refused(422, "PATCH", f"/line_items/{line}", wrong)
    for missing in ("bill", "matter", "activity"):
        assert missing in books.api.refused(404, "PATCH", f"/line_items/{line}", {missing: {"id": 1}})
    assert books.api.patch(f"/line_items/{line}", {"activity": {"id": free}}, fields="activity{id},type") == {
        "activity": {"id": free},
        "type": "ActivityLineItem",
    }


def _worked(books: Books) -> int:
    matter = books.matter()
    books.work(matter)
    return matter


@pytest.mark.rule("bills.summary-lines", "bills.display-filter")
@pytest.mark.parametrize(
    ("kind", "sums"),
    [
        ("summary_kind", [("Services", 150.0), ("Expenses", 20.0), ("Services", 30.0)]),
        ("aggregate_all", [("Services and expenses", 200.0)]),
        ("aggregate_split", [("Services", 180.0), ("Expenses", 20.0)]),
        ("aggregate_services", [("Services", 180.0)]),
        ("aggregate_expenses", [("Expenses", 20.0)]),
    ],
)
def test_an_aggregated_bill_prints_sums_that_do_not_count_again(books: Books, kind: str, sums: list[tuple[str, float]]) -> None:
    client = books.client()
    first, second = books.matter(client), books.matter(client)
    books.work(first, price=100)
    books.work(first, price=50)
    books.expense(first, price=20)
    books.work(second, price=30)
    bill = books.bill(first, second, kind=kind, tax_rate=10)
    lines = books.api.get("/line_items", bill_id=bill, display="true", fields="type,description,price,quantity,total,tax")
    printed = [line for line in lines if line["type"] == "SummaryLineItem"]
    assert [(line["description"], line["price"], line["quantity"], line["total"], line["tax"]) for line in printed] == [
        (text, total, 1.0, total, round(total / 10, 2)) for text, total in sums
    ]
    hidden = books.api.get("/line_items", bill_id=bill, display="false", fields="type,total")
    assert {line["type"] for line in hidden} == {"ActivityLineItem"}
    assert sum(line["total"] for line in hidden) == sum(total for _, total in sums)
    assert books.api.get(f"/bills/{bill}", fields="sub_total,total") == {"sub_total": 200.0, "total": 220.0}


@pytest.mark.rule("bills.summary-lines")
def test_a_summary_follows_the_lines_that_it_stands_for(books: Books, matter: int) -> None:
    books.work(matter, price=100, hours=2)
    books.work(matter, price=50)
    bill = books.bill(matter, kind="aggregate_all")
    first, _, summary = books.ids("/line_items", bill_id=bill)
    books.api.patch(f"/line_items/{first}", {"discount": {"rate": 50}})
    assert books.api.get("/line_items", **{"ids[]": summary}, fields="sub_total,total,included_line_item_totals") == [
        {
            "sub_total": 250.0,
            "total": 150.0,
            "included_line_item_totals": {"quantity": 3.0, "price": 250.0, "discount_percent": 40.0, "total": 150.0, "sub_total": 250.0},
        }
    ]
    books.api.refused(422, "PATCH", f"/line_items/{summary}", {"price": 1})
    books.api.refused(403, "DELETE", f"/line_items/{summary}")
    assert books.api.patch(f"/line_items/{summary}", {"description": "All work"}, fields="description") == {"description": "All work"}


@pytest.mark.rule("bills.lines-of-deleted-bills")
def test_lines_of_a_deleted_bill_are_listed_where_it_is_named(books: Books, matter: int) -> None:
    books.work(matter)
    bill = books.bill(matter)
    books.api.delete(f"/bills/{bill}")
    assert books.ids("/line_items") == []
    assert len(books.ids("/line_items", bill_id=bill)) == 1


def test_lines_are_found_by_every_filter(books: Books, matter: int) -> None:
    entry = books.work(matter, note="Drafted the reply")
    one = books.bill(matter)
    other = books.matter()
    two = books.bill(other, lines_=[{"description": "Courier", "kind": "Expense", "price": 7, "matter": other, "group_ordering": 8}])
    mine, theirs = line_of(books, one), line_of(books, two)
    for name, value, result in (
        ("activity_id", entry, mine),
        ("activity_id", "null", theirs),
        ("bill_id", two, theirs),
        ("exclude_ids[]", mine, theirs),
        ("group_ordering", 8, theirs),
        ("kind", "Service", mine),
        ("kind", "expense", theirs),
        ("matter_id", matter, mine),
        ("query", "REPLY", mine),
        ("ids[]", theirs, theirs),
    ):
        assert books.ids("/line_items", **{name: value}) == [result], name
