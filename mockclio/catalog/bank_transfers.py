"""Bank transfers: money moved between two accounts of the firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    M,
    Resource,
    op,
)

if TYPE_CHECKING:
    from mockclio.catalog.bank_accounts import BankAccount
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.matters import Matter


class BankTransfer(Resource):
    """A transfer of money between two accounts, with the person who authorized it."""

    amount: float
    date: DateTime
    description: str | None
    primary_authorizer: str | None
    secondary_authorizer: str | None
    created_at: DateTime
    updated_at: DateTime
    client: Contact | None
    destination_account: BankAccount
    matter: Matter | None
    source_account: BankAccount


class BankTransfers(Collection[M]):
    path = "/bank_transfers"
    scope = "Accounting"

    get = op.show(BankTransfer)
