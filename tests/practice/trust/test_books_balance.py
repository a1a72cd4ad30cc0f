"""Check: whatever is worked, billed, paid, credited, moved and taken back, the books balance after every step, refused or not."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockclio import MockClio
from mockclio.errors import APIError
from mockclio.practice.billing import actions
from mockclio.seeding.office import Office
from mockclio.store.session import Session
from mockclio.store.tables import Row
from mockclio.store.world import World
from tests.api import Api

EXAMPLES = 400 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 30
BILL_FIELDS = (
    "id,state,kind,sub_total,total_tax,total,due,paid,credits_issued,balance,client,matters,currency,interest,"
    "balances{id,type,amount,interest_amount,due},matter_totals{id,amount}"
)
MONEY = st.integers(1, 99_999).map(lambda cents: cents / 100)
PICK = st.integers(0, 7)
STEPS = st.one_of(
    st.tuples(st.just("work"), PICK, MONEY),
    st.tuples(
        st.just("bill"),
        st.lists(PICK, min_size=1, max_size=2),
        st.fixed_dictionaries(
            {},
            optional={
                "tax_rate": st.sampled_from([5, 7.25, 13]),
                "secondary_tax_rate": st.sampled_from([2, 9.975]),
                "discount": st.fixed_dictionaries(
                    {"rate": st.floats(0, 100).map(lambda rate: round(rate, 2)), "type": st.sampled_from(["percentage", "money"])}
                ),
                "kind": st.sampled_from(["summary_kind", "aggregate_split"]),
                "state": st.sampled_from(["draft", "awaiting_payment"]),
            },
        ),
    ),
    st.tuples(st.just("move"), PICK, st.sampled_from(["awaiting_approval", "awaiting_payment", "paid", "void", "deleted"])),
    st.tuples(st.just("trust_request"), PICK, MONEY),
    st.tuples(st.just("deposit"), PICK, MONEY),
    st.tuples(st.just("pay"), PICK, st.none() | MONEY),
    st.tuples(st.just("pay_from_trust"), PICK, st.none() | MONEY),
    st.tuples(st.just("credit"), PICK, MONEY),
    st.tuples(st.just("void_payment"), PICK, st.none()),
    st.tuples(st.just("void_credit"), PICK, st.none()),
    st.tuples(st.just("transfer"), PICK, MONEY),
    st.tuples(st.just("interest"), PICK, st.none()),
    st.tuples(st.just("drop_line"), PICK, st.none()),
    st.tuples(st.just("drop_charge"), PICK, st.none()),
)


class Firm:
    """Two clients with two matters each, and the steps by number: `pick` chooses among what there is."""

    def __init__(self, mock: MockClio, office: Office) -> None:
        self.api, self.world = Api(mock), mock.world
        self.operating, self.trust = office["bank_account.operating"], office["bank_account.trust"]
        self.matters = []
        for name in ("Obi", "Lund"):
            client = self.api.post("/contacts", {"type": "Person", "last_name": name})["id"]
            self.matters += [self.api.post("/matters", {"client": {"id": client}, "description": "x"})["id"] for _ in range(2)]

    def do(self, work: Callable[[Session], Any]) -> None:
        try:
            with self.world.session() as session:
                work(session)
        except APIError:
            pass

    def row(self, table: str, pick: int) -> Row | None:
        rows = list(self.world.table(table))
        return rows[pick % len(rows)] if rows else None

    def issued(self, pick: int, *, trust: bool) -> Row | None:
        """Mostly a bill that awaits payment, now and then another one, which will be refused."""
        bills = [row for row in self.world.table("bills") if row["state"] == "awaiting_payment" and (trust or row["kind"] != "trust_kind")]
        return bills[pick % len(bills)] if bills and pick else self.row("bills", pick)

    def matter(self, pick: int) -> int:
        return self.matters[pick % len(self.matters)]

    def work(self, pick: int, price: float) -> None:
        body = {"date": "2026-05-20", "price": price, "matter": {"id": self.matter(pick)}}
        kind = {"type": "ExpenseEntry", "quantity": 3} if pick % 3 == 0 else {"type": "TimeEntry", "quantity": 1000 * (pick + 1)}
        self.api.post("/activities", {**body, **kind})

    def bill(self, picks: list[int], terms: dict[str, Any]) -> None:
        values = {"due_at": "2026-05-01", "interest": {"rate": 18, "type": "compound", "period": 30}, **terms}
        self.work(picks[0], 60.05)
        self.do(lambda session: actions.make_bill(session, matters=sorted({self.matter(pick) for pick in picks}), **values))

    def move(self, pick: int, state: str) -> None:
        bill = self.row("bills", pick)
        if bill:
            self.api.call("PATCH", f"/bills/{bill['id']}", json={"data": {"state": state}})

    def trust_request(self, pick: int, amount: float) -> None:
        matter = self.matter(pick)
        client = self.world.table("matters")[matter]["client"]
        parts = [{"id": matter}] if pick % 2 else []
        kind = "matter" if parts else "client"
        self.do(lambda session: actions.request_trust(session, client=client, amount=amount, trust_type=kind, matters=parts))

    def deposit(self, pick: int, amount: float) -> None:
        sign = -1 if pick % 4 == 3 else 1
        body = {"bank_account": {"id": self.trust}, "amount": sign * amount, "date": "2026-05-02", "matter": {"id": self.matter(pick)}}
        self.api.call("POST", "/bank_transactions", json={"data": body})

    def pay(self, pick: int, amount: float | None, source: int | None = None) -> None:
        bill = self.issued(pick, trust=source is None)
        if bill:
            self.do(lambda session: actions.record_payment(session, bills=[bill["id"]], amount=amount, source=source))

    def pay_from_trust(self, pick: int, amount: float | None) -> None:
        self.pay(pick, amount, self.trust)

    def credit(self, pick: int, amount: float) -> None:
        bill = self.issued(pick, trust=False)
        if bill:
            self.do(lambda session: actions.issue_credit(session, bills=[bill["id"]], amount=amount))

    def void_payment(self, pick: int, _: None) -> None:
        payment = self.row("payments", pick)
        if payment:
            self.do(lambda session: actions.void_payment(session, payment))

    def void_credit(self, pick: int, _: None) -> None:
        memo = self.row("credit_memos", pick)
        if memo:
            self.do(lambda session: actions.void_credit(session, memo))

    def transfer(self, pick: int, amount: float) -> None:
        ends = {"source": self.trust, "destination": self.operating} if pick % 2 else {"source": self.operating, "destination": self.trust}
        self.do(lambda session: actions.transfer_funds(session, **ends, amount=amount, matter=self.matter(pick)))

    def interest(self, pick: int, _: None) -> None:
        bill = self.issued(pick, trust=False)
        if bill:
            self.do(lambda session: actions.charge_interest(session, bill))

    def drop_line(self, pick: int, _: None) -> None:
        self._delete("line_items", pick)

    def drop_charge(self, pick: int, _: None) -> None:
        self._delete("interest_charges", pick)

    def _delete(self, table: str, pick: int) -> None:
        row = self.row(table, pick)
        if row:
            assert self.api.call("DELETE", f"/{table}/{row['id']}").status_code in (204, 403)


def cents(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


def total(values: Any) -> Decimal:
    return sum((cents(value) for value in values), Decimal(0))


def check_bill(world: World, bill: dict[str, Any]) -> None:
    alive = bill["state"] not in ("void", "deleted")
    charged = bill["interest"]["total"] if bill["interest"] else 0
    allocations = [row for row in world.table("allocations").rows("bill", bill["id"]) if row["voided_at"] is None]
    assert cents(bill["total"]) == cents(bill["sub_total"]) + cents(bill["total_tax"]) + cents(charged)
    assert cents(bill["balance"]) == cents(bill["due"]) - cents(bill["paid"]) - cents(bill["credits_issued"])
    assert cents(bill["paid"]) + cents(bill["credits_issued"]) == total(row["amount"] for row in allocations)
    assert bill["balance"] >= 0
    assert total(part["due"] for part in bill["balances"]) == (cents(bill["balance"]) if alive else 0)
    assert all(part["amount"] >= 0 and part["interest_amount"] >= 0 for part in bill["balances"])
    assert all(cents(part["due"]) == cents(part["amount"]) + cents(part["interest_amount"]) for part in bill["balances"])
    if bill["kind"] != "trust_kind":
        assert total(part["amount"] for part in bill["matter_totals"]) == cents(bill["total"])
    if bill["state"] in ("awaiting_payment", "paid"):
        assert (bill["balance"] == 0) == (bill["state"] == "paid")


def check_outstanding(api: Api, bills: list[dict[str, Any]]) -> None:
    owed: dict[int, Decimal] = {}
    for bill in bills:
        if bill["state"] == "awaiting_payment" and bill["kind"] != "trust_kind":
            owed[bill["client"]["id"]] = owed.get(bill["client"]["id"], Decimal(0)) + cents(bill["balance"])
    listed = api.get("/outstanding_client_balances", fields="contact,total_outstanding_balance")
    assert {row["contact"]["id"]: cents(row["total_outstanding_balance"]) for row in listed} == owed


def check_accounts(api: Api, world: World) -> None:
    transactions = list(world.table("bank_transactions"))
    balances = {
        row["id"]: total(entry["amount"] for entry in transactions if entry["bank_account"] == row["id"])
        for row in world.table("bank_accounts")
    }
    for account in api.get("/bank_accounts", fields="id,balance"):
        assert cents(account["balance"]) == balances[account["id"]]
    running = api.get("/bank_transactions", fields="current_account_balance,bank_account{id},date,id")
    for account, balance in balances.items():
        entries = [row for row in running if row["bank_account"]["id"] == account]
        if entries:
            assert cents(max(entries, key=lambda row: (row["date"], row["id"]))["current_account_balance"]) == balance
    trust = {row["id"] for row in world.table("bank_accounts") if row["type"] == "Trust"}
    by_ledger: dict[Any, Decimal] = {}
    for row in transactions:
        if row["bank_account"] in trust:
            ledger = (row["client"], row["matter"])
            by_ledger[ledger] = by_ledger.get(ledger, Decimal(0)) + cents(row["amount"])
    assert all(balance >= 0 for balance in by_ledger.values())
    for matter in api.get("/matters", fields="id,account_balances{balance,type}"):
        shown = total(row["balance"] for row in matter["account_balances"] if row["type"] == "Trust")
        assert shown == sum((balance for (_, id), balance in by_ledger.items() if id == matter["id"]), Decimal(0))


def check_work(world: World) -> None:
    for activity in world.table("activities"):
        lines = world.table("line_items").rows("activity", activity["id"])
        bills = [world.table("bills")[line["bill"]] for line in lines]
        alive = [bill for bill in bills if bill["state"] not in ("void", "deleted")]
        assert len(alive) <= 1
        assert activity["on_bill"] == bool(alive)
        assert activity["billed"] == any(bill["state"] in ("awaiting_payment", "paid") for bill in alive)


@given(steps=st.lists(STEPS, min_size=4, max_size=25))
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_the_books_balance_after_every_step(founded: tuple[World, Office], steps: list[tuple[str, Any, Any]]) -> None:
    with MockClio.of(founded[0].fork("books")) as mock:
        firm = Firm(mock, founded[1])
        for pick in range(4):
            firm.work(pick, 100 + pick)
        for name, first, second in steps:
            getattr(firm, name)(first, second)
            bills = firm.api.get("/bills", fields=BILL_FIELDS, state="draft,awaiting_approval,awaiting_payment,paid,void,deleted")
            for bill in bills:
                check_bill(firm.world, bill)
            check_outstanding(firm.api, bills)
            check_accounts(firm.api, firm.world)
            check_work(firm.world)
