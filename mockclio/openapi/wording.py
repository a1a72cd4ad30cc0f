"""Texts of the exported document: from docstrings if there are any, else from names by rule."""

from __future__ import annotations

import re

from mockclio.catalog.arguments import Where
from mockclio.catalog.operations import AnyOperation, Collection
from mockclio.catalog.schema import Attribute

ABOUT = """A mock of the Clio Manage API, version 4, exported from the catalogue of mockclio.

An answer holds `id` and `etag`, or the few fields that a record shows by itself, until `fields` asks for more: `fields=id,client{name}`.
A list comes in pages, and `meta.paging` holds the addresses of its neighbours. Attributes of a write stand under `data`."""

SUMMARIES = {
    "BillableMatter#ids": "List the ids of matters that can be billed",
    "Bill#preview": "Show a bill as a page to look at",
    "BillingSetting#show": "Show the billing settings",
    "Client#show": "Show the client of a matter",
    "Document#copy": "Copy a document",
    "DocumentVersion#save_as_latest_version": "Make a version of a document its latest one",
    "EventMetrics#index": "Count the events that the user has not seen",
    "Folder#list": "List what a folder holds",
    "MatterDocket#preview": "Preview the calendar entries that a court rule would make",
    "ReportPreset#generate_report": "Generate a report from a preset",
    "SafeCustodyRecord#state_changes": "Change the state of a record in safe custody",
    "TaskTemplateList#copy": "Copy a task template list",
    "Timer#create": "Start the timer",
    "Timer#destroy": "Stop the timer",
    "Timer#show": "Show the running timer",
    "MyEvent#index": "List the events that the user was told of",
    "MyEvent#update": "Change an event that the user was told of",
    "MyEvent#destroy": "Delete an event that the user was told of",
    "JurisdictionsToTrigger#index": "List the triggers of a jurisdiction",
    "JurisdictionsToTrigger#show": "Show a trigger of a jurisdiction",
    "User#who_am_i": "Show the user who asks",
    "Webhook#activate": "Enable a webhook with its secret",
}
VERBS = {
    "index": "List {plural}",
    "show": "Show {one}",
    "create": "Create {one}",
    "update": "Change {one}",
    "destroy": "Delete {one}",
    "download": "Download {one}",
}
SHARED = {
    "created_since": "Only rows created at this time or later.",
    "updated_since": "Only rows changed at this time or later.",
    "exclude_ids": "All rows but those with these ids.",
    "fields": "Fields of the answer, separated by commas; those of a nested record stand in braces, as in `id,matter{description}`.",
    "ids": "Only rows with these ids.",
    "page_token": "Where the page begins: taken from the addresses in `meta.paging` of another page.",
    "custom_field_values": (
        "Only rows whose custom field fulfils a condition: `custom_field_values[ID]=VALUE`; an operator such as `<=` may precede the value."
    ),
    "custom_field_ids": "Of the custom field values, show only those of these custom fields.",
}
"""Parameters that are the same wherever they stand."""
MEANINGS = {
    "assignee_type": "What the assignee is whose id is given.",
    "cascading_source_id": "Only tasks that are due a while after the one with this id.",
    "client_only": "Only contacts that are a client of some matter; `false` lists everybody.",
    "clio_connect_only": "Only contacts who can log in to the client portal; `false` lists everybody.",
    "date": "Only rows of this day.",
    "deleted": "Whether deleted ones are shown too.",
    "document_version_id": "The version to fetch; the latest one if left out.",
    "duration": "Seconds to be rounded as the settings say, into `rounded_duration`.",
    "email_only": "Only contacts that have an email address; `false` lists everybody.",
    "empty": "Only lists without templates, or only those with some.",
    "end_date": "Up to and including this day.",
    "event_prefix": "Words to put before the name of each entry.",
    "expanded": "Whether a repeated entry stands once for each occurrence instead of once for all.",
    "external_property_name": "Only rows with an external property of this name.",
    "external_property_value": "Only rows whose external property of the given name has this value; needs the name.",
    "filter_inactive_users": "Whether the calendars of disabled users are left out.",
    "for_current_account": "Only those that the firm uses, or only the others.",
    "for_user": "Only those that the user takes part in, or only the others.",
    "from_": "Only entries that end at this time or later.",
    "include_co_counsel": "Whether co-counsel are shown too.",
    "include_system": "Whether the rates that Clio provides are shown beside the firm's own.",
    "include_deleted": "Whether those in the trash are shown too.",
    "initial": "Only contacts whose last name, or company name, begins with this letter.",
    "jurisdiction_id": "The court whose rules apply.",
    "last_sent_end_date": "Only bills that were last sent on this day or earlier.",
    "last_sent_start_date": "Only bills that were last sent on this day or later.",
    "navigation_next": "Show the bill that follows the one with this id.",
    "navigation_previous": "Show the bill that precedes the one with this id.",
    "only_unaccounted_for": "Only activities that are on no bill yet.",
    "overdue_only": "Only bills that are overdue.",
    "owner": "Only calendars that the user owns, or only the others.",
    "owner_entries_across_all_users": "Whether the entries of all users of the matter are shown; needs `matter_id`.",
    "pending_setup": "Only users who have not yet logged in, or only the others.",
    "practice_area": "The practice area whose categories are shown.",
    "rate_for_matter_id": "The matter for which the shown rate holds.",
    "rate_for_user_id": "The user for whom the shown rate holds.",
    "received_at": "Only those received at this time.",
    "received_before": "Only those received before this time.",
    "received_since": "Only those received at this time or later.",
    "region": "The region whose rates are shown.",
    "role": "Only users who have this role.",
    "scope": "Whether to look in the folder alone, or also in all that lie in it.",
    "service_type_id": "How the documents are served, where the trigger asks for it.",
    "shared_resource_id": "Only contacts with whom the resource of this id is shared.",
    "show_empty_accounts": "Whether accounts without a balance are shown too.",
    "show_uncompleted": "Whether documents whose upload is not complete are shown too.",
    "start_date": "From this day on.",
    "start_time": "The time of day of the event that the dates count from.",
    "subject_type": "What the subject is whose id is given.",
    "subscriber_user_id": "Only matters that the user with this id is told about.",
    "time_entries": "Only those with time entries, or only those without.",
    "to": "Only entries that begin at this time or earlier.",
    "trigger_id": "The event that the dates count from.",
    "unreconciled_only": "Only transactions that are not yet reconciled.",
    "visible_and_required": "Only fields that are shown by default or must be filled, or only the others.",
    "writeable": "Only calendars that the user may write to, or only the others.",
}
"""What the parameters do that neither their name nor a comparison tells."""
HEADERS = {
    "IF-MATCH": "The etag that the record must still have, or the write is refused with 412.",
    "IF-MODIFIED-SINCE": "Answer with 304 unless the record changed after this time, an HTTP date.",
    "IF-NONE-MATCH": "Answer with 304 if the record still has this etag.",
    "X-API-VERSION": "The version of the API to answer with, `4.0.0` to `4.0.13`; the newest if left out.",
    "X-HOOK-SECRET": "The secret that the handshake sent to the webhook's address.",
}
COMPARISONS = {
    "=": "Only rows whose {words} is this.",
    ">": "Only rows whose {words} is after this.",
    ">=": "Only rows whose {words} is this or later.",
    "<": "Only rows whose {words} is before this.",
    "<=": "Only rows whose {words} is this or earlier.",
    "present": "`true` finds the rows that have {words}, `false` the others.",
}
AMOUNTS = {
    **COMPARISONS,
    ">": "Only rows whose {words} is more than this.",
    ">=": "Only rows whose {words} is this or more.",
    "<": "Only rows whose {words} is less than this.",
    "<=": "Only rows whose {words} is this or less.",
}
FIELDS = {
    "created_at": "When it was created.",
    "etag": "Changes with every change of the record; `If-Match` and `If-None-Match` take it.",
    "id": "What tells it from all others.",
    "updated_at": "When it last changed.",
}
STATUSES = {
    200: "It is done.",
    201: "It was created.",
    204: "It is gone; there is nothing to say.",
    303: "The bytes are at the address in `Location`.",
    304: "The record is as the caller knows it.",
    400: "The request cannot be read: a parameter or a field that there is not, or a body that is malformed.",
    401: "No bearer token, or one that opens nothing.",
    403: "The token's scopes or the user's role do not allow it.",
    404: "There is no such record.",
    406: "The answer does not exist in that form.",
    409: "Something else works on the record, or depends on it.",
    410: "There is no such version of the API.",
    412: "The record changed since the caller read it.",
    422: "An attribute or a parameter has a value that it cannot take.",
    429: "Too many requests within a minute.",
}


