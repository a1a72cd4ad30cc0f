"""Payments by check, by wire and from trust, credits, and voided payments and credits."""

from __future__ import annotations

from typing import Any

from mockclio.practice.billing import actions
from mockclio.practice.billing.money import exact, percent, stored
from mockclio.seeding.small.timeline import Firm, Id, Step, on, product


def steps() -> list[Step]:
    return [
        _paid("2025-03-10T15:00", "formation", payment_source_type="check", reference="2207"),
        _paid("2025-03-14T15:00", "divorce", source=Id("bank_account.trust"), description="Out of the retainer"),
        ("2025-04-08T14:00", _early),
        _paid("2025-04-11T14:00", "trust.marlow", payment_source_type="wire_transfer", reference="Wire 88-4"),
        _paid("2025-07-14T14:00", "purchase", payment_source_type="wire_transfer", reference="FT-2025-0714"),
        _paid("2025-12-01T15:00", "comp", payment_source_type="ach", reference="ACH 5512"),
        _paid("2025-07-21T14:00", "cargo", amount=800.0, payment_source_type="check", reference="3391"),
        _paid("2025-05-12T14:00", "lease", amount=1000.0, name="bounced", payment_source_type="check", reference="77"),
        product("2025-05-19T14:00", "", on("payments", actions.void_payment), row=Id("payment.bounced")),
        _paid("2025-06-26T14:00", "guardianship", amount=400.0, source=Id("bank_account.trust"), source_fund_type="Client"),
        product(
            "2025-06-16T14:00",
            "credit.lease",
            actions.issue_credit,
            bills=[Id("bill.lease")],
            amount=200.0,
            description="For the delay",
        ),
        product(
            "2025-12-08T14:00", "credit.overtime", actions.issue_credit, bills=[Id("bill.overtime")], amount=150.0, description="By mistake"
        ),
        product("2025-12-09T14:00", "", on("credit_memos", actions.void_credit), row=Id("credit.overtime")),
    ]


def _paid(moment: str, bill: str, name: str = "", **terms: Any) -> Step:
    return product(moment, f"payment.{name or bill}", actions.record_payment, by="user.bell", bills=[Id(f"bill.{bill}")], **terms)


def _early(firm: Firm) -> None:
    """A payment within ten days, reduced by the early payment discount."""
    bill = firm.row("bills", "bill.marlow")
    balance = exact(bill["balance"])
    amount = balance - percent(bill["discount"]["early_payment_rate"], exact(bill["due"]))
    with firm.builder.session() as session:
        actions.record_payment(session, bills=[bill["id"]], amount=stored(amount), payment_source_type="echeck", reference="E-1009")
