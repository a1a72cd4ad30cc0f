"""A minimal valid body for every operation that takes one, and the record that each update, deletion and action works on."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, accepted
from mockclio.catalog.valid import value_of
from mockclio.practice.common.pdf import pdf
from mockclio.testing.sample_data import valid
from mockclio.testing.sample_data.recipes import moved
from mockclio.testing.sample_data.sample_data import SampleData, stem_of
from mockclio.testing.sample_data.webhook_address import webhook_address

Data = dict[str, Any]

NEW: dict[str, Callable[[SampleData], Data]] = {
    "ActivityRate#create": lambda p: {"contact_id": p["contact.bela"], "rate": 175},
    "Contact#create": lambda p: {"type": "Person", "first_name": "Erik", "last_name": "Sand"},
    "DocumentTemplate#create": lambda p: {"file": base64.b64encode(pdf(["Form"])).decode(), "filename": "Form.pdf"},
    "Folder#create": lambda p: {"name": "Photos", "parent": p.ref("matter.lease", type="Matter")},
    "Grant#create": lambda p: {"name": p.say("Elder justice")},
    "GrantFundingSource#create": lambda p: {"name": p.say("City")},
    "Group#create": lambda p: {"name": p.say("Litigation")},
    "MatterDocket#create": lambda p: {
        "jurisdiction": p.ref("jurisdiction.1204"),
        "trigger": p.ref("trigger.york"),
        "service_type": p.ref("service_type.york"),
        "name": "Answer",
        "start_date": "2026-06-08",
        "matter": p.ref("matter.will"),
    },
    "Note#create": lambda p: {"type": "Matter", "matter": p.ref("matter.lease"), "subject": "Visit"},
    "Relationship#create": lambda p: {"matter": p.ref("matter.will"), "contact": p.ref("contact.chidi"), "description": "Witness"},
    "Reminder#create": lambda p: {
        "subject": p.ref("task.two", type="Task"),
        "notification_method": p.ref("notification_method.owner"),
        "duration_value": 1,
        "duration_unit": "hours",
    },
    "ReportPreset#create": lambda p: {"name": p.say("Cases"), "kind": "matter", "format": "csv", "options": {}},
    "TaskTemplate#create": lambda p: {"name": "Open file", "task_template_list": p.ref("task_template_list.one")},
    "Webhook#create": lambda p: {"url": webhook_address(p.target, "other"), "model": "matter", "fields": "id,etag"},
    "MatterTransfer#create": lambda p: {"amount": 20, "date": "2026-06-01", **moved(p)},
    "SafeCustodyRecord#state_changes": lambda p: {"state": "temporarily_removed", "actor_type": 1, "actor_id": p["user.owner"]},
    "TaxRateConfiguration#create": lambda p: {"name": p.say("Excise"), "rate": 0.02, "country": "US"},
}

TARGETS = {
    "bills": "bill.draft",
    "custom_fields": "custom_field.Matter.picklist",
    "document_versions": "document.one",
    "line_items": "line_item.draft",
}
"""The record that a path names, by collection; otherwise the one whose name ends with `.one`."""

GOES: dict[str, str] = {}
"""Records that nothing stands in the way of deleting."""


def body(p: SampleData, operation: AnyOperation) -> Data:
    """A minimal valid body: that of the table, or what the catalogue declares as required."""
    made = NEW.get(operation.operation_id)
    return made(p) if made else smallest(p, operation)


def smallest(p: SampleData, operation: AnyOperation) -> Data:
    """Every attribute that must be sent, with a value that is valid by its declaration."""
    known = accepted(operation.body) if operation.body is not None else {}
    return {name: _value(p, operation, attribute) for name, attribute in known.items() if attribute.required}


def _value(p: SampleData, operation: AnyOperation, attribute: Attribute) -> Any:
    message = valid.overriding(valid.VALUES, operation.operation_id, attribute.name)
    return message(p)[0] if message else value_of(operation, attribute, p.two, p.say)


def addressed(operation: AnyOperation) -> str:
    """The name of the record that the path of an update, deletion or action names."""
    name = operation.collection.name
    return GOES.get(operation.operation_id, TARGETS.get(name, f"{stem_of(name)}.one"))


def path(p: SampleData, operation: AnyOperation, id: int | str | None = None) -> str:
    """The path of an operation with the ids of its record."""
    result = operation.path
    if "{document_version_id}" in result:
        result = result.replace("{document_version_id}", str(p["document_version.one"]))
    if "{id}" in result:
        result = result.replace("{id}", str(p[addressed(operation)] if id is None else id))
    return result