def docstring(thing: type) -> str:
    """The first line of a docstring of its own."""
    return (vars(thing).get("__doc__") or "").strip().partition("\n")[0]


def words(name: str) -> str:
    """`matter.practice_area_id` and `PracticeArea` as words."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").replace("::", " ").replace("/", " ")
    return " of the ".join(reversed(spaced.removesuffix(" id").lower().split(".")))


def article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeio' else 'a'} {noun}"  # a user, a utbms code


def summary(operation: AnyOperation) -> str:
    """`List matters`."""
    known = SUMMARIES.get(operation.operation_id)
    if known:
        return known
    sentence = VERBS.get(operation.kind) or f"{words(operation.verb).capitalize()} {{one}}"
    return sentence.format(plural=plural(operation.collection), one=article(words(operation.collection.model)))


def plural(collection: type[Collection]) -> str:  # type: ignore[type-arg]
    return words(collection.tag)


def tag(collection: type[Collection]) -> str:  # type: ignore[type-arg]
    """What the records of a tag are."""
    return docstring(collection) or docstring(collection.record)


def parameter(operation: AnyOperation, attribute: Attribute) -> str:
    """What a query parameter does."""
    name, meaning = attribute.name, attribute.meaning
    if name in SHARED:
        return SHARED[name]
    if name == "order":
        return "The sort key and its direction."
    if name == "limit":
        return f"Rows on one page, at most {operation.limit}."
    if name == "query" and operation.record.search:
        return f"Only rows in which each word stands somewhere in {', '.join(map(words, operation.record.search.split()))}."
    if not isinstance(meaning, Where) and name in MEANINGS:
        return _null(attribute, MEANINGS[name])
    if isinstance(meaning, Where):
        sentences = AMOUNTS if attribute.kind in ("int", "float") else COMPARISONS
        return _null(attribute, sentences[meaning.operator].format(words=words(meaning.path)))
    if attribute.kind == "date_condition":
        return f"Only rows whose {words(name)} fulfils this: `<`, `<=`, `=`, `>=` or `>` and a date; of several, all must hold."
    if attribute.several:
        return f"Only rows whose {words(name)} is this, or one of several that commas separate."
    if name.endswith("_id"):
        return _null(attribute, f"Only rows that belong to the {words(name)} with this id.")
    if attribute.kind == "bool":
        return f"`true` finds the rows that are {words(name)}, `false` the others."
    return _null(attribute, f"Only rows whose {words(name)} is this.")


def _null(attribute: Attribute, sentence: str) -> str:
    return f"{sentence} The word `null` finds those without one." if attribute.nullable else sentence


def field(attribute: Attribute) -> str:
    return FIELDS.get(attribute.name, "")
