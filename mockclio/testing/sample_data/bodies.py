"""A minimal valid body for every operation that takes one, and the record that each update, deletion and action works on."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.practice.common.pdf import pdf
from mockclio.testing.sample_data.sample_data import SampleData

Data = dict[str, Any]

NEW: dict[str, Callable[[SampleData], Data]] = {
    "Activity#create": lambda p: {"type": "TimeEntry", "date": "2026-06-01", "matter": p.ref("matter.lease")},
    "ActivityDescription#create": lambda p: {"name": p.say("Mediation")},
    "ActivityRate#create": lambda p: {"contact_id": p["contact.bela"], "rate": 175},
    "BankAccount#create": lambda p: {"name": p.say("Savings"), "type": "Operating", "currency": "USD"},
    "BankTransaction#create": lambda p: {"bank_account": p.ref("bank_account.operating"), "date": "2026-05-04", "amount": 75},
    "Calendar#create": lambda p: {"name": p.say("Holidays")},
    "CalendarEntry#create": lambda p: {
        "summary": "Signing",
        "calendar_owner": p.ref("calendar.firm"),
        "start_at": "2026-06-12T15:00:00Z",
        "end_at": "2026-06-12T16:00:00Z",
    },
    "CalendarEntryEventType#create": lambda p: {"name": p.say("Arbitration"), "color": "#009CEC"},
    "ClioPaymentsLink#create": lambda p: {
        "currency": "USD",
        "description": "Retainer",
        "destination_account": p.ref("bank_account.operating"),
        "duration": 3600,
        "subject": p.ref("contact.bela", type="Contact"),
    },
    "Comment#create": lambda p: {"item": p.ref("document.one"), "message": "Please check."},
    "Communication#create": lambda p: {"type": "PhoneCommunication", "subject": "Call", "body": "They agree."},
    "Contact#create": lambda p: {"type": "Person", "first_name": "Erik", "last_name": "Sand"},
    "ConversationMessage#create": lambda p: {
        "subject": "Keys",
        "body": "They are here.",
        "receivers": [p.ref("contact.ada", type="Contact")],
    },
    "CustomAction#create": lambda p: {"label": p.say("Send"), "target_url": "https://app.test/send", "ui_reference": "matters/show"},
    "CustomField#create": lambda p: {"name": p.say("Court"), "field_type": "text_line", "parent_type": "Matter"},
    "CustomFieldSet#create": lambda p: {"name": p.say("Family"), "parent_type": "Matter"},
    "Damage#create": lambda p: {"amount": 100, "damage_type": "special", "description": "Bicycle", "matter_id": p["matter.will"]},
    "Document#create": lambda p: {"name": "Lease.pdf", "parent": p.ref("folder.one", type="Folder")},
    "Document#copy": lambda p: {"parent": p.ref("folder.two", type="Folder")},
    "DocumentArchive#create": lambda p: {"items": [p.ref("document.one", type="Document")]},
    "DocumentAutomation#create": lambda p: {
        "document_template": p.ref("document_template.letter"),
        "filename": "Letter",
        "formats": ["original"],
        "matter": p.ref("matter.lease"),
    },
    "DocumentCategory#create": lambda p: {"name": p.say("Maps")},
    "DocumentTemplate#create": lambda p: {"file": base64.b64encode(pdf(["Form"])).decode(), "filename": "Form.pdf"},
    "ExpenseCategory#create": lambda p: {"name": p.say("Parking")},
    "Folder#create": lambda p: {"name": "Photos", "parent": p.ref("folder.one", type="Folder")},
    "Grant#create": lambda p: {"name": p.say("Elder justice")},
    "GrantFundingSource#create": lambda p: {"name": p.say("City")},
    "Group#create": lambda p: {"name": p.say("Litigation")},
    "Matter#create": lambda p: {"client": p.ref("contact.ada"), "description": "Sale of a boat"},
    "MatterDocket#create": lambda p: {
        "jurisdiction": p.ref("jurisdiction.1204"),
        "trigger": p.ref("trigger.york"),
        "service_type": p.ref("service_type.york"),
        "name": "Answer",
        "start_date": "2026-06-08",
        "matter": p.ref("matter.will"),
    },
    "MedicalRecordsRequest#create": lambda p: {
        "matter_id": p["matter.will"],
        "medical_provider_id": p["contact.chidi"],
        "in_treatment": True,
        "records_status": "requested",
        "bills_status": "requested",
    },
    "Note#create": lambda p: {"type": "Matter", "matter": p.ref("matter.lease"), "subject": "Visit"},
    "PracticeArea#create": lambda p: {"name": p.say("Aviation")},
    "Relationship#create": lambda p: {"matter": p.ref("matter.will"), "contact": p.ref("contact.chidi"), "description": "Witness"},
    "Reminder#create": lambda p: {
        "subject": p.ref("task.two", type="Task"),
        "notification_method": p.ref("notification_method.owner"),
        "duration_value": 1,
        "duration_unit": "hours",
    },
    "Report#create": lambda p: {"kind": "matter", "format": "csv"},
    "ReportPreset#create": lambda p: {"name": p.say("Cases"), "kind": "matter", "format": "csv", "options": {}},
    "ReportSchedule#create": lambda p: {
        "report_preset_id": p["report_preset.free"],
        "frequency": "daily",
        "time_of_day": "2026-06-01T09:00:00Z",
        "time_zone": "America/New_York",
    },
    "Task#create": lambda p: {"name": "File", "description": "At the court", "assignee": p.ref("user.owner", type="User")},
    "TaskTemplate#create": lambda p: {"name": "Open file", "task_template_list": p.ref("task_template_list.one")},
    "TaskTemplateList#copy": lambda p: {},
    "TaskTemplateList#create": lambda p: {"name": p.say("Closing"), "description": "At the end"},
    "TaskType#create": lambda p: {"name": p.say("Errand")},
    "TextSnippet#create": lambda p: {"phrase": p.say("lt").replace(" ", ""), "snippet": "Letter to"},
    "Timer#create": lambda p: {"activity": p.ref("activity.free")},
    "TrustRequest#create": lambda p: {
        "client_id": p["contact.bela"],
        "trust_type": "client",
        "trust_amount": 500,
        "issue_date": "2026-06-01",
        "due_date": "2026-06-15",
        "approved": True,
    },
    "Webhook#create": lambda p: {"url": "https://app.test/other", "model": "matter", "fields": "id,etag"},
}

TARGETS = {
    "activities": "activity.free",
    "bank_transactions": "bank_transaction.one",
    "bill_themes": "bill_theme.standard",
    "bills": "bill.draft",
    "calendar_entries": "entry.rooms",
    "calendar_visibilities": "calendar_visibility.owner",
    "calendars": "calendar.rooms",
    "clio_payments_links": "clio_payments_link.one",
    "communications": "communication.call",
    "contacts": "contact.spare",
    "conversations": "conversation.mail",
    "custom_field_sets": "custom_field_set.Matter.first",
    "custom_fields": "custom_field.Matter.picklist",
    "document_versions": "document.one",
    "groups": "group.north",
    "line_items": "line_item.draft",
    "matters": "matter.lease",
    "notes": "note.matter.one",
    "report_presets": "report_preset.one",
}
"""The record that a path names, by collection; otherwise the one whose name ends with `.one`."""

GOES = {
    "BankAccount#destroy": "bank_account.one",
    "CustomField#destroy": "custom_field.Contact.text_line",
    "ExpenseCategory#destroy": "expense_category.one",
    "Folder#destroy": "folder.two",
    "Matter#destroy": "matter.will",
    "ReportPreset#destroy": "report_preset.free",
}
"""Records that nothing stands in the way of deleting."""


def body(p: SampleData, operation: AnyOperation) -> Data:
    """A minimal valid body."""
    made = NEW.get(operation.operation_id)
    return made(p) if made else {}


def addressed(operation: AnyOperation) -> str:
    """The name of the record that the path of an update, deletion or action names."""
    name = operation.collection.name
    singular = {"ies": "y", "ses": "s"}
    stem = next((name.removesuffix(end) + one for end, one in singular.items() if name.endswith(end)), name.removesuffix("s"))
    return GOES.get(operation.operation_id, TARGETS.get(name, f"{stem}.one"))


def path(p: SampleData, operation: AnyOperation, id: int | str | None = None) -> str:
    """The path of an operation with the ids of its record."""
    result = operation.path
    if "{document_version_id}" in result:
        result = result.replace("{document_version_id}", str(p["document_version.one"]))
    if "{id}" in result:
        result = result.replace("{id}", str(p[addressed(operation)] if id is None else id))
    return result
