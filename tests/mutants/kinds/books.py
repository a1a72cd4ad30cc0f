"""The story that a probe of totals tells: some of every kind of work, bills with all that they may have, money in and out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from tests.mutants.worlds import LISTS, all_fields, full_firm, listed, seen

MATTER = "matter.lease"


def lists_of(*tables: str) -> Callable[[MockClio], Iterator[Any]]:
    """The lists of some tables before and after the story."""
    lists = [one for one in LISTS if one.record is not None and not one.ids_only and one.record.table in tables]

    def probe(mock: MockClio) -> Iterator[Any]:
        yield from _read(mock, lists)
        _write(mock)
        yield from _read(mock, lists)

    return probe


def _read(mock: MockClio, lists: list[AnyOperation]) -> Iterator[Any]:
    for operation in lists:
        for response in listed(mock, operation, fields=all_fields(operation.record)):
            yield seen(response)


def _post(mock: MockClio, path: str, **data: Any) -> int:
    response: httpx.Response = mock.http.post(f"/api/v4/{path}", json={"data": data})
    assert response.status_code == 201, response.text
    return int(response.json()["data"]["id"])


def _patch(mock: MockClio, path: str, **data: Any) -> None:
    response = mock.http.patch(f"/api/v4/{path}", json={"data": data})
    assert response.status_code == 200, response.text


def _write(mock: MockClio) -> None:
    _work(mock)
    _bills(mock)
    _money(mock)
    _papers(mock)


def _work(mock: MockClio) -> None:
    """Work of every kind, some of it changed, some taken away."""
    place = full_firm()
    matter = place.ref(MATTER)
    subjects = {
        "task": place.ref("task.one"),
        "matter_note": place.ref("note.matter.one"),
        "contact_note": place.ref("note.contact.one"),
        "communication": place.ref("communication.one"),
        "calendar_entry": place.ref("entry.one"),
        "conversation": place.ref("conversation.mail"),
    }
    made = []
    for place_in_order, (name, subject) in enumerate(subjects.items()):
        values = {"date": f"2026-06-{place_in_order + 2:02d}", "quantity": 1234 + 777 * place_in_order, "price": 187.35}
        made.append(_post(mock, "activities", type="TimeEntry", matter=matter, **values, **{name: subject}))
    _post(mock, "activities", type="TimeEntry", matter=matter, date="2026-06-09", quantity=5000, price=99.99, non_billable=True)
    _post(mock, "activities", type="ExpenseEntry", matter=matter, date="2026-06-10", quantity=3, price=12.345)
    _patch(mock, f"activities/{made[0]}", quantity=4321)
    removed = _post(
        mock, "activities", type="TimeEntry", matter=matter, date="2026-06-20", quantity=3600, price=500, task=place.ref("task.one")
    )
    mock.http.delete(f"/api/v4/activities/{removed}")
    assignee = place.ref("user.owner", type="User")
    _post(mock, "tasks", name="Count", description="All", assignee=assignee, matter=place.ref("matter.spare"))
    _post(mock, "task_templates", name="Third", task_template_list=place.ref("task_template_list.one"))
    _post(mock, "activity_rates", co_counsel_contact_id=place["contact.bela"], rate=120)
    ada = place.ref("contact.ada", type="Contact")
    _post(mock, "conversation_messages", subject="Sums", body="See below.", receivers=[ada], conversation=place.ref("conversation.mail"))


def _bills(mock: MockClio) -> None:
    """Bills with taxes, discounts and interest; then payments, credits, and some of them taken back."""
    place = full_firm()
    lines = [
        {"description": "Advice", "kind": "Service", "price": 333.33, "quantity": 1.5, "taxable": True, "secondary_taxable": True},
        {
            "description": "Copies",
            "kind": "Expense",
            "price": 0.15,
            "quantity": 333,
            "taxable": True,
            "discount": {"rate": 7, "type": "percentage"},
        },
        {"description": "Courier", "kind": "Expense", "price": 20.01, "quantity": 1, "secondary_taxable": True},
    ]
    rates = {"tax_rate": 7.25, "secondary_tax_rate": 3.5, "issued_at": "2026-05-01", "due_at": "2026-05-15"}
    discount = {"rate": 5, "type": "percentage"}
    interest = {"rate": 12, "type": "simple", "period": 30}
    issued = [
        mock.bill(place["matter.lease"], lines=lines, state="awaiting_payment", discount=discount, interest=interest, **rates)["id"],
        mock.bill(place["matter.will"], lines=lines[:2], activities=[], state="awaiting_payment", discount_services_only=True, **rates)[
            "id"
        ],
        mock.bill(place["matter.spare"], lines=lines, kind="aggregate_split", state="awaiting_payment", **rates)["id"],
    ]
    draft = mock.bill(place["matter.will"], lines=lines, activities=[], **rates)["id"]
    mock._control("interest_charges", {"bill": issued[0]})
    payment = mock.pay(issued[0], amount=100.01)["id"]
    mock.pay(issued[1], amount=40)
    credit = mock.credit(issued[1], amount=12.34)["id"]
    mock.credit(issued[2], amount=5.55)
    mock._control(f"payments/{payment}/void", {})
    mock._control(f"credits/{credit}/void", {})
    mock.pay(issued[2])
    (line,) = mock.world.table("line_items").find("bill", draft)[:1]
    _patch(mock, f"line_items/{line}", price=111.11)
    _patch(mock, f"bills/{draft}", tax_rate=9)
    mock.http.delete(f"/api/v4/line_items/{mock.world.table('line_items').find('bill', draft)[1]}")
    ada = place.ref("contact.ada", type="Contact")
    account = place.ref("bank_account.operating")
    link = _post(
        mock,
        "clio_payments/links",
        amount=50,
        currency="USD",
        description="Part",
        duration=86_400,
        destination_account=account,
        subject=ada,
    )
    mock._control("online_payments", {"link": link, "state": "pending"})


def _money(mock: MockClio) -> None:
    place = full_firm()
    common = {"bank_account": place.ref("bank_account.trust"), "date": "2026-06-03"}
    _post(mock, "bank_transactions", amount=250.25, matter=place.ref("matter.will"), **common)
    _post(mock, "bank_transactions", amount=100, matter=place.ref(MATTER), **common)
    _post(mock, "bank_transactions", amount=-20.5, matter=place.ref(MATTER), **common)
    removed = _post(mock, "bank_transactions", amount=77.7, **common)
    mock.http.delete(f"/api/v4/bank_transactions/{removed}")
    request = {"trust_type": "client", "trust_amount": 321.5, "issue_date": "2026-06-01", "due_date": "2026-06-15", "approved": True}
    mock.http.post("/api/v4/trust_requests", json={"data": {"client_id": place["contact.bela"], **request}})


def _papers(mock: MockClio) -> None:
    """A second version of a document."""
    place = full_firm()
    version = place.ref("document.two", type="Document")
    selection = {"fields": ",".join(("id", "latest_document_version{uuid,put_url,put_headers}"))}
    response = mock.http.post("/api/v4/documents", params=selection, json={"data": {"name": "Letter two.txt", "parent": version}})
    made = response.json()["data"]
    latest = made["latest_document_version"]
    mock.http.put(latest["put_url"], content=b"Dear all of you", headers={one["name"]: one["value"] for one in latest["put_headers"]})
    _patch(mock, f"documents/{made['id']}", uuid=latest["uuid"], fully_uploaded=True)
