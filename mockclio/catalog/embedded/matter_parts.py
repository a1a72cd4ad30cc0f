"""Matter parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import Date, DateTime, Record, Row

if TYPE_CHECKING:
    from mockclio.catalog.contacts import Contact


class MatterCustomRate(Record):
    """A matter custom rate."""

    default_fields = "type on_invoice rates"

    type: Literal["FlatRate", "HourlyRate", "ContingencyFee"]
    on_invoice: bool
    rates: list[CustomRate]


class CustomRate(Row):
    """A custom rate."""

    created_at: DateTime
    updated_at: DateTime
    rate: float | None
    award: float | None
    note: str | None
    date: Date | None
    user: CustomRateUser | None
    group: CustomRateGroup | None
    activity_description: CustomRateActivityDescription | None


class CustomRateUser(Row):
    """A custom rate user."""

    default_fields = "id etag name enabled"
    table = "users"

    enabled: bool
    name: str


class CustomRateGroup(Row):
    """A custom rate group."""

    default_fields = "id etag name"
    table = "groups"

    name: str


class CustomRateActivityDescription(Row):
    """A custom rate activity description."""

    default_fields = "id etag name"
    table = "activity_descriptions"

    name: str


class ContingencyFee(Row):
    """A contingency fee."""

    created_at: DateTime
    updated_at: DateTime
    show_contingency_award: bool


class EvergreenRetainer(Row):
    """A evergreen retainer."""

    created_at: DateTime
    updated_at: DateTime
    minimum_threshold: float | None


class MatterBudget(Row):
    """A matter budget."""

    budget: float | None
    include_expenses: bool
    notification_threshold: int | None
    notify_users: bool
    created_at: DateTime
    updated_at: DateTime


class AttorneyAllocation(Row):
    """A attorney allocation."""

    account_id: int | None
    resource_id: int | None
    resource_type: str | None
    originating_attorney_allocation: float | None
    responsible_attorney_allocation: float | None
    created_at: DateTime
    updated_at: DateTime


class MatterBillRecipient(Row):
    """A matter bill recipient."""

    created_at: DateTime
    updated_at: DateTime
    recipient: Contact | None


class TaskTemplateListInstance(Row):
    """A task template list instance."""

    created_at: DateTime
    updated_at: DateTime


class SplitInvoicePayer(Row):
    """A split invoice payer."""

    contact_id: int | None
    matter_id: int | None
    send_to_bill_recipients: bool
    split_portion: float | None
    created_at: DateTime
    updated_at: DateTime


class AccountBalance(Record):
    """A account balance."""

    default_fields = "id"

    id: int
    balance: float | None
    type: str
    name: str
    currency_id: int | None
