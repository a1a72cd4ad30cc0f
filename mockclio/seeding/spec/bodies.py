"""The attributes of entries that are no bodies of the API: users, applications, bills, trust money, payments, documents, short words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, Required, TypedDict

from mockclio.catalog.arguments import Body, Ref, unset
from mockclio.catalog.vocabulary import Json

BillState = Literal["draft", "awaiting_approval", "awaiting_payment", "paid", "void"]
BillKind = Literal["revenue_kind", "summary_kind", "aggregate_all", "aggregate_split", "aggregate_services", "aggregate_expenses"]


class BillLine(TypedDict, total=False):
    description: str
    note: str
    price: Required[float]
    quantity: float
    kind: Literal["Service", "Expense"]
    matter: Ref
    date: date
    taxable: bool
    secondary_taxable: bool


class Discount(TypedDict, total=False):
    rate: Required[float]
    type: Literal["percentage", "money"]
    note: str


class Interest(TypedDict, total=False):
    rate: Required[float]
    type: Literal["simple", "compound"]
    period: int


class AccountChanges(Body):
    """The values of the account itself."""

    name: str = unset
    time_zone: str = unset


class NewUser(Body):
    """A user. One that the base has, by e-mail or name, is changed. `owner: true` changes the owner of the account."""

    name: str = unset
    first_name: str = unset
    last_name: str = unset
    initials: str = unset
    email: str = unset
    enabled: bool = unset
    owner: bool = unset
    rate: float = unset
    roles: list[str] = unset
    subscription_type: Literal["Attorney", "NonAttorney"] = unset
    time_zone: str = unset
    token: str = unset
    scopes: Json = unset


class NewApplication(Body):
    """An OAuth application. Without redirect URIs it takes every one on this machine."""

    client_id: str
    client_secret: str
    name: str = unset
    redirect_uris: list[str] = unset
    scopes: Json = unset
    deauthorization_url: str = unset


class NewBill(Body):
    """A bill: for work that is not billed yet, for `activities`, for `lines`, or for an `amount`."""

    references = {"client": "contacts"}

    client: Ref = unset
    matter: Ref = unset
    matters: list[Ref] = unset
    state: BillState = unset
    amount: float = unset
    lines: list[BillLine] = unset
    activities: list[Json] = unset
    kind: BillKind = unset
    number: str = unset
    start: date = unset
    end: date = unset
    issued_at: date = unset
    due_at: date = unset
    sent: bool = unset
    subject: str = unset
    memo: str = unset
    purchase_order: str = unset
    tax_rate: float = unset
    secondary_tax_rate: float = unset
    discount: Discount = unset
    interest: Interest = unset
    paid: float = unset


class NewPayment(Body):
    """A payment of issued bills. Without an amount it pays all that is owed; `source` is a trust account to pay from."""

    references = {"source": "bank_accounts", "destination": "bank_accounts"}

    bill: Ref = unset
    bills: list[Ref] = unset
    amount: float = unset
    date: date = unset
    source: Ref = unset
    destination: Ref = unset
    reference: str = unset
    description: str = unset


class NewTrust(Body):
    """Money that a client or a matter has in trust. Without an account it is the trust account of the firm."""

    client: Ref = unset
    matter: Ref = unset
    amount: float
    account: Ref = unset
    date: date = unset
    description: str = unset
    source: str = unset
    confirmation: str = unset


class NewUpload(Body):
    """A document with its bytes: those of `file`, or the text of `content`. Without a parent it is in the root folder."""

    name: str = unset
    file: str = unset
    content: str = unset
    matter: Ref = unset
    contact: Ref = unset
    folder: Ref = unset
    document_category: Ref = unset
    received_at: datetime = unset


class Custom(Body):
    """Custom field values by the names of their fields."""

    custom: Json = unset


class ContactWords(Custom):
    """What a contact may say in short."""

    email: str = unset
    phone: str = unset
    website: str = unset


class ActivityWords(Body):
    """What an activity may say in short."""

    hours: float = unset


OWN: dict[str, tuple[type[Body], str]] = {
    "users": (NewUser, "users"),
    "applications": (NewApplication, ""),
    "documents": (NewUpload, "documents"),
    "trust": (NewTrust, "bank_transactions"),
    "bills": (NewBill, "bills"),
    "payments": (NewPayment, "payments"),
}
"""The sections that no create body describes, each with its body and its table."""
WORDS: dict[str, type[Body]] = {"contacts": ContactWords, "matters": Custom, "activities": ActivityWords}
"""What entries of other sections take beside the create body of the API."""
