"""Behaviour of trust line items: they can be changed until the request is issued."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.billing.issuing import EDITABLE
from mockclio.practice.billing.money import stored
from mockclio.practice.trust.banking import positive
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row


class TrustLineItems(Behavior):
    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        assert row is not None
        bill = session.table("bills")[row["bill"]]
        if data and bill["state"] not in EDITABLE:
            raise InvalidArgument(
                f"trust request {bill['number']} is {bill['state']}: its lines can be changed while it is a draft or awaits approval",
                rule="trust.lines-are-fixed-once-issued",
            )
        if "total" in data:
            positive(data["total"])

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        row["total"] = stored(row["total"])
        if row["total"] != before["total"]:
            rule("trust.lines-make-the-total")
