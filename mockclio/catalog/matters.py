"""Matters: the pieces of legal work that most other records belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Required, TypedDict

from mockclio.catalog.choices import TaskStatus
from mockclio.catalog.embedded.inputs import (
    CustomFieldSetAssociationChange,
    CustomFieldValueChange,
    KycFieldValueChange,
    NewCustomFieldSetAssociation,
    NewCustomFieldValue,
    NewKycFieldValue,
    RateTableAssignment,
)
from mockclio.catalog.vocabulary import (
    CHANGES,
    AnyCase,
    Body,
    Collection,
    CustomFieldConditions,
    Date,
    DateCondition,
    DateTime,
    Guarded,
    Json,
    ListQuery,
    M,
    NullableRef,
    OneOrMore,
    Query,
    Ref,
    Resource,
    inverse,
    op,
    special,
    unset,
    webhook_model,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.currencies import Currency
    from mockclio.catalog.embedded.custom_values import CustomFieldSetAssociation, CustomFieldValue, KycFieldValue
    from mockclio.catalog.embedded.legal_aid_uk import LegalAidUkMatter
    from mockclio.catalog.embedded.matter_parts import (
        AccountBalance,
        AttorneyAllocation,
        ContingencyFee,
        EvergreenRetainer,
        MatterBillRecipient,
        MatterBudget,
        MatterCustomRate,
        SplitInvoicePayer,
        TaskTemplateListInstance,
    )
    from mockclio.catalog.folders import Folder
    from mockclio.catalog.groups import Group
    from mockclio.catalog.matter_stages import MatterStage
    from mockclio.catalog.practice_areas import PracticeArea
    from mockclio.catalog.relationships import Relationship
    from mockclio.catalog.tasks import Task
    from mockclio.catalog.users import User


class Matter(Resource):
    """A piece of legal work for one client."""

    default_fields = "id etag display_number"
    search = "display_number number description client.first_name client.last_name client.name"

    number: int
    display_number: str
    custom_number: str | None
    currency: Currency | None
    description: str
    status: Literal["Pending", "Open", "Closed"]
    location: str | None
    client_reference: str | None
    client_id: int
    billable: bool
    maildrop_address: str
    billing_method: Literal["flat", "contingency", "hourly"]
    open_date: Date | None
    close_date: Date | None
    pending_date: Date | None
    created_at: DateTime
    updated_at: DateTime
    shared: bool
    has_tasks: bool
    require_utbms_codes: bool
    last_activity_date: Date | None
    matter_stage_updated_at: DateTime | None
    client: Contact
    contingency_fee: ContingencyFee | None
    custom_rate: MatterCustomRate
    evergreen_retainer: EvergreenRetainer | None
    folder: Folder | None
    group: Group | None
    matter_budget: MatterBudget | None
    matter_stage: MatterStage | None
    originating_attorney: User | None
    practice_area: PracticeArea | None
    responsible_attorney: User | None
    responsible_staff: User | None
    statute_of_limitations: Task | None
    user: User | None
    legal_aid_uk_matter: LegalAidUkMatter | None
    attorney_allocation: AttorneyAllocation | None
    account_balances: list[AccountBalance]
    custom_field_values: list[CustomFieldValue]
    custom_field_set_associations: list[CustomFieldSetAssociation]
    matter_bill_recipients: list[MatterBillRecipient]
    relationships: list[Relationship] = inverse("matter")
    task_template_list_instances: list[TaskTemplateListInstance]
    kyc_field_values: list[KycFieldValue]
    split_invoice_payers: list[SplitInvoicePayer]


class MatterQuery(ListQuery):
    """Filters of the list. `custom_field_ids` limits the values that are shown, not the matters."""

    billable: bool = unset
    client_id: int = where("client =")
    close_date: list[DateCondition] = unset
    currency_id: int = unset
    custom_field_ids: list[int] = special
    custom_field_values: CustomFieldConditions = unset
    grant_id: int | None = where("grants =")
    group_id: int = unset
    notification_event_subscriber_user_id: int | None = special
    open_date: list[DateCondition] = unset
    originating_attorney_id: int | None = unset
    pending_date: list[DateCondition] = unset
    practice_area_id: int = unset
    query: str = unset
    responsible_attorney_id: int | None = unset
    responsible_staff_id: int | None = unset
    status: Annotated[OneOrMore[Literal["open", "closed", "pending"]], AnyCase(rule="matters.status-in-any-case")] = unset
    subscriber_user_id: int | None = special


class MatterOptions(Query):
    """Limits the custom field values of one matter."""

    custom_field_ids: list[int] = special


class NewRate(TypedDict, total=False):
    user: Required[Ref]
    award: float
    note: str
    date: Date
    rate: Required[float]
    activity_description: NullableRef
    group: NullableRef


class NewCustomRate(TypedDict, total=False):
    type: Required[Literal["FlatRate", "HourlyRate", "ContingencyFee"]]
    rates: list[NewRate]


class RecipientLink(TypedDict, total=False):
    id: int
    _destroy: bool


class NewEvergreenRetainer(TypedDict, total=False):
    minimum_threshold: float
    recipients: list[RecipientLink]


class NewMatterBudget(TypedDict, total=False):
    _destroy: bool
    budget: float
    include_expenses: bool
    notification_threshold: int
    notify_users: bool


class NewRelationship(TypedDict):
    description: str
    contact: Ref


class NewSplitInvoicePayer(TypedDict, total=False):
    contact_id: Required[int]
    send_to_bill_recipients: bool
    split_portion: Required[float]


class NewReminder(TypedDict):
    duration_value: int
    duration_unit: str
    notification_method: Ref


class NewStatuteOfLimitation(TypedDict, total=False):
    status: TaskStatus
    due_at: Date
    reminders: list[NewReminder]


class NewTaskTemplateListInstance(TypedDict, total=False):
    task_template_list: Required[Ref]
    assignee_id: int
    notify_assignees: bool
    due_at: Date


class RateChange(TypedDict, total=False):
    user: Ref
    award: float
    note: str
    date: Date
    rate: float
    id: int
    _destroy: bool
    activity_description: NullableRef
    group: NullableRef


class CustomRateChange(TypedDict, total=False):
    type: Literal["FlatRate", "HourlyRate", "ContingencyFee"]
    rates: list[RateChange]


class EvergreenRetainerChange(TypedDict, total=False):
    minimum_threshold: float
    _destroy: bool
    recipients: list[RecipientLink]


class RelationshipChange(TypedDict, total=False):
    description: str
    contact: Ref
    id: int
    _destroy: bool


class SplitInvoicePayerChange(TypedDict, total=False):
    contact_id: int
    id: int
    send_to_bill_recipients: bool
    split_portion: float
    _destroy: bool


class ReminderChange(TypedDict, total=False):
    duration_value: int
    duration_unit: str
    notification_method: Ref
    id: int
    _destroy: bool


class StatuteOfLimitationChange(TypedDict, total=False):
    status: TaskStatus
    due_at: Date
    reminders: list[ReminderChange]
    _destroy: bool


class TaskTemplateListInstanceChange(TypedDict, total=False):
    task_template_list: Ref
    assignee_id: int
    notify_assignees: bool
    due_at: Date


class BillRecipient(TypedDict, total=False):
    id: int
    recipient: Ref
    _destroy: bool


class Subscriber(TypedDict, total=False):
    id: int
    user_id: str
    _destroy: bool


class GrantMatter(TypedDict, total=False):
    id: int
    grant: Ref
    _destroy: bool


class MatterFields(Body):
    """The attributes of a matter in a create or an update."""

    write_only = {
        "rate_table_assignment": "rates.table-assignment-is-not-shown",
        "reset_matter_number": "matters.reset-renders-the-number-again",
    }
    passed_over = dict.fromkeys(
        ("number", "maildrop_address", "folder", "account_balances", "last_activity_date", "has_tasks", "matter_stage_updated_at"),
        "matters.derived-fields-are-not-taken",
    ) | {"billing_method": "matters.billing-method-follows-rate-type"}
    also = {
        "grant_matters": "list[GrantMatter]",
        "matter_bill_recipients": "list[BillRecipient]",
        "notification_event_subscribers": "list[Subscriber]",
    }

    billable: bool = unset
    client_reference: str = unset
    close_date: Date = unset
    currency: Json = unset
    display_number: str = unset
    group: NullableRef = unset
    location: str = unset
    matter_budget: NewMatterBudget = unset
    matter_stage: NullableRef = unset
    open_date: Date = unset
    originating_attorney: Ref = unset
    pending_date: Date = unset
    practice_area: NullableRef = unset
    rate_table_assignment: RateTableAssignment = unset
    require_utbms_codes: bool = unset
    reset_matter_number: bool = unset
    responsible_attorney: Ref = unset
    responsible_staff: NullableRef = unset
    status: Annotated[Literal["open", "closed", "pending"], AnyCase(rule="matters.status-in-any-case")] = unset


class NewMatter(MatterFields, MatterOptions):
    """The attributes of a new matter. Only a client and a description are required."""

    refused_by = dict.fromkeys(("client", "description"), "matters.client-and-description-are-enough")

    client: Ref
    description: str
    custom_field_set_associations: list[NewCustomFieldSetAssociation] = unset
    custom_field_values: list[NewCustomFieldValue] = unset
    custom_rate: NewCustomRate = unset
    evergreen_retainer: NewEvergreenRetainer = unset
    kyc_field_values: list[NewKycFieldValue] = unset
    relationships: list[NewRelationship] = unset
    split_invoice_payers: list[NewSplitInvoicePayer] = unset
    statute_of_limitations: NewStatuteOfLimitation = unset
    task_template_list_instances: list[NewTaskTemplateListInstance] = unset


class MatterChanges(MatterFields, MatterOptions, Guarded):
    """The attributes of a change. Members of lists are named by their ids. A list is never replaced as a whole."""

    client: Ref = unset
    custom_field_set_associations: list[CustomFieldSetAssociationChange] = unset
    custom_field_values: list[CustomFieldValueChange] = unset
    custom_rate: CustomRateChange = unset
    description: str = unset
    evergreen_retainer: EvergreenRetainerChange = unset
    kyc_field_values: list[KycFieldValueChange] = unset
    relationships: list[RelationshipChange] = unset
    split_invoice_payers: list[SplitInvoicePayerChange] = unset
    statute_of_limitations: StatuteOfLimitationChange = unset
    task_template_list_instances: list[TaskTemplateListInstanceChange] = unset


class Matters(Collection[M]):
    path = "/matters"
    scope = "Matters"
    webhook = webhook_model("matter", number=1, events=(*CHANGES, "matter_opened", "matter_pended", "matter_closed"))

    list = op.index(
        Matter,
        MatterQuery,
        order=(
            "display_number custom_number id client.name clients open_date practice_area.name matter_stage.name "
            "responsible_attorney.name close_date pending_date updated_at created_at statute_of_limitations.due_at "
            "originating_attorney.name grants matter_stage_updated_at"
        ),
    )
    create = op.create(Matter, NewMatter, query=MatterOptions)
    get = op.show(Matter, MatterOptions)
    update = op.update(Matter, MatterChanges, query=MatterOptions)
    delete = op.destroy()
