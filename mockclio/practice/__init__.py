"""Registers the behaviour of the practice with the server. Each module is named once here and imported when it is first needed."""

from __future__ import annotations

from functools import cache

from mockclio.server import behavior, derived, hooks
from mockclio.server.hooks import TimedWork, lazy
from mockclio.store.session import BEFORE_COMMIT, NOTED_BY_READS

BEHAVIORS = {
    "activities": "mockclio.practice.activities.activities:Activities",
    "activity_descriptions": "mockclio.practice.activities.activity_descriptions:ActivityDescriptions",
    "activity_rates": "mockclio.practice.activities.activity_rates:ActivityRates",
    "allocations": "mockclio.practice.billing.allocations:Allocations",
    "bank_accounts": "mockclio.practice.trust.bank_accounts:BankAccounts",
    "bank_transactions": "mockclio.practice.trust.bank_transactions:BankTransactions",
    "bill_themes": "mockclio.practice.billing.bill_themes:BillThemes",
    "billable_clients": "mockclio.practice.billing.billable_clients:BillableClients",
    "billable_matters": "mockclio.practice.billing.billable_matters:BillableMatters",
    "billing_settings": "mockclio.practice.billing.billing_settings:BillingSettings",
    "bills": "mockclio.practice.billing.bills:Bills",
    "calendar_entries": "mockclio.practice.calendars.calendar_entries:CalendarEntries",
    "calendar_entry_event_types": "mockclio.practice.calendars.calendar_entry_event_types:CalendarEntryEventTypes",
    "calendar_visibilities": "mockclio.practice.calendars.calendar_visibilities:CalendarVisibilities",
    "calendars": "mockclio.practice.calendars.calendars:Calendars",
    "clients": "mockclio.practice.matters.clients:Clients",
    "clio_payments_links": "mockclio.practice.billing.clio_payments_links:ClioPaymentsLinks",
    "comments": "mockclio.practice.documents.comments:Comments",
    "communications": "mockclio.practice.communications.communications:Communications",
    "contacts": "mockclio.practice.contacts.contacts:Contacts",
    "conversation_messages": "mockclio.practice.communications.conversation_messages:ConversationMessages",
    "conversations": "mockclio.practice.communications.conversations:Conversations",
    "criminal_controlled_rates": "mockclio.practice.legal_aid.criminal_controlled_rates:CriminalControlledRates",
    "custom_actions": "mockclio.practice.settings.custom_actions:CustomActions",
    "custom_field_sets": "mockclio.practice.custom_fields.custom_field_sets:CustomFieldSets",
    "custom_fields": "mockclio.practice.custom_fields.custom_fields:CustomFields",
    "damages": "mockclio.practice.injury.damages:Damages",
    "document_archives": "mockclio.practice.documents.document_archives:DocumentArchives",
    "document_automations": "mockclio.practice.documents.document_automations:DocumentAutomations",
    "document_categories": "mockclio.practice.documents.document_categories:DocumentCategories",
    "document_templates": "mockclio.practice.documents.document_templates:DocumentTemplates",
    "document_versions": "mockclio.practice.documents.document_versions:DocumentVersions",
    "documents": "mockclio.practice.documents.documents:Documents",
    "email_addresses": "mockclio.practice.contacts.email_addresses:EmailAddresses",
    "event_metrics": "mockclio.practice.people.event_metrics:EventMetrics",
    "expense_categories": "mockclio.practice.activities.expense_categories:ExpenseCategories",
    "folders": "mockclio.practice.documents.folders:Folders",
    "grant_funding_sources": "mockclio.practice.legal_aid.grant_funding_sources:GrantFundingSources",
    "grants": "mockclio.practice.legal_aid.grants:Grants",
    "groups": "mockclio.practice.people.groups:Groups",
    "interest_charges": "mockclio.practice.billing.interest_charges:InterestCharges",
    "jurisdictions": "mockclio.practice.court_rules.jurisdictions:Jurisdictions",
    "jurisdictions_to_triggers": "mockclio.practice.court_rules.jurisdictions_to_triggers:JurisdictionsToTriggers",
    "lauk_expense_categories": "mockclio.practice.legal_aid.lauk_expense_categories:LaukExpenseCategories",
    "line_items": "mockclio.practice.billing.line_items:LineItems",
    "matter_contacts": "mockclio.practice.matters.matter_contacts:MatterContacts",
    "matter_dockets": "mockclio.practice.court_rules.matter_dockets:MatterDockets",
    "matter_protected_funds": "mockclio.practice.trust.matter_protected_funds:MatterProtectedFunds",
    "matter_stages": "mockclio.practice.matters.matter_stages:MatterStages",
    "matter_transfers": "mockclio.practice.trust.matter_transfers:MatterTransfers",
    "matters": "mockclio.practice.matters.matters:Matters",
    "medical_bills": "mockclio.practice.injury.medical_bills:MedicalBills",
    "medical_records": "mockclio.practice.injury.medical_records:MedicalRecords",
    "medical_records_details": "mockclio.practice.injury.medical_records_details:MedicalRecordsDetails",
    "my_events": "mockclio.practice.people.my_events:MyEvents",
    "notes": "mockclio.practice.communications.notes:Notes",
    "outstanding_client_balances": "mockclio.practice.billing.outstanding_client_balances:OutstandingClientBalances",
    "phone_numbers": "mockclio.practice.contacts.phone_numbers:PhoneNumbers",
    "practice_areas": "mockclio.practice.matters.practice_areas:PracticeAreas",
    "related_contacts": "mockclio.practice.matters.related_contacts:RelatedContacts",
    "relationships": "mockclio.practice.matters.relationships:Relationships",
    "reminders": "mockclio.practice.tasks.reminders:Reminders",
    "report_presets": "mockclio.practice.reports.report_presets:ReportPresets",
    "report_schedules": "mockclio.practice.reports.report_schedules:ReportSchedules",
    "reports": "mockclio.practice.reports.reports:Reports",
    "safe_custody_packet_locations": "mockclio.practice.safe_custody.safe_custody_packet_locations:SafeCustodyPacketLocations",
    "safe_custody_packets": "mockclio.practice.safe_custody.safe_custody_packets:SafeCustodyPackets",
    "safe_custody_records": "mockclio.practice.safe_custody.safe_custody_records:SafeCustodyRecords",
    "task_template_lists": "mockclio.practice.tasks.task_template_lists:TaskTemplateLists",
    "task_templates": "mockclio.practice.tasks.task_templates:TaskTemplates",
    "task_types": "mockclio.practice.tasks.task_types:TaskTypes",
    "tasks": "mockclio.practice.tasks.tasks:Tasks",
    "tax_rate_configurations": "mockclio.practice.billing.tax_rate_configurations:TaxRateConfigurations",
    "text_snippets": "mockclio.practice.settings.text_snippets:TextSnippets",
    "timers": "mockclio.practice.activities.timers:Timers",
    "trust_line_items": "mockclio.practice.trust.trust_line_items:TrustLineItems",
    "trust_requests": "mockclio.practice.trust.trust_requests:TrustRequests",
    "users": "mockclio.practice.people.users:Users",
}
"""The behaviour class of each collection."""

