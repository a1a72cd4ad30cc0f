"""The firms that ship are what their recipes make, full enough to be worth serving, and their books balance; a wrong file is refused."""

from __future__ import annotations

import copy
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import orjson
import pytest
from click.testing import CliRunner
from tinydb import TinyDB

from mockclio import MockClio
from mockclio.assembly import new_worlds, open_firm
from mockclio.catalog.choices import CustomFieldType, PaymentState
from mockclio.cli.seed import seed
from mockclio.seeding import bulk
from mockclio.seeding.build import RECIPES
from mockclio.store import resources
from mockclio.store.check import check_document
from mockclio.store.state import WrongState, dump, load, save, written

Row = dict[str, Any]
Document = dict[str, Any]


@pytest.fixture(scope="module")
def small() -> Document:
    document: Document = orjson.loads(resources.firm("small").read_bytes())
    return document


def rows(document: Document, table: str) -> list[Row]:
    return list(document[table].values())


def cents(values: Any) -> Decimal:
    return sum((Decimal(str(value)) for value in values), Decimal(0)).quantize(Decimal("0.01"))


# --- what ships ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_a_shipped_firm_is_what_its_recipe_makes_each_time(name: str) -> None:
    first, second = (written(dump(RECIPES[name](new_worlds))) for _ in range(2))
    assert first == second
    assert first == resources.firm(name).read_bytes(), "run `make firms`"


def test_every_firm_that_ships_has_a_recipe() -> None:
    assert resources.firms() == sorted(RECIPES)


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_a_shipped_firm_passes_every_check(name: str) -> None:
    check_document(orjson.loads(resources.firm(name).read_bytes()), name)


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_a_firm_that_was_loaded_is_saved_as_it_was(name: str, tmp_path: Path) -> None:
    save(open_firm(name, name, frozen=True), tmp_path / "firm.json")
    assert (tmp_path / "firm.json").read_bytes() == resources.firm(name).read_bytes()


def test_tinydb_opens_a_firm(small: Document, tmp_path: Path) -> None:
    path = tmp_path / "small.json"
    path.write_bytes(resources.firm("small").read_bytes())
    with TinyDB(path) as database:
        assert {row["display_number"] for row in database.table("matters")} == {row["display_number"] for row in rows(small, "matters")}


def test_a_firm_has_one_row_a_line() -> None:
    lines = resources.firm("small").read_bytes().splitlines()
    assert max(map(len, lines)) < 10_000
    assert all(orjson.loads(b"{" + line.rstrip(b",") + b"}") for line in lines if line.startswith(b'"') and not line.endswith(b": {"))


def test_small_is_a_whole_practice(small: Document) -> None:
    matters, fields = rows(small, "matters"), rows(small, "custom_fields")
    assert len(rows(small, "contacts")) >= 20
    assert {row["type"] for row in rows(small, "contacts")} == {"Person", "Company"}
    assert len(matters) >= 15
    assert {row["status"] for row in matters} == {"Open", "Pending", "Closed"}
    assert {row["billing_method"] for row in matters} == {"hourly", "flat", "contingency"}
    assert len({row.get("practice_area") for row in matters} - {None}) >= 4
    for parent in ("Matter", "Contact"):
        assert {row["field_type"] for row in fields if row["parent_type"] == parent and not row["deleted"]} == set(
            get_args(CustomFieldType)
        )
    assert any(row["deleted"] for row in fields)
    assert {row["state"] for row in rows(small, "bills")} == {"draft", "awaiting_approval", "awaiting_payment", "paid", "void", "deleted"}
    assert {row["state"] for row in rows(small, "clio_payments_payments")} == set(get_args(PaymentState))
    assert {row["status"] for row in rows(small, "tasks")} == {"pending", "in_progress", "in_review", "complete", "draft"}
    assert {row["type"] for row in rows(small, "activities")} == {"TimeEntry", "ExpenseEntry", "HardCostEntry", "SoftCostEntry"}


def test_small_ends_when_it_says_and_nothing_in_it_is_later(small: Document) -> None:
    assert small["_default"]["1"]["as_of"] == "2026-06-01T13:00:00Z"
    stamps = [row[key] for name, table in small.items() if name[0] != "_" for row in table.values() for key in ("created_at", "updated_at")]
    assert min(stamps) == "2025-01-06T14:00:00Z"
    assert max(stamps) <= "2026-06-01T13:00:00Z"


