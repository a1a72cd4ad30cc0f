"""All rows, one after the other, each on a firm of its own."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mockclio.errors import APIError
from mockclio.mock import MockClio
from mockclio.verify.connectors.comparing import Differs
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import CONVENTIONS, MODULES, ConnectorModule
from mockclio.verify.connectors.sent import unsent

MODULE_NAMES = (
    "ibexa_matters",
    "ibexa_tasks",
    "ibexa_contacts",
    "ibexa_calendar_entries",
    "ibexa_communications",
    "ibexa_activities",
    "ibexa_folders",
    "ibexa_notes",
    "ibexa_documents",
    "ibexa_bills",
    "ibexa_users",
    "ibexa_api_call",
    "nexla",
    "conventions",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row. `calls` counts the requests that it made; `reason` says why it did not pass."""

    number: int
    product: str
    module: str
    calls: int
    passed: bool
    reason: str = ""


def modules() -> list[ConnectorModule]:
    """The sixty rows by number, after what their modules share."""
    for module in MODULE_NAMES:
        importlib.import_module(f"mockclio.verify.connectors.{module}")
    return [*CONVENTIONS.values(), *(MODULES[number] for number in sorted(MODULES))]


def run_rows(open_mock: Callable[[], MockClio], chosen: Iterable[ConnectorModule] | None = None) -> list[Outcome]:
    """Run the rows, each in a mock that `open_mock` gives; it holds the firm `small`, and its clock stands still."""
    return [run(row, open_mock) for row in (modules() if chosen is None else chosen)]


def run(row: ConnectorModule, open_mock: Callable[[], MockClio]) -> Outcome:
    """Run one row; it passes if nothing differs, and everything that its module offers was sent in both ways."""
    with open_mock() as mock:
        try:
            row.run(Environment(mock))
            reason = "; ".join(unsent(row, mock.requests))
        except (Differs, APIError) as error:
            reason = str(error)
        except Exception as error:  # an answer so different that the row could not even be read on
            reason = f"{type(error).__name__}: {error}"
        return Outcome(row.number, row.product, row.module, len(mock.requests), not reason, reason)


def small_firms() -> Callable[[], MockClio]:
    """Gives mocks of the firm `small`, each forked from one that was loaded once."""
    from mockclio.assembly import open_firm

    base = open_firm("small", frozen=True)
    return lambda: MockClio.of(base.fork("default"))
