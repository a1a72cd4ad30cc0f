"""What each kind of report says of a firm whose books are known."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.catalog.choices import ReportKind
from mockclio.practice.reports.kinds import kinds
from mockclio.seeding.office import Office
from mockclio.store.world import World
from tests.api import Api
from tests.practice.report_tables import Practice, rows

OWNER, OBI, CARTER = "Margaret Hartwell", "Adaeze Obi", "Ben Carter"
LEASE, WILL, APPEAL = "00001-Obi", "00002-Obi", "00003-Carter"
KINDS = typing.get_args(ReportKind)


@pytest.fixture(scope="module")
def api(founded: tuple[World, Office]) -> Iterator[Api]:
    with MockClio.of(founded[0].fork("default")) as mock:
        Practice(mock)
        yield Api(mock)


def cells(api: Api, kind: str, *columns: str, **criteria: Any) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows(api, kind, **criteria)]


@pytest.mark.rule("reports.kinds-and-formats")
def test_every_kind_of_the_document_is_there_and_nothing_else() -> None:
    assert sorted(KINDS) == list(kinds())


@pytest.mark.rule("reports.category-by-kind")
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_finds_rows_and_shows_all_its_columns(api: Api, kind: str) -> None:
    results = rows(api, kind)
    assert results
    assert {tuple(row) for row in results} == {kinds()[kind].columns}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_narrowed_to_a_day_and_a_client_of_no_matter(api: Api, kind: str) -> None:
    stranger = api.post("/contacts", {"type": "Company", "name": "Nobody Ltd"})["id"]
    criteria = {"start_date": "1999-01-01", "end_date": "1999-01-01", "client": {"id": stranger}}
    firm_wide = {"general_ledger", "law_society_of_alberta", "law_society_of_alberta_al", "law_society_of_alberta_bar"}
    results = rows(api, kind, **criteria)
    assert bool(results) == (kind in firm_wide | {"contact_information"})


def test_what_is_owed_and_for_how_long(api: Api) -> None:
    assert cells(api, "accounts_receivable", "bill", "client", "total", "paid", "balance") == [
        ("1", OBI, 400.0, 250.0, 150.0),
        ("A-7", CARTER, 330.0, 110.0, 220.0),
    ]
    ages = ("client", "current", "days_1_to_30", "days_31_to_60", "days_61_to_90", "over_90_days", "total")
    assert cells(api, "accounts_receivable_aging", *ages) == [
        (OBI, 0.0, 150.0, 0.0, 0.0, 0.0, 150.0),
        (CARTER, 0.0, 0.0, 0.0, 220.0, 0.0, 220.0),
    ]


def test_age_counts_to_the_end_of_the_period(api: Api) -> None:
    assert cells(api, "accounts_receivable_aging", "client", "current", "days_1_to_30", end_date="2026-05-10") == [
        (OBI, 150.0, 0.0),
        (CARTER, 0.0, 0.0),
    ]


def test_what_was_billed_and_at_which_rates(api: Api) -> None:
    assert cells(api, "billing_history", "bill", "state", "issued_at", "paid_at") == [
        ("1", "awaiting_payment", "2026-04-10", "2026-05-06"),
        ("A-7", "awaiting_payment", "2026-02-15", "2026-06-01"),
    ]
    assert cells(api, "billing_rate", "user", "rate", "hours", "billable_amount") == [
        (OWNER, 100.0, 3.0, 300.0),
        (OWNER, 200.0, 2.0, 400.0),
        (OWNER, 300.0, 1.5, 450.0),
    ]


def test_payments_and_whose_work_they_paid(api: Api) -> None:
    assert cells(api, "invoice_payments_v2", "date", "bill", "payment_type", "amount") == [
        ("2026-05-05", "1", "Direct", 150.0),
        ("2026-05-06", "1", "Trust", 100.0),
        ("2026-06-01", "A-7", "Direct", 110.0),
    ]
    assert cells(api, "fee_allocation", "date", "user", "collected", start_date="2026-05-06") == [
        ("2026-05-06", OWNER, 100.0),
        ("2026-06-01", OWNER, 110.0),
    ]


def test_what_waits_to_be_billed(api: Api) -> None:
    assert rows(api, "work_in_progress") == [
        {"matter": WILL, "client": OBI, "responsible_attorney": None, "hours": 1.5, "fees": 450.0, "expenses": 130.0, "total": 580.0}
    ]


def test_money_in_trust(api: Api) -> None:
    assert cells(api, "trust_listing", "client", "matter", "balance") == [(OBI, LEASE, 860.0)]
    assert cells(api, "trust_listing", "balance", end_date="2026-05-05") == [(1000.0,)]
    ledger = [("2026-05-01", 1000.0, 0.0, 1000.0), ("2026-05-06", 0.0, 100.0, 900.0), ("2026-06-01", 0.0, 40.0, 860.0)]
    for kind in ("trust_ledger", "law_society_of_alberta_tl"):
        assert cells(api, kind, "date", "received", "paid_out", "balance") == ledger
    assert cells(api, "trust_ledger", "date", "balance", start_date="2026-05-06") == [("2026-05-06", 900.0), ("2026-06-01", 860.0)]
    assert cells(api, "trust_ledger_nsw", "number", "debit", "credit", "balance") == [
        (number, paid, received, balance) for number, (_, received, paid, balance) in enumerate(ledger, 1)
    ]
    assert cells(api, "trust_management", "matter", "balance", "minimum", "shortfall") == [(LEASE, 860.0, 2000.0, 1140.0)]


def test_the_trust_accounts_themselves(api: Api) -> None:
    sums = ("opening_balance", "receipts", "payments", "closing_balance")
    assert cells(api, "law_society_of_alberta", *sums) == [(0.0, 1000.0, 140.0, 860.0)]
    assert cells(api, "law_society_of_alberta", *sums, start_date="2026-05-02", end_date="2026-05-31") == [(1000.0, 0.0, 100.0, 900.0)]
    assert cells(api, "law_society_of_alberta_al", "transactions", "balance") == [(3, 860.0)]
    assert cells(api, "law_society_of_alberta_tt", "date", "matter", "authorized_by", "amount") == [
        ("2026-06-01", LEASE, "M. Hartwell", 40.0)
    ]


def test_reconciled_entries_are_on_the_banks_statement(api: Api) -> None:
    columns = ("book_balance", "outstanding_deposits", "outstanding_payments", "bank_balance")
    with MockClio.of(api.mock.world.fork("default")) as mock:
        assert cells(Api(mock), "law_society_of_alberta_bar", *columns) == [(860.0, 1000.0, 140.0, 0.0)]
        with mock.world.session() as session:
            deposit = next(row for row in session.table("bank_transactions") if row["amount"] == 1000)
            session.update("bank_transactions", deposit["id"], {"_reconciled": True})
        assert cells(Api(mock), "law_society_of_alberta_bar", *columns) == [(860.0, 0.0, 140.0, 1000.0)]


def test_the_firms_own_accounts(api: Api) -> None:
    columns = ("type", "opening_balance", "debit", "credit", "closing_balance")
    assert cells(api, "general_ledger", *columns) == [("Operating", 0.0, 470.0, 0.0, 470.0), ("Trust", 0.0, 140.0, 1000.0, 860.0)]
    assert len(rows(api, "bank_account_activity")) == 8
    assert cells(api, "bank_account_activity", "date", "funds_in", "balance", client={"id": _id(api, CARTER)}) == [
        ("2026-05-20", 70.0, 320.0),
        ("2026-06-01", 110.0, 470.0),
    ]
    assert cells(api, "currency_conversion_gain_loss", "currency", "amount", "exchange_rate", "converted", "gain_or_loss") == [
        ("EUR", 70.0, 1.1, 77.0, 7.0)
    ]
    assert cells(api, "disbursement_payment", "vendor", "matter", "reference", "billed", "amount") == [(CARTER, WILL, "INV-9", False, 80.0)]
    assert cells(api, "potential_trust_to_office", "matter", "in_trust", "owed", "could_be_transferred") == [(LEASE, 860.0, 150.0, 150.0)]


def _id(api: Api, name: str) -> int:
    return next(row["id"] for row in api.get("/contacts", fields="id,name") if row["name"] == name)


def test_what_was_done_for_clients(api: Api) -> None:
    columns = ("client", "matter", "date", "type", "hours", "total")
    assert cells(api, "client_activity", *columns, client={"id": _id(api, OBI)}, end_date="2026-05-28") == [
        (OBI, LEASE, "2026-04-02", "TimeEntry", 2.0, 400.0),
        (OBI, LEASE, "2026-04-03", "TimeEntry", 0.5, None),
        (OBI, WILL, "2026-05-21", "ExpenseEntry", 0.0, 50.0),
        (OBI, WILL, "2026-05-28", "TimeEntry", 1.5, 450.0),
    ]
    assert cells(api, "client_ledger", "client", "date", "received", "paid_out", "balance")[-2:] == [
        (CARTER, "2026-05-20", 70.0, 0.0, 70.0),
        (CARTER, "2026-06-01", 110.0, 0.0, 180.0),
    ]
    assert [row["name"] for row in rows(api, "contact_information", client={"id": _id(api, CARTER)})] == [CARTER]


def test_matters_and_where_they_stand(api: Api) -> None:
    assert cells(api, "matters_by_responsible_attorney", "responsible_attorney", "matter") == [(None, WILL), (None, APPEAL), (OWNER, LEASE)]
    assert cells(api, "grant_matters", "grant", "matter") == [("Housing aid", LEASE)]
    assert cells(api, "matter_balance_summary", "matter", "unbilled", "billed", "paid", "owed", "in_trust") == [
        (LEASE, 0.0, 400.0, 250.0, 150.0, 860.0),
        (WILL, 580.0, 0.0, 0.0, 0.0, 0.0),
        (APPEAL, 0.0, 330.0, 110.0, 220.0, 0.0),
    ]
    assert cells(api, "matter_ledger_full", "matter", "date", "type", "balance") == [
        (LEASE, "2026-04-10", "Bill", 400.0),
        (LEASE, "2026-05-05", "Payment", 250.0),
        (LEASE, "2026-05-06", "Payment", 150.0),
        (APPEAL, "2026-02-15", "Bill", 330.0),
        (APPEAL, "2026-06-01", "Payment", 220.0),
    ]


def test_online_payments(api: Api) -> None:
    assert cells(api, "clio_payments_deposit", "date", "payments", "amount") == [("2026-06-01", 1, 110.0)]
    assert cells(api, "clio_payments_ledger", "date", "client", "bills", "matters", "state", "amount") == [
        ("2026-06-01", CARTER, "A-7", APPEAL, "completed", 110.0)
    ]
    assert cells(api, "clio_payments_monthly_statement", "month", "payments", "received", "not_received") == [("2026-06", 1, 110.0, 0.0)]
    assert cells(api, "clio_payments_sales_tax", "bill", "amount", "sales_tax") == [("A-7", 110.0, 10.0)]
    assert cells(api, "clio_payments_transaction", "bill", "funds_in", "funds_out") == [("A-7", 110.0, 0.0)]


def test_how_much_was_worked(api: Api) -> None:
    columns = ("billable_hours", "non_billable_hours", "billable_amount", "billed_amount")
    assert cells(api, "productivity_by_user", "user", *columns) == [(OWNER, 6.5, 0.5, 1150.0, 700.0)]
    assert cells(api, "productivity_by_client", "client", *columns) == [(OBI, 3.5, 0.5, 850.0, 400.0), (CARTER, 3.0, 0.0, 300.0, 300.0)]
    assert cells(api, "matter_productivity_by_user", "user", "matter", *columns) == [
        (OWNER, LEASE, 2.0, 0.5, 400.0, 400.0),
        (OWNER, WILL, 1.5, 0.0, 450.0, 0.0),
        (OWNER, APPEAL, 3.0, 0.0, 300.0, 300.0),
    ]


def test_what_came_in(api: Api) -> None:
    assert cells(api, "revenue", "matter", "practice_area", "billed", "collected") == [
        (LEASE, "Tenancy", 400.0, 250.0),
        (APPEAL, None, 330.0, 110.0),
    ]
    assert cells(api, "originating_attorney_revenue", "originating_attorney", "matters", "billed", "collected") == [
        (None, 1, 330.0, 110.0),
        (OWNER, 1, 400.0, 250.0),
    ]
    assert cells(api, "other_revenue", "date", "description", "amount") == [("2026-05-20", "Refund of a fee", 70.0)]


def test_tasks_and_what_became_of_them(api: Api) -> None:
    columns = ("user", "assigned", "completed", "completed_late", "estimated_hours", "logged_hours")
    assert cells(api, "task_productivity_by_user", *columns) == [(OWNER, 3, 1, 1, 1.5, 0.0)]
    assert rows(api, "task_progress_by_user") == [
        {"user": OWNER, "pending": 2, "in_progress": 0, "in_review": 0, "draft": 0, "complete": 1, "overdue": 1, "total": 3}
    ]
