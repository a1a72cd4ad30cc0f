"""Parameters that a list needs before it answers anything."""

from __future__ import annotations

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import parameters
from mockclio.testing.outcomes import MissingEntry

REQUIRED: dict[str, dict[str, str]] = {"LaukExpenseCategory#index": {"region": "London"}}
"""Parameters without which a list answers nothing, where they are not one of a few declared choices."""


def required(operation: AnyOperation) -> dict[str, str]:
    """The parameters without which a list answers nothing, each with a value."""
    declared = [one for one in parameters(operation).values() if one.required]
    message = REQUIRED.get(operation.operation_id, {})
    lacking = [one.wire for one in declared if not one.choices and one.wire not in message]
    if lacking:
        line = f'add to REQUIRED: "{operation.operation_id}": {{"{lacking[0]}": "<a value>"}}'
        raise MissingEntry(__name__, line, f"{lacking[0]} is declared as required, and has no choices")
    return {**{one.wire: str(one.choices[0]) for one in declared if one.choices}, **message}


def needs_more(operation: AnyOperation) -> bool:
    """Whether a list answers nothing without a parameter of which the catalogue names no choices."""
    return any(one.required and not one.choices for one in parameters(operation).values())
