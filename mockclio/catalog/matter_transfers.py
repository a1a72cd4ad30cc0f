"""Matter transfers: money of one client, moved from one matter to another within one bank account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    M,
    Ref,
    Resource,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.bank_accounts import BankAccount
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.matters import Matter


class MatterTransfer(Resource):
    """A movement between two matters of a client, with who authorized it."""

    description: str | None
    amount: float
    type: str
    date: Date
    primary_authorizer: str | None
    secondary_authorizer: str | None
    created_at: DateTime
    updated_at: DateTime
    source_matter: Matter | None
    destination_matter: Matter | None
    client: Contact | None
    bank_account: BankAccount


class NewMatterTransfer(Body):
    """The official document asks for an id and an etag too, which nobody can have before the transfer is made."""

    write_only = {"id": "banking.matter-transfer-identity-is-ours", "etag": "banking.matter-transfer-identity-is-ours"}

    amount: float
    bank_account: Ref
    client: Ref
    date: Date
    destination_matter: Ref
    source_matter: Ref
    description: str = unset
    etag: str = unset
    id: int = unset


class MatterTransferChanges(Body, Guarded):
    write_only = {"id": "banking.matter-transfer-identity-is-ours", "etag": "banking.matter-transfer-identity-is-ours"}

    amount: float = unset
    bank_account: Ref = unset
    client: Ref = unset
    date: Date = unset
    description: str = unset
    destination_matter: Ref = unset
    etag: str = unset
    id: int = unset
    source_matter: Ref = unset


class MatterTransfers(Collection[M]):
    path = "/matter_transfers"
    scope = "Accounting"

    create = op.create(MatterTransfer, NewMatterTransfer)
    get = op.show(MatterTransfer, headers=op.VERSION)
    update = op.update(MatterTransfer, MatterTransferChanges)
