"""Which line is missing in which table, when the server refuses a call that the checks hold to be right."""

from __future__ import annotations

import httpx

from mockclio.catalog.operations import AnyOperation
from mockclio.testing.outcomes import entry
from mockclio.testing.sample_data import bodies, exceptions, valid

UNSUITABLE = (400, 403, 404, 409, 422)
"""Answers that say that the call was not right for this record."""


def refused(operation: AnyOperation, response: httpx.Response, attribute: str = "") -> str:
    """The file and the line to write; nothing, if the answer says something else, or if the line is there."""
    if response.status_code not in UNSUITABLE:
        return ""
    result = _line(operation, response, attribute)
    return entry(*result, answer_text(response)) if result else ""


def answer_text(response: httpx.Response) -> str:
    """The server's own words."""
    try:
        message = response.json()["error"]["message"]
    except (ValueError, KeyError, TypeError):
        message = response.text[:200]
    return f"the server said: {response.status_code} {message}"


def explained(operation: AnyOperation, response: httpx.Response, attribute: str = "") -> str:
    """What a test says of an answer that it did not expect."""
    return " -- ".join(part for part in (refused(operation, response, attribute), f"{response.status_code} {response.text}") if part)


def meant(table: str, line: str, why: str) -> str:
    """The exception to write, if what was found is what a rule of the ledger says."""
    return "if that is meant: " + entry(exceptions, f"add to {table}: {line}", why)


def unlike(operation: AnyOperation, attribute: str) -> str:
    """The line to write for an attribute that is shown in another form than it was sent in."""
    line = f'add to SHOWN_AS: ("{operation.operation_id}", "{attribute}"): lambda sent, shown: ...'
    return "if that is meant: " + entry(valid, line, "it is shown in another form than it was sent in")


def _line(operation: AnyOperation, response: httpx.Response, attribute: str) -> tuple[object, str] | None:
    id, name = operation.operation_id, operation.collection.name
    if attribute and attribute in response.text and valid.overriding(valid.VALUES, id, attribute) is None:
        return valid, f'add to VALUES: ("{id}", "{attribute}"): plain(<a value>, <another>)'
    if operation.kind == "destroy" and id not in bodies.GOES:
        return bodies, f'add to GOES: "{id}": "<the name of a record that nothing stands in the way of deleting>"'
    if operation.kind in ("create", "action") and operation.body is not None and id not in bodies.NEW:
        return bodies, f'add to NEW: "{id}": lambda p: {{...}}'
    if attribute and valid.overriding(valid.BESIDE, id, attribute) is None:
        return valid, f'add to BESIDE: ("{id}", "{attribute}"): beside(<what must be sent with it>)'
    if "{id}" in operation.path and name not in bodies.TARGETS:
        return bodies, f'add to TARGETS: "{name}": "<the name of a record that can be written to>"'
    return None