def test_small_is_not_large() -> None:
    assert resources.firm("small").stat().st_size < 1_000_000


# --- the books -----------------------------------------------------------------------------------------------------------------------


def test_lines_add_up_to_their_bills(small: Document) -> None:
    for bill in rows(small, "bills"):
        lines = [row for row in rows(small, "line_items") if row["bill"] == bill["id"] and row["type"] != "SummaryLineItem"]
        totals = [row["total"] for row in rows(small, "trust_line_items") if row["bill"] == bill["id"]]
        interest = [row["total"] for row in rows(small, "interest_charges") if row["bill"] == bill["id"]]
        assert cents([row["total"] for row in lines] + totals) == cents([bill["sub_total"]]), bill["number"]
        assert cents([bill["sub_total"], bill["total_tax"], *interest]) == cents([bill["total"]]), bill["number"]
        assert cents([row["amount"] for row in bill["matter_totals"]]) <= cents([bill["total"]]), bill["number"]


def test_bills_are_owed_less_what_was_paid_and_credited(small: Document) -> None:
    for bill in rows(small, "bills"):
        valid = [row for row in rows(small, "allocations") if row["bill"] == bill["id"] and row["voided_at"] is None]
        assert cents(row["amount"] for row in valid) == cents([bill["paid"], bill["credits_issued"]]), bill["number"]
        assert cents([bill["due"], -bill["paid"], -bill["credits_issued"]]) == cents([bill["balance"]]), bill["number"]
        assert cents(row["due"] for row in bill["balances"]) == cents([bill["balance"]]), bill["number"]
        assert (bill["state"] == "paid") == (bill["state"] in ("awaiting_payment", "paid") and bill["balance"] <= 0), bill["number"]


def test_every_allocation_is_part_of_its_payment_or_credit(small: Document) -> None:
    for table, kind in (("payments", "Payment"), ("credit_memos", "CreditMemo")):
        for parent in rows(small, table):
            parts = [row for row in rows(small, "allocations") if row["parent"] == {"type": kind, "id": parent["id"]}]
            assert cents(row["amount"] for row in parts) == cents([parent["amount"]])
            assert {row["voided_at"] is None for row in parts} == {parent["voided_at"] is None}


def test_accounts_hold_what_their_entries_leave(small: Document) -> None:
    with MockClio("small") as mock:
        shown = mock.http.get("/api/v4/bank_accounts.json", params={"fields": "id,name,balance,bank_transactions_count"}).json()["data"]
    for account in shown:
        entries = [row["amount"] for row in rows(small, "bank_transactions") if row["bank_account"] == account["id"]]
        opening = small["bank_accounts"][str(account["id"])]["_opening"]
        assert cents([opening, *entries]) == cents([account["balance"]]), account["name"]
        assert len(entries) == account["bank_transactions_count"]


def test_nobodys_trust_money_is_below_zero_at_any_time(small: Document) -> None:
    trust = {row["id"] for row in rows(small, "bank_accounts") if row["type"] == "Trust"}
    balances: dict[Any, Decimal] = {}
    for entry in sorted(rows(small, "bank_transactions"), key=lambda row: (row["date"], row["id"])):
        if entry["bank_account"] in trust:
            ledger = (entry["bank_account"], entry.get("client"), entry.get("matter"))
            balances[ledger] = balances.get(ledger, Decimal(0)) + Decimal(str(entry["amount"]))
            assert balances[ledger] >= 0, entry
    assert any(balances.values())


def test_a_transfer_leaves_one_account_and_reaches_another(small: Document) -> None:
    for transfer in rows(small, "bank_transfers"):
        made = {row["bank_account"]: row["amount"] for row in rows(small, "bank_transactions") if row.get("_transfer") == transfer["id"]}
        assert made == {transfer["source_account"]: -transfer["amount"], transfer["destination_account"]: transfer["amount"]}


# --- firms of any size ---------------------------------------------------------------------------------------------------------------


def test_the_verb_seed_writes_the_same_firm_for_the_same_seed(tmp_path: Path) -> None:
    written_files = []
    for name in ("one.json", "two.json"):
        done = CliRunner().invoke(seed, ["--matters", "50", "--seed", "1", "--output", str(tmp_path / name)])
        assert done.exit_code == 0, done.output
        written_files.append((tmp_path / name).read_bytes())
    assert written_files[0] == written_files[1]
    assert len(load(tmp_path / "one.json").table("matters")) == 50


