"""Every row that a list shows, with all that it shows, as the checks of parameters read it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

from mockclio.catalog import operations
from mockclio.catalog.markup import reason_of
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import Record
from mockclio.catalog.schema import fields
from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.target import Target
from mockclio.verify.checks.reading.calls import LISTS, Caller, Row, all_fields, by_id, following, good

Parameters = dict[str, str]
PATHS = {operation.path: operation for operation in LISTS}
MOST_PARENTS = 12
SETTLED = 8


LIMITED = {
    "CalendarEntry": [
        "id",
        "etag",
        "summary",
        "created_at",
        "updated_at",
        "start_at",
        "start_date",
        "start_time",
        "end_at",
        "end_date",
        "end_time",
        "all_day",
        "start_at_time_zone",
        "recurrence_rule",
        "parent_calendar_entry",
        "parent_calendar_entry_id",
        "calendar_owner",
        "calendar_owner_id",
        "permission",
        "redacted",
    ]
}
"""The fields of a record that come where the viewer may only see a part of it, by the record's name."""
NOTHING = {"bool": False, "int": 0, "float": 0}


def is_limited(row: Any) -> bool:
    """Whether it is a row of which the viewer may only see a part."""
    return isinstance(row, dict) and row.get("redacted") is True


def completed(record: type[Record], row: Any) -> Any:
    """A limited row with empty values for the fields that are left out, so that checks can read it like any other row."""
    if not is_limited(row):
        return row
    known = fields(record).items()
    return {**{name: [] if one.many else None if one.nullable else NOTHING.get(one.kind) for name, one in known}, **row}


def keys_that_come(record: type[Record], row: Row, selected: list[str]) -> list[str]:
    """The keys that a row must have, of the selected ones, in their order."""
    if not is_limited(row) or record.__name__ not in LIMITED:
        return selected
    return [name for name in selected if name in LIMITED[record.__name__] and name != "redacted"] + ["redacted"]


class Refused(CheckFailed):
    """The list answered 400 or 422."""


def identity(row: Any) -> str:
    """What tells a row from others: its id, or all of it where it has none."""
    if isinstance(row, dict):
        return str(row["id"]) if "id" in row else json.dumps(row, sort_keys=True)
    return str(row)


def identities(rows: list[Any]) -> Counter[str]:
    return Counter(map(identity, rows))


