"""The types that a reference may name, as in {"type": "Contact", "id": 1}."""

from __future__ import annotations

POLYMORPHIC = {
    "User": "users",
    "Users": "users",
    "Contact": "contacts",
    "Contacts": "contacts",
    "Person": "contacts",
    "Company": "contacts",
    "Calendar": "calendars",
    "CalendarEntry": "calendar_entries",
    "Task": "tasks",
    "Document": "documents",
    "Folder": "folders",
    "Matter": "matters",
    "Bill": "bills",
    "BankAccount": "bank_accounts",
    "Communication": "communications",
    "Conversation": "conversations",
    "CreditMemo": "credit_memos",
    "MatterNote": "notes",
    "ContactNote": "notes",
    "Note": "notes",
    "Payment": "payments",
    "TextMessageConversation": "text_message_conversations",
}
"""The table of each type."""
