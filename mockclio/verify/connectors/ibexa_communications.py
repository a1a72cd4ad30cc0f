"""Ibexa Connect: Watch Communication, Get, Create, Update and Delete a Communication."""

from __future__ import annotations

from typing import Any

from mockclio.verify.connectors.changing import creates, deletes, gets, updates
from mockclio.verify.connectors.comparing import same
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import IBEXA, row
from mockclio.verify.connectors.watching import WATCH, Watch

COMMUNICATION = """
    Type                        -> type
    Subject                     -> subject
    Body                        -> body
    Body HTML                   -> nowhere:body_html
    Date                        -> date
    External Properties: Name   -> external_properties[].name
    External Properties: Value  -> external_properties[].value
    Matter ID                   -> matter.id
    Received At                 -> received_at
    Receivers: Deleted          -> receivers[]._deleted
    Receivers: Type             -> receivers[].type
    Receivers: User ID          -> receivers[].id
    Receivers: Contact ID       -> receivers[].id
    Senders: Deleted            -> senders[]._deleted
    Senders: Type               -> senders[].type
    Senders: User ID            -> senders[].id
    Senders: Contact ID         -> senders[].id
"""
HTML = {"body_html": "<p>The tug is on its way.</p>"}


@row(23, IBEXA, "Watch Communication", "Webhook#create", WATCH)
def watch_communication(environment: Environment) -> None:
    watch = Watch(environment, "communication", "id,type,subject,senders{id,name}")
    watch.template(make=lambda: _new(environment), change=lambda id: environment.patch(f"/communications/{id}", {"subject": "Tug delayed"}))


@row(24, IBEXA, "Get a Communication", "Communication#show", "Communication ID -> {id}")
def get_a_communication(environment: Environment) -> None:
    gets(environment, "communications", _new(environment), {"type": "PhoneCommunication", "subject": "Tug", "body": "On its way"})


@row(25, IBEXA, "Create a Communication", "Communication#create", COMMUNICATION)
def create_a_communication(environment: Environment) -> None:
    creates(environment, "communications", _full(environment), absorbed=HTML, shown=_people(environment))
    creates(environment, "communications", {"type": "PhoneCommunication", "subject": "Tug", "body": "On its way"})
    for id in creates(
        environment,
        "communications",
        {**_full(environment), **_parties(environment, _deleted=True)},
        shown={"senders": [], "receivers": []},
    ):
        same(environment.get(f"/communications/{id}", "senders,receivers"), {"senders": [], "receivers": []}, "parties that were not to be")
    many = [{"name": f"property {number}", "value": "x"} for number in range(6)]
    environment.refuses(422, "POST", "/communications", json={"data": {**_full(environment), "external_properties": many}})


@row(26, IBEXA, "Update a Communication", "Communication#update", f"Communication ID -> {{id}}\n{COMMUNICATION}")
def update_a_communication(environment: Environment) -> None:
    ids = _new(environment), _new(environment)
    updates(environment, "communications", ids, _full(environment), absorbed=HTML, shown=_people(environment))
    updates(environment, "communications", ids, _parties(environment, _deleted=True), shown={"senders": [], "receivers": []})


@row(27, IBEXA, "Delete a Communication", "Communication#destroy", "Communication ID -> {id}")
def delete_a_communication(environment: Environment) -> None:
    deletes(environment, "communications", (_new(environment), _new(environment)))


def _new(environment: Environment) -> int:
    return int(environment.post("/communications", {"type": "PhoneCommunication", "subject": "Tug", "body": "On its way"})["id"])


def _parties(environment: Environment, **values: Any) -> dict[str, Any]:
    """The connector names the kinds of parties in the plural."""
    user = {"type": "Users", "id": environment.pick("users", "Kwame Osei"), **values}
    contact = {"type": "Contacts", "id": environment.pick("contacts", "Peter Lang"), **values}
    return {"senders": [user], "receivers": [contact, {**user, "id": environment.pick("users", "Elena Reyes")}]}


def _people(environment: Environment) -> dict[str, Any]:
    """How answers show the parties."""
    return {
        "senders": [{"name": "Kwame Osei", "type": "User"}],
        "receivers": [{"name": "Peter Lang", "type": "Person"}, {"name": "Elena Reyes", "type": "User"}],
    }


def _full(environment: Environment) -> dict[str, Any]:
    return {
        "type": "EmailCommunication",
        "subject": "Tow from Hoboken",
        "body": "The tug is on its way.",
        "date": "2026-05-28",
        "external_properties": [{"name": "thread", "value": "t-17"}],
        "matter": {"id": environment.pick("matters", "00003-Marlow Shipping Co.")},
        "received_at": "2026-05-28T10:15:00-04:00",
        **_parties(environment),
    }
