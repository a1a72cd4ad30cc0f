"""One table: what each filter means that no name and no declared path explains. `reference` gives the meaning of any filter."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from mockclio.catalog.arguments import Special
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute
from mockclio.testing.outcomes import MissingEntry
from mockclio.verify.checks.reading import special
from mockclio.verify.checks.reading.calls import Row
from mockclio.verify.checks.reading.listing import Lists
from mockclio.verify.checks.reading.references import Call, Reference, all_words, at, by_name, by_path, moment, of_path, values_at, words
from mockclio.verify.checks.reading.special import PROPERTIES, choice, custom, days, flag, holds, itself, kept, only, widens


def participants(row: Row, *types: str) -> list[Any]:
    """Ids of the senders and receivers of such types."""
    return [one["id"] for side in ("senders", "receivers") for one in row[side] if one["type"] in types]


def logged_by_or_with(row: Row, lists: Lists) -> list[Any]:
    return [*participants(row, "User"), *at(row, "user")]


def last_message_at(row: Row, lists: Lists) -> str:
    return str((row["last_message"] or row)["created_at"])[:10]


def shared_with(row: Row, lists: Lists) -> list[Any]:
    """The conversations that a contact is a member of, their matters, and the documents in them."""
    conversations = [item for item in lists.answers("/conversations") if str(row["id"]) in at(item, "memberships.member")]
    messages = [message for item in conversations for message in lists.answers("/conversation_messages", conversation_id=str(item["id"]))]
    return [*values_at(conversations, "id"), *values_at(conversations, "matter"), *values_at(messages, "document")]


def initial(row: Row, lists: Lists) -> str:
    return str(row["last_name"] or row["name"])[:1].upper()


REACH = (
    *(
        "name",
        "title",
        "company.name",
        "email_addresses.address",
        "phone_numbers.number",
        "web_sites.address",
        "instant_messengers.address",
    ),
    *("addresses.street", "addresses.city", "addresses.province", "addresses.postal_code", "addresses.country"),
)


def contact_text(row: Row, lists: Lists) -> str:
    """Where the words of a contact are looked for, put together once."""
    key = f"text of {row['id']}"
    if key not in lists.kept:
        lists.kept[key] = [{"text": _contact_text(row, lists)}]
    return str(lists.kept[key][0]["text"])


def _contact_text(row: Row, lists: Lists) -> str:
    """Names, ways to reach a contact, custom fields as people read them, and the matters that it has to do with."""
    options = {str(one["id"]): one["option"] for field in lists.answers("/custom_fields") for one in field["picklist_options"]}
    shown = [one["value"] for one in row["custom_field_values"] if isinstance(one["value"], str) and one["field_type"] != "picklist"]
    chosen = [options.get(str(one["value"])) for one in row["custom_field_values"] if one["field_type"] == "picklist"]
    related = {at(link, "matter")[0] for link in lists.answers("/relationships") if at(link, "contact") == [str(row["id"])]}
    matters = [one for one in lists.answers("/matters") if at(one, "client") == [str(row["id"])] or str(one["id"]) in related]
    places = [text for path in REACH for text in at(row, path)] + [
        text for one in matters for text in (one["display_number"], one["description"])
    ]
    return " ".join(str(text) for text in [*places, *shown, *chosen] if text is not None).casefold()


def contact_words(row: Row, value: str, call: Call) -> bool:
    return all(word in contact_text(row, call.lists) for word in value.casefold().split())


def accessible_to(row: Row, lists: Lists) -> list[str]:
    """A category with groups is for their members, another for everybody."""
    groups = lists.by_id("/groups")
    if not row["groups"]:
        return list(lists.by_id("/users"))
    return [id for group in row["groups"] for id in at(groups[str(group["id"])], "users")]


def own_calendar_of_disabled(row: Row, lists: Lists) -> bool:
    return str(row["id"]) in values_at([user for user in lists.answers("/users") if not user["enabled"]], "default_calendar_id")


def notified_user(row: Row, lists: Lists) -> list[str]:
    method = at(row, "notification_method")
    return [str(user["id"]) for user in lists.answers("/users") if set(method) & set(at(user, "notification_methods"))]


def open_to(row: Row, value: str, call: Call) -> bool:
    """Legal aid is settled before the first activity of a matter."""
    busy = any(at(one, "matter") == [value] for one in call.lists.answers("/activities"))
    return not busy or row["category"] != "legal_aid"


def subscribers(row: Row, lists: Lists) -> list[Any]:
    return [one["user_id"] for one in kept("matters", "notification_event_subscribers")(row, lists) or []]


def calendars(application: str, id: Any, lists: Lists) -> bool:
    return special.calendar_shown(application, id, lists)


def moments(path: str, operator: str) -> Reference:
    return of_path(path, operator)


def stamped(table: str, key: str, compare: Callable[[datetime, datetime], bool]) -> Reference:
    """A time that answers do not show."""
    stamp = kept(table, key)

    def test(row: Row, value: str, call: Call) -> bool:
        return compare(moment(stamp(row, call.lists)), moment(value))

    return Reference(test, lambda rows, lists: [stamp(row, lists) for row in rows])


SUBSCRIBED = holds(subscribers, null=True)
BILLABLE = special.billable()
SOURCES = ("web", "mobile")
MEANINGS: dict[str, dict[str, Reference]] = {
    "Activity#index": {
        "start_date": days("date", ">="),
        "end_date": days("date", "<="),
        "flat_rate": Reference(
            lambda row, value, call: row["type"] == "TimeEntry" and row["flat_rate"] == (value == "true"),
            lambda rows, lists: ["true", "false"],
        ),
        "grant_id": holds(
            lambda row, lists: lists.stored("matters", row["matter"]["id"]).get("grants") or [] if row["matter"] else [], null=True
        ),
        "only_unaccounted_for": only(lambda row, lists: not row["on_bill"]),
        "status": Reference(
            special.activity_status,
            lambda rows, lists: ["billed", "draft", "unbilled", "non_billable", "billable", "written_off", "billed,draft"],
        ),
    },
    "ActivityDescription#index": {
        "flat_rate": flag(lambda row, lists: row["category_type"] == "flat"),
        "type": choice(lambda row, lists: row["type"], "utbms", "clio"),
        "user_id": holds(accessible_to),
    },
    "Allocation#index": {
        "parent_type": choice(lambda row, lists: row["parent"]["type"], "CreditMemo", "Payment"),
        "status": choice(lambda row, lists: "invalid" if row["voided_at"] else "valid", "valid", "invalid"),
    },
    "BankAccount#index": {
        "show_empty_accounts": Reference(
            lambda row, value, call: value == "true" or row["balance"] != 0, lambda rows, lists: ["true", "false"]
        ),
        "status": choice(lambda row, lists: "closed" if kept("bank_accounts", "_closed")(row, lists) else "opened", "opened", "closed"),
        "type": choice(lambda row, lists: f"{row['type']}Account", "OperatingAccount", "TrustAccount"),
    },
    "BankTransaction#index": {
        "type": choice(lambda row, lists: {"Operating": "asset", "Trust": "liability"}[row["bank_account"]["type"]], "asset", "liability"),
        "unreconciled_only": only(lambda row, lists: not kept("bank_transactions", "_reconciled")(row, lists)),
    },
    "Bill#index": {
        "custom_field_values": custom(special.bill_matters),
        "last_sent_start_date": Reference(
            by_path("last_sent_at", ">="), lambda rows, lists: [one[:10] for one in values_at(rows, "last_sent_at")]
        ),
        "last_sent_end_date": Reference(
            by_path("last_sent_at", "<="), lambda rows, lists: [one[:10] for one in values_at(rows, "last_sent_at")]
        ),
        "overdue_only": only(special.overdue),
        "state": choice(
            lambda row, lists: row["state"],
            *("draft", "awaiting_approval", "awaiting_payment", "paid", "void", "deleted"),
            among=[{}, {"state": "deleted"}],
        ),
        "status": Reference(
            lambda row, value, call: "all" in value or special.overdue(row, call.lists), lambda rows, lists: ["all", "overdue"]
        ),
        "type": choice(lambda row, lists: "trust" if row["kind"] == "trust_kind" else "revenue", "revenue", "trust"),
    },
    "BillableClient#index": BILLABLE,
    "BillableMatter#ids": BILLABLE,
    "BillableMatter#index": BILLABLE,
    "Calendar#index": {
        "filter_inactive_users": only(lambda row, lists: not own_calendar_of_disabled(row, lists)),
        "owner": flag(lambda row, lists: row["permission"] == "owner"),
        "source": Reference(lambda row, value, call: calendars(value, row["id"], call.lists), lambda rows, lists: list(SOURCES)),
        "visible": flag(lambda row, lists: calendars("web", row["id"], lists)),
        "writeable": flag(lambda row, lists: row["permission"] in ("owner", "editor")),
    },
    "CalendarEntry#index": {
        "ids": Reference(by_path("id"), lambda rows, lists: [id for id in values_at(rows, "id") if id.isdigit()]),
        "from_": Reference(
            lambda row, value, call: special.in_window(row, value, call.lists, start=True), lambda rows, lists: values_at(rows, "end_at")
        ),
        "to": Reference(
            lambda row, value, call: special.in_window(row, value, call.lists, start=False), lambda rows, lists: values_at(rows, "start_at")
        ),
        "source": Reference(
            lambda row, value, call: calendars(value, row["calendar_owner"]["id"], call.lists), lambda rows, lists: list(SOURCES)
        ),
        "visible": flag(lambda row, lists: calendars("web", row["calendar_owner"]["id"], lists)),
        **PROPERTIES,
    },
    "ClioPaymentsLink#index": {"updated_since": stamped("clio_payments_links", "updated_at", operators.ge)},
    "Comment#index": {"item_id": holds(lambda row, lists: [kept("comments", "item")(row, lists)])},
    "Communication#index": {
        "contact_id": holds(lambda row, lists: participants(row, "Person", "Company", "Contact")),
        "received_at": moments("received_at", "="),
        "received_before": moments("received_at", "<"),
        "received_since": moments("received_at", ">="),
        "user_id": holds(logged_by_or_with),
        **PROPERTIES,
    },
    "Contact#index": {
        "client_only": only(lambda row, lists: row["is_client"]),
        "clio_connect_only": only(lambda row, lists: row["has_clio_for_clients_permission"]),
        "custom_field_values": custom(itself),
        "email_only": only(lambda row, lists: bool(row["email_addresses"])),
        "initial": choice(initial, *"ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "query": Reference(contact_words, lambda rows, lists: all_words([contact_text(row, lists) for row in rows])),
        "shared_resource_id": holds(shared_with),
    },
    "Conversation#index": {
        "contact_id": holds(lambda row, lists: at(row, "memberships.member")),
        "date": holds(lambda row, lists: [last_message_at(row, lists)]),
        "for_user": Reference(
            lambda row, value, call: value == "true" or row["current_user_is_member"], lambda rows, lists: ["true", "false"]
        ),
        "time_entries": flag(lambda row, lists: bool(row["time_entries_count"])),
    },
    "ConversationMessage#index": {
        "conversation_id": Reference(
            by_path("conversation"),
            lambda rows, lists: values_at(rows, "conversation"),
            among=lambda lists: [{"conversation_id": str(item["id"])} for item in lists.answers("/conversations")],
        )
    },
    "CustomField#index": {
        "deleted": Reference(
            lambda row, value, call: row["deleted"] == (value == "true"),
            lambda rows, lists: ["true", "false"],
            among=lambda lists: [{}, {"deleted": "true"}],
        ),
        "parent_type": choice(lambda row, lists: row["parent_type"].lower(), "matter", "contact"),
        "visible_and_required": flag(lambda row, lists: row["displayed"] and row["required"]),
    },
    "Document#index": {
        "include_deleted": special.TRASH,
        "parent_id": special.IN_FOLDER,
        "scope": special.SCOPE,
        "show_uncompleted": special.UNFINISHED,
        **PROPERTIES,
    },
    "Folder#index": {"include_deleted": special.TRASH, "parent_id": special.IN_FOLDER, "scope": special.SCOPE, **PROPERTIES},
    "Folder#list": {
        "contact_id": replace(of_path("contact", null=True), among=special.everything),
        "ids": replace(of_path("id"), among=special.everything),
        "include_deleted": special.TRASH,
        "matter_id": replace(of_path("matter", null=True), among=special.everything),
        "parent_id": replace(special.IN_FOLDER, among=special.everything),
        "scope": replace(special.SCOPE, among=special.everything),
        "show_uncompleted": special.UNFINISHED,
        **PROPERTIES,
    },
    "Group#index": {
        "created_since": stamped("groups", "created_at", operators.ge),
        "archived": flag(lambda row, lists: bool(kept("groups", "_archived")(row, lists))),
    },
    "Jurisdiction#index": {"for_current_account": flag(lambda row, lists: row["valid_subscription"])},
    "LaukCriminalControlledRate#index": {
        "standard_fee_category": holds(lambda row, lists: [kept("criminal_controlled_rates", "_standard_fee_category")(row, lists)])
    },
    "LaukExpenseCategory#index": {
        "practice_area": Reference(
            lambda row, value, call: any(row[area] for area in value.split(",")), lambda rows, lists: ["certificated", "civil", "criminal"]
        )
    },
    "LineItem#index": {
        "bill_id": Reference(
            by_path("bill"),
            lambda rows, lists: values_at(rows, "bill"),
            among=lambda lists: [{}, *({"bill_id": str(bill["id"])} for bill in lists.answers("/bills", state="deleted"))],
        ),
        "display": flag(lambda row, lists: kept("line_items", "_folded_into")(row, lists) is None),
    },
    "Matter#index": {
        "custom_field_values": custom(itself),
        "grant_id": holds(lambda row, lists: kept("matters", "grants")(row, lists) or [], null=True),
        "notification_event_subscriber_user_id": SUBSCRIBED,
        "subscriber_user_id": SUBSCRIBED,
    },
    "MatterDocket#index": {
        "matter_status": choice(lambda row, lists: (row["matter"] or {"status": ""})["status"].lower(), "open", "closed", "pending")
    },
    "Note#index": {
        "type": choice(lambda row, lists: row["type"], "Matter", "Contact", among=[{"type": "Matter"}, {"type": "Contact"}]),
        "contact_id": Reference(
            by_path("contact"),
            lambda rows, lists: values_at(rows, "contact"),
            lambda rows, value: {"type": "Contact"},
            lambda lists: [{"type": "Contact"}],
        ),
    },
    "OutstandingClientBalance#index": {
        "originating_attorney_id": special.owed_attorney("originating_attorney"),
        "responsible_attorney_id": special.owed_attorney("responsible_attorney"),
    },
    "PracticeArea#index": {"matter_id": Reference(open_to, lambda rows, lists: values_at(lists.answers("/matters"), "id"))},
    "Reminder#index": {
        "subject_id": Reference(
            by_path("subject"),
            lambda rows, lists: values_at(rows, "subject"),
            lambda rows, value: {"subject_type": subject_type(next(row for row in rows if at(row, "subject") == [value]))},
        ),
        "subject_type": choice(lambda row, lists: subject_type(row), "calendar_entry", "task"),
        "user_id": holds(notified_user),
    },
    "Task#index": {
        "assignee_id": Reference(
            by_path("assignee"),
            lambda rows, lists: [*values_at(rows, "assignee"), "null"],
            lambda rows, value: (
                {} if value == "null" else {"assignee_type": side(next(row for row in rows if at(row, "assignee") == [value]))}
            ),
        ),
        "assignee_type": choice(lambda row, lists: side(row), "user", "contact"),
        "cascading_source_id": holds(lambda row, lists: [kept("tasks", "cascading_source")(row, lists)]),
        "complete": flag(lambda row, lists: row["status"] == "complete"),
    },
    "TaskTemplateList#index": {"empty": flag(lambda row, lists: row["templates_count"] == 0)},
    "TaskType#index": {"enabled": flag(lambda row, lists: row["deleted_at"] is None)},
    "User#index": {
        "include_co_counsel": widens("include_co_counsel", lambda row, lists: not kept("users", "_co_counsel")(row, lists)),
        "pending_setup": flag(lambda row, lists: bool(kept("users", "_pending_setup")(row, lists))),
        "role": Reference(
            lambda row, value, call: bool({role.lower() for role in row["roles"]} & set(value.split(","))),
            lambda rows, lists: ["admin", "accounts", "billing", "reports", "admin,billing"],
        ),
    },
    "SafeCustodyRecord#index": {
        "state": Reference(
            lambda row, value, call: value == "all" or kept("safe_custody_records", "_state")(row, call.lists) == value,
            lambda rows, lists: ["held", "temporarily_removed", "removed", "all"],
        ),
    },
    "TaxRateConfiguration#index": {"include_system": widens("include_system", lambda row, lists: not row["is_system"])},
}


def subject_type(row: Row) -> str:
    return {"CalendarEntry": "calendar_entry", "Task": "task"}[row["subject"]["type"]]


def side(row: Row) -> str:
    """user or contact; an assignee shows its type as answers name it."""
    shown = (row["assignee"] or {"type": ""})["type"]
    return {"User": "user", "": ""}.get(shown, "contact")


def reference(operation: AnyOperation, attribute: Attribute) -> Reference:
    """The meaning of a filter: that of the table, or what its name and its declaration say."""
    message = MEANINGS.get(operation.operation_id, {}).get(attribute.name)
    if message is None and isinstance(attribute.meaning, Special):
        id, meaning = operation.operation_id, f'"{attribute.name}": flag(lambda row, lists: ...)'
        line = f'add to MEANINGS["{id}"]: {meaning}' if id in MEANINGS else f'add to MEANINGS: "{id}": {{{meaning}}}'
        raise MissingEntry(__name__, line, "the parameter is declared as special, so that no name tells what it means")
    return message or by_name(operation, attribute)


__all__ = ["reference", "words"]
