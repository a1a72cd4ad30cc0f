"""What the checks are about: every read, every parameter and every field has a case, and every rule that is named is in the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

import mockclio.verify.checks as package
from mockclio.catalog.schema import fields, listed_parameters
from mockclio.ledger import rules
from mockclio.verify.check import Case
from mockclio.verify.checks import MODULES, checks
from mockclio.verify.checks.reading.calls import READS, SHOWN


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [case for check in checks().values() for case in check.cases()]


def test_no_two_cases_have_one_id(cases: list[Case]) -> None:
    ids = [case.id for case in cases]
    assert sorted(ids) == sorted(set(ids))


def test_each_check_has_a_statement_and_names_rules_of_the_ledger() -> None:
    for check in checks().values():
        assert check.statement.endswith("."), check.name
        assert set(check.rules) <= rules().keys(), check.name


def test_every_read_has_a_case(cases: list[Case]) -> None:
    assert {operation.operation_id for operation in READS} <= {case.operation_id for case in cases}


def test_every_parameter_of_a_read_has_a_case(cases: list[Case]) -> None:
    judged = {(case.operation_id, case.name.partition("=")[0]) for case in cases}
    shared = {"fields", "limit", "page_token", "order"}
    missing = [
        (operation.operation_id, attribute.wire)
        for operation in READS
        for name, attribute in listed_parameters(operation).items()
        if name not in shared and (operation.operation_id, attribute.wire) not in judged
    ]
    assert missing == []


def test_every_field_of_a_read_has_a_case(cases: list[Case]) -> None:
    judged = {(case.operation_id, case.name) for case in cases if case.check.name == "fields/type"}
    shown = {(operation.operation_id, name) for operation in SHOWN if not operation.ids_only for name in fields(operation.record)}
    assert judged == shown


def test_every_module_with_a_check_is_among_the_modules() -> None:
    root = Path(package.__file__).parent
    results = {
        f"mockclio.verify.checks.{path.relative_to(root).with_suffix('').as_posix().replace('/', '.')}"
        for path in root.rglob("*.py")
        if "\n@check(" in path.read_text("utf-8")
    }
    assert results == set(MODULES)
