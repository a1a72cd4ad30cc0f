"""The comparison of server and model after every step of a year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis.stateful import RuleBasedStateMachine, invariant

from mockclio import MockClio
from mockclio.seeding.office import Office as Seeded
from mockclio.seeding.office import new_account
from mockclio.store.tables import Row
from mockclio.store.world import World
from tests.api import Api
from tests.practice.model import Office

STATES = ("draft", "awaiting_approval", "awaiting_payment", "paid", "void", "deleted")
MATTER = "id,status,open_date,pending_date,close_date,last_activity_date,has_tasks,account_balances{id,balance}"
BILL = "id,state,total,paid,credits_issued,balance"
OWING = "/outstanding_client_balances"


@cache
def founded() -> tuple[World, Seeded]:
    return new_account("seed")


def money(value: Any) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))


class Agreement(RuleBasedStateMachine):
    """A server, a model, and the comparison of the two."""

    def __init__(self) -> None:
        super().__init__()
        world, self.seeded = founded()
        self.mock = MockClio.of(world.fork("year"))
        self.api = Api(self.mock)
        self.office = Office(self.mock.clock.now())
        self.steps = 0
        self.money_in_trust = Decimal(0)

    def teardown(self) -> None:
        self.mock.close()

    # --- helpers ---------------------------------------------------------------------------------------------------------------------

    def answers(self, status: int, method: str, path: str, body: Row | None = None) -> Any:
        """What a call gives that must be answered with that status."""
        response = self.api.call(method, path, **({"json": {"data": body}} if body is not None else {}))
        assert response.status_code == status, f"{method} {path} {body}: {response.status_code} {response.text}"
        return response.json()["data"] if status in (200, 201) else None

    def one(self, pick: int, among: Any) -> Any:
        known = sorted(among)
        return known[pick % len(known)]

    def made(self, possible: bool, make: Callable[[], Row]) -> Row | None:
        """What control makes, or nothing where the model says that it is refused."""
        if possible:
            return make()
        with pytest.raises(ValueError, match=r"\w"):
            make()
        return None

    def later(self) -> None:
        """Between two steps lie five to ten days, so that fifty steps are a year."""
        self.steps += 1
        days = 5 + self.steps % 6
        self.mock.clock.advance(timedelta(days=days))
        self.office.pass_time(days)

    # --- what must agree ---------------------------------------------------------------------------------------------------------------

    @invariant()
    def matters_agree(self) -> None:
        trust = self.seeded["bank_account.trust"]
        shown = {row["id"]: row for row in self.api.get("/matters", MATTER)}
        assert shown.keys() == self.office.matters.keys()
        for id, matter in self.office.matters.items():
            days = [entry.day for entry in self.office.entries.values() if entry.matter == id]
            expected = (matter.status, matter.opened, matter.pended, matter.closed, max(days, default=None))
            dates = ("open_date", "pending_date", "close_date", "last_activity_date")
            assert (shown[id]["status"], *(date.fromisoformat(shown[id][name]) if shown[id][name] else None for name in dates)) == expected
            assert shown[id]["has_tasks"] == any(task.matter == id for task in self.office.tasks.values())
            balance = next(money(row["balance"]) for row in shown[id]["account_balances"] if row["id"] == trust)
            assert balance == self.office.balance((matter.client, id))
        clients = {row["id"]: row["is_client"] for row in self.api.get("/contacts", "id,is_client")}
        taken = {matter.client for matter in self.office.matters.values()}
        assert clients == {id: id in taken for id in self.office.clients}

    @invariant()
    def work_agrees(self) -> None:
        shown = {row["id"]: row for row in self.api.get("/activities", "id,total,non_billable_total,on_bill,billed")}
        assert shown.keys() == self.office.entries.keys()
        for id, entry in self.office.entries.items():
            totals = ("total", "non_billable_total") if entry.billable else ("non_billable_total", "total")
            assert (money(shown[id][totals[0]]), shown[id][totals[1]]) == (entry.amount, None)
            assert (shown[id]["on_bill"], shown[id]["billed"]) == (self.office.is_on_bill(entry), self.office.is_billed(entry))

    @invariant()
    def bills_agree(self) -> None:
        shown = {row["id"]: row for row in self.api.get("/bills", BILL, state=",".join(STATES))}
        assert shown.keys() == self.office.bills.keys()
        for id, bill in self.office.bills.items():
            row, alive = shown[id], bill.state not in ("void", "deleted")
            amounts = [money(row[name]) for name in ("paid", "credits_issued", "balance")]
            assert row["state"] == bill.state
            assert amounts == [bill.paid, bill.credited, self.office.owed(id) if alive else 0]
            assert not alive or money(row["total"]) == self.office.total(id)
        overdue = {row["id"] for row in self.api.get("/bills", "id", status="overdue")}
        assert overdue == self.office.overdue()

    @invariant()
    def money_agrees(self) -> None:
        owing = {
            row["contact"]["id"]: money(row["total_outstanding_balance"])
            for row in self.api.get(OWING, "contact,total_outstanding_balance")
        }
        assert owing == self.office.outstanding()
        balance = {row["id"]: money(row["balance"]) for row in self.api.get("/bank_accounts", "id,balance")}
        assert balance[self.seeded["bank_account.operating"]] == self.office.operating()
        out = sum((receipt.amount for receipt in self.office.receipts.values() if receipt.ledger), Decimal(0))
        assert balance[self.seeded["bank_account.trust"]] == self.money_in_trust - out

    @invariant()
    def the_rest_agrees(self) -> None:
        tasks = {row["id"]: (row["status"], row["due_at"]) for row in self.api.get("/tasks", "id,status,due_at")}
        assert tasks == {
            id: ("complete" if task.done else "pending", task.due.isoformat() if task.due else None)
            for id, task in self.office.tasks.items()
        }
        assert {row["id"] for row in self.api.get("/documents")} == self.office.listed_documents()
        begin, end = self.office.now - timedelta(days=7), self.office.now + timedelta(days=60)
        window = {"from_": begin.isoformat(), "to": end.isoformat(), "expanded": "true"}
        meetings = [row["start_at"] for row in self.api.get("/calendar_entries", "start_at", **window)]
        assert meetings == self.office.occurrences(begin, end)
