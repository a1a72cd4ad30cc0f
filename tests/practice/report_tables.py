"""A firm with something in it for every kind of report, and reports of it in one line."""

from __future__ import annotations

from typing import Any

from mockclio import MockClio
from mockclio.practice.billing.actions import pay_link, transfer_funds
from tests.api import Api
from tests.practice.books import Books

POLLS = 4


class Practice:
    """Matters of two clients: Obi's lease (billed, partly paid), Obi's will (unbilled), Carter's appeal (billed, paid in part online)."""

    def __init__(self, mock: MockClio) -> None:
        self.books = Books(mock)
        self.ids: dict[str, int] = {}
        self._people()
        self._money()
        self._tasks()

    def _people(self) -> None:
        books, api, ids = self.books, self.books.api, self.ids
        owner = books.mock.world.owner()
        assert owner is not None
        ids["owner"] = owner["id"]
        ids["obi"], ids["carter"] = books.client("Adaeze Obi"), books.client("Ben Carter")
        ids["area"] = api.post("/practice_areas", {"name": "Tenancy", "code": "TEN"})["id"]
        ids["grant"] = api.post("/grants", {"name": "Housing aid"})["id"]
        attorney, area = {"id": ids["owner"]}, {"id": ids["area"]}
        lease = {"practice_area": area, "responsible_attorney": attorney, "originating_attorney": attorney, "open_date": "2026-01-15"}
        lease |= {"grant_matters": [{"grant": {"id": ids["grant"]}}], "evergreen_retainer": {"minimum_threshold": 2000}}
        ids["lease"] = books.matter(ids["obi"], description="Lease", **lease)
        ids["will"] = books.matter(ids["obi"], description="Will", open_date="2026-05-02")
        ids["appeal"] = books.matter(ids["carter"], description="Appeal", open_date="2025-11-03")

    def _money(self) -> None:
        books, api, ids = self.books, self.books.api, self.ids
        accounts = {row["type"]: row["id"] for row in api.get("/bank_accounts", fields="id,type")}
        ids["trust"], ids["operating"] = accounts["Trust"], accounts["Operating"]
        books.work(ids["lease"], price=200, hours=2, date="2026-04-02")
        books.work(ids["lease"], price=200, hours=0.5, date="2026-04-03", non_billable=True)
        books.work(ids["appeal"], price=100, hours=3, date="2026-02-10")
        ids["lease bill"] = books.bill(ids["lease"], state="awaiting_payment", issued_at="2026-04-10", due_at="2026-05-10")
        ids["appeal bill"] = books.bill(
            ids["appeal"], state="awaiting_payment", issued_at="2026-02-15", due_at="2026-03-15", tax_rate=10, number="A-7"
        )
        books.work(ids["will"], price=300, hours=1.5, date="2026-05-28")
        books.expense(ids["will"], price=50)
        cost = {"type": "HardCostEntry", "price": 80, "date": "2026-05-29", "vendor": {"id": ids["carter"]}, "reference": "INV-9"}
        books.expense(ids["will"], **cost)
        books.deposit(ids["trust"], 1000, ids["lease"], description="Retainer")
        books.pay(ids["lease bill"], amount=150, date="2026-05-05")
        books.pay(ids["lease bill"], amount=100, source=ids["trust"], date="2026-05-06")
        books.do(
            lambda session: transfer_funds(
                session, source=ids["trust"], destination=ids["operating"], amount=40, matter=ids["lease"], primary_authorizer="M. Hartwell"
            )
        )
        body = {"bank_account": {"id": ids["operating"]}, "amount": 70, "date": "2026-05-20", "client": {"id": ids["carter"]}}
        api.post("/bank_transactions", {**body, "currency": "EUR", "exchange_rate": 1.1, "description": "Refund of a fee"})
        link = {
            "subject": {"type": "Bill", "id": ids["appeal bill"]},
            "amount": 110,
            "description": "Appeal",
            "currency": "USD",
            "duration": 86_400,
        }
        link |= {"destination_account": {"id": ids["operating"]}, "destination_contact": {"id": ids["carter"]}}
        made = api.post("/clio_payments/links", link)["id"]
        books.do(lambda session: pay_link(session, session.table("clio_payments_links")[made]))

    def _tasks(self) -> None:
        api, ids = self.books.api, self.ids
        assignee = {"id": ids["owner"], "type": "User"}
        for name, values in {
            "File": {"due_at": "2026-05-15", "status": "complete"},
            "Call": {"due_at": "2026-05-20"},
            "Write": {"due_at": "2026-06-20", "time_estimated": 5400},
        }.items():
            task = {"name": name, "description": name, "assignee": assignee, "matter": {"id": ids["lease"]}}
            ids[name] = api.post("/tasks", {**task, **values})["id"]


def made(api: Api, kind: str, format: str = "json", **criteria: Any) -> int:
    """The id of a report that was polled to its end."""
    id = api.post("/reports", {"kind": kind, "format": format, **criteria})["id"]
    for _ in range(POLLS):
        api.get(f"/reports/{id}")
    assert isinstance(id, int)
    return id


def fetched(api: Api, id: int) -> bytes:
    """The file of a report."""
    answer = api.call("GET", f"/reports/{id}/download")
    assert answer.status_code == 303, answer.text
    return api.mock.http.get(answer.headers["Location"]).content


def rows(api: Api, kind: str, **criteria: Any) -> list[dict[str, Any]]:
    """The rows of a report as JSON has them; none where it came out empty."""
    import orjson

    id = made(api, kind, **criteria)
    if api.get(f"/reports/{id}", fields="state")["state"] == "empty":
        return []
    return orjson.loads(fetched(api, id))["rows"]
