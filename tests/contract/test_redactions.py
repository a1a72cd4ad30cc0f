"""Check: without the scope of what an association leads to, an answer shows nothing of it; over every read and write of the catalogue."""

from __future__ import annotations

import pytest

from mockclio import MockClio
from mockclio.catalog.schema import fields
from mockclio.testing.outcomes import Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import Case
from mockclio.verify.checks.reading.calls import SHOWN
from mockclio.verify.checks.writing.redactions import is_open, reads, writes
from mockclio.verify.prepared_firm import practice, target_of

CASES = [case for check in (reads, writes) for case in check.cases()]
UNDECIDED = ("no record here leads to what these scopes close", "nothing shows the record that this answers with")


@pytest.fixture(scope="module")
def target() -> Target:
    return target_of(MockClio.of(practice()), read_only=False)


@pytest.mark.rule(
    "scopes.nested-records-are-redacted",
    "scopes.rates-and-balances-are-redacted-alone",
    "scopes.values-without-their-scope-are-null",
    "scopes.parts-have-a-scope-of-their-own",
)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_nothing_is_shown_of_what_the_scopes_do_not_open(target: Target, case: Case) -> None:
    try:
        case.run(target)
    except Inconclusive as why:
        assert str(why) in UNDECIDED  # noqa: PT017


def test_every_association_belongs_to_its_owner_or_has_a_scope() -> None:
    """What opens under every set of scopes is a part of its owner, and stands in its row."""
    nested = {one.record for operation in SHOWN if operation.record for one in fields(operation.record).values() if one.record}
    always = {record for record in nested if not record.polymorphic and is_open(frozenset(), record, {})}
    assert sorted(record.__name__ for record in always if record.table) == ["Avatar", "NotificationMethod"]
