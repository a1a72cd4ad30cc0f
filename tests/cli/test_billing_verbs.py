"""Bills, payments and credits by command and from Python."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mockclio import MockClio
from mockclio.cli import main
from mockclio.seeding.office import Office
from tests.api import Api
from tests.practice.books import Books


@pytest.fixture
def books(mock: MockClio) -> Books:
    return Books(mock)


def ask(mock: MockClio, *words: Any) -> Result:
    return CliRunner().invoke(main, [*map(str, words), "--url", mock.url])


def made(mock: MockClio, *words: Any) -> Any:
    result = ask(mock, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_bill_is_made_paid_and_credited_by_command(mock: MockClio, books: Books) -> None:
    matter = books.matter()
    books.work(matter, price=100)
    terms = ("--state", "awaiting_payment", "--tax-rate", "10", "--number", "A-7", "--due-at", "2026-06-20", "--memo", "Thanks")
    bill = made(mock, "bill", matter, *terms)
    assert (bill["number"], bill["total"], bill["due_at"], bill["memo"]) == ("A-7", 110, "2026-06-20", "Thanks")
    payment = made(mock, "pay", bill["id"], "--amount", "60", "--payment-source-type", "check", "--reference", "991")
    assert (payment["amount"], payment["reference"]) == (60, "991")
    memo = made(mock, "credit", bill["id"], "--amount", "20", "--description", "goodwill", "--discount")
    assert (memo["amount"], memo["discount"]) == (20, True)
    assert books.amounts(bill["id"]) | {"balance": 30} == books.amounts(bill["id"])
    made(mock, "pay", bill["id"])
    assert books.state(bill["id"]) == "paid"


def test_a_bill_is_printed_with_its_lines_and_sums(mock: MockClio, books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    matter = books.matter()
    books.work(matter, price=1_250)
    printed = ask(mock, "bill", matter, "--state", "awaiting_payment", "--tax-rate", "10", "--number", "A-7", "--memo", "Thanks").stdout
    bill = mock.world.table("bills").get(next(mock.world.table("bills").ids_descending()))
    assert bill is not None
    assert max(map(len, printed.splitlines())) <= 80
    client, line = mock.world.table("contacts")[bill["client"]], next(iter(mock.world.table("line_items")))
    blocks = [block.splitlines() for block in printed.split("\n\n")]
    assert blocks[0][0] == f"bill A-7, awaiting_payment, id {bill['id']}"
    assert f"client   {client['name']}" in blocks[0]
    assert "memo     Thanks" in blocks[0]
    assert blocks[1][0].split() == ["date", "quantity", "price", "total", "description"][: len(blocks[1][0].split())]
    assert blocks[1][1].split()[:4] == [line["date"], str(line["quantity"]), "1,250.00", "1,250.00"]
    assert [words.split() for words in blocks[2]] == [
        ["sub", "total", "1,250.00"],
        ["tax", "125.00"],
        ["total", "1,375.00"],
        ["balance", "1,375.00"],
    ]
    paid = ask(mock, "pay", bill["id"], "--amount", "375").stdout.splitlines()
    assert paid[0].startswith("payment ")
    assert paid[1] == f"  bill A-7, id {bill['id']}: awaiting_payment, 1,000.00 of 1,375.00 left"
    credited = ask(mock, "credit", bill["id"]).stdout.splitlines()
    assert " of 1,000.00 on " in credited[0]
    assert credited[1] == f"  bill A-7, id {bill['id']}: paid, 0.00 of 1,375.00 left"


def test_what_is_refused_says_why_and_exits_with_1(mock: MockClio, books: Books) -> None:
    nothing = ask(mock, "bill", books.matter())
    assert (nothing.exit_code, "nothing to bill" in nothing.stderr) == (1, True)
    bill = books.issued(100)
    assert ask(mock, "pay", bill, "--amount", "101").exit_code == 1
    assert ask(mock, "pay", bill, "--date", "soon").exit_code == 1
    assert ask(mock, "credit").exit_code == 2
    assert ask(mock, "bill", "--client", "1", "--world", "elsewhere").exit_code == 1


def test_without_a_server_the_verbs_exit_with_3() -> None:
    result = CliRunner().invoke(main, ["pay", "1", "--url", "http://127.0.0.1:9"])
    assert (result.exit_code, "mockclio serve" in result.stderr) == (3, True)


def test_a_server_with_a_control_token_wants_it(mock: MockClio, books: Books) -> None:
    mock.app.worlds.settings.control_token = "secret"  # type: ignore[attr-defined]
    bill = books.issued(100)
    assert ask(mock, "pay", bill).exit_code == 1
    assert made(mock, "pay", bill, "--control-token", "secret")["amount"] == 100


def test_the_same_from_python(mock: MockClio, api: Api, books: Books, office: Office) -> None:
    matter = books.matter()
    books.work(matter, price=100)
    books.deposit(office["bank_account.trust"], 500, matter)
    bill = mock.bill(matter, state="awaiting_payment", lines=[{"description": "Courier", "kind": "Expense", "price": 25, "quantity": 1}])
    assert bill["balance"] == 125
    assert mock.credit(bill["id"], amount=5)["amount"] == 5
    assert mock.pay(bill["id"], source=office["bank_account.trust"])["amount"] == 120
    assert api.get(f"/bills/{bill['id']}", "state,balance") == {"state": "paid", "balance": 0}
    books.work(matter, price=80)
    assert mock.bill(client=books.client_of(matter))["type"] == "ClientBill"
    with pytest.raises(ValueError, match="is paid: only a bill that awaits payment"):
        mock.pay(bill["id"], amount=1)
    with pytest.raises(ValueError, match="color"):
        mock.bill(matter, color="red")
