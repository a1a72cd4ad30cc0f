"""A tour through an account: every page of many lists with all fields, asked through a proxy or of a server itself."""

from __future__ import annotations

from typing import Any

import httpx

from mockclio import MockClio
from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields
from mockclio.handle.transport import InProcess
from mockclio.testing.recording.proxy import Proxy
from mockclio.testing.recording.scrub import Scrubber
from mockclio.testing.recording.tape import Head, Tape

Rows = list[dict[str, Any]]
LISTS = """Activity ActivityDescription ActivityRate Allocation BankAccount BankTransaction Bill BillTheme Calendar CalendarEntryEventType
    Communication Contact CreditMemo Currency CustomField Damage Document ExpenseCategory Folder Group LineItem Matter MatterStage
    PracticeArea Relationship Reminder Task TaskTemplate TaskTemplateList TaskType TextSnippet TrustLineItem User UtbmsCode""".split()  # noqa: SIM905
UPSTREAM = "http://127.0.0.1:9"


def toured() -> list[AnyOperation]:
    return [operations()[f"{model}#index"] for model in LISTS]


def selection(operation: AnyOperation) -> str:
    """Every field, and every field of an association."""
    known = fields(operation.record)
    return ",".join(f"{name}{{{','.join(fields(field.record))}}}" if field.record else name for name, field in known.items())


def rows(http: httpx.Client, operation: AnyOperation, limit: int = 200) -> Rows:
    """All rows of a list, by its links to the next page."""
    results: Rows = []
    url, query = f"/api/v4{operation.path}.json", {"fields": selection(operation), "limit": str(limit)}
    response = http.get(url, params=query)
    while True:
        assert response.status_code == 200, response.text
        body = response.json()
        results += body["data"]
        following = body["meta"]["paging"].get("next")
        if not following:
            return results
        response = http.get(following)


def proxied(mock: MockClio, tape: Tape, scrubber: Scrubber, *, writes: bool = False) -> httpx.Client:
    """A client of a proxy before that server, without a socket."""
    proxy = Proxy(UPSTREAM, mock.token, tape, scrubber, writes=writes, transport=InProcess(mock._answer))
    return httpx.Client(transport=httpx.WSGITransport(app=proxy), base_url="http://proxy.test")


def head(scrubber: Scrubber) -> Head:
    return Head(scrubber.scale, bool(scrubber.shift))
