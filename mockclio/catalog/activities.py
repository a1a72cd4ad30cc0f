"""Activities: time entries and expense entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from mockclio.catalog.embedded.tax_parts import NewTaxSetting
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
    webhook_model,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.activity_descriptions import ActivityDescription
    from mockclio.catalog.bills import Bill
    from mockclio.catalog.communications import Communication
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.currencies import Currency
    from mockclio.catalog.document_versions import DocumentVersion
    from mockclio.catalog.embedded.activity_parts import ActivityCalendarEntry, ActivityTask, TextMessageConversation
    from mockclio.catalog.embedded.legal_aid_uk import LegalAidUkActivity
    from mockclio.catalog.embedded.people import ClientPortal
    from mockclio.catalog.embedded.polymorphic import PolymorphicObject
    from mockclio.catalog.embedded.tax_parts import TaxSetting
    from mockclio.catalog.expense_categories import ExpenseCategory
    from mockclio.catalog.matters import Matter
    from mockclio.catalog.notes import Note
    from mockclio.catalog.timers import Timer
    from mockclio.catalog.users import User
    from mockclio.catalog.utbms_codes import UtbmsCode


class Activity(Resource):
    """A time entry or an expense entry. Billable amounts are null for a non-billable entry, and non-billable amounts for a billable one."""

    search = "note"
    since = {"quantity_redacted": "4.0.8"}

    type: Literal["TimeEntry", "ExpenseEntry", "HardCostEntry", "SoftCostEntry"]
    date: Date
    quantity_in_hours: float | None
    rounded_quantity_in_hours: float | None
    quantity: float | None
    rounded_quantity: float | None
    quantity_redacted: bool
    price: float | None
    note: str | None
    flat_rate: bool
    billed: bool
    on_bill: bool
    total: float | None
    contingency_fee: bool
    created_at: DateTime
    updated_at: DateTime
    reference: str | None
    non_billable: bool
    non_billable_total: float | None
    no_charge: bool
    tax_setting: Literal["no_tax", "tax_1_only", "tax_2_only", "tax_1_and_tax_2"] | None
    currency: Currency | None
    activity_description: ActivityDescription | None
    expense_category: ExpenseCategory | None
    bill: Bill | None
    communication: Communication | None
    client_portal: ClientPortal | None
    matter: Matter | None
    matter_note: Note | None
    contact_note: Note | None
    subject: PolymorphicObject | None
    timer: Timer | None
    user: User
    utbms_expense: UtbmsCode | None
    vendor: Contact | None
    calendar_entry: ActivityCalendarEntry | None
    task: ActivityTask | None
    text_message_conversation: TextMessageConversation | None
    document_version: DocumentVersion | None
    legal_aid_uk_activity: LegalAidUkActivity | None
    tax_settings: list[TaxSetting]
    input_tax_settings: list[TaxSetting]


class ActivityQuery(ListQuery):
    activity_description_id: int | None = unset
    calendar_entry_id: int | None = unset
    communication_id: int | None = unset
    contact_note_id: int | None = unset
    end_date: DateTime = special
    expense_category_id: int | None = unset
    flat_rate: bool = special
    grant_id: int | None = where("matter.grants =")
    matter_id: int | None = where("matter =")
    matter_note_id: int | None = unset
    only_unaccounted_for: bool = special
    query: str = unset
    start_date: DateTime = special
    status: Literal["billed", "draft", "unbilled", "non_billable", "billable", "written_off"] = special
    task_id: int | None = unset
    type: Literal["TimeEntry", "ExpenseEntry", "HardCostEntry", "SoftCostEntry"] = unset
    user_id: int | None = unset


class NewActivityDescription(TypedDict, total=False):
    """A category by its id, or the pair of UTBMS codes that identifies one."""

    id: int | None
    utbms_task_id: int
    utbms_activity_id: int


class NewActivity(Body):
    shown_by = {"conversation": "subject", "description": "note", "start_timer": "timer"}
    references = {"conversation": "conversations"}
    also = {"conversation": "NullableRef", "description": "str", "quantity_in_hours": "float"}

    date: Date
    type: Literal["TimeEntry", "ExpenseEntry", "HardCostEntry", "SoftCostEntry"]
    activity_description: NewActivityDescription = unset
    calendar_entry: NullableRef = unset
    client_portal: NullableRef = unset
    communication: NullableRef = unset
    contact_note: NullableRef = unset
    expense_category: NullableRef = unset
    matter: NullableRef = unset
    matter_note: NullableRef = unset
    no_charge: bool = unset
    non_billable: bool = unset
    note: str = unset
    price: float = unset
    quantity: float = unset
    reference: str = unset
    start_timer: bool = unset
    task: NullableRef = unset
    tax_setting: Literal["no_tax", "tax_1_only", "tax_2_only", "tax_1_and_tax_2"] = unset
    text_message_conversation: NullableRef = unset
    user: Ref = unset
    utbms_expense: NullableRef = unset
    vendor: NullableRef = unset
    tax_settings: list[NewTaxSetting] = unset
    input_tax_settings: list[NewTaxSetting] = unset


class ActivityChanges(NewActivity, Guarded):
    """The attributes of a new activity, all optional."""

    date: Date = unset
    type: Literal["TimeEntry", "ExpenseEntry", "HardCostEntry", "SoftCostEntry"] = unset


class Activities(Collection[M]):
    path = "/activities"
    scope = "Activities"
    webhook = webhook_model("activity", number=2)

    list = op.index(
        Activity,
        ActivityQuery,
        order=(
            "id display_number:matter.display_number user.name price total type date note updated_at vendor.name expense_category.name "
            "non_billable non_billable_total"
        ),
    )
    create = op.create(Activity, NewActivity)
    get = op.show(Activity)
    update = op.update(Activity, ActivityChanges)
    delete = op.destroy(refuses="422")
