"""Bills, payments, credits and the firm's accounts: what the product does, and the public API only shows."""

from mockclio.server.billing.banking import close_account, reconcile, transfer_funds
from mockclio.server.billing.bills import charge_interest, make_bill, move_bill, request_trust, send_bill
from mockclio.server.billing.online import move_online, pay_link
from mockclio.server.billing.payments import issue_credit, record_payment, void_credit, void_payment

__all__ = [
    "charge_interest",
    "close_account",
    "issue_credit",
    "make_bill",
    "move_bill",
    "move_online",
    "pay_link",
    "reconcile",
    "record_payment",
    "request_trust",
    "send_bill",
    "transfer_funds",
    "void_credit",
    "void_payment",
]
