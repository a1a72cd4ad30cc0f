"""The differences between editions that concern a user: those in what their tests used, and new requirements of it."""

from __future__ import annotations

from typing import Any

import pytest

from mockclio.openapi.concerns import called, concerns
from mockclio.openapi.diff import Difference, Kind

CREATE: dict[str, Any] = {
    "calls": {"201": 3, "422": 1},
    "parameters": {"fields": [], "IF-MATCH": []},
    "fields": ["id", "client", "client.name"],
    "body": ["client", "client.id", "items", "items.id"],
    "errors": {"422": ["ArgumentError"]},
    "faults": [],
}
COVERED = {"operations": {"Matter#create": CREATE, "Matter#show": {**CREATE, "calls": {}}}}


def difference(
    kind: Kind, place: str, official: Any = None, ours: Any = None, aspect: str = "", operation: str = "Matter#create"
) -> Difference:
    return Difference(kind, operation, place, aspect, official, ours)


@pytest.mark.parametrize(
    "one",
    [
        difference("only here", "operation", ours="POST /matters"),
        difference("changed", "operation", "POST", "PUT", "method"),
        difference("only here", "parameter query fields", ours="string"),
        difference("only here", "parameter header IF-MATCH", ours="string"),
        difference("missing here", "parameter query region", "string, required"),
        difference("changed", "parameter query page", True, False, "required"),
        difference("only here", "body POST data.client", ours="object"),
        difference("changed", "body POST data.client.id", "string", "integer", "type"),
        difference("changed", "body POST data.items[].id", "string", "integer", "type"),
        difference("missing here", "body POST data.country", "string, required"),
        difference("missing here", "body POST data.client.kind", "string, required"),
        difference("missing here", "body POST"),
        difference("only here", "response data.client", ours="object"),
        difference("only here", "response data.client.name", ours="string"),
        difference("changed", "response data.id", "string", "integer", "type"),
        difference("changed", "response", "none", "data", "wrapper"),
        difference("only here", "response status 422"),
    ],
    ids=lambda one: f"{one.kind} {one.place}",
)
def test_what_was_used_concerns_and_what_is_newly_asked(one: Difference) -> None:
    assert concerns(one, COVERED)
    assert called(one, COVERED)


@pytest.mark.parametrize(
    "one",
    [
        difference("missing here", "parameter query region", "string"),
        difference("only here", "parameter query limit", ours="integer"),
        difference("changed", "parameter query page", False, True, "required"),
        difference("missing here", "body POST data.country", "string"),
        difference("only here", "body POST data.clients", ours="object"),
        difference("missing here", "body POST data.budget.kind", "string, required"),
        difference("missing here", "response data.tax", "number"),
        difference("only here", "response data.client.id", ours="integer"),
        difference("missing here", "response status 422"),
        difference("only here", "response status 410"),
    ],
    ids=lambda one: f"{one.kind} {one.place}",
)
def test_what_was_not_used_does_not(one: Difference) -> None:
    assert not concerns(one, COVERED)
    assert called(one, COVERED)


@pytest.mark.parametrize("operation", ["Matter#show", "Task#index"])
def test_nothing_of_an_operation_that_was_not_called_does(operation: str) -> None:
    one = difference("only here", "operation", ours="GET /matters", operation=operation)
    assert not concerns(one, COVERED)
    assert not called(one, COVERED)
