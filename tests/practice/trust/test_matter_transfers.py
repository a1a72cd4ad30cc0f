"""Money that moves between the matters of one client, and funds that are set aside."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio import MockClio
from mockclio.practice.billing import actions
from mockclio.seeding.office import Office
from tests.practice.books import Books

PATH = "/matter_transfers"
ALL = (
    "amount,date,description,type,primary_authorizer,secondary_authorizer,"
    "source_matter{id},destination_matter{id},client{id},bank_account{id}"
)
ENTRY = "amount,date,type,transaction_type,description,matter{id},client{id}"


class Case:
    """A client with two matters; 1000.00 in trust for the first."""

    def __init__(self, mock: MockClio, office: Office) -> None:
        self.books = Books(mock)
        self.api, self.trust = self.books.api, office["bank_account.trust"]
        self.operating = office["bank_account.operating"]
        self.client = self.books.client()
        self.one, self.other = (self.books.matter(self.client) for _ in range(2))
        self.books.deposit(self.trust, 1000, self.one)

    def body(self, **more: Any) -> dict[str, Any]:
        places = {"source_matter": self.one, "destination_matter": self.other, "client": self.client, "bank_account": self.trust}
        references = {name: {"id": id} for name, id in places.items()}
        return {"amount": 250, "date": "2026-06-01", "description": "Costs", **references, **more}

    def made(self, **more: Any) -> int:
        return int(self.api.post(PATH, self.body(**more))["id"])

    def refused(self, status: int = 422, **more: Any) -> str:
        return self.api.refused(status, "POST", PATH, self.body(**more))

    def balances(self) -> list[float]:
        """What the trust account holds for the two matters."""
        rows = [self.api.get(f"/matters/{id}", fields="account_balances{id,balance}")["account_balances"] for id in (self.one, self.other)]
        return [next((row["balance"] for row in result if row["id"] == self.trust), 0.0) for result in rows]

    def entries(self) -> list[dict[str, Any]]:
        result: list[dict[str, Any]] = self.api.get("/bank_transactions", bank_account_id=self.trust, fields=ENTRY)
        return result[1:]


@pytest.fixture
def case(mock: MockClio, office: Office) -> Case:
    return Case(mock, office)


@pytest.mark.rule("banking.matter-transfer-makes-two-entries")
def test_money_moves_from_matter_to_matter(case: Case) -> None:
    assert case.api.post(PATH, case.body(), fields=ALL) == {
        "amount": 250.0,
        "date": "2026-06-01",
        "description": "Costs",
        "type": "MatterTransfer",
        "primary_authorizer": None,
        "secondary_authorizer": None,
        "source_matter": {"id": case.one},
        "destination_matter": {"id": case.other},
        "client": {"id": case.client},
        "bank_account": {"id": case.trust},
    }
    common = {
        "date": "2026-06-01",
        "type": "liability",
        "transaction_type": "Transfer",
        "description": "Costs",
        "client": {"id": case.client},
    }
    assert case.entries() == [
        {**common, "amount": -250.0, "matter": {"id": case.one}},
        {**common, "amount": 250.0, "matter": {"id": case.other}},
    ]
    assert case.balances() == [750.0, 250.0]
    assert case.api.get(f"/bank_accounts/{case.trust}", fields="balance") == {"balance": 1000.0}


@pytest.mark.rule("banking.matter-transfer-needs-the-money")
@pytest.mark.parametrize("amount", [1000.01, 5000])
def test_money_that_is_not_there_is_not_moved(case: Case, amount: float) -> None:
    assert "holds 1000.00 for matter" in case.refused(amount=amount)
    assert (case.balances(), case.entries()) == ([1000.0, 0.0], [])


@pytest.mark.rule("banking.matter-transfer-needs-the-money")
def test_the_money_must_be_in_the_account_that_is_named(case: Case) -> None:
    assert "holds 0" in case.refused(bank_account={"id": case.operating})
    case.books.deposit(case.operating, 300, case.one)
    assert case.made(bank_account={"id": case.operating})


def test_all_of_it_can_be_moved_and_moved_back(case: Case) -> None:
    case.made(amount=1000)
    assert case.balances() == [0.0, 1000.0]
    case.made(amount=1000, source_matter={"id": case.other}, destination_matter={"id": case.one})
    assert case.balances() == [1000.0, 0.0]


@pytest.mark.rule("banking.matter-transfer-of-one-client", "banking.matter-transfer-between-two", "banking.matter-transfer-amount")
def test_what_cannot_be_a_transfer_is_refused(case: Case) -> None:
    stranger, foreign = case.books.client("Chidi Eze"), case.books.matter()
    assert "destination_matter must be a matter of client" in case.refused(destination_matter={"id": foreign})
    assert "source_matter must be a matter of client" in case.refused(client={"id": stranger})
    assert "another matter than source_matter" in case.refused(destination_matter={"id": case.one})
    for amount in (0, -5, 0.004):
        assert "amount must be above zero" in case.refused(amount=amount)
    for name in ("client", "source_matter", "destination_matter", "bank_account"):
        assert "there is no record with id 5" in case.refused(404, **{name: {"id": 5}})
    assert case.entries() == []


def test_nothing_of_it_can_be_left_out(case: Case) -> None:
    for name in ("amount", "date", "client", "source_matter", "destination_matter", "bank_account"):
        body = {key: value for key, value in case.body().items() if key != name}
        assert f"{name} is required" in case.api.refused(422, "POST", PATH, body)


@pytest.mark.rule("banking.dedicated-account")
def test_an_account_of_one_matter_holds_no_money_of_another(case: Case) -> None:
    alone = case.api.post("/bank_accounts", {"type": "Trust", "name": "Escrow", "currency": "USD", "matter": {"id": case.one}})["id"]
    case.books.deposit(alone, 500, case.one)
    assert "does not hold money of both matters" in case.refused(bank_account={"id": alone})
    own = case.api.post("/bank_accounts", {"type": "Trust", "name": "Client", "currency": "USD", "client": {"id": case.client}})["id"]
    case.books.deposit(own, 500, case.one)
    assert case.made(bank_account={"id": own})


def test_a_closed_account_moves_nothing(case: Case) -> None:
    closed = case.api.post("/bank_accounts", {"type": "Trust", "name": "Old", "currency": "USD"})["id"]
    case.books.do(lambda session: actions.close_account(session, closed))
    assert "is closed" in case.refused(bank_account={"id": closed})


@pytest.mark.rule("banking.matter-transfer-identity-is-ours")
def test_an_id_and_an_etag_of_the_caller_are_passed_over(case: Case) -> None:
    made = case.api.post(PATH, case.body(id=7, etag="mine"))
    assert made["id"] != 7
    assert case.api.patch(f"{PATH}/{made['id']}", {"id": 8, "etag": "x"}) == made


# --- changes ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("banking.matter-transfer-changes-its-entries")
def test_a_change_of_a_transfer_changes_its_entries(case: Case) -> None:
    id = case.made()
    case.api.patch(f"{PATH}/{id}", {"amount": 400, "date": "2026-05-28", "description": "More costs"})
    assert case.balances() == [600.0, 400.0]
    assert [(row["amount"], row["date"], row["description"]) for row in case.entries()] == [
        (-400.0, "2026-05-28", "More costs"),
        (400.0, "2026-05-28", "More costs"),
    ]
    third = case.books.matter(case.client)
    case.api.patch(f"{PATH}/{id}", {"destination_matter": {"id": third}})
    assert case.balances() == [600.0, 0.0]


@pytest.mark.rule("banking.matter-transfer-changes-its-entries")
def test_a_change_that_leaves_a_ledger_without_its_money_is_refused(case: Case) -> None:
    id = case.made()
    assert "not 0" in case.api.refused(422, "PATCH", f"{PATH}/{id}", {"amount": 1001})
    case.books.deposit(case.trust, -200, case.other)
    assert "must not go below zero" in case.api.refused(422, "PATCH", f"{PATH}/{id}", {"amount": 199})
    assert case.balances() == [750.0, 50.0]
    case.api.patch(f"{PATH}/{id}", {"amount": 200})
    assert case.balances() == [800.0, 0.0]


@pytest.mark.rule("banking.matter-transfer-changes-its-entries", "banking.bound-transactions-stay")
def test_a_transfer_that_was_reconciled_keeps_its_money(case: Case) -> None:
    id = case.made()
    entry = case.api.get("/bank_transactions", bank_account_id=case.trust)[-1]["id"]
    case.books.do(lambda session: actions.reconcile(session, [entry]))
    assert "was reconciled" in case.api.refused(422, "PATCH", f"{PATH}/{id}", {"amount": 1})
    assert case.api.patch(f"{PATH}/{id}", {"description": "Seen"}, fields="description") == {"description": "Seen"}


@pytest.mark.rule("banking.bound-transactions-stay")
def test_the_entries_of_a_transfer_change_with_it_alone(case: Case) -> None:
    case.made()
    entry = case.api.get("/bank_transactions", bank_account_id=case.trust)[-1]["id"]
    assert "transfer" in case.api.refused(422, "PATCH", f"/bank_transactions/{entry}", {"amount": 1})


def test_a_transfer_outlives_its_matter(case: Case) -> None:
    id = case.made()
    case.api.delete(f"/matters/{case.other}")
    assert case.api.get(f"{PATH}/{id}", fields="source_matter{id},destination_matter") == {
        "source_matter": {"id": case.one},
        "destination_matter": None,
    }


def test_transfers_are_neither_listed_nor_deleted(case: Case) -> None:
    id = case.made()
    case.api.refused(404, "GET", PATH)
    case.api.refused(404, "DELETE", f"{PATH}/{id}")


# --- protected funds -------------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("trust.protected-funds-of-a-matter")
def test_the_protected_funds_of_a_matter_are_listed_below_it(case: Case) -> None:
    def put(session: Any) -> Any:
        rows = [{"_matter": matter, "_bank_account": case.trust, "_amount": 100.0} for matter in (case.one, case.one, case.other)]
        return [session.insert("matter_protected_funds", row)["id"] for row in rows]

    first, second, third = case.books.do(put)
    assert [row["id"] for row in case.api.get(f"/matters/{case.one}/protected_funds")] == [first, second]
    assert [row["id"] for row in case.api.get(f"/matters/{case.other}/protected_funds")] == [third]
    assert [row["id"] for row in case.api.get(f"/matters/{case.one}/protected_funds", **{"ids[]": second})] == [second]
    (row,) = case.api.get(f"/matters/{case.other}/protected_funds", fields="id,etag,created_at,updated_at")
    assert row["created_at"] == row["updated_at"]
    case.api.refused(400, "GET", f"/matters/{case.one}/protected_funds", fields="amount")
    case.api.refused(404, "GET", "/matters/5/protected_funds")
