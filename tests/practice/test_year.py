"""A law office for a year: whatever is opened, worked, billed, paid, closed, deleted and restored, server and model agree."""

from __future__ import annotations

import os
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from mockclio.practice.billing import actions
from tests.documents import upload
from tests.practice.agreement import STATES, Agreement
from tests.practice.model import OPEN_BILLS, Bill, Document, Entry, Matter, Receipt, Series, Task, cents

PICK = st.integers(0, 30)
MONEY = st.integers(1, 90_000).map(lambda amount: Decimal(amount) / 100)
TAX = st.sampled_from([0, 5, 13])
PART = st.sampled_from([None, 10, 25, 50, 100, 110])
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"


class Year(Agreement):
    """Each rule does one thing over the API or by control, and says before what must become of it."""

    # --- clients and matters -----------------------------------------------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        """Two clients, three matters, money in trust, a bill that is on its way."""
        for pick, new in ((0, "Abara"), (1, "Lund"), (1, None)):
            self.open_matter(pick, new)
            self.trust_money(pick, Decimal(400), False)
        self.work_and_bill(0, 120, Decimal(250), 13)

    @rule(pick=PICK, new=st.sampled_from(["Obi", "Marchetti", None]))
    def open_matter(self, pick: int, new: str | None) -> None:
        self.later()
        if new:
            client = self.api.post("/contacts", {"type": "Person", "last_name": new})["id"]
            self.office.clients.add(client)
        else:
            client = self.one(pick, self.office.clients)
        id = self.api.post("/matters", {"client": {"id": client}, "description": "Lease"})["id"]
        self.office.matters[id] = Matter(client, self.office.today)

    @rule(pick=PICK, status=st.sampled_from(["Open", "Pending", "Closed"]))
    def move_matter(self, pick: int, status: str) -> None:
        self.later()
        id = self.one(pick, self.office.matters)
        self.answers(200, "PATCH", f"/matters/{id}", {"status": status.lower()})
        self.office.move_matter(id, status)

    @rule(pick=PICK, matter=st.booleans())
    def let_go(self, pick: int, matter: bool) -> None:
        """A matter, or a client if nothing stands against it."""
        self.later()
        if matter and len(self.office.matters) > 2:
            self.delete_matter(pick)
        else:
            self.delete_client(pick)

    def delete_matter(self, pick: int) -> None:
        id = self.one(pick, self.office.matters)
        self.answers(204, "DELETE", f"/matters/{id}")
        self.answers(404, "DELETE", f"/matters/{id}")
        self.office.delete_matter(id)

    def delete_client(self, pick: int) -> None:
        id = self.one(pick, self.office.clients)
        refusal = self.office.client_stays(id)
        self.answers(refusal or 204, "DELETE", f"/contacts/{id}")
        if not refusal:
            self.office.delete_client(id)

    # --- work --------------------------------------------------------------------------------------------------------------------------

    @rule(pick=PICK, minutes=st.integers(1, 600), price=MONEY, billable=st.sampled_from([True, True, True, False]), ago=st.integers(0, 9))
    def work(self, pick: int, minutes: int, price: Decimal, billable: bool, ago: int) -> None:
        self.later()
        matter, day = self.one(pick, self.office.matters), self.office.today - timedelta(days=ago)
        body = {"type": "TimeEntry", "quantity": minutes * 60, "price": float(price), "non_billable": not billable}
        id = self.api.post("/activities", {**body, "date": day.isoformat(), "matter": {"id": matter}})["id"]
        self.office.entries[id] = Entry(matter, day, price, minutes=minutes, billable=billable)

    @rule(pick=PICK, price=MONEY, count=st.integers(1, 5))
    def spend(self, pick: int, price: Decimal, count: int) -> None:
        self.later()
        matter, day = self.one(pick, self.office.matters), self.office.today
        body = {"type": "ExpenseEntry", "quantity": count, "price": float(price), "date": day.isoformat(), "matter": {"id": matter}}
        self.office.entries[self.api.post("/activities", body)["id"]] = Entry(matter, day, price, count=count)

    @precondition(lambda self: self.office.entries)
    @rule(pick=PICK, price=st.none() | MONEY)
    def correct_work(self, pick: int, price: Decimal | None) -> None:
        """Give it another price, or none: take it away."""
        self.later()
        id = self.one(pick, self.office.entries)
        if price is None:
            self.delete_work(id)
            return
        entry = self.office.entries[id]
        locked = self.office.is_on_bill(entry)
        self.answers(422 if locked else 200, "PATCH", f"/activities/{id}", {"price": float(price)})
        entry.price = entry.price if locked else price

    def delete_work(self, id: int) -> None:
        issued = self.office.is_billed(self.office.entries[id])
        self.answers(422 if issued else 204, "DELETE", f"/activities/{id}")
        if not issued:
            del self.office.entries[id]

    # --- bills and money ---------------------------------------------------------------------------------------------------------------

    @rule(pick=PICK, tax=TAX, discount=st.sampled_from([0, 10, 50]), state=st.sampled_from(["draft", "awaiting_payment"]))
    def bill(self, pick: int, tax: int, discount: int, state: str) -> None:
        self.later()
        id = self.one(pick, self.office.matters)
        work, due = self.office.unbilled(id), self.office.today + timedelta(days=14)
        terms = {"tax_rate": tax, "discount": {"rate": discount, "type": "percentage"}, "due_at": due.isoformat()}
        made = self.made(bool(work), lambda: self.mock.bill(id, state=state, **terms))
        if made:
            self.office.bills[made["id"]] = Bill(self.office.matters[id].client, id, due, tax, discount)
            for entry in work:
                self.office.entries[entry].bill = made["id"]
            self.office.move_bill(made["id"], state)

    @rule(pick=PICK, minutes=st.integers(1, 600), price=MONEY, tax=TAX)
    def work_and_bill(self, pick: int, minutes: int, price: Decimal, tax: int) -> None:
        self.work(pick, minutes, price, True, 0)
        self.bill(pick, tax, 0, "awaiting_payment")

    @precondition(lambda self: self.office.bills)
    @rule(pick=PICK, state=st.none() | st.sampled_from(STATES))
    def move_bill(self, pick: int, state: str | None) -> None:
        """Without a state it is deleted, which voids it once it was issued."""
        self.later()
        id = self.one(pick, self.office.bills)
        if state is None:
            self.delete_bill(id)
            return
        allowed = self.office.may_move(id, state)
        self.answers(200 if allowed else 422, "PATCH", f"/bills/{id}", {"state": state})
        if allowed:
            self.office.move_bill(id, state)

    def delete_bill(self, id: int) -> None:
        target = "void" if self.office.bills[id].state == "awaiting_payment" else "deleted"
        allowed = self.office.bills[id].state in OPEN_BILLS and self.office.may_move(id, target)
        self.answers(204 if allowed else 403, "DELETE", f"/bills/{id}")
        if allowed:
            self.office.move_bill(id, target)

    @rule(pick=PICK, part=PART, trust=st.booleans())
    def pay(self, pick: int, part: int | None, trust: bool) -> None:
        self.later()
        id = self.one(pick, self.issued() or self.office.bills)
        bill, terms = self.office.bills[id], {}
        payable, possible = self.payable(id, part)
        ledger = (bill.client, bill.matter) if trust and bill.client is not None else None
        if ledger:
            possible = possible and payable <= self.office.balance(ledger)
            terms["source"] = self.seeded["bank_account.trust"]
        made = self.made(possible, lambda: self.mock.pay(id, **terms, **({} if part is None else {"amount": float(payable)})))
        if made:
            self.office.receive(made["id"], Receipt(id, payable, ledger=ledger))

    @rule(pick=PICK)
    def pay_in_full(self, pick: int) -> None:
        self.pay(pick, None, False)

    @rule(pick=PICK, part=PART)
    def credit(self, pick: int, part: int | None) -> None:
        self.later()
        id = self.one(pick, self.issued() or self.office.bills)
        payable, possible = self.payable(id, part)
        made = self.made(possible, lambda: self.mock.credit(id, **({} if part is None else {"amount": float(payable)})))
        if made:
            self.office.receive(made["id"], Receipt(id, payable, credit=True))

    def payable(self, bill: int, part: int | None) -> tuple[Decimal, bool]:
        """So many per cent of what is owed, and whether that can be received."""
        owed = self.office.owed(bill)
        amount = owed if part is None else max(cents(owed * part / 100), Decimal("0.01"))
        return amount, self.office.bills[bill].state == "awaiting_payment" and amount <= owed

    def issued(self) -> list[int]:
        return [id for id, bill in self.office.bills.items() if bill.state == "awaiting_payment"]

    @precondition(lambda self: any(self.returnable()))
    @rule(pick=PICK)
    def take_back(self, pick: int) -> None:
        """A cheque bounces, a credit was a mistake."""
        self.later()
        id = self.one(pick, self.returnable())
        receipt = self.office.receipts[id]
        with self.mock.world.session() as session:
            if receipt.credit:
                actions.void_credit(session, session.table("credit_memos")[id])
            else:
                actions.void_payment(session, session.table("payments")[id])
        self.office.receive(id, receipt, sign=-1)

    def returnable(self) -> list[int]:
        return [id for id, receipt in self.office.receipts.items() if self.office.bills[receipt.bill].client is not None]

    @rule(pick=PICK, amount=MONEY, out=st.sampled_from([False, False, True]))
    def trust_money(self, pick: int, amount: Decimal, out: bool) -> None:
        self.later()
        id = self.one(pick, self.office.matters)
        ledger = (self.office.matters[id].client, id)
        possible = not out or self.office.balance(ledger) >= amount
        signed = -amount if out else amount
        body = {"bank_account": {"id": self.seeded["bank_account.trust"]}, "amount": float(signed), "matter": {"id": id}}
        self.answers(201 if possible else 422, "POST", "/bank_transactions", {**body, "date": self.office.today.isoformat()})
        if possible:
            self.office.enter(ledger, signed)
            self.money_in_trust += signed

    # --- tasks, documents, calendar ----------------------------------------------------------------------------------------------------

    @rule(pick=PICK, days=st.none() | st.integers(0, 40), offset=st.none() | st.integers(0, 12), working=st.booleans())
    def new_task(self, pick: int, days: int | None, offset: int | None, working: bool) -> None:
        """With an offset, it follows another one."""
        self.later()
        assignee = {"id": self.seeded["user.owner"], "type": "User"}
        if offset is None or not self.office.tasks:
            due = None if days is None else self.office.today + timedelta(days=days)
            task, more = Task(self.one(pick, self.office.matters), due), {"due_at": due.isoformat() if due else None}
        else:
            source = self.one(pick, self.office.tasks)
            task = Task(self.office.tasks[source].matter, None, follows=source, offset=offset, working=working)
            self.office.fall_due(task)
            unit = "BusinessDays" if working else "CalendarDays"
            more = {"cascading": True, "cascading_source": source, "cascading_offset": offset}
            more |= {"cascading_offset_type": unit, "cascading_offset_polarity": "After"}
        body = {"name": "Call", "description": "x", "assignee": assignee, "matter": {"id": task.matter}}
        self.office.tasks[self.api.post("/tasks", {**body, **more})["id"]] = task

    @precondition(lambda self: self.office.tasks)
    @rule(pick=PICK, done=st.booleans())
    def complete_task(self, pick: int, done: bool) -> None:
        self.later()
        id = self.one(pick, self.office.tasks)
        self.answers(200, "PATCH", f"/tasks/{id}", {"status": "complete" if done else "pending"})
        task = self.office.tasks[id]
        if done != (task.done is not None):
            task.done = self.office.today if done else None
            self.office.pass_on(id)

    @precondition(lambda self: self.office.tasks)
    @rule(pick=PICK, days=st.none() | st.integers(0, 40))
    def put_task_off(self, pick: int, days: int | None) -> None:
        """Without a number of days, for good."""
        self.later()
        id = self.one(pick, self.office.tasks)
        if days is None:
            self.answers(204, "DELETE", f"/tasks/{id}")
            self.office.delete_task(id)
            return
        task, due = self.office.tasks[id], self.office.today + timedelta(days=days)
        self.answers(200, "PATCH", f"/tasks/{id}", {"due_at": due.isoformat()})
        moved, task.due, task.follows = task.due != due, due, None
        if moved:
            self.office.pass_on(id)

    @rule(pick=PICK)
    def file_document(self, pick: int) -> None:
        self.later()
        parent = {"id": self.one(pick, self.office.matters), "type": "Matter"}
        self.office.documents[upload(self.api, parent)] = Document()

    @precondition(lambda self: self.office.documents)
    @rule(pick=PICK, away=st.booleans())
    def trash_or_restore(self, pick: int, away: bool) -> None:
        self.later()
        if not self.office.documents:
            return
        id = self.one(pick, self.office.documents)
        document = self.office.documents[id]
        if away:
            self.answers(204 if document.trashed is None else 404, "DELETE", f"/documents/{id}")
            document.trashed = document.trashed or self.office.now
        else:
            self.answers(200, "PATCH", f"/documents/{id}", {"restore": True})
            document.trashed = None

    @rule(ahead=st.integers(1, 30), weeks=st.integers(1, 30))
    def meet_weekly(self, ahead: int, weeks: int) -> None:
        self.later()
        day = self.office.today + timedelta(days=ahead)
        times = {"start_at": f"{day}T09:00:00", "end_at": f"{day}T10:00:00", "recurrence_rule": f"FREQ=WEEKLY;COUNT={weeks}"}
        owner = {"calendar_owner": {"id": self.seeded["calendar.firm"]}}
        self.office.series[self.api.post("/calendar_entries", {"summary": "Team", **times, **owner})["id"]] = Series(day, weeks)

    @precondition(lambda self: self.office.series)
    @rule(pick=PICK)
    def cancel_a_meeting(self, pick: int) -> None:
        """One of those that are still to come."""
        self.later()
        coming = self.api.get("/calendar_entries", "id,start_at", expanded="true", from_=self.office.now.isoformat())
        if coming:
            chosen = coming[pick % len(coming)]
            self.answers(204, "DELETE", f"/calendar_entries/{chosen['id']}")
            parent = str(chosen["id"]).partition("-")[0]
            series = self.office.series[parent]
            series.cancelled.add(date.fromisoformat(chosen["start_at"][:10]))
            if len(series.cancelled) == series.weeks:
                del self.office.series[parent]


Year.TestCase.settings = settings(
    max_examples=200 if LONG else 20,
    stateful_step_count=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestYear = Year.TestCase