def test_another_seed_gives_another_firm() -> None:
    one, other = (written(dump(bulk.make(3, seed))) for seed in (1, 2))
    assert one != other


# --- wrong files ---------------------------------------------------------------------------------------------------------------------


def first(document: Document, table: str) -> tuple[str, Row]:
    key, row = next(iter(document[table].items()))
    return key, row


def without_head(document: Document) -> None:
    del document["_default"]


def newer(document: Document) -> None:
    document["_default"]["1"]["format"] = 99


def without_time(document: Document) -> None:
    document["_default"]["1"]["as_of"] = "yesterday"


def strange_table(document: Document) -> None:
    document["matter"] = {}


def table_as_list(document: Document) -> None:
    document["tasks"] = []


def other_key(document: Document) -> None:
    document["matters"]["7"] = document["matters"].pop(first(document, "matters")[0])


def id_twice(document: Document) -> None:
    key, _ = first(document, "tasks")
    document["matters"][key] = {**first(document, "matters")[1], "id": int(key)}


def hidden_row_without_id(document: Document) -> None:
    document["_kyc_fields"]["7"] = {"name": "risk_rating"}


def wrong_type(document: Document) -> None:
    first(document, "matters")[1]["billable"] = "yes"


def wrong_day(document: Document) -> None:
    first(document, "matters")[1]["open_date"] = "soon"


def wrong_time(document: Document) -> None:
    first(document, "matters")[1]["updated_at"] = "2026-06-01"


def wrong_list(document: Document) -> None:
    first(document, "groups")[1]["users"] = 7


def wrong_nested(document: Document) -> None:
    next(row for row in rows(document, "contacts") if row.get("addresses"))["addresses"][0]["name"] = "Castle"


def unknown_word(document: Document) -> None:
    first(document, "bills")[1]["state"] = "lost"


def nobody(document: Document) -> None:
    first(document, "matters")[1]["client"] = 5


def nobody_in_a_list(document: Document) -> None:
    first(document, "groups")[1]["users"] = [5]


WRONG: dict[Callable[[Document], None], str] = {
    without_head: "a saved world begins with its head",
    newer: "format 99 is newer than this mockclio reads",
    without_time: "as_of: 'yesterday' is not a time",
    strange_table: "matter: there is no such table; tables are",
    table_as_list: "tasks: a table is an object of rows by id",
    other_key: "matters/7: a row is an object whose id is its key, 7",
    id_twice: "is also used in",
    hidden_row_without_id: "_kyc_fields/7: a row is an object whose id is its key, 7",
    wrong_type: "billable must be true or false, not 'yes'",
    wrong_day: "open_date must be a date, YYYY-MM-DD, not 'soon'",
    wrong_time: "updated_at must be a time, YYYY-MM-DDTHH:MM:SSZ, not '2026-06-01'",
    wrong_list: "users must be a list",
    wrong_nested: "addresses: name must be one of Work, Home, Billing, Other, not 'Castle'",
    unknown_word: "state must be one of draft",
    nobody: "client: there is no row 5 in contacts",
    nobody_in_a_list: "users: there is no row 5 in users",
}
"""Ways in which a firm file may be wrong, with what is said of each."""


@pytest.mark.parametrize("spoil", WRONG, ids=lambda spoil: spoil.__name__)
def test_a_wrong_firm_is_refused_with_place_and_reason(spoil: Callable[[Document], None], small: Document, tmp_path: Path) -> None:
    document, path = copy.deepcopy(small), tmp_path / "firm.json"
    spoil(document)
    path.write_bytes(orjson.dumps(document))
    with pytest.raises(WrongState, match=r"^" + str(path)) as refused:
        open_firm(str(path))
    assert WRONG[spoil] in str(refused.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"{", "not JSON"), (b"", "not JSON"), (b"[]", "a saved world begins with its head"), (None, "there is no such file")],
    ids=["cut off", "empty", "a list", "missing"],
)
def test_what_is_no_firm_is_refused(content: bytes | None, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "firm.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WrongState, match=reason):
        open_firm(str(path))


def test_tables_that_the_api_does_not_list_are_accepted(small: Document) -> None:
    check_document({**small, "_counters": {"1": {"id": 1, "anything": None}}}, "firm.json")
