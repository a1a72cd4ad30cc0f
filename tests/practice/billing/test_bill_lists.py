"""How bills are found: every filter, every order, and the neighbours that show names."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockclio import MockClio
from tests.practice.books import Books


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


def _worked(books: Books) -> int:
    matter = books.matter()
    books.work(matter)
    return matter


@pytest.mark.rule("bills.overdue")
def test_overdue_bills_are_found_by_either_filter(books: Books) -> None:
    late = books.issued(issued_at="2026-04-01", due_at="2026-05-31")
    today = books.issued(due_at="2026-06-01")
    draft = books.bill(_worked(books), issued_at="2026-04-01", due_at="2026-05-01")
    assert books.ids("/bills", status="overdue") == books.ids("/bills", overdue_only="true") == [late]
    assert books.ids("/bills", status="all") == books.ids("/bills", overdue_only="false") == [late, today, draft]
    books.mock.clock.advance(timedelta(days=1))
    assert books.ids("/bills", status="overdue") == [late, today]


def test_bills_are_found_by_every_filter(books: Books) -> None:
    owner = books.mock.world.owner()
    assert owner is not None
    matter = books.matter(responsible_attorney={"id": owner["id"]}, originating_attorney={"id": owner["id"]})
    books.work(matter)
    mine = books.bill(matter, issued_at="2026-05-10", due_at="2026-05-20", number="A-77")
    currency = books.api.get("/currencies", fields="id")[2]["id"]
    other = books.issued(issued_at="2026-05-12", due_at="2026-05-25", currency=currency)
    assert mine
    expected = {
        "bill_number": ("A-77", mine),
        "client_id": (books.client_of(matter), mine),
        "currency_id": (currency, other),
        "due_after": ("2026-05-20", other),
        "due_at": ("2026-05-20", mine),
        "due_before": ("2026-05-25", mine),
        "issued_after": ("2026-05-10", other),
        "issued_before": ("2026-05-12", mine),
        "matter_id": (matter, mine),
        "originating_attorney_id": (owner["id"], mine),
        "responsible_attorney_id": (owner["id"], mine),
        "query": ("a-7", mine),
        "state": ("draft", mine),
        "ids[]": (other, other),
    }
    for name, (value, result) in expected.items():
        assert books.ids("/bills", **{name: value}) == [result], name
    assert books.ids("/bills", responsible_attorney_id="null") == [other]
    assert books.ids("/bills", state="draft,awaiting_payment") == [mine, other]


@pytest.mark.rule("bills.sending-shares")
def test_a_bill_that_was_sent_is_shared_and_found_by_the_day(books: Books) -> None:
    sent, kept = books.issued(sent=True), books.issued()
    assert books.api.get("/bills", fields="id,shared,last_sent_at") == [
        {"id": sent, "shared": True, "last_sent_at": "2026-06-01T09:00:00-04:00"},
        {"id": kept, "shared": False, "last_sent_at": None},
    ]
    assert books.ids("/bills", last_sent_start_date="2026-06-01", last_sent_end_date="2026-06-01") == [sent]
    assert books.ids("/bills", last_sent_start_date="2026-06-02") == books.ids("/bills", last_sent_end_date="2026-05-31") == []


def test_bills_are_sorted_by_every_key(books: Books) -> None:
    zoe, abe = books.client("Zoe Young"), books.client("Abe Adams")
    first = books.issued(300, books.matter(zoe), number="9", issued_at="2026-05-03", due_at="2026-05-30", sent=True)
    second = books.issued(100, books.matter(abe), number="10", issued_at="2026-05-01", due_at="2026-06-30")
    books.pay(second, amount=10, date="2026-05-04")
    for order, result in {
        "id": [first, second],
        "due_at": [first, second],
        "issued_at": [second, first],
        "paid_at": [first, second],
        "last_sent_at": [second, first],
        "client_name": [second, first],
        "matter_display_number": [first, second],
        "balance": [second, first],
        "number": [first, second],
    }.items():
        assert books.ids("/bills", order=f"{order}(asc)") == result, order
        assert books.ids("/bills", order=f"{order}(desc)") == result[::-1], order
    assert books.ids("/bills", order="number(asc)", limit=1) == [first]


@pytest.mark.rule("bills.navigation")
def test_show_names_the_neighbours_when_it_is_asked_for_them(books: Books) -> None:
    first, deleted, middle, last = (books.bill(_worked(books)) for _ in range(4))
    books.api.delete(f"/bills/{deleted}")
    response = books.api.call("GET", f"/bills/{middle}", params={"navigation.next": last, "navigation.previous": first})
    assert response.json()["meta"] == {"navigation": {"next": last, "previous": first}}
    assert books.api.call("GET", f"/bills/{last}", params={"navigation.next": first}).json()["meta"] == {"navigation": {"next": None}}
    assert "meta" not in books.api.call("GET", f"/bills/{middle}").json()
    books.api.refused(422, "GET", f"/bills/{middle}", **{"navigation.next": 1})
