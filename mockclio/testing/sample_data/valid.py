"""What the catalogue does not say of valid values: values of one attribute that must fit others, what goes with them, and on which record.

Keys are an operation id or a record's name, and an attribute. `VALUES` gives two values, `BESIDE` what is sent with them, `ON` the record
that is written to, `LISTED` parameters without which a list does not show a new record.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from mockclio.testing.sample_data.sample_data import SampleData
from mockclio.testing.sample_data.values import minutes, owed
from mockclio.testing.sample_data.webhook_address import webhook_address

Values = Callable[[SampleData], Any]
Table = dict[tuple[str, str], Any]


def refs(*names: str, **more: Any) -> Values:
    """References to records of those names."""
    return lambda c: tuple(c.ref(name, **more) for name in names)


def ids(*names: str) -> Values:
    """Values that are the ids of named records."""
    return lambda c: tuple(c[name] for name in names)


def plain(*values: Any) -> Values:
    """Values that depend on no record."""
    return lambda c: values


def each(values: Values) -> Values:
    """Each value as the only member of a list."""
    return lambda c: tuple([value] for value in values(c))


def beside(**body: Any) -> Values:
    """Attributes that go with a value."""
    return lambda c: body


def _picture(mark: bytes) -> str:
    return base64.b64encode(b"GIF89a" + mark).decode()


def _field_values(owner: str) -> Values:
    def values(c: SampleData) -> Any:
        fields = [(f"custom_field.{owner}.text_line", "Red"), (f"custom_field.{owner}.numeric", 7)]
        return tuple([{"custom_field": c.ref(name), "value": value}] for name, value in fields)

    return values


def _sets(owner: str) -> Values:
    orders = {"first": 1, "second": 2}
    return lambda c: tuple(
        [{"custom_field_set": c.ref(f"custom_field_set.{owner}.{key}"), "display_order": order}] for key, order in orders.items()
    )


ANSWERS = plain(
    [{"field_name": "passport_note", "field_type": "text", "field_value": "Seen"}],
    [{"field_name": "passport_date", "field_type": "date", "field_value": "2026-02-01"}],
)
TAXES = ("tax_settings", "input_tax_settings")
OF_EXPENSES = ("expense_category", "reference", "tax_setting", "utbms_expense", "vendor", *TAXES)
PARTS = plain(
    [{"part_number": 1, "content_length": "100"}],
    [{"part_number": 2, "content_length": "7", "content_md5": "1B2M2Y8AsgTpgAmY7PhCfg=="}],
)


def _payers(c: SampleData) -> Any:
    one = [{"contact_id": c["contact.bela"], "send_to_bill_recipients": True, "split_portion": 100}]
    two = [{"contact_id": c["contact.ada"], "split_portion": 40}, {"contact_id": c["contact.chidi"], "split_portion": 60}]
    return one, two


def _statute(c: SampleData) -> Any:
    reminders = [{"duration_value": 3, "duration_unit": "days", "notification_method": c.ref("notification_method.owner")}]
    return {"due_at": "2026-09-01", "status": "pending", "reminders": reminders}, {"due_at": "2026-10-01", "status": "in_progress"}


def _rates(c: SampleData) -> Any:
    parts = {"user": c.ref("user.osei"), "activity_description": c.ref("activity_description.one"), "group": c.ref("group.one")}
    award = {"user": c.ref("user.osei"), "award": 1000, "note": "Settled", "date": "2026-06-02"}
    return {"type": "HourlyRate", "rates": [{**parts, "rate": 310}]}, {"type": "ContingencyFee", "rates": [{**award, "rate": 30}]}


def _pending(name: str) -> Values:
    """The uuid of the version of that document, which waits for its bytes."""
    return lambda c: {"uuid": c.pending(name)}


def _taxes(c: SampleData) -> Any:
    one, two = ({"tax_rate_configuration_id": c[f"tax_rate_configuration.{key}"]} for key in ("one", "two"))
    return [{**one, "order": 1, "rule": "Pre"}], [{**one, "order": 1, "rule": "Pre"}, {**two, "order": 2, "rule": "Post"}]


VALUES: Table = {
    **dict.fromkeys([(owner, name) for owner in ("Activity", "ExpenseCategory", "LineItem") for name in TAXES], _taxes),
    ("Activity", "contact_note"): refs("note.contact.one", "note.contact.two"),
    ("Activity", "matter_note"): refs("note.matter.one", "note.matter.two"),
    ("Activity#update", "type"): plain("SoftCostEntry", "ExpenseEntry"),
    ("ActivityDescription", "rate"): plain(
        {"type": "Custom", "amount": 90, "non_billable_amount": 10}, {"type": "FlatRate", "amount": 400}
    ),
    ("BankAccount", "currency"): plain("USD", "CAD"),
    ("BankTransaction", "currency"): plain("CAD", "GBP"),
    ("Bill", "discount"): plain({"rate": 10, "type": "percentage", "note": "Old friend"}, {"rate": 5, "type": "money"}),
    ("Bill", "state"): plain("awaiting_approval", "awaiting_payment"),
    ("Activity", "quantity"): plain(5400, 900),  # time counts in whole seconds
    ("BillTheme", "config"): plain('{"show":{}}', '{"css":{"body":"large"}}'),
    ("CalendarEntry", "attendees"): lambda c: ([c.ref("contact.ada", type="Contact")], [c.ref("calendar.two", type="Calendar")]),
    ("CalendarEntry", "recurrence_rule"): plain("FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;BYDAY=WE"),
    ("CalendarEntry", "start_at"): plain("2026-06-10T13:30:00Z", "2026-06-10T08:15:00-04:00"),
    ("ClioPaymentsLink#update", "expired"): plain(True, True),
    ("ClioPaymentsLink", "currency"): plain("USD", "USD"),
    ("ClioPaymentsLink", "destination_account"): refs("bank_account.operating", "bank_account.one"),
    ("Communication", "received_at"): plain("2026-05-30T10:00:00Z", "2026-05-31T09:00:00-04:00"),
    ("Contact", "avatar"): plain({"image": _picture(b"one")}, {"image": _picture(b"two")}),
    ("Contact", "company"): refs("company.north", "company.south"),
    ("Contact", "custom_field_set_associations"): _sets("Contact"),
    ("Contact", "custom_field_values"): _field_values("Contact"),
    ("Contact", "kyc_field_values"): ANSWERS,
    ("ConversationMessage", "attachment"): lambda c: (
        {"document_id": c["document.one"]},
        {"document_version_id": c["document_version.one"]},
    ),
    ("CustomFieldSet", "custom_field_ids"): each(ids("custom_field.Matter.text_line", "custom_field.Matter.numeric")),
    ("Document", "content_type"): plain("application/pdf", "text/plain"),
    ("Document", "multiparts"): PARTS,
    ("Document", "parent"): refs("folder.two", "folder.three", type="Folder"),
    ("Document#update", "uuid"): lambda c: (*_pending("document.waiting")(c).values(),) * 2,
    ("DocumentTemplate", "filename"): plain("First.pdf", "Second.pdf"),
    ("Folder", "parent"): refs("folder.two", "folder.three", type="Folder"),
    ("LineItem", "activity"): refs("activity.extra", "activity.other"),
    ("LineItem", "kind"): plain("Expense", "Service"),
    ("LineItem", "matter"): lambda c: (c.ref("matter.lease"), {"id": None}),
    ("Matter", "custom_field_set_associations"): _sets("Matter"),
    ("Matter", "custom_field_values"): _field_values("Matter"),
    ("Matter", "custom_rate"): _rates,
    ("Matter", "evergreen_retainer"): lambda c: (
        {"minimum_threshold": 500, "recipients": [c.ref("user.osei")]},
        {"minimum_threshold": 750},
    ),
    ("Matter", "kyc_field_values"): ANSWERS,
    ("Matter", "split_invoice_payers"): _payers,
    ("Matter", "statute_of_limitations"): _statute,
    ("MatterDocket", "jurisdiction"): refs("jurisdiction.1204", "jurisdiction.1204"),
    ("Note", "detail_text_type"): plain("plain_text", "rich_text"),
    ("TaskTemplate", "cascading_source"): refs("task_template.source", "task_template.other"),
    ("TaskTemplate", "reminder_templates"): plain(
        [{"duration_value": 3, "duration_unit": "days", "notification_type": "Email"}],
        [{"duration_value": 2, "duration_unit": "weeks", "notification_type": "Popup"}],
    ),
    ("MatterTransfer", "bank_account"): refs("bank_account.trust", "bank_account.escrow"),
    ("MatterTransfer", "client"): refs("contact.ada", "contact.ada"),
    ("MatterTransfer", "destination_matter"): refs("matter.trust", "matter.estate"),
    ("MatterTransfer", "source_matter"): refs("matter.lease", "matter.deed"),
    ("SafeCustodyRecord#state_changes", "actor_id"): ids("user.owner", "user.osei"),
    ("SafeCustodyRecord#state_changes", "actor_type"): plain(1, 1),
    ("SafeCustodyRecord#state_changes", "state"): plain("temporarily_removed", "removed"),
    ("TaxRateConfiguration", "rate"): plain(0.05, 0.0725),
    ("TaxRateConfiguration", "tax_authority"): plain(None, None),
    ("Webhook", "expires_at"): lambda c: (f"{c.day(19)}T14:30:00Z", f"{c.day(21)}T09:15:00-04:00"),
    ("Webhook", "fields"): plain("id,status", "id,etag,client{name}"),
    ("Webhook", "model"): plain("task", "contact"),
    ("Webhook", "url"): lambda c: (webhook_address(c.target, "first"), webhook_address(c.target, "second")),
}

BESIDE: Table = {
    **dict.fromkeys([("Activity#create", name) for name in OF_EXPENSES], beside(type="HardCostEntry")),
    ("Activity", "no_charge"): beside(non_billable=True),
    ("ActivityRate#create", "co_counsel_contact_id"): beside(contact_id=None),
    ("ActivityRate#update", "co_counsel_contact_id"): beside(contact_id=None),
    ("BankTransaction", "currency"): beside(exchange_rate=1.25),
    ("Contact#create", "name"): beside(type="Company", first_name=..., last_name=...),
    ("Contact#create", "type"): beside(first_name=..., last_name=..., name="Erik Sand"),
    ("CustomField#create", "picklist_options"): beside(field_type="picklist"),
    ("CustomFieldSet#update", "parent_type"): beside(custom_field_ids=[]),
    ("Document#update", "multiparts"): _pending("document.parts"),
    ("Document#update", "fully_uploaded"): _pending("document.waiting"),
    ("Folder#create", "matter"): beside(parent=...),
    ("Matter", "matter_stage"): lambda c: {"practice_area": {"id": c["practice_area.staged"]}},
    ("Note#create", "contact"): beside(type="Contact", matter=...),
    ("Note#create", "type"): lambda c: {"contact": c.ref("contact.ada")},
    ("ReportSchedule", "frequency"): beside(day_of_month=3, days_of_week=[1]),
}

ON: dict[tuple[str, str], str] = {
    **dict.fromkeys([("Activity#update", name) for name in (*OF_EXPENSES, "type")], "activity.hard"),
    ("Document#update", "multiparts"): "document.parts",
    ("Document#update", "fully_uploaded"): "document.waiting",
    ("Document#update", "uuid"): "document.waiting",
}

LISTED: dict[str, dict[str, str]] = {"Document#index": {"show_uncompleted": "true"}}

SHOWN_AS: dict[tuple[str, str], Callable[[Any, Any], bool]] = {
    ("Activity", "start_timer"): lambda sent, timer: (timer is not None) == sent,
    ("ClioPaymentsLink", "expired"): lambda sent, active: active is not sent,
    ("ConversationMessage", "attachment"): lambda sent, document: document["id"] == sent.get("document_id", document["id"]),
    ("MedicalBill", "balance"): lambda sent, liens: sent in owed(liens),
    ("MedicalBill", "mark_balance_type_as"): lambda sent, liens: owed(liens) == ({} if sent == "neither" else {50: sent == "lien"}),
    ("MedicalBill", "payers"): lambda sent, liens: all(owed(liens)[one["amount"]] == one["mark_as_lien"] for one in sent),
    ("Reminder#create", "duration_unit"): lambda sent, duration: duration == minutes({"duration_unit": sent}),
    ("Reminder#create", "duration_value"): lambda sent, duration: duration == minutes({"duration_value": sent, "duration_unit": "hours"}),
    ("Reminder#update", "duration_unit"): lambda sent, duration: duration == minutes({"duration_unit": sent, "duration_value": 2}),
    ("Reminder#update", "duration_value"): lambda sent, duration: duration == minutes({"duration_value": sent}),
}
"""Attributes that a field of another name shows in another form: whether what is shown there is what was sent."""


def overriding(table: Table, operation_id: str, attribute: str) -> Any:
    """The entry for the operation, else for the record of that operation, else None."""
    model = operation_id.partition("#")[0]
    return table.get((operation_id, attribute), table.get((model, attribute)))