@dataclass
class Lists:
    """All lists of one account. Rows are read once and kept, so the account must not be written to meanwhile."""

    caller: Caller
    kept: dict[Any, list[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, target: Target) -> Lists:
        """The lists of an account, kept until something is written."""
        result: Lists = target.kept.setdefault(cls, cls(Caller.of(target)))
        return result

    @property
    def target(self) -> Target:
        return self.caller.target

    @property
    def now(self) -> datetime:
        """The moment at the server to the minute: when the rate limit begins anew, less a minute, else the Date of the answer."""
        headers = self.target.send("GET", "/users/who_am_i.json", params={"fields": "id"}).headers
        if headers.get("X-RateLimit-Reset", "").isdigit():
            return datetime.fromtimestamp(int(headers["X-RateLimit-Reset"]), UTC) - timedelta(minutes=1)
        return parsedate_to_datetime(headers["Date"]).astimezone(UTC)

    @property
    def today(self) -> str:
        """The day at the server, in the time zone of who asks."""
        if "today" not in self.kept:
            zone = self.target.get("/users/who_am_i.json", fields="time_zone")["data"]["time_zone"]
            self.kept["today"] = [{"day": self.now.astimezone(ZoneInfo(zone)).date().isoformat()}]
        return str(self.kept["today"][0]["day"])

    def ask(self, operation: AnyOperation, parameters: Parameters, pick: int = 0, *, plain: bool = False) -> list[Any]:
        """The rows of all pages; `plain` asks for no order."""
        place = self.caller.place(operation, pick)
        if place is None:
            return []
        response = self.caller.at(operation, place, parameters if plain else by_id(operation, parameters))
        if response.status_code in (400, 422):
            raise Refused("status 200", f"status {response.status_code}: {reason_of(response.text)[:300]}", call=self.target.last)
        bodies = list(following(self.target, response))
        rows = [row for body in bodies for row in body["data"]]
        for body in bodies:
            if body["meta"]["records"] != len(rows):
                raise CheckFailed(len(rows), body["meta"]["records"], "meta.records", self.target.last)
        return rows

    def matches(self, operation: AnyOperation, parameters: Parameters, pick: int, limit: int) -> Counter[str]:
        """Which rows a call finds, read in pages of the given length."""
        shown = "id" if "id" in fields(operation.record) else all_fields(operation.record)
        selection = {} if operation.ids_only else {"fields": shown}
        limit = max(1, min(limit, operation.limit))
        return identities(self.ask(operation, {**selection, **parameters, "limit": str(limit)}, pick))

    def rows(self, operation: AnyOperation, parameters: Parameters | None = None, pick: int = 0) -> list[Row]:
        """Every row with everything it shows. Work that advances while it is looked at is awaited first."""
        key = (operation.operation_id, pick, json.dumps(parameters or {}, sort_keys=True))
        if key not in self.kept or operation.operation_id in GROWING:
            wanted = {"fields": all_fields(operation.record), **(parameters or {})}
            earlier, rows = None, self.ask(operation, wanted, pick)
            for _ in range(SETTLED if operation.operation_id in ADVANCES else 0):
                if rows == earlier:
                    break
                earlier, rows = rows, self.ask(operation, wanted, pick)
            self.kept[key] = [completed(operation.record, row) for row in rows]
        return self.kept[key]

    def rows_of_ids(self, operation: AnyOperation, parameters: Parameters, pick: int) -> list[Row]:
        """The rows whose ids a list of bare ids gives, as the list beside it shows them."""
        beside = next(one for one in LISTS if one.record is operation.record and not one.ids_only)
        return self.rows(beside, parameters, pick)

    def answers(self, path: str, **parameters: str) -> list[Row]:
        """Every row of another list, by its path."""
        return self.rows(PATHS[path], parameters)

    def by_id(self, path: str) -> dict[str, Row]:
        return {str(row["id"]): row for row in self.answers(path)}

    def stored(self, table: str, id: Any) -> Row:
        """A row as the server holds it, for the few facts that no answer shows."""
        return self.target.stored(table, id)

    def versions(self, document: Any) -> list[Row]:
        """The versions of a document, the hidden ones too; none where the document itself is not shown."""
        key = f"versions of {document}"
        if key not in self.kept:
            params = {"fields": "id,version_number,fully_uploaded,filename,size,content_type,received_at"}
            response = self.caller.at(operations()["DocumentVersion#index"], {"id": str(document)}, params)
            self.kept[key] = list(good(response).json()["data"]) if response.status_code != 404 else []
        return self.kept[key]

    def some_rows(self, operation: AnyOperation, parameters: Parameters) -> list[Row]:
        """The rows of a list, or the one of a show, under the first parent that has some."""
        for pick in range(MOST_PARENTS if operation.path_parameters else 1):
            response = self.caller.get(operation, parameters, pick)
            if response is not None and response.status_code == 200:
                data = response.json()["data"]
                if data:
                    return data if isinstance(data, list) else [data]
        return []

    def parents(self, operation: AnyOperation) -> range:
        """Which parents a nested list is asked under."""
        return range(min(MOST_PARENTS, len(self.caller.places(operation)))) if operation.path_parameters else range(1)


ADVANCES = frozenset(("MatterDocket#index", "Report#index", "DocumentAutomation#index", "DocumentArchive#index"))
"""Lists whose rows go one step further each time they are looked at."""
GROWING = frozenset(("LogEntry#index",))
"""Lists that have more rows after records were looked at, so that they are read anew each time."""
