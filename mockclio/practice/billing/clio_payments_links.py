"""Behaviour of payment links: each asks for one payment, to a bank account, for a bill or for a contact's open bills, until it expires."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.billing.money import stored, total
from mockclio.practice.billing.online import is_active, requested_bills
from mockclio.server.behavior import Behavior, computed
from mockclio.server.view import View
from mockclio.server.writing import polymorphic, require
from mockclio.store.clock import parse_time, stamp
from mockclio.store.session import Session
from mockclio.store.tables import Row

PAGE = "https://app.clio.com/link/pay/"
SUBJECTS = {"BankAccount": "bank_account", "Bill": "bill", "Contact": "contact"}


class ClioPaymentsLinks(Behavior):
    takes = frozenset(("duration", "expired"))
    timed = True
    defaults = {"is_allocated_as_revenue": False, "clio_payments_payment": None, "redirect_url": None}

    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if row is not None:
            if data.get("expired") is False:
                raise InvalidArgument("expired can only be set to true: a link does not come back", rule="payments.link-expired")
            return
        account = require(session, "bank_accounts", data["destination_account"]["id"], "destination_account")
        if data.get("is_allocated_as_revenue") and account["type"] == "Trust":
            raise InvalidArgument("is_allocated_as_revenue must be false for a trust account", rule="payments.link-trust-is-no-revenue")
        if data["currency"].upper() != account["currency"].upper():
            raise InvalidArgument(f"currency must be {account['currency']}, that of the destination account", rule="payments.link-currency")
        if "amount" in data and data["amount"] is not None and data["amount"] <= 0:
            raise InvalidArgument("amount must be above zero")
        if data["subject"]["type"] == "Bill":
            bill = require(session, "bills", data["subject"]["id"], "subject")
            if bill["state"] != "awaiting_payment":
                raise InvalidArgument(
                    f"subject: bill {bill['number']} is {bill['state']} and takes no payment", rule="payments.link-subject"
                )

    def before_create(self, session: Session, row: Row, data: dict[str, Any]) -> None:
        rule("payments.link-subject")
        subject = polymorphic(session, None, data["subject"], "subject")
        row.update(dict.fromkeys(SUBJECTS.values()))
        row[SUBJECTS[subject["type"]]] = subject["id"]
        row["currency"] = row["currency"].upper()
        rule("payments.link-expires")
        row["expires_at"] = stamp(parse_time(session.now) + timedelta(seconds=data["duration"]))
        row["url"] = f"{PAGE}{session.world.random.getrandbits(64):016x}"
        if row.get("amount") is None:
            rule("payments.link-amount")
            owed = total(bill["balance"] for bill in requested_bills(session, row))
            row["amount"] = stored(owed) if owed else None

    def before_update(self, session: Session, before: Row, row: Row, data: dict[str, Any]) -> None:
        if data.get("expired") and is_active(before, session.now):
            rule("payments.link-expired")
            row["expires_at"] = session.now

    @computed("active")
    def active(self, view: View, row: Row) -> bool:
        return is_active(row, view.world.clock.stamp())
