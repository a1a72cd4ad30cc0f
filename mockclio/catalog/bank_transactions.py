"""Bank transactions: deposits to and withdrawals from the firm's accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    ListQuery,
    M,
    NullableRef,
    Ref,
    Resource,
    op,
    special,
    unset,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.allocations import Allocation
    from mockclio.catalog.bank_accounts import BankAccount
    from mockclio.catalog.bills import Bill
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.matters import Matter


class BankTransaction(Resource):
    """A deposit or, with a negative amount, a withdrawal. In a trust account it belongs to a client or matter."""

    type: str
    created_at: DateTime
    updated_at: DateTime
    bank_account_id: int
    source: str | None
    confirmation: str | None
    date: Date
    amount: float
    currency: str
    currency_id: int | None
    description: str | None
    exchange_rate: float
    transaction_type: str
    funds_in: float
    funds_out: float
    clio_payments_transaction: bool
    current_account_balance: float
    read_only_confirmation: bool
    client: Contact | None
    matter: Matter | None
    bank_account: BankAccount
    bill: Bill | None
    allocation: Allocation | None


class BankTransactionQuery(ListQuery):
    bank_account_id: int = where("bank_account =")
    client_id: int = unset
    matter_id: int = unset
    type: Literal["asset", "liability"] = special
    unreconciled_only: bool = special


class NewBankTransaction(Body):
    shown_by = {"bank_account_transaction_type": "type"}

    amount: float
    bank_account: Ref
    date: Date
    bank_account_transaction_type: str = unset
    client: Ref = unset
    confirmation: str = unset
    currency: str = unset
    description: str = unset
    exchange_rate: float = unset
    matter: NullableRef = unset
    source: str = unset
    transaction_type: str = unset


class BankTransactionChanges(NewBankTransaction, Guarded):
    amount: float = unset
    bank_account: Ref = unset
    date: Date = unset


class BankTransactions(Collection[M]):
    path = "/bank_transactions"
    scope = "Accounting"

    list = op.index(BankTransaction, BankTransactionQuery, order="id")
    create = op.create(BankTransaction, NewBankTransaction)
    get = op.show(BankTransaction)
    update = op.update(BankTransaction, BankTransactionChanges)
    delete = op.destroy(refuses="403 422")
