"""Bank Transfers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    M,
    Row,
    op,
)

if TYPE_CHECKING:
    from mockclio.catalog.bank_accounts import BankAccount
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.matters import Matter


class BankTransfer(Row):
    """A bank transfer."""

    amount: float | None
    date: DateTime | None
    description: str | None
    primary_authorizer: str | None
    secondary_authorizer: str | None
    created_at: DateTime
    updated_at: DateTime
    client: Contact | None
    destination_account: BankAccount | None
    matter: Matter | None
    source_account: BankAccount | None


class BankTransfers(Collection[M]):
    path = "/bank_transfers"
    scope = "Accounting"

    get = op.show(BankTransfer)
