"""What tests of activities start from: a client with a matter, entries, another user."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockclio import MockClio
from mockclio.practice.billing.actions import make_bill, move_bill
from mockclio.seeding.office import Office, add_user
from mockclio.store.session import Session
from mockclio.store.tables import Row
from tests.api import Api

ALL = (
    "id,type,date,quantity,quantity_in_hours,rounded_quantity,rounded_quantity_in_hours,quantity_redacted,price,note,flat_rate,billed,on_bill,total,"
    "contingency_fee,reference,non_billable,non_billable_total,no_charge,tax_setting"
)


def contact(api: Api, name: str = "Ada Moreau", **more: Any) -> int:
    first, last = name.split()
    return int(api.post("/contacts", {"type": "Person", "first_name": first, "last_name": last, **more})["id"])


def matter(api: Api, client: int | None = None, **more: Any) -> int:
    return int(api.post("/matters", {"client": {"id": client or contact(api)}, "description": "Lease dispute", **more})["id"])


def entry(api: Api, fields: str = "id", **more: Any) -> Any:
    """An hour of work on 1 June 2026, unless `more` says otherwise."""
    body = {"type": "TimeEntry", "date": "2026-06-01", **({} if "type" in more else {"quantity": 3600}), **more}
    return api.post("/activities", body, fields=fields)


def ids(rows: list[dict[str, Any]]) -> list[int]:
    return [row["id"] for row in rows]


def write(mock: MockClio, change: Callable[[Session], Row]) -> Row:
    """What a change made by the product itself gives."""
    with mock.world.session() as session:
        return change(session)


def colleague(mock: MockClio, office: Office, **values: Any) -> int:
    with mock.world.session() as session:
        return add_user(session, office["account"], "Noor", "Haddad", "noor@hartwell-osei.test", **{"rate": 200, **values})


def bill(mock: MockClio, matter: int, state: str = "draft") -> int:
    return int(write(mock, lambda session: make_bill(session, matters=[matter], state=state))["id"])


def move(mock: MockClio, bill: int, state: str) -> None:
    write(mock, lambda session: move_bill(session, session.table("bills")[bill], state))
