"""Check: what was written is read. Each attribute names the field that shows it; where it becomes something else, a rule says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.records import REGISTRY
from mockclio.catalog.schema import Attribute, accepted, fields
from mockclio.catalog.valid import reached
from mockclio.ledger import rules
from mockclio.server.values import getter, resolve
from mockclio.server.view import View
from mockclio.testing.outcomes import CheckFailed
from mockclio.testing.sample_data import advice, attribute_write, valid
from mockclio.testing.sample_data.attribute_write import CASES, WRITES, is_deep
from mockclio.testing.sample_data.exceptions import BECOMES
from mockclio.testing.sample_data.sample_data import Data
from mockclio.testing.sample_data.values import differences
from mockclio.testing.target import Target
from tests.contract.full_firm import FullFirm
from tests.contract.values import tree


class Write(attribute_write.Write):
    """One attribute of one operation, on a mock of its own, whose rows can be seen."""

    def __init__(self, full_firm: FullFirm, mock: MockClio, operation: AnyOperation, attribute: Attribute) -> None:
        here = FullFirm(mock.world, dict(full_firm.ids), Target(mock.http, read_only=False))
        super().__init__(here, operation, attribute, shared=True)
        self.mock = mock

    def send(self, value: Any) -> Data:
        try:
            return super().send(value)
        except CheckFailed as broken:
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
        addressed = reached(record, self.path).record if self.path else None
        sent = attribute_write.expected_value(sent, addressed)
        return list(differences(record, self.attribute, self.path, sent, stored, zone=self.sample_data.zone, deep=True))


def places(attributes: dict[str, Attribute]) -> Iterator[str]:
    """The names of all attributes and nested keys."""
    for name, attribute in attributes.items():
        yield name
        yield from places(attribute.keys)


@pytest.mark.parametrize(("operation", "attribute"), CASES, ids=[f"{write.operation_id}.{one.name}" for write, one in CASES])
def test_what_was_written_is_read(full_firm: FullFirm, operation: AnyOperation, attribute: Attribute) -> None:
    for place in (0, 1):
        with MockClio.of(full_firm.world.fork("default")) as mock:
            attribute_write = Write(full_firm, mock, operation, attribute)
            sent = attribute_write.values()[place]
            answer = attribute_write.send(sent)
            shown = attribute_write.shown(answer)
            wrong = attribute_write.wrong(sent, shown)
            assert not wrong, f"{wrong}; {advice.unlike(operation, attribute.name)}"
            for where, result in attribute_write.others(answer["id"]):
                assert result == shown, where
            if is_deep(attribute):
                wrong = attribute_write.unlike(sent, attribute_write.stored(answer["id"]))
                assert not wrong, wrong


def test_what_becomes_something_else_is_little_and_says_by_which_rule() -> None:
    names = {name for operation in WRITES for name in places(accepted(operation.body))}
    assert [(model, name) for model, name in BECOMES if name not in names or model.partition("#")[0] not in REGISTRY] == []
    hidden = {
        (attribute_write.operation_id.partition("#")[0], name): rule
        for attribute_write in WRITES
        for name, rule in attribute_write.body.write_only.items()
    }
    becoming = {(place.partition("#")[0], name): rule for (place, name), rule in BECOMES.items()}
    for (model, name), rule in sorted({**hidden, **becoming}.items()):
        print(f"{model}.{name}: {rule}")
    assert [rule for rule in {**hidden, **becoming}.values() if rule not in rules()] == []
    assert len({**hidden, **becoming}) < 75
