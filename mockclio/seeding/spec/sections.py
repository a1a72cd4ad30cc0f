"""The sections of a spec: one for each collection of the API that can create, and those of bodies.py. Each has its attributes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from mockclio.catalog import collections
from mockclio.catalog.arguments import Body
from mockclio.catalog.schema import Attribute, accepted
from mockclio.seeding.spec.bodies import OWN, WORDS, AccountChanges
from mockclio.store.check import tables

LEFT_OUT = ("webhooks", "timers", "document_archives", "document_automations")
"""Collections that work on a running server alone."""
FIRST = (
    "users",
    "groups",
    "applications",
    "practice_areas",
    "custom_fields",
    "custom_field_sets",
    "bank_accounts",
    "tax_rate_configurations",
    "calendars",
    "calendar_entry_event_types",
    "contacts",
    "matters",
    "task_types",
    "task_template_lists",
    "activity_descriptions",
    "expense_categories",
    "activities",
)
LAST = (
    *("document_categories", "folders", "documents", "comments", "conversation_messages", "reminders"),
    *(
        "bank_transactions",
        "trust",
        "matter_transfers",
        "trust_requests",
        "bills",
        "payments",
        "clio_payments_links",
        "report_schedules",
        "reports",
    ),
)
"""Sections whose records come first and last, in this order, because others refer to them or they refer to others."""
HEAD = ("base", "at", "account")
"""The keys of a spec that are not sections."""
MAIN_KEY = {
    "email_addresses": "address",
    "instant_messengers": "address",
    "phone_numbers": "number",
    "web_sites": "address",
    "picklist_options": "option",
}
"""The attribute that a plain text stands for, in lists of nested records."""
UNUSED = ("id", "etag", "_destroy", "_deleted")
"""Attributes of bodies that a new record has no use for."""
TARGETS = {
    "account": "bank_accounts",
    "assignee": "users",
    "calendar_owner": "calendars",
    "cascading_source": "tasks",
    "client": "contacts",
    "co_counsel_contact": "contacts",
    "company": "contacts",
    "contact_note": "notes",
    "destination_account": "bank_accounts",
    "destination_contact": "contacts",
    "destination_matter": "matters",
    "item": "documents",
    "matter_note": "notes",
    "medical_provider": "contacts",
    "originating_attorney": "users",
    "recipient": "contacts",
    "responsible_attorney": "users",
    "responsible_staff": "users",
    "safe_custody_location": "safe_custody_packet_locations",
    "source_matter": "matters",
    "trigger": "jurisdictions_to_triggers",
    "utbms_activity": "utbms_codes",
    "utbms_expense": "utbms_codes",
    "utbms_task": "utbms_codes",
    "vendor": "contacts",
}
"""The table that an attribute refers to, where its name is not that of the table."""


@dataclass(frozen=True)
class Section:
    """A section: its body, the attributes of its entries, the table of its rows."""

    name: str
    body: type[Body]
    attributes: dict[str, Attribute]
    table: str
    path: str = ""
    """The path of the API that creates its records. Empty for sections of bodies.py."""

    @property
    def main_key(self) -> str:
        """The attribute that an entry of plain text stands for."""
        return "name" if "name" in self.attributes else ""


@cache
def sections() -> dict[str, Section]:
    """All sections by name, in the order in which their records are made."""
    made = {name: Section(name, body, _usable(accepted(body)), table) for name, (body, table) in OWN.items()}
    for name, collection in collections().items():
        operation = collection.operations.get("create")
        if operation is not None and name not in made and name not in LEFT_OUT:
            words = accepted(WORDS[name]) if name in WORDS else {}
            made[name] = Section(
                name, operation.body, _usable({**accepted(operation.body), **words}), operation.record.table, operation.path
            )
    middle = sorted(made.keys() - {*FIRST, *LAST})
    return {name: made[name] for name in (*FIRST, *middle, *LAST)}


def account_attributes() -> dict[str, Attribute]:
    return accepted(AccountChanges)


def _usable(attributes: dict[str, Attribute]) -> dict[str, Attribute]:
    return {name: attribute for name, attribute in attributes.items() if name not in UNUSED}


@cache
def table_of(name: str) -> str:
    """The table that an attribute of this name refers to, such as `client`, `matter_id` or `groups`. Empty if it refers to none."""
    bare = name.removesuffix("_ids").removesuffix("_id")
    if bare in TARGETS:
        return TARGETS[bare]
    plural = bare[:-1] + "ies" if bare.endswith("y") else f"{bare}s"
    return next((table for table in (bare, plural) if table in tables()), "")


def target(section: Section, attribute: Attribute) -> str:
    """The table that an attribute of a section refers to."""
    return section.body.references.get(attribute.name) or table_of(attribute.name)
