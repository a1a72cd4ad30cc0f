"""The collections of a client, each by the name of its attribute. `python -m mockclio.client.typed` writes it; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

from mockclio.catalog.operations import M

if TYPE_CHECKING:
    from mockclio.catalog.activities import Activities
    from mockclio.catalog.activity_descriptions import ActivityDescriptions
    from mockclio.catalog.activity_rates import ActivityRates
    from mockclio.catalog.allocations import Allocations
    from mockclio.catalog.bank_accounts import BankAccounts
    from mockclio.catalog.bank_transactions import BankTransactions
    from mockclio.catalog.bank_transfers import BankTransfers
    from mockclio.catalog.bill_themes import BillThemes
    from mockclio.catalog.billable_clients import BillableClients
    from mockclio.catalog.billable_matters import BillableMatters
    from mockclio.catalog.billing_settings import BillingSettings
    from mockclio.catalog.bills import Bills
    from mockclio.catalog.calendar_entries import CalendarEntries
    from mockclio.catalog.calendar_entry_event_types import CalendarEntryEventTypes
    from mockclio.catalog.calendar_visibilities import CalendarVisibilities
    from mockclio.catalog.calendars import Calendars
    from mockclio.catalog.civil_certificated_rates import CivilCertificatedRates
    from mockclio.catalog.civil_controlled_rates import CivilControlledRates
    from mockclio.catalog.clients import Clients
    from mockclio.catalog.clio_payments_links import ClioPaymentsLinks
    from mockclio.catalog.clio_payments_payments import ClioPaymentsPayments
    from mockclio.catalog.comments import Comments
    from mockclio.catalog.communications import Communications
    from mockclio.catalog.contacts import Contacts
    from mockclio.catalog.conversation_messages import ConversationMessages
    from mockclio.catalog.conversations import Conversations
    from mockclio.catalog.credit_memos import CreditMemos
    from mockclio.catalog.criminal_controlled_rates import CriminalControlledRates
    from mockclio.catalog.currencies import Currencies
    from mockclio.catalog.custom_actions import CustomActions
    from mockclio.catalog.custom_field_sets import CustomFieldSets
    from mockclio.catalog.custom_fields import CustomFields
    from mockclio.catalog.damages import Damages
    from mockclio.catalog.document_automations import DocumentAutomations
    from mockclio.catalog.document_categories import DocumentCategories
    from mockclio.catalog.document_templates import DocumentTemplates
    from mockclio.catalog.document_versions import DocumentVersions
    from mockclio.catalog.email_addresses import EmailAddresses
    from mockclio.catalog.event_metrics import EventMetrics
    from mockclio.catalog.expense_categories import ExpenseCategories
    from mockclio.catalog.folders import Folders
    from mockclio.catalog.grant_funding_sources import GrantFundingSources
    from mockclio.catalog.grants import Grants
    from mockclio.catalog.groups import Groups
    from mockclio.catalog.interest_charges import InterestCharges
    from mockclio.catalog.jurisdictions import Jurisdictions
    from mockclio.catalog.jurisdictions_to_triggers import JurisdictionsToTriggers
    from mockclio.catalog.lauk_expense_categories import LaukExpenseCategories
    from mockclio.catalog.line_items import LineItems
    from mockclio.catalog.log_entries import LogEntries
    from mockclio.catalog.matter_contacts import MatterContacts
    from mockclio.catalog.matter_dockets import MatterDockets
    from mockclio.catalog.matter_protected_funds import MatterProtectedFunds
    from mockclio.catalog.matter_stages import MatterStages
    from mockclio.catalog.matter_transfers import MatterTransfers
    from mockclio.catalog.matters import Matters
    from mockclio.catalog.medical_bills import MedicalBills
    from mockclio.catalog.medical_records import MedicalRecords
    from mockclio.catalog.medical_records_details import MedicalRecordsDetails
    from mockclio.catalog.my_events import MyEvents
    from mockclio.catalog.notes import Notes
    from mockclio.catalog.outstanding_client_balances import OutstandingClientBalances
    from mockclio.catalog.phone_numbers import PhoneNumbers
    from mockclio.catalog.practice_areas import PracticeAreas
    from mockclio.catalog.related_contacts import RelatedContacts
    from mockclio.catalog.relationships import Relationships
    from mockclio.catalog.reminders import Reminders
    from mockclio.catalog.report_presets import ReportPresets
    from mockclio.catalog.report_schedules import ReportSchedules
    from mockclio.catalog.safe_custody_packet_locations import SafeCustodyPacketLocations
    from mockclio.catalog.safe_custody_packets import SafeCustodyPackets
    from mockclio.catalog.safe_custody_records import SafeCustodyRecords
    from mockclio.catalog.service_types import ServiceTypes
    from mockclio.catalog.task_template_lists import TaskTemplateLists
    from mockclio.catalog.task_templates import TaskTemplates
    from mockclio.catalog.task_types import TaskTypes
    from mockclio.catalog.tasks import Tasks
    from mockclio.catalog.tax_rate_configurations import TaxRateConfigurations
    from mockclio.catalog.text_snippets import TextSnippets
    from mockclio.catalog.timers import Timers
    from mockclio.catalog.trust_line_items import TrustLineItems
    from mockclio.catalog.trust_requests import TrustRequests
    from mockclio.catalog.users import Users
    from mockclio.catalog.utbms_codes import UtbmsCodes
    from mockclio.catalog.utbms_sets import UtbmsSets
    from mockclio.client.jobs import ArchiveCalls, ReportCalls
    from mockclio.client.subscriptions import WebhookCalls
    from mockclio.client.uploads import DocumentCalls


class Collections(Generic[M]):
    """The type of each collection. Only annotations."""

    activities: Activities[M]
    activity_descriptions: ActivityDescriptions[M]
    activity_rates: ActivityRates[M]
    allocations: Allocations[M]
    bank_accounts: BankAccounts[M]
    bank_transactions: BankTransactions[M]
    bank_transfers: BankTransfers[M]
    bill_themes: BillThemes[M]
    billable_clients: BillableClients[M]
    billable_matters: BillableMatters[M]
    billing_settings: BillingSettings[M]
    bills: Bills[M]
    calendar_entries: CalendarEntries[M]
    calendar_entry_event_types: CalendarEntryEventTypes[M]
    calendar_visibilities: CalendarVisibilities[M]
    calendars: Calendars[M]
    civil_certificated_rates: CivilCertificatedRates[M]
    civil_controlled_rates: CivilControlledRates[M]
    clients: Clients[M]
    clio_payments_links: ClioPaymentsLinks[M]
    clio_payments_payments: ClioPaymentsPayments[M]
    comments: Comments[M]
    communications: Communications[M]
    contacts: Contacts[M]
    conversation_messages: ConversationMessages[M]
    conversations: Conversations[M]
    credit_memos: CreditMemos[M]
    criminal_controlled_rates: CriminalControlledRates[M]
    currencies: Currencies[M]
    custom_actions: CustomActions[M]
    custom_field_sets: CustomFieldSets[M]
    custom_fields: CustomFields[M]
    damages: Damages[M]
    document_archives: ArchiveCalls[M]
    document_automations: DocumentAutomations[M]
    document_categories: DocumentCategories[M]
    document_templates: DocumentTemplates[M]
    document_versions: DocumentVersions[M]
    documents: DocumentCalls[M]
    email_addresses: EmailAddresses[M]
    event_metrics: EventMetrics[M]
    expense_categories: ExpenseCategories[M]
    folders: Folders[M]
    grant_funding_sources: GrantFundingSources[M]
    grants: Grants[M]
    groups: Groups[M]
    interest_charges: InterestCharges[M]
    jurisdictions: Jurisdictions[M]
    jurisdictions_to_triggers: JurisdictionsToTriggers[M]
    lauk_expense_categories: LaukExpenseCategories[M]
    line_items: LineItems[M]
    log_entries: LogEntries[M]
    matter_contacts: MatterContacts[M]
    matter_dockets: MatterDockets[M]
    matter_protected_funds: MatterProtectedFunds[M]
    matter_stages: MatterStages[M]
    matter_transfers: MatterTransfers[M]
    matters: Matters[M]
    medical_bills: MedicalBills[M]
    medical_records: MedicalRecords[M]
    medical_records_details: MedicalRecordsDetails[M]
    my_events: MyEvents[M]
    notes: Notes[M]
    outstanding_client_balances: OutstandingClientBalances[M]
    phone_numbers: PhoneNumbers[M]
    practice_areas: PracticeAreas[M]
    related_contacts: RelatedContacts[M]
    relationships: Relationships[M]
    reminders: Reminders[M]
    report_presets: ReportPresets[M]
    report_schedules: ReportSchedules[M]
    reports: ReportCalls[M]
    safe_custody_packet_locations: SafeCustodyPacketLocations[M]
    safe_custody_packets: SafeCustodyPackets[M]
    safe_custody_records: SafeCustodyRecords[M]
    service_types: ServiceTypes[M]
    task_template_lists: TaskTemplateLists[M]
    task_templates: TaskTemplates[M]
    task_types: TaskTypes[M]
    tasks: Tasks[M]
    tax_rate_configurations: TaxRateConfigurations[M]
    text_snippets: TextSnippets[M]
    timers: Timers[M]
    trust_line_items: TrustLineItems[M]
    trust_requests: TrustRequests[M]
    users: Users[M]
    utbms_codes: UtbmsCodes[M]
    utbms_sets: UtbmsSets[M]
    webhooks: WebhookCalls[M]
