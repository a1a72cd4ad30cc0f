"""Counters, states and parts that follow from other records: time logged, conversations, documents, calendars, reports, templates."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from mockclio.verify.checks.reading.calls import Row
from mockclio.verify.checks.reading.identities.identity import UNKNOWN, Follows, cents, follows, id_of, ids_of, pointing, total
from mockclio.verify.checks.reading.listing import Lists


def _logged(*keys: str) -> Follows:
    """How many activities name the record."""
    return lambda row, lists: sum(len(pointing(lists.answers("/activities"), key, row["id"])) for key in keys)


for _record, _keys in {"Task": ["task"], "Note": ["matter_note", "contact_note"], "Communication": ["communication"]}.items():
    follows(_record, "time_entries_count")(_logged(*_keys))


@follows("CalendarEntry", "time_entries_count")
def time_of_entry(row: Row, lists: Lists) -> Any:
    """An occurrence may be one of a series that shows its time."""
    return len(row["time_entries"])


@follows("Conversation", "time_entries_count")
def time_of_conversation(row: Row, lists: Lists) -> Any:
    """Activities name the conversation as their subject."""
    subjects = [one["subject"] for one in lists.answers("/activities") if one["subject"]]
    return sum(one["type"] == "Conversation" and str(one["id"]) == str(row["id"]) for one in subjects)


@follows("Activity", "subject")
def subject(row: Row, lists: Lists) -> Any:
    """What the work was done on, where it is shown beside."""
    named = next((row[key] for key in SUBJECTS if row[key]), None)
    if named is None:
        return UNKNOWN
    return row["subject"] if str((row["subject"] or {}).get("id")) == str(named["id"]) else {"id": named["id"]}


SUBJECTS = ("task", "calendar_entry", "communication", "matter_note", "contact_note", "text_message_conversation")


@follows("Conversation", "message_count")
def message_count(row: Row, lists: Lists) -> Any:
    return len(lists.answers("/conversation_messages", conversation_id=str(row["id"])))


def _message(place: int, name: str) -> Follows:
    def message(row: Row, lists: Lists) -> Any:
        ids = sorted(one["id"] for one in lists.answers("/conversation_messages", conversation_id=str(row["id"])))
        wanted = ids[place] if ids else None
        return row[name] if id_of(row[name]) == wanted else {"id": wanted}

    return message


follows("Conversation", "first_message")(_message(0, "first_message"))
follows("Conversation", "last_message")(_message(-1, "last_message"))


@follows("Conversation", "messages")
def messages(row: Row, lists: Lists) -> Any:
    wanted = sorted(one["id"] for one in lists.answers("/conversation_messages", conversation_id=str(row["id"])))
    return row["messages"] if sorted(ids_of(row["messages"])) == wanted else wanted


@follows("Conversation", "documents")
def documents(row: Row, lists: Lists) -> Any:
    sent = lists.answers("/conversation_messages", conversation_id=str(row["id"]))
    wanted = {one["document"]["id"] for one in sent if one["document"]}
    return row["documents"] if set(ids_of(row["documents"])) == wanted else sorted(wanted)


def me(lists: Lists) -> Any:
    """The id of who asks."""
    if "me" not in lists.kept:
        lists.kept["me"] = [lists.target.get("/users/who_am_i.json", fields="id")["data"]]
    return lists.kept["me"][0]["id"]


@follows("Conversation", "current_user_is_member", "read_only", "read", "archived")
def membership(row: Row, lists: Lists) -> Any:
    own = next((one for one in row["memberships"] if id_of(one["member"]) == me(lists)), None)
    flags = {"read": bool(own and own["read"]), "archived": bool(own and own["archived"])}
    return {"current_user_is_member": own is not None, "read_only": own is None, **flags}


@follows("EventMetric", "unread_secure_messages", "unread_web_events", "unread_mobile_events")
def unread(row: Row, lists: Lists) -> Any:
    """Conversations that who asks has not read; there cannot be more unread events than events."""
    conversations = [one for one in lists.answers("/conversations") if one["current_user_is_member"] and not one["read"]]
    events = [one["event"] for one in lists.answers("/internal_notifications/my_events")]
    return {"unread_secure_messages": len(conversations), **_unread(row, events)}


def _unread(row: Row, events: list[Row]) -> dict[str, Any]:
    read = len(events) - row["unread_web_events"]
    mobile = sum(1 for one in events if one["mobile_icon"])
    return {
        "unread_web_events": row["unread_web_events"] if read >= 0 else len(events),
        "unread_mobile_events": row["unread_mobile_events"] if 0 <= mobile - row["unread_mobile_events"] <= read else mobile,
    }


def _latest(row: Row, lists: Lists) -> Row | None:
    return max(lists.versions(row["id"]), key=lambda one: one["version_number"], default=None)


@follows("DocumentVersion", "version_number")
def numbered(row: Row, lists: Lists) -> Any:
    """Versions of a document are numbered from 1 on, in the order in which they came."""
    return sum(one["id"] <= row["id"] for one in lists.versions(row["document_id"]))


@follows("Document", "latest_document_version")
def latest(row: Row, lists: Lists) -> Any:
    newest = _latest(row, lists)
    return row["latest_document_version"] if newest and id_of(row["latest_document_version"]) == newest["id"] else newest


def _mirrored(name: str) -> Follows:
    def mirror(row: Row, lists: Lists) -> Any:
        newest = _latest(row, lists)
        return newest[name] if newest else UNKNOWN

    return mirror


for _name in ("filename", "size", "content_type", "received_at"):
    follows("Document", _name)(_mirrored(_name))


@follows("CalendarEntry", "start_date", "start_time", "end_date", "end_time")
def parts(row: Row, lists: Lists) -> Any:
    """The day and the time of day in the zone in which the moments are shown."""
    if row["all_day"]:
        return {"start_time": None, "end_time": None}
    return {
        f"{side}_{part}": shown
        for side in ("start", "end")
        for part, shown in (("date", row[f"{side}_at"][:10]), ("time", row[f"{side}_at"][11:19]))
    }


@follows("CalendarEntry", "calendars")
def calendars(row: Row, lists: Lists) -> Any:
    wanted = {one["id"] for one in row["attendees"] if one["type"] == "Calendar"}
    return row["calendars"] if set(ids_of(row["calendars"])) == wanted else sorted(wanted)


@follows("CalendarEntry", "calendar_owner_id")
def calendar_owner_id(row: Row, lists: Lists) -> Any:
    return id_of(row["calendar_owner"])


@follows("TaskTemplateList", "templates_count")
def templates_count(row: Row, lists: Lists) -> Any:
    return len(pointing(lists.answers("/task_templates"), "task_template_list", row["id"]))


@follows("ReportPreset", "report_schedule")
def schedule(row: Row, lists: Lists) -> Any:
    results = [one["id"] for one in lists.answers("/report_schedules") if one["report_preset_id"] == row["id"]]
    return row["report_schedule"] if id_of(row["report_schedule"]) in (results or [None]) else {"id": results}


@follows("ReportPreset", "category")
def category(row: Row, lists: Lists) -> Any:
    """The one that reports of the same kind have."""
    results = {one["category"] for one in lists.answers("/reports") if one["kind"] == row["kind"]}
    return row["category"] if not results or row["category"] in results else sorted(results)


REACHED = {"completed": 100, "empty": 100, "not_started": 0}


@follows("Report", "progress")
def progress(row: Row, lists: Lists) -> Any:
    return REACHED.get(row["state"], UNKNOWN)


@follows("Grant", "funding_code_and_name", "funding_source_name")
def grant_names(row: Row, lists: Lists) -> Any:
    source = lists.by_id("/grant_funding_sources").get(str(id_of(row["grant_funding_source"])))
    joined = " - ".join(part for part in (row["funding_code"], row["name"]) if part)
    return {"funding_code_and_name": joined, "funding_source_name": source["name"] if source else row["funding_source_name"]}


@follows("Allocation", "destroyable")
def destroyable(row: Row, lists: Lists) -> Any:
    return row["voided_at"] is None and not row["has_online_payment"]


@follows("CreditMemo", "amount")
def credit(row: Row, lists: Lists) -> Any:
    """Allocations of a credit never give more than it has."""
    given = total(one["amount"] for one in lists.answers("/allocations") if one["parent"]["id"] == row["id"] and not one["voided_at"])
    return row["amount"] if cents(row["amount"]) >= given else given


@follows("ActivityDescription", "category_type", "utbms_task_name")
def description(row: Row, lists: Lists) -> Any:
    code = lists.by_id("/utbms/codes").get(str(id_of(row["utbms_task"])))
    return {
        "category_type": "flat" if row["rate"]["type"] == "FlatRate" else "hourly",
        "utbms_task_name": code["name"] if code else row["utbms_task_name"],
    }


@follows("ActivityDescription", "default")
def default(row: Row, lists: Lists) -> Any:
    own = lists.by_id("/users").get(str(me(lists)))
    return id_of(own["default_activity_description"]) == row["id"] if own else UNKNOWN


@follows("Timer", "elapsed_time")
def elapsed(row: Row, lists: Lists) -> Any:
    """Hours since the start; the moment at the server is known to the minute."""
    passed = Decimal((lists.now - datetime.fromisoformat(row["start_time"])).total_seconds()) / 3600
    return row["elapsed_time"] if abs(Decimal(str(row["elapsed_time"])) - passed) < Decimal("0.06") else round(float(passed), 3)
