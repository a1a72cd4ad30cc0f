"""Nested records of a matter: rates, budget, payers, bill recipients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import Date, DateTime, Record, Resource

if TYPE_CHECKING:
    from mockclio.catalog.contacts import Contact


class MatterCustomRate(Record):
    """The rates or the fee of a matter."""

    scope = "Billing"
    redaction = "alone"
    default_fields = "type on_invoice rates"

    type: Literal["FlatRate", "HourlyRate", "ContingencyFee"]
    on_invoice: bool
    rates: list[CustomRate]


class CustomRate(Resource):
    """A rate of a user, a group, a category of work or everybody; or the percentage and award of a contingency fee.

    It stands on the second level only, where no braces reach it. So an answer has all of its scalar fields.
    """

    default_fields = "id rate award note date user group activity_description"

    created_at: DateTime
    updated_at: DateTime
    rate: float
    award: float | None
    note: str | None
    date: Date | None
    user: CustomRateUser | None
    group: CustomRateGroup | None
    activity_description: CustomRateActivityDescription | None


class CustomRateUser(Resource):
    """The user that a rate applies to."""

    default_fields = "id name"
    table = "users"

    enabled: bool
    name: str


class CustomRateGroup(Resource):
    """The group that a rate applies to."""

    default_fields = "id name"
    table = "groups"

    name: str


class CustomRateActivityDescription(Resource):
    """The category of work that a rate applies to."""

    default_fields = "id name"
    table = "activity_descriptions"

    name: str


class ContingencyFee(Resource):
    """The part of the award that the firm earns."""

    created_at: DateTime
    updated_at: DateTime
    show_contingency_award: bool


class EvergreenRetainer(Resource):
    """The minimum amount in trust. Below it, the firm asks for more."""

    default_fields = "id created_at updated_at"

    created_at: DateTime
    updated_at: DateTime
    minimum_threshold: float | None


class MatterBudget(Resource):
    """The budget of a matter, and the threshold of the warning."""

    budget: float | None
    include_expenses: bool
    notification_threshold: int | None
    notify_users: bool
    created_at: DateTime
    updated_at: DateTime


class AttorneyAllocation(Resource):
    """The split of the credit for a matter between two attorneys, in percent."""

    account_id: int
    resource_id: int
    resource_type: str
    originating_attorney_allocation: float
    responsible_attorney_allocation: float
    created_at: DateTime
    updated_at: DateTime


class MatterBillRecipient(Resource):
    """A contact who receives the bills of a matter."""

    created_at: DateTime
    updated_at: DateTime
    recipient: Contact | None


class TaskTemplateListInstance(Resource):
    """One assignment of a list of task templates to a matter."""

    created_at: DateTime
    updated_at: DateTime


class SplitInvoicePayer(Resource):
    """A contact who pays a part of each bill, in percent."""

    contact_id: int
    matter_id: int
    send_to_bill_recipients: bool
    split_portion: float
    created_at: DateTime
    updated_at: DateTime


class AccountBalance(Record):
    """The money of a matter or contact in one bank account."""

    scope = "Accounting"
    redaction = "alone"
    default_fields = "id"

    id: int
    balance: float
    type: str
    name: str
    currency_id: int | None
