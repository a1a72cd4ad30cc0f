"""What stands inside a matter: its rates, its budget, who pays and who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import Date, DateTime, Record, Resource

if TYPE_CHECKING:
    from mockclio.catalog.contacts import Contact


class MatterCustomRate(Record):
    """How the work on a matter is charged."""

    default_fields = "type on_invoice rates"

    type: Literal["FlatRate", "HourlyRate", "ContingencyFee"]
    on_invoice: bool
    rates: list[CustomRate]


class CustomRate(Resource):
    """One price: of a user, of a group, of a kind of work or of everybody; or the percentage and award of a contingency fee."""

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
    """The user whom a rate is for."""

    default_fields = "id etag name enabled"
    table = "users"

    enabled: bool
    name: str


class CustomRateGroup(Resource):
    """The group that a rate is for."""

    default_fields = "id etag name"
    table = "groups"

    name: str


class CustomRateActivityDescription(Resource):
    """The kind of work that a rate is for."""

    default_fields = "id etag name"
    table = "activity_descriptions"

    name: str


class ContingencyFee(Resource):
    """The part of the award that the firm earns."""

    created_at: DateTime
    updated_at: DateTime
    show_contingency_award: bool


class EvergreenRetainer(Resource):
    """The amount in trust below which the firm asks for more."""

    created_at: DateTime
    updated_at: DateTime
    minimum_threshold: float | None


class MatterBudget(Resource):
    """How much the work may cost, and when to warn."""

    budget: float | None
    include_expenses: bool
    notification_threshold: int | None
    notify_users: bool
    created_at: DateTime
    updated_at: DateTime


class AttorneyAllocation(Resource):
    """How the credit for a matter is split between two attorneys, in percent."""

    account_id: int
    resource_id: int
    resource_type: str
    originating_attorney_allocation: float
    responsible_attorney_allocation: float
    created_at: DateTime
    updated_at: DateTime


class MatterBillRecipient(Resource):
    """A contact who gets the bills of a matter."""

    created_at: DateTime
    updated_at: DateTime
    recipient: Contact | None


class TaskTemplateListInstance(Resource):
    """One time that a list of task templates was put to work on a matter."""

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
    """What one bank account holds for a matter or contact."""

    default_fields = "id"

    id: int
    balance: float
    type: str
    name: str
    currency_id: int | None
