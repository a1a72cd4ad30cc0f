"""A spec that is written from the answers of the API makes the same records again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mockclio import MockClio

Row = dict[str, Any]
CONTACT = "id,type,name,first_name,last_name,title,email_addresses{name,address}"
MATTER = "id,description,status,open_date,client{id},client_reference,custom_field_values{field_name,value}"
TASK = "id,name,description,due_at,priority,status,matter{id}"
LETTERS = st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp", "Zs"])
TEXT = st.text(LETTERS, min_size=1, max_size=20)
WORDS = st.one_of(TEXT, st.sampled_from(["0042", "1e3", "true", "null", "-3d", "today", "a: b", "# c", "x.csv", "{y}", "- z", "~", "12"]))
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2026, 5, 31)).map(str)
PERSON = st.fixed_dictionaries(
    {"type": st.just("Person"), "first_name": TEXT, "last_name": TEXT, "title": WORDS, "email": st.sampled_from(["", "a@b.test"])}
)
COMPANY = st.fixed_dictionaries({"type": st.just("Company"), "name": WORDS})
MATTERS = st.fixed_dictionaries(
    {"client": st.integers(0, 9), "description": WORDS, "status": st.sampled_from(["Open", "Pending"]), "open_date": DAYS,
     "client_reference": WORDS, "court": WORDS}
)  # fmt: skip
TASKS = st.fixed_dictionaries({"name": WORDS, "matter": st.integers(0, 9), "due_at": DAYS, "priority": st.sampled_from(["High", "Low"])})


@settings(max_examples=10, phases=[Phase.generate], deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    contacts=st.lists(st.one_of(PERSON, COMPANY), min_size=1, max_size=4),
    matters=st.lists(MATTERS, min_size=1, max_size=4),
    tasks=st.lists(TASKS, max_size=3),
)
def test_answers_of_the_api_make_the_same_firm_again(contacts: list[Row], matters: list[Row], tasks: list[Row]) -> None:
    with MockClio("empty") as mock:
        _make(mock, contacts, matters, tasks)
        before = _read(mock)
    with TemporaryDirectory() as folder:
        path = Path(folder, "firm.yaml")
        path.write_text(yaml.safe_dump(_spec(*before), allow_unicode=True), "utf-8")
        with MockClio(path) as mock:
            after = _read(mock)
    assert _without_ids(after) == _without_ids(before)


def _make(mock: MockClio, contacts: list[Row], matters: list[Row], tasks: list[Row]) -> None:
    def post(path: str, **data: Any) -> int:
        answer = mock.http.post(f"/api/v4/{path}.json", json={"data": data})
        assert answer.status_code == 201, answer.text
        return int(answer.json()["data"]["id"])

    court = post("custom_fields", name="Court", parent_type="Matter", field_type="text_line")
    people = []
    for contact in contacts:
        email = contact.pop("email", "")
        more = {"email_addresses": [{"name": "Work", "address": email, "default_email": True}]} if email else {}
        people.append(post("contacts", **contact, **more))
    made = []
    for matter in matters:
        value = {"custom_field": {"id": court}, "value": matter.pop("court")}
        client = {"id": people[matter.pop("client") % len(people)]}
        made.append(post("matters", **matter, client=client, custom_field_values=[value]))
    for task in tasks:
        user = mock.world.users.all()[0]["id"]
        place = {"id": made[task.pop("matter") % len(made)]}
        post("tasks", **task, description="To do", assignee={"id": user, "type": "User"}, matter=place)


def _read(mock: MockClio) -> list[list[Row]]:
    return [
        mock.http.get(f"/api/v4/{path}.json", params={"fields": fields, "order": "id(asc)"}).json()["data"]
        for path, fields in (("contacts", CONTACT), ("matters", MATTER), ("tasks", TASK))
    ]


def _spec(contacts: list[Row], matters: list[Row], tasks: list[Row]) -> Row:
    """The answers as a spec: what may be written stays under its name, and an id becomes a key."""

    def entry(row: Row, *left_out: str, **more: Any) -> Row:
        kept = {name: value for name, value in row.items() if name not in ("id", "etag", *left_out) and value not in (None, [])}
        return {"key": f"r{row['id']}", **kept, **more}

    def key(reference: Row) -> str:
        return f"r{reference['id']}"

    people = [entry(row, "name", "email_addresses", **_name(row), **_emails(row)) for row in contacts]
    custom = {row["id"]: {one["field_name"]: one["value"] for one in row["custom_field_values"]} for row in matters}
    return {
        "custom_fields": ["Court"],
        "contacts": people,
        "matters": [entry(row, "custom_field_values", client=key(row["client"]), custom=custom[row["id"]]) for row in matters],
        "tasks": [entry(row, matter=key(row["matter"])) for row in tasks],
    }


def _name(row: Row) -> Row:
    return {"name": row["name"]} if row["type"] == "Company" else {}


def _emails(row: Row) -> Row:
    kept = [{name: one[name] for name in ("name", "address")} for one in row["email_addresses"]]
    return {"email_addresses": kept} if kept else {}


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_ids(one) for name, one in value.items() if name not in ("id", "etag")}
    return [_without_ids(one) for one in value] if isinstance(value, list) else value
