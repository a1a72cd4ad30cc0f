"""Records in which every attribute says something, so that a write which empties another attribute is seen."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, fields
from mockclio.testing.sample_data import bodies, valid
from mockclio.testing.sample_data.attribute_write import UPDATES, Write, answered, call, in_list, own
from mockclio.testing.sample_data.exceptions import ONCE
from mockclio.testing.sample_data.sample_data import Data, SampleData

UNSAID = ("Bill#update/state", "ClioPaymentsLink#update/expired")
"""What a filled record is left without: it would end what else can be written."""
UNSHARED = (
    ("Bill#update", "number"),
    ("LineItem#update", "activity"),
    ("LineItem#update", "bill"),
    ("ReportSchedule#update", "report_preset_id"),
)
"""What one record alone may have at a time."""


class Filled:
    """One record of the run's own, written to attribute by attribute, and everything that its attributes show."""

    def __init__(self, p: SampleData, operation: AnyOperation) -> None:
        self.operation = operation
        before = len(p.target.made)
        addressed = self.addressed = valid.ON.get((operation.operation_id, "type")) or bodies.addressed(operation)
        self.sample_data = own(p, operation, addressed)
        self.id = self.sample_data[addressed] if "{id}" in operation.path else None
        self.writes = {
            one.name: self._write(one, addressed) for result, one in UPDATES if result is operation and _is_plain(operation, one)
        }
        for name, write in self.writes.items():
            if f"{operation.operation_id}/{name}" not in UNSAID:
                write.attempt(write.values()[0])
        p.lasting |= set(p.target.made[before:])

    def _write(self, attribute: Attribute, addressed: str) -> Write:
        write = Write(self.sample_data, self.operation, attribute, shared=True)
        write.addressed = addressed
        return write

    @property
    def selection(self) -> str:
        known = fields(self.operation.record)
        params = {write.selection().partition(",")[2] for write in self.writes.values()}
        return ",".join(["id", *(name for name in ("etag", "updated_at") if name in known), *sorted(params - {"id", ""})])

    def shown(self) -> Data:
        """The record, or its row in the list."""
        for operation in self.operation.collection.operations.values():
            if operation.kind == "show" and operation.record is self.operation.record:
                path = operation.path.replace("{id}", str(self.id))
                return dict(self.sample_data.target.get(f"{path}.json", fields=self.selection)["data"])
        for operation in self.operation.collection.operations.values():
            if operation.kind == "index" and operation.record is self.operation.record:
                return in_list(self.sample_data, operation, self.id, self.selection)
        return answered(self.operation, call(self.sample_data, self.operation, {}, addressed=self.addressed, fields=self.selection))


def _is_plain(operation: AnyOperation, attribute: Attribute) -> bool:
    key = (operation.operation_id, attribute.name)
    return key not in ONCE and key not in UNSHARED and valid.ON.get(key) in (None, valid.ON.get((operation.operation_id, "type")))


def filled(p: SampleData, operation: AnyOperation) -> Filled:
    """That record of an operation, made once a run."""
    cached: dict[str, Filled] = p.target.shared.setdefault("filled", {})
    if operation.operation_id not in cached:
        cached[operation.operation_id] = Filled(p, operation)
    return cached[operation.operation_id]


def shown_by_write(write: Write, record: Data) -> Any:
    """What a record shows of an attribute; of another record its id alone."""
    shown = write.shown(record)
    if write.attribute.kind == "ref" and not write.attribute.many and isinstance(shown, dict):
        return shown.get("id")
    return settled(shown)


def settled(value: Any) -> Any:
    """A value without what follows from the time or from any change."""
    if isinstance(value, list):
        return [settled(member) for member in value]
    if isinstance(value, dict):
        return {key: settled(member) for key, member in value.items() if key not in FOLLOWING}
    return value


FOLLOWING = ("account_balances", "etag", "primary", "related_contacts", "time_entries", "updated_at")
