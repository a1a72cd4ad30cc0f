"""Law: what was written is read. Each attribute names the field that shows it; where it becomes something else, a rule says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import REGISTRY, Record
from mockclio.catalog.schema import Attribute, accepted, fields
from mockclio.rules import rules
from mockclio.server.values import getter, resolve
from mockclio.server.view import View
from tests.contract import examples, valid
from tests.contract.chambers import Chambers
from tests.contract.exceptions import BECOMES
from tests.contract.support import WRITES
from tests.contract.values import differences, field_of, pair, reached, tree

Data = dict[str, Any]
CASES = [
    (operation, attribute)
    for operation in WRITES
    for attribute in accepted(operation.body).values()
    if attribute.name not in operation.body.write_only and not valid.overriding(BECOMES, operation.operation_id, attribute.name)
]


class Write:
    """One attribute of one operation, on a mock of its own."""

    def __init__(self, chambers: Chambers, mock: MockClio, operation: AnyOperation, attribute: Attribute) -> None:
        self.chambers, self.mock, self.operation, self.attribute = chambers, mock, operation, attribute
        self.path = field_of(operation.record, attribute.name, operation.body.shown_by) or ""

    def values(self) -> tuple[Any, Any]:
        operation, attribute = self.operation, self.attribute
        told = valid.overriding(valid.VALUES, operation.operation_id, attribute.name)
        if told:
            one, two = told(self.chambers)
            return one, two
        return pair(self.chambers, operation.record, attribute, self.path, operation.body.references.get(attribute.name, ""))

    def attempt(self, value: Any) -> httpx.Response:
        """The write of that value, whatever comes of it."""
        operation, chambers, name = self.operation, self.chambers, self.attribute.name
        beside = valid.overriding(valid.BESIDE, operation.operation_id, name)
        body = {**examples.body(chambers, operation), **(beside(chambers) if beside else {}), name: value}
        body = {key: told for key, told in body.items() if told is not ...}
        on = valid.ON.get((operation.operation_id, name))
        path = examples.path(chambers, operation, chambers[on] if on else None)
        return self.mock.http.request(operation.method, f"/api/v4{path}", params={"fields": self.selection()}, json={"data": body})

    def send(self, value: Any) -> Data:
        """The answer of the write."""
        self.response = self.attempt(value)
        assert self.response.status_code == self.operation.status, f"{value}: {self.response.text}"
        data: Data = self.response.json()["data"]
        return data

    def selection(self) -> str:
        """The field, with all that its braces may hold."""
        name, _, rest = self.path.partition(".")
        target = fields(self.operation.record)[name].record
        inner = rest.partition(".")[0] if rest else ",".join(fields(target)) if target else ""
        return f"id,{name}{{{inner}}}" if inner and name != "id" else f"id,{name}"

    def shown(self, data: Data) -> Any:
        value: Any = data
        for step in self.path.split("."):
            value = value.get(step) if isinstance(value, dict) else value
        return value

    def others(self, id: Any) -> Iterator[tuple[str, Any]]:
        """What show and list say of it."""
        for kind, operation in self.operation.collection.operations.items():
            if operation.record is not self.operation.record:
                continue
            if kind == "get" and operation.kind == "show":
                response = self.mock.http.get(f"/api/v4{operation.path.replace('{id}', str(id))}", params={"fields": self.selection()})
                assert response.status_code == 200, response.text
                yield "show", self.shown(response.json()["data"])
            if kind == "list":
                beside = valid.LISTED.get(operation.operation_id, lambda row: {})(self.row(id))
                response = self.mock.http.get(f"/api/v4{operation.path}", params={"fields": self.selection(), **beside})
                rows = [row for row in response.json()["data"] if row["id"] == id]
                assert rows, f"{id} is not in the list"
                yield "list", self.shown(rows[0])

    def row(self, id: Any) -> Any:
        return self.mock.world.table(self.operation.record.table)[int(id)]

    def stored(self, id: Any) -> Any:
        """The value as the server's getters give it, at any depth."""
        view = View(self.mock.world, self.mock.world.owner() or {})
        record, row = self.operation.record, self.row(id)
        for step in self.path.split(".")[:-1]:
            field = fields(record)[step]
            row, record = resolve(view, field.record, getter(record, step)(view, row)), field.record
        name = self.path.rpartition(".")[2]
        attribute = Attribute(name, self.attribute.kind, many=self.attribute.many, keys=self.attribute.keys)
        return tree(view, record, row, {name: attribute})[name]

    def wrong(self, sent: Any, shown: Any, *, deep: bool = False) -> list[str]:
        fits = valid.overriding(valid.SHOWN_AS, self.operation.operation_id, self.attribute.name)
        if fits:
            return [] if fits(sent, shown) else [f"{shown!r} does not show {sent!r}"]
        record = self.operation.record
        target = reached(record, self.path).record if self.path else None
        return list(differences(record, self.attribute, self.path, told(sent, target), shown, deep=deep))


def told(sent: Any, record: type[Record] | None) -> Any:
    """What was sent, less the keys that become something else."""
    if isinstance(sent, list):
        return [told(member, record) for member in sent]
    if not isinstance(sent, dict) or record is None:
        return sent
    known = fields(record)
    kept = {key: value for key, value in sent.items() if (record.__name__, key) not in BECOMES}
    return {key: told(value, known[key].record if key in known else None) for key, value in kept.items()}


def places(attributes: dict[str, Attribute]) -> Iterator[str]:
    """The names of all attributes and nested keys."""
    for name, attribute in attributes.items():
        yield name
        yield from places(attribute.keys)


def is_deep(attribute: Attribute) -> bool:
    return any(inner.kind == "object" for inner in attribute.keys.values())


@pytest.mark.parametrize(("operation", "attribute"), CASES, ids=[f"{write.operation_id}.{one.name}" for write, one in CASES])
def test_what_was_written_is_read(chambers: Chambers, operation: AnyOperation, attribute: Attribute) -> None:
    for place in (0, 1):
        with MockClio.of(chambers.world.fork("default")) as mock:
            write = Write(chambers, mock, operation, attribute)
            sent = write.values()[place]
            answer = write.send(sent)
            shown = write.shown(answer)
            wrong = write.wrong(sent, shown)
            assert not wrong, wrong
            for where, found in write.others(answer["id"]):
                assert found == shown, where
            if is_deep(attribute):
                wrong = write.wrong(sent, write.stored(answer["id"]), deep=True)
                assert not wrong, wrong


def test_what_becomes_something_else_is_little_and_says_by_which_rule() -> None:
    names = {name for operation in WRITES for name in places(accepted(operation.body))}
    assert [(model, name) for model, name in BECOMES if name not in names or model.partition("#")[0] not in REGISTRY] == []
    hidden = {(write.operation_id.partition("#")[0], name): rule for write in WRITES for name, rule in write.body.write_only.items()}
    becoming = {(place.partition("#")[0], name): rule for (place, name), rule in BECOMES.items()}
    for (model, name), rule in sorted({**hidden, **becoming}.items()):
        print(f"{model}.{name}: {rule}")
    assert [rule for rule in {**hidden, **becoming}.values() if rule not in rules()] == []
    assert len({**hidden, **becoming}) < 60
