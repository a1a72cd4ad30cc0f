"""Which scopes open what, as the developer documentation groups it: a list of its own, so that a wrong line of the catalogue is found."""

from __future__ import annotations

from mockclio.catalog import collections
from mockclio.catalog.operations import AnyOperation

GROUPS: dict[str, str] = {
    "Accounting": "bank_accounts bank_transactions bank_transfers matter_transfers",
    "Activities": "activities activity_descriptions activity_rates expense_categories timers utbms_codes utbms_sets",
    "Api": "custom_actions webhooks",
    "Billing": "bill_themes billable_clients billable_matters bills interest_charges line_items outstanding_client_balances",
    "Calendars": "calendar_entries calendar_entry_event_types calendar_visibilities calendars reminders",
    "Clio Payments": "clio_payments_links clio_payments_payments",
    "Communications": "communications conversation_messages conversations",
    "Contacts": "contacts email_addresses phone_numbers",
    "Court Rules": "jurisdictions jurisdictions_to_triggers matter_dockets service_types",
    "Custom Fields": "custom_field_sets custom_fields",
    "Documents": (
        "comments document_archives document_automations document_categories document_templates document_versions documents folders"
    ),
    "General": "safe_custody_packet_locations safe_custody_packets safe_custody_records",
    "In-app Notifications": "event_metrics my_events",
    "Legal Aid England & Wales": "civil_certificated_rates civil_controlled_rates criminal_controlled_rates lauk_expense_categories",
    "Legal Aid US": "grant_funding_sources grants",
    "Matters": (
        "clients damages log_entries matter_contacts matter_protected_funds matter_stages matters medical_bills "
        "medical_records medical_records_details notes practice_areas related_contacts relationships"
    ),
    "Payments": "allocations credit_memos",
    "Reporting": "report_presets report_schedules reports",
    "Settings": "billing_settings currencies tax_rate_configurations text_snippets",
    "Tasks": "task_template_lists task_templates task_types tasks",
    "Trust": "trust_line_items trust_requests",
    "Users": "groups users",
}
"""The collections of each scope."""
BOTH = ("relationships", "clients", "matter_contacts", "related_contacts")
"""Collections that need Matters and Contacts."""
EITHER: dict[str, tuple[str, ...]] = {
    "notes": ("Contacts", "Matters"),
    "log_entries": ("Contacts", "Matters"),
    "webhooks": ("Api", "Webhooks"),
    "custom_actions": ("Api", "Custom actions"),
}
"""Collections that any of some scopes opens."""
_SCOPES = {collection: scope for scope, names in GROUPS.items() for collection in names.split()}


def scope_of(collection: str) -> str:
    """The scope of a collection; of one that is new here, the scope that it declares."""
    return _SCOPES.get(collection) or str(collections()[collection].scope)


def needed(operation: AnyOperation) -> tuple[frozenset[str], ...]:
    """The sets of scopes each of which opens an operation."""
    name = operation.collection.name
    if name in BOTH:
        return (frozenset(("Matters", "Contacts")),)
    return tuple(frozenset((scope,)) for scope in EITHER.get(name, (scope_of(name),)))
