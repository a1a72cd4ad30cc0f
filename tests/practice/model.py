"""What a law office amounts to, reckoned a second time and simply: totals, states and dates, without anything of the server's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

CENT = Decimal("0.01")
ZONE = ZoneInfo("America/New_York")
OPEN_BILLS = ("draft", "awaiting_approval", "awaiting_payment")
MOVES = {"draft": {"awaiting_approval", "awaiting_payment", "deleted"}, "awaiting_approval": {"awaiting_payment", "deleted"}}


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def share(rate: int, amount: Decimal) -> Decimal:
    return cents(amount * rate / 100)


def working_days(start: date, steps: int) -> date:
    """Day by day, without Saturdays and Sundays."""
    day = start
    while steps:
        day += timedelta(days=1)
        steps -= day.weekday() < 5
    return day


@dataclass
class Matter:
    client: int
    opened: date
    status: str = "Open"
    pended: date | None = None
    closed: date | None = None


@dataclass
class Entry:
    """Time, by its minutes, or an expense, by how many of it."""

    matter: int | None
    day: date
    price: Decimal
    minutes: int = 0
    count: int = 0
    billable: bool = True
    bill: int | None = None

    @property
    def amount(self) -> Decimal:
        if self.count:
            return cents(self.price * self.count)
        sixths = -(-self.minutes // 6)
        return cents(self.price * sixths / 10)


@dataclass
class Bill:
    client: int | None
    matter: int | None
    due: date
    tax: int
    discount: int
    state: str = "draft"
    paid: Decimal = Decimal(0)
    credited: Decimal = Decimal(0)


@dataclass
class Receipt:
    """A payment, from the client or out of a ledger in trust, or a credit."""

    bill: int
    amount: Decimal
    credit: bool = False
    ledger: tuple[int, int | None] | None = None


@dataclass
class Task:
    matter: int
    due: date | None
    done: date | None = None
    follows: int | None = None
    offset: int = 0
    working: bool = False


@dataclass
class Document:
    trashed: datetime | None = None


@dataclass
class Series:
    """So many weeks from a day on, at nine in the morning in New York."""

    first: date
    weeks: int
    cancelled: set[date] = field(default_factory=set)


@dataclass
class Office:
    """Everything by the ids that the server gave."""

    now: datetime
    clients: set[int] = field(default_factory=set)
    matters: dict[int, Matter] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    bills: dict[int, Bill] = field(default_factory=dict)
    receipts: dict[int, Receipt] = field(default_factory=dict)
    trust: dict[tuple[int, int | None], Decimal] = field(default_factory=dict)
    tasks: dict[int, Task] = field(default_factory=dict)
    documents: dict[int, Document] = field(default_factory=dict)
    series: dict[str, Series] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    # --- matters and clients -----------------------------------------------------------------------------------------------------------

    def move_matter(self, id: int, status: str) -> None:
        matter = self.matters[id]
        if matter.status == "Closed" and status != "Closed":
            matter.closed = None
        if status == "Closed" and matter.closed is None:
            matter.closed = self.today
        if status == "Pending" and matter.pended is None:
            matter.pended = self.today
        matter.status = status

    def delete_matter(self, id: int) -> None:
        """Its tasks go; its work, its bills and its money stay with the client."""
        client = self.matters.pop(id).client
        self.tasks = {key: task for key, task in self.tasks.items() if task.matter != id}
        for row in (*self.entries.values(), *self.bills.values()):
            row.matter = None if row.matter == id else row.matter
        for receipt in self.receipts.values():
            if receipt.ledger == (client, id):
                receipt.ledger = (client, None)
        self.enter((client, None), self.trust.pop((client, id), Decimal(0)))

    def client_stays(self, id: int) -> int:
        """0 if the client can be deleted, else the status of the refusal."""
        if any(bill.client == id and bill.state in OPEN_BILLS for bill in self.bills.values()):
            return 409
        return 422 if any(matter.client == id for matter in self.matters.values()) else 0

    def delete_client(self, id: int) -> None:
        self.clients.discard(id)
        self.trust.pop((id, None), None)
        for bill in self.bills.values():
            bill.client = None if bill.client == id else bill.client

    # --- work and bills ----------------------------------------------------------------------------------------------------------------

    def lines(self, bill: int) -> Iterator[Entry]:
        return (entry for entry in self.entries.values() if entry.bill == bill)

    def unbilled(self, matter: int) -> list[int]:
        return [id for id, entry in self.entries.items() if entry.matter == matter and entry.billable and not self.is_on_bill(entry)]

    def is_on_bill(self, entry: Entry) -> bool:
        return entry.bill is not None and self.bills[entry.bill].state not in ("void", "deleted")

    def is_billed(self, entry: Entry) -> bool:
        return entry.bill is not None and self.bills[entry.bill].state in ("awaiting_payment", "paid")

    def total(self, id: int) -> Decimal:
        """What the lines come to, with tax."""
        work = sum((entry.amount for entry in self.lines(id)), Decimal(0))
        return work + share(self.bills[id].tax, work)

    def owed(self, id: int) -> Decimal:
        bill = self.bills[id]
        work = sum((entry.amount for entry in self.lines(id)), Decimal(0))
        return self.total(id) - share(bill.discount, work) - bill.paid - bill.credited

    def may_move(self, id: int, state: str) -> bool:
        bill = self.bills[id]
        if bill.state not in OPEN_BILLS or state == bill.state:
            return bill.state in OPEN_BILLS
        if bill.state == "awaiting_payment":
            return state == "void" and not bill.paid and not bill.credited
        return state in MOVES[bill.state]

    def move_bill(self, id: int, state: str) -> None:
        self.bills[id].state = state
        self.settle(id)
        if state in ("void", "deleted"):
            for entry in list(self.lines(id)):
                entry.bill = None

    def settle(self, id: int) -> None:
        bill = self.bills[id]
        if bill.state in ("awaiting_payment", "paid"):
            bill.state = "paid" if self.owed(id) <= 0 else "awaiting_payment"

    def receive(self, id: int, receipt: Receipt, sign: int = 1) -> None:
        """Put a payment or credit against its bill, or with -1 take it off."""
        bill = self.bills[receipt.bill]
        if receipt.credit:
            bill.credited += sign * receipt.amount
        else:
            bill.paid += sign * receipt.amount
        if receipt.ledger:
            self.enter(receipt.ledger, -sign * receipt.amount)
        self.receipts[id] = receipt
        if sign < 0:
            del self.receipts[id]
        self.settle(receipt.bill)

    def operating(self) -> Decimal:
        return sum((receipt.amount for receipt in self.receipts.values() if not receipt.credit), Decimal(0))

    def outstanding(self) -> dict[int, Decimal]:
        results: dict[int, Decimal] = {}
        for id, bill in self.bills.items():
            if bill.state == "awaiting_payment" and bill.client is not None:
                results[bill.client] = results.get(bill.client, Decimal(0)) + self.owed(id)
        return results

    def overdue(self) -> set[int]:
        return {id for id, bill in self.bills.items() if bill.state == "awaiting_payment" and bill.due < self.today}

    # --- trust -------------------------------------------------------------------------------------------------------------------------

    def balance(self, ledger: tuple[int, int | None]) -> Decimal:
        return self.trust.get(ledger, Decimal(0))

    def enter(self, ledger: tuple[int, int | None], amount: Decimal) -> None:
        self.trust[ledger] = self.balance(ledger) + amount

    # --- tasks, documents, calendar ----------------------------------------------------------------------------------------------------

    def fall_due(self, task: Task) -> None:
        """The date that a task takes from the one it follows."""
        source = self.tasks[task.follows] if task.follows is not None else None
        base = (source.due or source.done) if source else None
        if base is not None:
            task.due = working_days(base, task.offset) if task.working else base + timedelta(days=task.offset)

    def pass_on(self, id: int) -> None:
        """Move the open tasks that follow one whose date or completion changed."""
        source = self.tasks[id]
        for key, task in self.tasks.items():
            if task.follows == id and task.done is None and (source.due or source.done):
                before = task.due
                self.fall_due(task)
                if task.due != before:
                    self.pass_on(key)

    def delete_task(self, id: int) -> None:
        del self.tasks[id]
        for task in self.tasks.values():
            task.follows = None if task.follows == id else task.follows

    def listed_documents(self) -> set[int]:
        return {id for id, document in self.documents.items() if document.trashed is None}

    def pass_time(self, days: int) -> None:
        self.now += timedelta(days=days)
        limit = self.now - timedelta(days=30)
        self.documents = {id: paper for id, paper in self.documents.items() if paper.trashed is None or paper.trashed > limit}

    def occurrences(self, begin: datetime, end: datetime) -> list[str]:
        """The starts of all meetings that touch the window, each an hour long."""
        results = []
        for series in self.series.values():
            for week in range(series.weeks):
                day = series.first + timedelta(weeks=week)
                start = datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)
                if day not in series.cancelled and start <= end and start + timedelta(hours=1) >= begin:
                    results.append(start)
        return [start.isoformat() for start in sorted(results)]
