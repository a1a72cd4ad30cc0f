"""Clients, matters, work and bills in one line each, for the tests of money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from mockclio import MockClio
from mockclio.practice.billing import actions
from mockclio.store.session import Session
from tests.api import Api

T = TypeVar("T")
AMOUNTS = "state,total,due,paid,credits_issued,balance"


class Books:
    """One mock's money. `do` runs what the product does in a session of its own."""

    def __init__(self, mock: MockClio) -> None:
        self.mock, self.api = mock, Api(mock)

    def do(self, work: Callable[[Session], T]) -> T:
        with self.mock.world.session() as session:
            return work(session)

    def matter(self, client: int | None = None, **values: Any) -> int:
        client = client or self.client()
        result: int = self.api.post("/matters", {"client": {"id": client}, "description": "Lease dispute", **values})["id"]
        return result

    def client(self, name: str = "Adaeze Obi") -> int:
        first, last = name.split()
        result: int = self.api.post("/contacts", {"type": "Person", "first_name": first, "last_name": last})["id"]
        return result

    def client_of(self, matter: int) -> int:
        result: int = self.api.get(f"/matters/{matter}", fields="client")["client"]["id"]
        return result

    def work(self, matter: int, price: float = 200, hours: float = 1, date: str = "2026-05-20", **values: Any) -> int:
        body = {"type": "TimeEntry", "date": date, "quantity": hours * 3600, "price": price, "note": "Drafted", "matter": {"id": matter}}
        result: int = self.api.post("/activities", {**body, **values})["id"]
        return result

    def expense(self, matter: int, price: float = 50, **values: Any) -> int:
        body = {"type": "ExpenseEntry", "date": "2026-05-21", "quantity": 1, "price": price, "note": "Filing fee", "matter": {"id": matter}}
        result: int = self.api.post("/activities", {**body, **values})["id"]
        return result

    def bill(self, *matters: int, **values: Any) -> int:
        result: int = self.do(lambda session: actions.make_bill(session, matters=matters, **values))["id"]
        return result

    def issued(self, amount: float = 200, matter: int | None = None, **values: Any) -> int:
        """An issued bill for one hour of work."""
        matter = matter or self.matter()
        self.work(matter, price=amount)
        return self.bill(matter, state="awaiting_payment", **values)

    def pay(self, *bills: int, **values: Any) -> int:
        result: int = self.do(lambda session: actions.record_payment(session, bills=bills, **values))["id"]
        return result

    def credit(self, *bills: int, **values: Any) -> int:
        result: int = self.do(lambda session: actions.issue_credit(session, bills=bills, **values))["id"]
        return result

    def void_payment(self, id: int) -> None:
        self.do(lambda session: actions.void_payment(session, session.table("payments")[id]))

    def void_credit(self, id: int) -> None:
        self.do(lambda session: actions.void_credit(session, session.table("credit_memos")[id]))

    def deposit(self, account: int, amount: float, to: int, **values: Any) -> int:
        body = {"bank_account": {"id": account}, "amount": amount, "date": "2026-05-01", "matter": {"id": to}}
        result: int = self.api.post("/bank_transactions", {**body, **values})["id"]
        return result

    def amounts(self, bill: int) -> Any:
        return self.api.get(f"/bills/{bill}", fields=AMOUNTS)

    def state(self, bill: int) -> Any:
        return self.api.get(f"/bills/{bill}", fields="state")["state"]

    def ids(self, path: str, **parameters: Any) -> list[int]:
        return [row["id"] for row in self.api.get(path, **parameters)]