NESTED = (
    "mockclio.practice.common.nested:Embedded",
    "mockclio.practice.activities.nested:EmbeddedActivities",
    "mockclio.practice.billing.nested:EmbeddedTaxes",
    "mockclio.practice.calendars.nested:EmbeddedCalendars",
    "mockclio.practice.custom_fields.nested:EmbeddedCustomValues",
    "mockclio.practice.documents.nested:EmbeddedDocuments",
    "mockclio.practice.matters.nested:EmbeddedMatterParts",
    "mockclio.practice.people.nested:EmbeddedPeople",
    "mockclio.practice.tasks.nested:EmbeddedTasks",
)
"""Behaviours of nested records."""

DERIVATIONS = (
    "mockclio.practice.activities.derived",
    "mockclio.practice.tasks.derived",
    "mockclio.practice.billing.derived",
    "mockclio.practice.trust.derived",
    "mockclio.practice.documents.derived",
    "mockclio.practice.people.derived",
    "mockclio.practice.contacts.derived",
    "mockclio.practice.matters.derived",
    "mockclio.practice.reports.derived",
)
"""Modules that declare derived values, in the order in which the values build on each other."""

UNFINISHED = ("not_started", "queued", "in_progress")
EMPTY_TRASH = TimedWork(("documents", "folders"), lazy("mockclio.practice.documents.trash:purge"), "_trashed", (True,))
UPKEEP = (
    EMPTY_TRASH,
    TimedWork(("report_schedules",), lazy("mockclio.practice.reports.timing:make_due")),
    TimedWork(("document_archives",), lazy("mockclio.practice.documents.archives:advance"), "state", UNFINISHED),
    TimedWork(("document_automations",), lazy("mockclio.practice.documents.automations:advance"), "state", UNFINISHED),
    TimedWork(("reports",), lazy("mockclio.practice.reports.work:advance"), "state", UNFINISHED),
    TimedWork(("matter_dockets",), lazy("mockclio.practice.court_rules.dockets:advance"), "status", UNFINISHED),
)
OPENED = (EMPTY_TRASH,)
OPENED_LATE = (TimedWork(("report_schedules",), lazy("mockclio.practice.reports.timing:skip_missed")),)
FILTERS_BY_KIND = {"custom_field_conditions": lazy("mockclio.practice.custom_fields.conditions:custom_field_predicate")}
CHECKS_BY_PARAMETER = {"custom_action_nonce": lazy("mockclio.practice.settings.nonces:redeem")}


@cache
def register() -> None:
    """Register the practice with the server. A second call does nothing."""
    behavior.REGISTRY.update(BEHAVIORS)
    behavior.NESTED.extend(NESTED)
    derived.MODULES.extend(DERIVATIONS)
    hooks.UPKEEP.extend(UPKEEP)
    hooks.OPENED.extend(OPENED)
    hooks.OPENED_LATE.extend(OPENED_LATE)
    NOTED_BY_READS.add("log_entries")
    hooks.PUBLIC_FILES[:] = ["avatars"]
    hooks.FILTERS_BY_KIND.update(FILTERS_BY_KIND)
    hooks.CHECKS_BY_PARAMETER.update(CHECKS_BY_PARAMETER)
    BEFORE_COMMIT.add(derived.derive)
