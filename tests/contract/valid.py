"""What the catalogue does not say of valid values: values of one attribute that must fit others, and what goes with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.contract.practice import Practice

Values = Callable[[Practice], Any]

VALUES: dict[tuple[str, str], Values] = {}
BESIDE: dict[tuple[str, str], Values] = {}
ON: dict[tuple[str, str], str] = {}


def overriding(table: dict[tuple[str, str], Any], operation_id: str, attribute: str) -> Any:
    """The entry for the operation, else for the record of that operation, else None."""
    model = operation_id.partition("#")[0]
    return table.get((operation_id, attribute), table.get((model, attribute)))


LISTED: dict[str, Values] = {"Note#index": lambda p: {"type": "Matter"}}
