"""Attributes that become something else than what was written, each with the rule that says what. A path names a nested key."""

from __future__ import annotations

BECOMES: dict[tuple[str, str], str] = {
    ("Avatar", "image"): "contacts.avatar-has-an-address",
    ("CustomFieldSetAssociation", "custom_field_set"): "custom_fields.values-come-with-a-set",
    ("Multipart", "content_length"): "documents.multipart",
    ("Multipart", "content_md5"): "documents.multipart",
    ("GrantFundingSource#destroy", "name"): "legal_aid.funding-source-delete-answers",
    ("EvergreenRetainer", "recipients"): "matters.retainer-is-merged",
    ("Matter", "grant_matters"): "matters.at-most-three-grants",
    ("Matter", "notification_event_subscribers"): "matters.subscriber-filters-agree",
    ("TaskTemplateListInstance", "assignee_id"): "matters.task-list-becomes-tasks",
    ("TaskTemplateListInstance", "due_at"): "matters.task-list-becomes-tasks",
    ("TaskTemplateListInstance", "notify_assignees"): "matters.task-list-becomes-tasks",
    ("TaskTemplateListInstance", "task_template_list"): "matters.task-lists-are-only-assigned",
    ("SafeCustodyPacket", "safe_custody_location_id"): "safe_custody.packets-have-contact-and-location",
}

KEPT: dict[tuple[str, str], str] = {
    ("Activity#update", "price"): "activities.price-hierarchy",
    ("ActivityDescription#update", "currency"): "contacts.currency-by-id-or-code",
    ("ActivityDescription#update", "rate"): "activity_descriptions.rate-is-evaluated",
    ("Communication#update", "received_at"): "communications.received-now-unless-said",
    ("Contact#update", "currency"): "contacts.currency-by-id-or-code",
    ("ExpenseCategory#update", "currency"): "contacts.currency-by-id-or-code",
    ("Matter#update", "currency"): "matters.currency-is-the-clients",
    ("Matter#update", "display_number"): "matters.manual-number-is-kept-as-sent",
    ("Matter#update", "custom_rate"): "matters.rate-type-change-wipes-rates",
}
"""Attributes that null sets to a value of the firm's, each with the rule that says which."""

STAYS: dict[str, tuple[str, ...]] = {
    "Activity#update": ("no_charge", "non_billable", "quantity", "quantity_in_hours", "start_timer"),
    "ActivityDescription#update": ("default",),
    "Bill#update": ("state",),
    "Calendar#update": ("visible",),
    "ClioPaymentsLink#update": ("expired",),
    "Communication#update": ("date",),
    "Contact#update": ("avatar", "name"),
    "Conversation#update": ("archived", "read"),
    "Document#update": ("fully_uploaded", "uuid"),
    "DocumentTemplate#update": ("filename",),
    "LineItem#update": ("kind",),
    "MedicalBill#update": ("balance", "mark_balance_type_as"),
    "Reminder#update": ("duration_unit", "duration_value"),
}
"""Attributes, beside associations that must stay and lists of steps, that null passes over; any other is cleared or refused."""

SOFT: dict[str, tuple[int, str]] = {
    "Bill#destroy": (403, "bills.deleting-keeps-the-row"),
    "CustomField#destroy": (204, "custom_fields.delete-is-soft"),
    "Document#destroy": (404, "documents.trashed-twice-is-404"),
    "MatterDocket#destroy": (404, "court_rules.deleted-docket-takes-its-entries"),
    "Folder#destroy": (404, "documents.trashed-twice-is-404"),
    "TaxRateConfiguration#destroy": (409, "taxes.deleted-rates-stay"),
}
"""Deletions after which the record can still be read: what deleting it again answers, and the rule."""

ONCE: dict[tuple[str, str], str] = {
    ("BankAccount#update", "default_account"): "banking.one-default-a-type",
    ("Document#update", "fully_uploaded"): "documents.already-uploaded",
    ("Document#update", "uuid"): "documents.already-uploaded",
    ("Matter#update", "split_invoice_payers"): "matters.payers-pay-the-whole",
}
"""Attributes of which a second value cannot follow the first, each with the rule that says so."""

SUBJECTS = {"task", "calendar_entry", "communication", "contact_note", "matter_note", "client_portal", "text_message_conversation"}
NAMES = {"first_name", "middle_name", "last_name", "name"}
MOVES: dict[tuple[str, str], set[str]] = {
    **{("Activity#update", name): {"conversation", "price"} for name in SUBJECTS},
    ("Activity#update", "non_billable"): {"no_charge"},
    ("BankTransaction#update", "client"): {"matter"},
    ("BankTransaction#update", "matter"): {"client"},
    ("Communication#update", "date"): {"received_at"},
    ("Communication#update", "received_at"): {"date"},
    **{("Contact#update", name): NAMES for name in NAMES},
    ("Contact#update", "type"): {"company", "prefix", "title", "date_of_birth", *NAMES},
    **{("LineItem#update", name): {"tax_settings"} for name in ("discount", "price", "quantity", "taxable", "secondary_taxable")},
    ("LineItem#update", "note"): {"description"},
    ("LineItem#update", "tax_settings"): {"taxable", "secondary_taxable"},
    ("Matter#update", "practice_area"): {"matter_stage"},
    ("MedicalBill#update", "amount"): {"balance", "mark_balance_type_as", "payers"},
}
"""Attributes that a write of another one moves, because they say the same or belong to it."""

BESIDE_IT = {
    ("Activity#update", "start_timer"),
    ("ActivityDescription#update", "default"),
    ("Contact#update", "avatar"),
    ("Matter#update", "relationships"),
    ("Matter#update", "statute_of_limitations"),
}
"""Attributes that are kept beside the record, so that its own etag stays."""
