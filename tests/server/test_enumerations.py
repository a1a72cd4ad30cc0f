"""Enumerations of bodies and parameters: exact, but for the lists of those whose other spellings are known to be accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from werkzeug.datastructures import MultiDict

from mockclio.catalog import operations
from mockclio.catalog.arguments import Aliases, AnyCase
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, accepted, parameters
from mockclio.errors import InvalidArgument
from mockclio.ledger import rules
from mockclio.seeding.office import Office
from mockclio.server.arguments import read
from mockclio.server.bodies import checked
from tests.api import Api
from tests.practice.cases import client, matter

UTC = ZoneInfo("UTC")


def enumerations(attributes: dict[str, Attribute], path: str) -> Iterator[tuple[str, Attribute]]:
    for name, attribute in attributes.items():
        if attribute.kind == "enum":
            yield f"{path}.{name}", attribute
        elif attribute.kind == "object":
            yield from enumerations(attribute.keys, f"{path}.{name}")


EVERY = dict(
    pair
    for operation in operations().values()
    if operation.body is not None
    for pair in enumerations(accepted(operation.body), operation.operation_id)
)
ANY_CASE = {
    "CustomField#create.parent_type",
    "Matter#create.statute_of_limitations.status",
    "Matter#create.status",
    "Matter#update.statute_of_limitations.status",
    "Matter#update.status",
    "Note#create.type",
    *(f"Task#{verb}.{name}" for verb in ("create", "update") for name in ("permission", "priority", "status")),
}
PARAMETERS = {
    f"{operation.operation_id}?{attribute.wire}": (operation, attribute)
    for operation in operations().values()
    for attribute in parameters(operation).values()
    if attribute.kind == "enum"
}
PARAMETERS_IN_ANY_CASE = {
    "CustomField#index?parent_type",
    "CustomFieldSet#index?parent_type",
    "Matter#index?status",
    "Note#index?type",
    "Task#index?priority",
    "Task#index?status",
    "Task#index?statuses[]",
    "User#index?role",
}
WORDS = {
    **{f"Task#{verb}.priority": {"Medium": "Normal"} for verb in ("create", "update")},
    **{
        f"Communication#{verb}.{side}.type": {"Users": "User", "Contacts": "Contact"}
        for verb in ("create", "update")
        for side in ("receivers", "senders")
    },
    **{
        f"Contact#{verb}.{name}.name": {"Others": "Other"}
        for verb in ("create", "update")
        for name in ("addresses", "email_addresses", "instant_messengers", "phone_numbers", "web_sites")
    },
}


def taken(attribute: Attribute, value: str) -> object:
    sent = [value] if attribute.many else value
    result = checked({attribute.name: attribute}, {attribute.name: sent}, UTC)[attribute.name]
    return result[0] if attribute.many else result


def test_the_list_of_other_spellings_is_this() -> None:
    declared = {place: one.spellings for place, one in EVERY.items() if one.spellings}
    assert {place for place, result in declared.items() if any(isinstance(one, AnyCase) for one in result)} == ANY_CASE
    words = {place: dict(one.words) for place, result in declared.items() for one in result if isinstance(one, Aliases)}
    assert words == WORDS
    assert {one.rule for result in declared.values() for one in result} <= rules().keys()


@pytest.mark.rule("wire.enumerations-are-exact")
@pytest.mark.parametrize("place", sorted(EVERY))
def test_another_case_is_refused_unless_it_stands_in_the_list(place: str) -> None:
    attribute = EVERY[place]
    for member in attribute.choices:
        assert taken(attribute, member) == member
        other = member.swapcase()
        if other in attribute.choices or other == member:
            continue
        if place in ANY_CASE:
            assert taken(attribute, other) == member
        else:
            with pytest.raises(InvalidArgument, match=rf"{attribute.name}(\[0\])? must be one of"):
                taken(attribute, other)


def test_the_list_of_parameters_in_any_case_is_this() -> None:
    assert {place for place, (_, one) in PARAMETERS.items() if one.spellings} == PARAMETERS_IN_ANY_CASE


@pytest.mark.rule("wire.enumerations-are-exact")
@pytest.mark.parametrize("place", sorted(PARAMETERS))
def test_a_parameter_in_another_case_is_refused_unless_it_stands_in_the_list(place: str) -> None:
    operation, attribute = PARAMETERS[place]
    for member in attribute.choices:
        other = member.swapcase()
        if other in attribute.choices or other == member:
            continue
        params: MultiDict[str, str] = MultiDict({attribute.wire: other})
        if place in PARAMETERS_IN_ANY_CASE:
            assert read(operation, params, UTC)[attribute.name] == ([member] if attribute.many else member)
        else:
            with pytest.raises(InvalidArgument, match=rf"{re.escape(attribute.wire)} must be one of"):
                read(operation, params, UTC)


@pytest.mark.rule("tasks.status-and-priority-in-any-case", "tasks.permission-in-any-case", "tasks.medium-is-normal")
def test_a_task_takes_them_in_any_case(api: Api, office: Office) -> None:
    who = {"assignee": {"id": office["user.owner"], "type": "User"}, "name": "File", "description": ""}
    made = api.post("/tasks", {**who, "status": "Pending", "priority": "HIGH", "permission": "Private"}, "id,status,priority,permission")
    assert made == {"id": made["id"], "status": "pending", "priority": "high", "permission": "private"}
    assert api.patch(f"/tasks/{made['id']}", {"priority": "Medium"}, "priority") == {"priority": "normal"}
    assert "priority must be one of" in api.refused(422, "PATCH", f"/tasks/{made['id']}", {"priority": "medium rare"})


@pytest.mark.rule("tasks.priority-reads-in-lower-case")
def test_a_priority_that_was_stored_with_a_capital_reads_and_is_found_in_lower_case(api: Api, office: Office) -> None:
    who = {"assignee": {"id": office["user.owner"], "type": "User"}, "description": ""}
    ids = [api.post("/tasks", {**who, "name": name, "priority": name})["id"] for name in ("High", "Low")]
    with api.mock.world.session() as session:
        session.update("tasks", ids[0], {"priority": "High"})
    assert [row["priority"] for row in api.get("/tasks", "priority", order="priority(desc)")] == ["high", "low"]
    assert [row["id"] for row in api.get("/tasks", "id", priority="high")] == ids[:1]


@pytest.mark.rule("matters.status-in-any-case")
def test_a_matter_takes_its_status_in_any_case(api: Api) -> None:
    for sent in ("Open", "open", "CLOSED", "Pending"):
        assert matter(api, "status", status=sent) == {"status": sent.capitalize()}


@pytest.mark.rule("communications.note-type-in-any-case")
def test_a_note_takes_its_type_in_any_case(api: Api) -> None:
    person = client(api)
    for sent in ("Contact", "contact"):
        assert api.post("/notes", {"type": sent, "contact": {"id": person}, "subject": "x"}, "type") == {"type": "Contact"}
    assert api.get("/notes", "id", type="contact") == api.get("/notes", "id", type="Contact")


@pytest.mark.rule("custom_fields.parent-type-in-any-case", "custom_fields.parent-type-filter-is-lower-case")
def test_a_custom_field_takes_its_parent_type_in_any_case(api: Api) -> None:
    for sent in ("Matter", "matter"):
        body = {"name": "Court", "field_type": "text_line", "parent_type": sent}
        assert api.post("/custom_fields", body, "parent_type") == {"parent_type": "Matter"}
        assert len(api.get("/custom_fields", parent_type=sent)) == len(api.get("/custom_fields", parent_type="matter"))
    assert "field_type must be one of" in api.refused(422, "POST", "/custom_fields", {**body, "field_type": "Text_Line"})


LISTED = [
    (operation, attribute)
    for operation in operations().values()
    if operation.kind == "index" and not operation.path_parameters
    for attribute in parameters(operation).values()
    if attribute.kind == "enum" and attribute.wire != "order" and len(attribute.choices) > 1
]


@pytest.mark.rule("lists.enumerations-take-several")
@pytest.mark.parametrize(("operation", "attribute"), LISTED, ids=lambda one: getattr(one, "operation_id", getattr(one, "wire", "")))
def test_every_list_takes_two_members_of_an_enumeration(api: Api, operation: AnyOperation, attribute: Attribute) -> None:
    required = {one.wire: one.choices[0] if one.choices else "1" for one in parameters(operation).values() if one.required}
    answer = api.call("GET", operation.path, params={**required, attribute.wire: ",".join(attribute.choices[:2])})
    assert answer.status_code == 200, answer.text
