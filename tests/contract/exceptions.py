"""Attributes that become something else than what was written, each with the rule that says what. A path names a nested key."""

from __future__ import annotations

BECOMES: dict[tuple[str, str], str] = {
    ("Activity", "start_timer"): "activities.start-timer",
    ("Contact", "avatar.image"): "contacts.avatar-has-an-address",
    ("Contact", "custom_field_set_associations.custom_field_set"): "custom_fields.displayed-without-value-has-null-id",
    ("Contact", "email_addresses.default_email"): "contacts.primary-is-the-default-else-the-first",
    ("Contact", "phone_numbers.default_number"): "contacts.primary-is-the-default-else-the-first",
    ("ConversationMessage", "attachment.document_id"): "communications.message-may-attach-a-document",
    ("ConversationMessage", "attachment.document_version_id"): "communications.message-may-attach-a-document",
    ("Document", "multiparts.content_length"): "documents.multipart",
    ("Document", "multiparts.content_md5"): "documents.multipart",
    ("GrantFundingSource#destroy", "name"): "legal_aid.funding-source-delete-answers",
    ("Matter", "custom_field_set_associations.custom_field_set"): "custom_fields.displayed-without-value-has-null-id",
    ("Matter", "display_number"): "matters.automatic-number-ignores-what-is-sent",
    ("Matter", "evergreen_retainer.recipients"): "matters.retainer-is-merged",
    ("Matter", "grant_matters"): "matters.at-most-three-grants",
    ("Matter", "notification_event_subscribers"): "matters.subscriber-filters-agree",
    ("Matter", "statute_of_limitations.reminders.duration_unit"): "tasks.reminder-duration-in-minutes",
    ("Matter", "statute_of_limitations.reminders.duration_value"): "tasks.reminder-duration-in-minutes",
    ("Matter", "task_template_list_instances.assignee_id"): "matters.task-list-becomes-tasks",
    ("Matter", "task_template_list_instances.due_at"): "matters.task-list-becomes-tasks",
    ("Matter", "task_template_list_instances.task_template_list"): "matters.task-lists-are-only-assigned",
    ("MedicalBill", "balance"): "injury.balance-becomes-a-lien",
    ("MedicalBill", "mark_balance_type_as"): "injury.balance-becomes-a-lien",
    ("MedicalBill", "payers"): "injury.payers-become-liens",
    ("MedicalRecordsRequest", "medical_bills.balance"): "injury.balance-becomes-a-lien",
    ("MedicalRecordsRequest", "medical_bills.mark_balance_type_as"): "injury.balance-becomes-a-lien",
    ("MedicalRecordsRequest", "medical_bills.payers"): "injury.payers-become-liens",
    ("TaskTemplate", "reminder_templates.duration_unit"): "tasks.reminder-duration-in-minutes",
    ("TaskTemplate", "reminder_templates.duration_value"): "tasks.reminder-duration-in-minutes",
}

STAYS: dict[tuple[str, str], str] = {}
"""Associations that may be null in general but not on the record that the law looks at, each with the rule that says so."""

KEPT: dict[tuple[str, str], str] = {
    ("Activity#update", "price"): "activities.price-hierarchy",
    ("ActivityDescription#update", "currency"): "contacts.currency-by-id-or-code",
    ("ActivityDescription#update", "rate"): "activity_descriptions.rate-is-evaluated",
    ("Communication#update", "received_at"): "communications.received-now-unless-said",
    ("Contact#update", "currency"): "contacts.currency-by-id-or-code",
    ("ExpenseCategory#update", "currency"): "contacts.currency-by-id-or-code",
    ("Matter#update", "currency"): "matters.currency-is-the-clients",
    ("Matter#update", "custom_rate"): "matters.rate-type-change-wipes-rates",
}
"""Attributes that null sets to a value of the firm's, each with the rule that says which."""

SOFT: dict[str, tuple[int, str]] = {
    "Bill#destroy": (403, "bills.deleting-keeps-the-row"),
    "CustomField#destroy": (204, "custom_fields.delete-is-soft"),
    "Document#destroy": (404, "documents.trashed-twice-is-404"),
    "MatterDocket#destroy": (404, "court_rules.deleted-docket-takes-its-entries"),
    "Folder#destroy": (404, "documents.trashed-twice-is-404"),
}
"""Deletions after which the record can still be read: what deleting it again answers, and the rule."""

ONCE: dict[tuple[str, str], str] = {
    ("BankAccount#update", "default_account"): "banking.one-default-a-type",
    ("Document#update", "fully_uploaded"): "documents.already-uploaded",
    ("Document#update", "uuid"): "documents.already-uploaded",
    ("Matter#update", "split_invoice_payers"): "matters.payers-pay-the-whole",
}
"""Attributes of which a second value cannot follow the first, each with the rule that says so."""
