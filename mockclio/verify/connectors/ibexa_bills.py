"""Ibexa Connect: Watch Bills, Search Bills. The API makes no bills: the mock's control routes do."""

from __future__ import annotations

from typing import Any

from mockclio.verify.connectors.comparing import same
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import IBEXA, row
from mockclio.verify.connectors.searching import Search
from mockclio.verify.connectors.watching import WATCH, Watch

SEARCH = """
    Client ID                -> client_id
    Created Since            -> created_since
    Custom Field ID          -> custom_field_values[<id>]
    Filter Condition         -> custom_field_values[<id>]
    Due After                -> due_after
    Due At                   -> due_at
    Due Before               -> due_before
    Bill ID                  -> ids[]
    Last Sent End Date       -> last_sent_end_date
    Last Sent Start Date     -> last_sent_start_date
    Legal Aid UK Only        -> nowhere:legal_aid_uk_only
    Matter ID                -> matter_id
    Order                    -> order
    Originating Attorney ID  -> originating_attorney_id
    Overdue Only             -> overdue_only
    Query                    -> query
    Responsible Attorney ID  -> responsible_attorney_id
    State                    -> state
    Status                   -> status
    Type                     -> type
    Updated Since            -> updated_since
    Limit                    -> limit
"""
FIELDS = (
    "number,state,kind,client{id},created_at,updated_at,due_at,last_sent_at,balance,"
    "matters{id,originating_attorney,responsible_attorney,custom_field_values}"
)
VALUES = (("00002-Chen", 47, "[<=50, >=45]"), ("00008-Northgate Properties LLC", 106, ">=105.4"), ("00013-Thompson", 40, "=40"))


@row(44, IBEXA, "Watch Bills", "Webhook#create", WATCH)
def watch_bills(environment: Environment) -> None:
    matter = environment.matter()
    watch = Watch(environment, "bill", "id,number,state,total")
    watch.template(
        make=lambda: _bill(environment, matter), change=lambda id: environment.patch(f"/bills/{id}", {"memo": "Payable at once"})
    )


@row(45, IBEXA, "Search Bills", "Bill#index", SEARCH)
def search_bills(environment: Environment) -> None:
    field = int(environment.pick("custom_fields", "Number of parties", parent_type="matter"))
    values = _fill(environment, field)
    search = Search(environment, "bills", FIELDS)
    client, matter = environment.pick("contacts", "Marlow Shipping Co.", type="Company"), environment.pick("matters", "00002-Chen")
    attorney, responsible = environment.pick("users", "Kwame Osei"), environment.pick("users", "Elena Reyes")
    today, some = "2026-06-01", list(search.records)[2:5]
    search.by("client_id", client, lambda one, id: one["client"]["id"] == id)
    search.by("created_since", "2026-01-01T00:00:00Z", lambda one, since: one["created_at"] >= since[:10])
    search.by("updated_since", "2026-03-01T00:00:00Z", lambda one, since: one["updated_at"] >= since[:10])
    search.by("due_after", "2026-06-11", lambda one, day: one["due_at"] > day)
    search.by("due_at", "2026-06-11", lambda one, day: one["due_at"] == day)
    search.by("due_before", "2026-06-11", lambda one, day: one["due_at"] < day)
    search.by("ids[]", some, lambda one, ids: one["id"] in ids)
    search.by("last_sent_start_date", "2025-06-02", lambda one, day: (one["last_sent_at"] or "")[:10] >= day)
    search.by("last_sent_end_date", "2025-06-02", lambda one, day: "" < (one["last_sent_at"] or "")[:10] <= day)
    search.by("matter_id", matter, lambda one, id: id in _ids(one["matters"]))
    search.by("originating_attorney_id", attorney, lambda one, id: id in _ids(matter["originating_attorney"] for matter in one["matters"]))
    search.by(
        "responsible_attorney_id", responsible, lambda one, id: id in _ids(matter["responsible_attorney"] for matter in one["matters"])
    )
    for name, value in (("overdue_only", True), ("status", "overdue")):
        search.by(name, value, lambda one, yes: one["due_at"] < today and one["balance"] > 0 and one["state"] == "awaiting_payment")
    search.passes_over("status", "all")
    search.passes_over("legal_aid_uk_only", True)
    deleted = [one["state"] for one in environment.listed("/bills", "state", state="deleted")]
    same(deleted, ["deleted"], "bills in the state deleted, which are listed on request alone")
    search.by("query", "17", lambda one, number: one["number"] == number)
    for state in sorted({one["state"] for one in search.records.values()}):
        search.by("state", state, lambda one, state: one["state"] == state)
    for kind in ("revenue", "trust"):
        search.by("type", kind, lambda one, kind: (one["kind"] == "trust_kind") == (kind == "trust"))
    for condition in values:
        search.by("custom_field_values", {field: condition}, lambda one, sent: values[sent[field]] in _ids(one["matters"]))
    search.ordered("id", "number", "due_at", "balance")
    search.limited(9, page=4)


def _bill(environment: Environment, matter: int) -> Any:
    return environment.mock.bill(matter, lines=[{"description": "Tow", "price": 900, "quantity": 1}])["id"]


def _ids(records: Any) -> list[int]:
    return [one["id"] for one in records if one]


def _fill(environment: Environment, field: int) -> dict[str, int]:
    """Give three billed matters a value of a numeric custom field; the one that each condition finds."""
    results = {}
    for name, value, condition in VALUES:
        results[condition] = matter = environment.pick("matters", name)
        present = environment.get(f"/matters/{matter}", "custom_field_values{id,custom_field}")["custom_field_values"]
        id = next((one["id"] for one in present if one["custom_field"]["id"] == field and one["id"]), None)
        step = {"id": id, "value": value} if id else {"custom_field": {"id": field}, "value": value}
        environment.patch(f"/matters/{matter}", {"custom_field_values": [step]})
    return results
