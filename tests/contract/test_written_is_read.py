"""Law: what was written is read. Each attribute names the field that shows it; where it becomes something else, a rule says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import REGISTRY
from mockclio.catalog.schema import Attribute, accepted, fields
from mockclio.rules import rules
from mockclio.server.values import getter, resolve
from mockclio.server.view import View
from mockclio.testing.laws.account import Account
from mockclio.testing.laws.law import Broken
from mockclio.testing.laws.writing import valid, write
from mockclio.testing.laws.writing.exceptions import BECOMES
from mockclio.testing.laws.writing.premises import Data
from mockclio.testing.laws.writing.values import differences, reached
from mockclio.testing.laws.writing.write import CASES, WRITES, is_deep
from tests.contract.chambers import Chambers
from tests.contract.values import tree


class Write(write.Write):
    """One attribute of one operation, on a mock of its own, whose rows can be seen."""

    def __init__(self, chambers: Chambers, mock: MockClio, operation: AnyOperation, attribute: Attribute) -> None:
        here = Chambers(mock.world, dict(chambers.ids), Account(mock.http, read_only=False))
        super().__init__(here, operation, attribute, shared=True)
        self.mock = mock

    def send(self, value: Any) -> Data:
        try:
            return super().send(value)
        except Broken as broken:
            raise AssertionError(f"{value}: {broken}") from broken

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

    def unlike(self, sent: Any, stored: Any) -> list[str]:
        """Where what is stored is not what was sent, at any depth."""
        if valid.overriding(valid.SHOWN_AS, self.operation.operation_id, self.attribute.name):
            return []
        record = self.operation.record
        target = reached(record, self.path).record if self.path else None
        sent = write.told(sent, target)
        return list(differences(record, self.attribute, self.path, sent, stored, zone=self.premises.zone, deep=True))


def places(attributes: dict[str, Attribute]) -> Iterator[str]:
    """The names of all attributes and nested keys."""
    for name, attribute in attributes.items():
        yield name
        yield from places(attribute.keys)


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
                wrong = write.unlike(sent, write.stored(answer["id"]))
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
