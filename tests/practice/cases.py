"""Clients and matters, made in one line."""

from __future__ import annotations

from typing import Any

from mockclio.practice.billing.issuing import make_bill
from mockclio.store.session import Session
from tests.api import Api, Data


def client(api: Api, first: str = "Ann", last: str = "Smith") -> int:
    """The id of a new person."""
    return api.post("/contacts", {"type": "Person", "first_name": first, "last_name": last})["id"]


def company(api: Api, name: str = "Acme Ltd") -> int:
    """The id of a new company."""
    return api.post("/contacts", {"type": "Company", "name": name})["id"]


def matter(api: Api, fields: str = "", **body: Any) -> Data:
    """A new matter; of a new client unless one is given."""
    body.setdefault("client", {"id": body.get("client") or client(api)})
    return api.post("/matters", {"description": "A case", **body}, fields=fields)


def insert(api: Api, table: str, **row: Any) -> int:
    """A row that the API cannot make, put straight into the world."""
    with api.mock.world.session() as session:
        return _insert(session, table, row)


def _insert(session: Session, table: str, row: dict[str, Any]) -> int:
    return session.insert(table, row)["id"]


def change(api: Api, table: str, id: int, **values: Any) -> None:
    """Put values into a row that the API cannot change."""
    with api.mock.world.session() as session:
        session.update(table, id, values)


def bill(api: Api, matter: int) -> int:
    """The id of a draft bill for the unbilled work of a matter."""
    with api.mock.world.session() as session:
        return make_bill(session, matters=[matter])["id"]
