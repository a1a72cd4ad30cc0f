"""Every row that a list shows, with all that it shows, as the laws about parameters read it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields
from tests.contract.support import LISTS, Caller, all_fields

Row = dict[str, Any]
Parameters = dict[str, str]
PATHS = {operation.path: operation for operation in LISTS}
MOST_PARENTS = 12
SETTLED = 8


class Refused(Exception):
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
    """All lists of one mock. Rows are read once and kept, so the mock must not be written to."""

    caller: Caller
    kept: dict[Any, list[Row]] = field(default_factory=dict)

    @property
    def today(self) -> str:
        moment: str = self.caller.mock.clock.now().astimezone(self.caller.mock.world.zone(self.caller.mock.world.owner())).isoformat()
        return moment[:10]

    def ask(self, operation: AnyOperation, parameters: Parameters, pick: int = 0) -> list[Any]:
        """The rows of all pages."""
        response = self.caller.get(operation, parameters, pick)
        found: list[Any] = []
        while response is not None:
            if response.status_code in (400, 422):
                raise Refused(response.text)
            assert response.status_code == 200, response.text
            found += response.json()["data"]
            link = response.json()["meta"]["paging"].get("next")
            response = self.caller.mock.http.get(link) if link else None
        return found

    def found(self, operation: AnyOperation, parameters: Parameters, pick: int, limit: int) -> Counter[str]:
        """Which rows a call finds, read in pages of the given length."""
        shown = "id" if "id" in fields(operation.record) else all_fields(operation.record)
        selection = {} if operation.ids_only else {"fields": shown}
        limit = max(1, min(limit, operation.limit))
        return identities(self.ask(operation, {**selection, **parameters, "limit": str(limit)}, pick))

    def rows(self, operation: AnyOperation, parameters: Parameters | None = None, pick: int = 0) -> list[Row]:
        """Every row with everything it shows. Work that advances while it is looked at is awaited first."""
        key = (operation.operation_id, pick, json.dumps(parameters or {}, sort_keys=True))
        if key not in self.kept:
            wanted = {"fields": all_fields(operation.record), **(parameters or {})}
            earlier, rows = None, self.ask(operation, wanted, pick)
            for _ in range(SETTLED if operation.operation_id in ADVANCES else 0):
                if rows == earlier:
                    break
                earlier, rows = rows, self.ask(operation, wanted, pick)
            self.kept[key] = rows
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
        """A row as the world holds it, for the few facts that no answer shows."""
        return self.caller.mock.world.table(table)[int(id)]

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
        return range(MOST_PARENTS) if operation.path_parameters else range(1)


ADVANCES = frozenset(("MatterDocket#index", "Report#index", "DocumentAutomation#index", "DocumentArchive#index"))
"""Lists whose rows go one step further each time they are looked at."""
