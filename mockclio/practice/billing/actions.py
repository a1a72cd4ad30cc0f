"""Actions of the product on bills, payments, credits and bank accounts. The public API can only read their results."""

from mockclio.practice.billing.issuing import charge_interest, make_bill, move_bill, request_trust, send_bill
from mockclio.practice.billing.online import move_online, pay_link
from mockclio.practice.billing.payments import issue_credit, record_payment, void_credit, void_payment
from mockclio.practice.trust.banking import close_account, reconcile, transfer_funds

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
