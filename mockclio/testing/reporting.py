"""The section "mockclio" of a test's report: its requests, the first that differed, and the deliveries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mockclio.catalog.markup import reason_of
from mockclio.handle.deliveries import line as delivery_line
from mockclio.handle.requests import Unexpected

if TYPE_CHECKING:
    import pytest

    from mockclio.handle.handle import MockHandle
    from mockclio.store.request_log import LoggedRequest

SECTION = "mockclio"
MOST_CALLS, MOST_DELIVERIES = 30, 20
LONGEST_BODY = 600


def add(report: pytest.TestReport, call: pytest.CallInfo[None], world: MockHandle, when: str) -> None:
    """Add the section to a report, if `when` wants it: "failed", "always" or "never"."""
    if when == "always" or (when == "failed" and report.failed):
        error = call.excinfo.value if call.excinfo is not None else None
        report.sections.append((SECTION, "\n".join(lines(world, error))))


def lines(world: MockHandle, error: BaseException | None) -> list[str]:
    """Return the lines of the section."""
    try:
        calls = world.requests.entries()
        deliveries = world.webhooks.deliveries(after=world.last_delivery)
    except Exception as failure:  # a report must not hide the failure that it is about
        return [f"the world cannot be asked any more: {type(failure).__name__}: {failure}"]
    first = _first(calls, error)
    return [
        *_calls(calls, first),
        *(_about(first) if first is not None else []),
        *([f"webhooks were told {len(deliveries)} times:" if len(deliveries) != 1 else "webhooks were told once:"] if deliveries else []),
        *([f"  ({len(deliveries) - MOST_DELIVERIES} earlier ones are left out)"] if len(deliveries) > MOST_DELIVERIES else []),
        *map(delivery_line, deliveries[-MOST_DELIVERIES:]),
    ]


def _first(calls: list[LoggedRequest], error: BaseException | None) -> LoggedRequest | None:
    """Return the call that an assertion names as nearest, else the first that was refused."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, Unexpected):
            return next((entry for entry in calls if entry.id == error.first), None)
        error = error.__cause__ or error.__context__
    return next((entry for entry in calls if entry.status >= 400 or entry.faults), None)


def _calls(calls: list[LoggedRequest], first: LoggedRequest | None) -> list[str]:
    """Return one line per call. Of many calls the last are shown, and the first that differed."""
    if not calls:
        return ["no call was made"]
    shown = calls[-MOST_CALLS:]
    head = [f"{len(calls)} calls were made:" if len(calls) > 1 else "one call was made:"]
    if len(calls) > MOST_CALLS:
        head.append(f"  ({len(calls) - MOST_CALLS} earlier ones are left out)")
        if first is not None and first not in shown:
            head.append(_call(first, first))
    return [*head, *(_call(entry, first) for entry in shown)]


def _call(entry: LoggedRequest, first: LoggedRequest | None) -> str:
    line = entry.line()
    query = f"?{line['query']}" if line["query"] else ""
    faults = f" fault {', '.join(entry.faults)}" if entry.faults else ""
    request = f"#{entry.id} {entry.method} {entry.path}{query[:200]}"
    return f"{'>' if entry is first else ' '} {request} {entry.status} {entry.milliseconds:.1f} ms{faults}"


def _about(entry: LoggedRequest) -> list[str]:
    """Return the first call that differed, with its request and answer."""
    shown: dict[str, Any] = entry.document()
    deliveries = {
        "sent": one_line(shown["request"]["body"]),
        "answered": one_line(shown["answer"]["body"]),
        "rules": ", ".join(entry.rules) if entry.status >= 400 else "",
    }
    return [
        f"the first that differed, #{entry.id} {entry.operation or entry.path}:",
        *(f"  {name}: {text}" for name, text in deliveries.items() if text),
    ]


def one_line(text: str) -> str:
    """A body in one line. Of a page only the visible text is left."""
    try:
        text = json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        text = " ".join(reason_of(text).split())
    return text if len(text) <= LONGEST_BODY else f"{text[:LONGEST_BODY]}... ({len(text)} characters)"
