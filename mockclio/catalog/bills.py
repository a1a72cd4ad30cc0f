"""Bills: amounts that clients must pay. Totals follow from lines, taxes, interest, payments and credits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    CustomFieldConditions,
    Date,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Query,
    Range,
    Ref,
    Resource,
    op,
    special,
    unset,
    webhook_model,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.bank_accounts import BankAccount
    from mockclio.catalog.bill_themes import BillTheme
    from mockclio.catalog.billing_settings import BillingSetting
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.currencies import Currency
    from mockclio.catalog.embedded.bill_parts import Balance, Discount, Interest, MatterBalance, SplitInvoice
    from mockclio.catalog.embedded.contact_details import Address
    from mockclio.catalog.embedded.legal_aid_uk import LegalAidUkBill
    from mockclio.catalog.groups import Group
    from mockclio.catalog.matters import Matter
    from mockclio.catalog.users import User


class Bill(Resource):
    """A bill for work or a request for trust funds. Its amounts follow from its lines and its allocations."""

    default_fields = "id etag number state"
    search = "number"
    retired = {"matter_balances": ("list[MatterBalance]", "4.0.4")}

    number: str
    issued_at: Date | None
    created_at: DateTime
    due_at: Date | None
    tax_rate: float | None
    secondary_tax_rate: float | None
    updated_at: DateTime
    subject: str | None
    purchase_order: str | None
    type: Literal["MatterBill", "ClientBill"]
    memo: str | None
    start_at: Date | None
    end_at: Date | None
    balance: float
    state: Literal["draft", "awaiting_approval", "awaiting_payment", "paid", "void", "deleted"]
    kind: Literal[
        "revenue_kind", "summary_kind", "trust_kind", "aggregate_all", "aggregate_split", "aggregate_services", "aggregate_expenses"
    ]
    total: float
    paid: float
    paid_at: DateTime | None
    pending: float
    due: float
    discount_services_only: str
    can_update: bool
    credits_issued: float
    shared: bool
    last_sent_at: DateTime | None
    services_secondary_tax: float
    services_sub_total: float
    services_tax: float
    services_taxable_sub_total: int
    services_secondary_taxable_sub_total: int
    taxable_sub_total: int
    secondary_taxable_sub_total: int
    sub_total: float
    tax_sum: float
    secondary_tax_sum: float
    total_tax: float
    available_state_transitions: list[Literal["awaiting_approval", "awaiting_payment", "paid", "void", "deleted"]]
    user: User | None
    client: Contact | None
    discount: Discount | None
    interest: Interest | None
    matters: list[Matter]
    group: Group | None
    bill_theme: BillTheme | None
    original_bill: Bill | None
    destination_account: BankAccount | None
    balances: list[Balance]
    matter_totals: list[MatterBalance]
    currency: Currency | None
    billing_setting: BillingSetting | None
    client_addresses: list[Address]
    legal_aid_uk_bill: LegalAidUkBill | None
    split_invoice: SplitInvoice | None


class BillQuery(ListQuery):
    bill_number: str = where("number =")
    client_id: int = unset
    currency_id: int = where("currency =")
    custom_field_values: CustomFieldConditions = unset
    due_after: Date = where("due_at >")
    due_at: Date = unset
    due_before: Date = where("due_at <")
    issued_after: Date = where("issued_at >")
    issued_before: Date = where("issued_at <")
    last_sent_end_date: Date = special
    last_sent_start_date: Date = special
    matter_id: int | None = where("matters =")
    originating_attorney_id: int | None = where("matters.originating_attorney =")
    overdue_only: bool = special
    query: str = unset
    responsible_attorney_id: int | None = where("matters.responsible_attorney =")
    state: Literal["draft", "awaiting_approval", "awaiting_payment", "paid", "void", "deleted"] = unset
    status: Literal["all", "overdue"] = special
    type: Literal["revenue", "trust"] = special


class BillOptions(Query):
    """The ids of the bills before and after, as the client knows them. The answer has the real ones."""

    wire = {"navigation_next": "navigation.next", "navigation_previous": "navigation.previous"}

    navigation_next: int = special
    navigation_previous: int = special


class DiscountChange(TypedDict, total=False):
    rate: float
    type: Literal["percentage", "money"]
    note: str


class InterestChange(TypedDict, total=False):
    rate: float
    type: Literal["simple", "compound"]
    period: int


class BillChanges(Body, Guarded):
    write_only = {"use_grace_period": "bills.grace-period"}

    bill_theme: Ref = unset
    currency_id: int = unset
    discount: DiscountChange = unset
    due_at: Date = unset
    interest: InterestChange = unset
    issued_at: Date = unset
    memo: str = unset
    number: str = unset
    purchase_order: str = unset
    secondary_tax_rate: Annotated[float, Range(0, 100)] = unset
    state: Literal["draft", "awaiting_approval", "awaiting_payment", "paid", "void", "deleted"] = unset
    subject: str = unset
    tax_rate: Annotated[float, Range(0, 100)] = unset
    use_grace_period: bool = unset


class Bills(Collection[M]):
    path = "/bills"
    scope = "Billing"
    webhook = webhook_model("bill", number=3)

    preview = op.page("/{id}/preview", verb="preview", refuses="406")
    list = op.index(
        Bill,
        BillQuery,
        order=(
            "id due_at issued_at paid_at last_sent_at client_name:client.name matter_display_number:matters.display_number balance number"
        ),
    )
    get = op.show(Bill, BillOptions)
    update = op.update(Bill, BillChanges)
    delete = op.destroy(refuses="403")
