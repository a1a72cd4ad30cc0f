"""Bank accounts of the firm: operating accounts and trust accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
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
)

if TYPE_CHECKING:
    from mockclio.catalog.users import User


class BankAccount(Resource):
    """A bank account. Its balance is the opening balance plus all its transactions."""

    account_number: str | None
    balance: float
    bank_transactions_count: int
    clio_payment_page_link: str | None
    clio_payment_page_qr_code: str | None
    clio_payments_enabled: bool
    controlled_account: bool
    created_at: DateTime
    currency: str
    currency_symbol: str | None
    currency_id: float | None
    default_account: bool
    domicile_branch: str | None
    general_ledger_number: str | None
    holder: str | None
    institution: str | None
    name: str
    swift: str | None
    transit_number: str | None
    type: Literal["Operating", "Trust"]
    updated_at: DateTime
    user: User | None


class BankAccountQuery(ListQuery):
    show_empty_accounts: bool = special
    status: Literal["opened", "closed"] = special
    type: Literal["OperatingAccount", "TrustAccount"] = special
    user_id: int | None = unset


class BankAccountFields(Body):
    write_only = {"client": "banking.dedicated-account", "matter": "banking.dedicated-account"}
    references = {"client": "contacts"}

    account_number: str = unset
    client: Ref = unset
    controlled_account: bool = unset
    default_account: bool = unset
    domicile_branch: str = unset
    general_ledger_number: str = unset
    holder: str = unset
    institution: str = unset
    matter: NullableRef = unset
    name: str = unset
    swift: str = unset
    transit_number: str = unset


class NewBankAccount(BankAccountFields):
    currency: str
    type: Literal["Operating", "Trust"]
    balance: float = unset


class BankAccountChanges(BankAccountFields, Guarded):
    passed_over = {"balance": "banking.opening-balance", "type": "banking.type-stays"}

    currency: str = unset


class BankAccounts(Collection[M]):
    path = "/bank_accounts"
    scope = "Accounting"

    list = op.index(BankAccount, BankAccountQuery, order="id name institution account_number transit_number currency updated_at type")
    create = op.create(BankAccount, NewBankAccount)
    get = op.show(BankAccount)
    update = op.update(BankAccount, BankAccountChanges)
    delete = op.destroy(refuses="403")
