"""Checks of the books: bills, payments, credits, accounts and balances follow every write, and agree with each other afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.testing.outcomes import Inconclusive
from mockclio.testing.sample_data.forks import apart, control, fork, in_account
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading import totals as reading
from mockclio.verify.checks.writing.figures import delete, entry, expect, over, patch, shows

RATES = {"tax_rate": 5, "secondary_tax_rate": 9.975}


class Case:
    """A client with two matters, in a world of its own, and what is done with them."""

    def __init__(self, p: SampleData) -> None:
        self.p = p
        self.client = p.make("/contacts", type="Person", first_name="Pia", last_name="Lund")
        self.matter, self.other = (p.make("/matters", client={"id": self.client}, description=name) for name in ("Books", "More"))

    def bill(self, *lines: Data, **terms: Any) -> int:
        body = {"matters": [self.matter], "activities": [], "lines": [{**self.line(), **line} for line in lines], **terms}
        return int(control(self.p, "POST", "/bills", body)["data"]["id"])

    def line(self) -> Data:
        return {"description": "Advice", "kind": "Service", "price": 100, "quantity": 1, "matter": self.matter}

    def lines(self, bill: int) -> list[int]:
        return [row["id"] for row in self.p.target.get("/line_items.json", bill_id=bill, fields="id", order="id(asc)")["data"]]

    def pay(self, bill: int, **terms: Any) -> int:
        return int(control(self.p, "POST", "/payments", {"bills": [bill], **terms})["data"]["id"])

    def credit(self, bill: int, **terms: Any) -> int:
        return int(control(self.p, "POST", "/credits", {"bills": [bill], **terms})["data"]["id"])

    def outstanding(self) -> float:
        rows = self.p.target.get("/outstanding_client_balances.json", contact_id=self.client, fields="total_outstanding_balance")["data"]
        return float(sum(row["total_outstanding_balance"] for row in rows))


def lines(p: SampleData) -> None:
    """A bill is the sum of its lines, through every change of them."""
    case = Case(p)
    bill = case.bill({"price": 33.33, "quantity": 3}, {"price": 80, "kind": "Expense"}, {"price": 10})
    shows(p, f"/bills/{bill}", sub_total=189.99, total=189.99, due=189.99, balance=189.99, paid=0, services_sub_total=109.99)
    first, expense, third = case.lines(bill)
    shows(p, f"/line_items/{first}", sub_total=99.99, total=99.99) if _is_shown(p) else None
    patch(p, f"/line_items/{first}", price=50, quantity=2)
    shows(p, f"/bills/{bill}", sub_total=190, total=190, services_sub_total=110)
    patch(p, f"/line_items/{expense}", discount={"rate": 25, "type": "percentage"})
    shows(p, f"/bills/{bill}", sub_total=170, total=170, balance=170)
    patch(p, f"/line_items/{expense}", kind="Service")
    shows(p, f"/bills/{bill}", services_sub_total=170)
    delete(p, f"/line_items/{third}")
    shows(p, f"/bills/{bill}", sub_total=160, total=160, due=160, balance=160)


def _is_shown(p: SampleData) -> bool:
    from mockclio.catalog import operations

    return "LineItem#show" in operations()


def taxes(p: SampleData) -> None:
    """Taxes are raised on what is taxable, and follow the rates and the lines."""
    case = Case(p)
    taxed = {"taxable": True, "secondary_taxable": True}
    bill = case.bill({"price": 1000, **taxed}, {"price": 200, "taxable": False, "secondary_taxable": False}, **RATES)
    rule = p.target.get("/settings/billing.json", fields="secondary_tax_rule")["data"]["secondary_tax_rule"]
    second = 104.74 if str(rule).lower() == "post" else 99.75
    shows(p, f"/bills/{bill}", sub_total=1200, tax_sum=50, secondary_tax_sum=second, total_tax=50 + second, total=1250 + second)
    shows(p, f"/bills/{bill}", taxable_sub_total=1000, secondary_taxable_sub_total=1000)
    patch(p, f"/bills/{bill}", tax_rate=10, secondary_tax_rate=0)
    shows(p, f"/bills/{bill}", tax_sum=100, secondary_tax_sum=0, total=1300, balance=1300)
    first, _ = case.lines(bill)
    patch(p, f"/line_items/{first}", taxable=False)
    shows(p, f"/bills/{bill}", tax_sum=0, total=1200)


def discounts(p: SampleData) -> None:
    """A discount is taken off what is due, and changes neither sub total nor taxes."""
    case = Case(p)
    bill = case.bill({"price": 1000, "taxable": True}, {"price": 500, "kind": "Expense", "taxable": False}, tax_rate=5)
    patch(p, f"/bills/{bill}", discount={"rate": 10, "type": "percentage"})
    shows(p, f"/bills/{bill}", sub_total=1500, tax_sum=50, total=1550, due=1400, balance=1400)
    patch(p, f"/bills/{bill}", discount={"rate": 33.33, "type": "money"})
    shows(p, f"/bills/{bill}", total=1550, due=1516.67, balance=1516.67)
    patch(p, f"/bills/{bill}", discount={"rate": 9999, "type": "money"})
    shows(p, f"/bills/{bill}", due=50, balance=50)


def payments(p: SampleData) -> None:
    """Payments and credits lower the balance, nothing owed is paid, and what is taken back is owed again."""
    case = Case(p)
    bill = case.bill({"price": 1000}, state="awaiting_payment")
    shows(p, f"/bills/{bill}", state="awaiting_payment", balance=1000, paid=0, credits_issued=0, pending=0)
    expect(p, 1000.0, case.outstanding(), "total_outstanding_balance")
    payment = case.pay(bill, amount=300.25)
    shows(p, f"/bills/{bill}", balance=699.75, paid=300.25)
    credit = case.credit(bill, amount=99.75)
    shows(p, f"/bills/{bill}", balance=600, paid=300.25, credits_issued=99.75, state="awaiting_payment")
    expect(p, 600.0, case.outstanding(), "total_outstanding_balance")
    last = case.pay(bill)
    shows(p, f"/bills/{bill}", balance=0, paid=900.25, state="paid", can_update=False, available_state_transitions=[])
    expect(p, 0.0, case.outstanding(), "total_outstanding_balance")
    _allocated(p, bill, {300.25: "Payment", 99.75: "CreditMemo", 600.0: "Payment"})
    control(p, "POST", f"/payments/{last}/void", {})
    shows(p, f"/bills/{bill}", balance=600, paid=300.25, state="awaiting_payment")
    control(p, "POST", f"/credits/{credit}/void", {})
    shows(p, f"/bills/{bill}", balance=699.75, credits_issued=0)
    control(p, "POST", f"/payments/{payment}/void", {})
    shows(p, f"/bills/{bill}", balance=1000, paid=0)
    expect(p, 1000.0, case.outstanding(), "total_outstanding_balance")
    delete(p, f"/bills/{bill}")
    shows(p, f"/bills/{bill}", state="void", due=0, balance=0)
    expect(p, 0.0, case.outstanding(), "total_outstanding_balance")


def _allocated(p: SampleData, bill: int, wanted: dict[float, str]) -> None:
    rows = p.target.get("/allocations.json", bill_id=bill, fields="id,amount,voided_at,destroyable,parent{id,type}")["data"]
    expect(p, wanted, {row["amount"]: row["parent"]["type"] for row in rows}, "amounts of allocations")
    for row in rows:
        expect(p, (None, True), (row["voided_at"], row["destroyable"]), "voided_at, destroyable")


def work_on_bills(p: SampleData) -> None:
    """An entry shows its bill, is locked by it, and is free again when the bill goes; what can be billed follows."""
    case = Case(p)
    id = entry(p, price=140, matter={"id": case.matter})
    expense = entry(p, type="ExpenseEntry", quantity=2, price=15, matter={"id": case.other})
    _billable(p, case, {case.matter: (1.0, 140.0), case.other: (0.0, 30.0)})
    bill = int(control(p, "POST", "/bills", {"matters": [case.matter], "state": "draft"})["data"]["id"])
    shows(p, f"/activities/{id}", on_bill=True, billed=False, bill={"id": bill})
    shows(p, f"/bills/{bill}", sub_total=140, total=140)
    _billable(p, case, {case.other: (0.0, 30.0)})
    patch(p, f"/bills/{bill}", state="awaiting_approval")
    shows(p, f"/activities/{id}", on_bill=True, billed=False)
    patch(p, f"/bills/{bill}", state="awaiting_payment")
    shows(p, f"/activities/{id}", on_bill=True, billed=True)
    delete(p, f"/bills/{bill}")
    shows(p, f"/activities/{id}", on_bill=False, billed=False, bill=None)
    patch(p, f"/activities/{id}", quantity=7200)
    _billable(p, case, {case.matter: (2.0, 280.0), case.other: (0.0, 30.0)})
    patch(p, f"/activities/{expense}", non_billable=True, no_charge=True)
    _billable(p, case, {case.matter: (2.0, 280.0)})
    delete(p, f"/activities/{id}")
    _billable(p, case, {})


def _billable(p: SampleData, case: Case, wanted: dict[int, tuple[float, float]]) -> None:
    rows = p.target.get("/billable_matters.json", client_id=case.client, fields="id,unbilled_hours,unbilled_amount")["data"]
    expect(p, wanted, {row["id"]: (row["unbilled_hours"], row["unbilled_amount"]) for row in rows}, "billable matters")
    fields = "id,unbilled_hours,unbilled_amount,billable_matters_count"
    result = p.target.get("/billable_clients.json", client_id=case.client, fields=fields)["data"]
    sums = [(case.client, sum(one[0] for one in wanted.values()), sum(one[1] for one in wanted.values()), len(wanted))] if wanted else []
    shown = [(row["id"], row["unbilled_hours"], row["unbilled_amount"], row["billable_matters_count"]) for row in result]
    expect(p, sums, shown, "billable clients")


def interest(p: SampleData) -> None:
    """A charge is owed with the bill, and no more when it is deleted."""
    case = Case(p)
    terms = {"issued_at": "2026-03-01", "due_at": "2026-04-01", "interest": {"rate": 12, "type": "simple", "period": 30}}
    bill = case.bill({"price": 1000}, state="awaiting_payment", **terms)
    charge = control(p, "POST", "/interest_charges", {"bill": bill})["data"]
    total = 1000 * 0.12 * 30 / 365
    shows(p, f"/bills/{bill}", sub_total=1000, total=1000 + round(total, 2), balance=1000 + round(total, 2))
    delete(p, f"/interest_charges/{charge['id']}")
    shows(p, f"/bills/{bill}", total=1000, balance=1000)


def trust_requests(p: SampleData) -> None:
    """A request is a bill for trust money, and its lines make its total."""
    case = Case(p)
    body = {"client_id": case.client, "trust_type": "matter", "trust_amount": 500, "issue_date": "2026-06-01", "due_date": "2026-06-15"}
    parts = [{"id": case.matter, "trust_amount": 300}, {"id": case.other, "trust_amount": 200}]
    bill = int(p.post("/trust_requests", {**body, "approved": False, "matter": parts, "note": "Please"})["id"])
    p.target.made.append(f"/bills/{bill}.json")
    shows(p, f"/bills/{bill}", kind="trust_kind", state="draft", total=500, balance=500, issued_at="2026-06-01", due_at="2026-06-15")
    rows = p.target.get("/trust_line_items.json", bill_id=bill, fields="id,total,note,matter{id}")["data"]
    expect(p, {case.matter: 300.0, case.other: 200.0}, {row["matter"]["id"]: float(row["total"]) for row in rows}, "trust line items")
    patch(p, f"/trust_line_items/{rows[0]['id']}", total=450)
    shows(p, f"/bills/{bill}", total=float(450 + rows[1]["total"]))
    expect(p, 0.0, case.outstanding(), "total_outstanding_balance, which trust money is no part of")
    approved = {"client_id": case.client, "trust_type": "client", "trust_amount": 70, "issue_date": "2026-06-02", "due_date": "2026-06-03"}
    issued = int(p.post("/trust_requests", {**approved, "approved": True})["id"])
    shows(p, f"/bills/{issued}", state="awaiting_payment", total=70)


def accounts(p: SampleData) -> None:
    """A balance is the opening balance and every transaction, through creation, change, move and deletion; so are those of its owners."""
    client = p.make("/contacts", type="Person", first_name="Rea", last_name="Holm")
    matter = p.make("/matters", client={"id": client}, description="Money")
    one = p.make("/bank_accounts", name=p.say("One"), type="Operating", currency="USD", balance=50.5)
    two = p.make("/bank_accounts", name=p.say("Two"), type="Operating", currency="USD")
    shows(p, f"/bank_accounts/{one}", balance=50.5, bank_transactions_count=0)

    def move(amount: float, target: int, **more: Any) -> int:
        return p.make("/bank_transactions", bank_account={"id": target}, date="2026-05-02", amount=amount, **more)

    first, second = move(100.25, one, matter={"id": matter}), move(-20, one, client={"id": client})
    shows(p, f"/bank_accounts/{one}", balance=130.75, bank_transactions_count=2)
    shows(p, f"/bank_transactions/{first}", funds_in=100.25, funds_out=0)
    shows(p, f"/bank_transactions/{second}", funds_in=0, funds_out=20)
    _balances(p, f"/matters/{matter}", {one: 100.25})
    patch(p, f"/bank_transactions/{first}", amount=60)
    shows(p, f"/bank_accounts/{one}", balance=90.5)
    _balances(p, f"/matters/{matter}", {one: 60})
    patch(p, f"/bank_transactions/{first}", bank_account={"id": two})
    target = p.target.get(f"/bank_transactions/{first}.json", fields="bank_account{id}")["data"]["bank_account"]["id"]
    here = 60 if target == one else 0
    shows(p, f"/bank_accounts/{one}", balance=30.5 + here, bank_transactions_count=1 + bool(here))
    shows(p, f"/bank_accounts/{two}", balance=60 - here, bank_transactions_count=1 - bool(here))
    delete(p, f"/bank_transactions/{second}")
    shows(p, f"/bank_accounts/{one}", balance=50.5 + here, bank_transactions_count=int(bool(here)))
    delete(p, f"/bank_transactions/{first}")
    shows(p, f"/bank_accounts/{two}", balance=0, bank_transactions_count=0)


def _balances(p: SampleData, path: str, wanted: dict[int, float]) -> None:
    rows = p.target.get(f"{path}.json", fields="account_balances{id,balance}")["data"]["account_balances"]
    results = {row["id"]: float(row["balance"]) for row in rows if row["balance"]}
    expect(p, {key: float(value) for key, value in wanted.items() if value}, results, "account_balances")


IN_BILLS = {
    "lines": lines,
    "taxes": taxes,
    "discounts": discounts,
    "payments": payments,
    "work": work_on_bills,
    "interest": interest,
    "trust-requests": trust_requests,
}


@check(
    "totals/bills",
    "totals",
    writes=True,
    rules=("bills.totals", "bills.line-amounts", "bills.discount-base", "bills.paid-when-nothing-is-owed"),
)
def bills() -> Cases:
    """Bills, what is owed and what can be billed follow every line, tax, discount, payment and state."""
    return over(IN_BILLS, apart)


@check(
    "totals/accounts",
    "totals",
    writes=True,
    rules=("banking.balance-is-the-sum", "banking.opening-balance", "matters.balances-by-bank-account"),
)
def bank_accounts() -> Cases:
    """Balances follow every transaction."""
    return over({"balances": accounts}, in_account)


# --- and everything agrees afterwards ----------------------------------------------------------------------------------------------------


def story(p: SampleData) -> None:
    """Writes of every kind, each of which is the last that something else follows from."""
    for number in range(3):
        case = Case(p)
        bill = case.bill({"price": 33.33, "quantity": 3, "taxable": True}, {"price": 80, "kind": "Expense"}, **RATES)
        work = [entry(p, price=90 + number, quantity=1234, matter={"id": case.matter}) for _ in range(3)]
        patch(p, f"/activities/{work[0]}", matter={"id": case.other})
        delete(p, f"/activities/{work[1]}")
        (_changed, _issued, _settled)[number](p, case, bill)
        task = p.make("/tasks", name="x", description="x", assignee=p.ref("user.owner", type="User"), matter={"id": case.matter})
        entry(p, task={"id": task}, matter={"id": case.matter})
        p.make("/bank_transactions", bank_account=p.ref("bank_account.trust"), date="2026-05-02", amount=70.07, matter={"id": case.matter})
        p.make("/bank_transactions", bank_account=p.ref("bank_account.one"), date="2026-05-02", amount=-7.5, client={"id": case.client})


def _changed(p: SampleData, case: Case, bill: int) -> None:
    first, second = case.lines(bill)
    patch(p, f"/line_items/{first}", price=44.44)
    delete(p, f"/line_items/{second}")


def _issued(p: SampleData, case: Case, bill: int) -> None:
    patch(p, f"/bills/{bill}", discount={"rate": 10, "type": "percentage"})
    patch(p, f"/bills/{bill}", state="awaiting_payment")
    case.pay(bill, amount=12.34)
    case.credit(bill, amount=5)


def _settled(p: SampleData, case: Case, bill: int) -> None:
    patch(p, f"/bills/{bill}", state="awaiting_payment")
    payment = case.pay(bill)
    control(p, "POST", f"/payments/{payment}/void", {})
    case.pay(case.bill({"price": 12}, state="awaiting_payment"))


@check("totals/agree-after-writes", "totals", writes=True)
def agreed() -> Iterator[tuple[AnyOperation | None, str, Callable[[Target], None]]]:
    """After writes of every kind, each value that follows from other answers is still what they say."""
    for name, table in (("value", reading.totals), ("members", reading.members)):
        for case in table.cases():
            operation = _operation(case.operation_id)
            yield operation, f"{name}/{case.name}", lambda target, c=case: _agreed(target, c)  # type: ignore[misc]


def _operation(id: str) -> AnyOperation:
    from mockclio.catalog import operations

    return operations()[id]


def _agreed(target: Target, case: Any) -> None:
    if target.read_only:
        raise Inconclusive("this run only reads")
    if "story" not in target.shared:
        p = target.shared["story"] = SampleData(fork(target), alone=True)
        story(p)
    case.run(target.shared["story"].target)
