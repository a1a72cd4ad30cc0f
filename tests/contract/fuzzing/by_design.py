"""Checks of schemathesis that a Rails service fails by design, each with the reason. Everything else holds for every operation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import schemathesis
from schemathesis.core.failures import Failure

from mockclio.testing.sample_data.exceptions import SOFT

Judge = Callable[[schemathesis.Case, Any, str], bool]

WIDENED: dict[str, tuple[list[str], str]] = {
    "positive_data_acceptance": (
        ["2xx", "3xx", "400", "403", "404", "409", "410", "412", "422"],
        "no schema can say which ids exist, which fields a record has or what must be sent together",
    ),
    "negative_data_rejection": (
        ["400", "401", "403", "404", "409", "410", "412", "422"],
        "an unknown version is 410 before anything else is read, and an etag that is none fits no record: 412",
    ),
}
"""Checks that accept further statuses."""


def _always(case: schemathesis.Case, response: Any, message: str) -> bool:
    return True


def _conditional(case: schemathesis.Case, response: Any, message: str) -> bool:
    return any(name in message.upper() for name in ("IF-MODIFIED-SINCE", "IF-NONE-MATCH", "IF-MATCH"))


def _blank(case: schemathesis.Case, response: Any, message: str) -> bool:
    sent = [*_values(case.query), *_values(case.headers)]
    return any(value is None or isinstance(value, dict | list) or str(value).strip() in ("", "null") for value in sent)


def _cast(case: schemathesis.Case, response: Any, message: str) -> bool:
    return "type" in message.lower() and "data" in message and response.status_code in (200, 201)


def _ours(case: schemathesis.Case, response: Any, message: str) -> bool:
    return "positive test case" in message


def _soft(case: schemathesis.Case, response: Any, message: str) -> bool:
    return f"{case.operation.definition.raw['operationId'].partition('#')[0]}#destroy" in SOFT


def _values(part: Any) -> Iterator[Any]:
    yield from (part or {}).values()


WAIVED: dict[str, list[tuple[Judge, str]]] = {
    "UnsupportedMethodResponse": [
        (_always, "Rails routes by method and path at once: another method is no route, so 404 (wire.unknown-route-is-404)"),
    ],
    "AcceptedNegativeData": [
        (_conditional, "a condition that nobody can read is no condition, as HTTP has it"),
        (_blank, "a blank parameter is as good as none, the word null is a value, and of several values the last counts"),
        (_cast, "attributes are cast as ActiveRecord does it: 0 is the text `0`, and null leaves what must stay"),
        (_ours, "the body of a walk is not one that schemathesis made, and real clients send some attributes in two forms"),
    ],
    "UseAfterFree": [(_soft, "some deletions only put a record away; mockclio/testing/sample_data/exceptions.py names the rule of each")],
}
"""Failures that are none here, by the name of their class: for which requests, and why."""


def is_by_design(case: schemathesis.Case, response: Any, failure: Failure) -> bool:
    return any(judge(case, response, str(failure)) for judge, _ in WAIVED.get(type(failure).__name__, ()))
