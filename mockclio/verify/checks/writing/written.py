"""Checks: what was written is read, at once and later, and an update leaves the rest as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data import advice
from mockclio.testing.sample_data.attribute_write import CASES, UNSHOWN, Write, answered, call_of
from mockclio.testing.sample_data.exceptions import ONCE
from mockclio.testing.sample_data.forks import in_account, remove
from mockclio.testing.sample_data.sample_data import SampleData
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.shown import unsigned

Check = Callable[[Target], None]
PASSED_OVER = {
    "display_number": "the account numbers its matters automatically, so that what is sent is passed over",
    "require_utbms_codes": "the account has no mandatory LEDES billing, so that what is sent is passed over",
}
"""Attributes that some accounts take and others do not, and why not."""


def over(cases: list[tuple[AnyOperation, Attribute]], run: Callable[[SampleData, AnyOperation, Attribute], None]) -> Cases:
    """One case for each attribute of each operation."""
    for operation, attribute in cases:
        yield operation, attribute.name, in_account(lambda p, o=operation, a=attribute: run(p, o, a))  # type: ignore[misc]


@check("written-is-read", "bodies", writes=True)
def written_is_read() -> Cases:
    """What was written is read: in the answer, when the record is shown, and in the list."""
    return over(CASES, _is_read)


def _is_read(p: SampleData, operation: AnyOperation, attribute: Attribute) -> None:
    write, before = Write(p, operation, attribute), len(p.target.made)
    for place in (0, 1):
        if place and (operation.kind != "update" or (operation.operation_id, attribute.name) in ONCE):
            remove(p, before)
            write = Write(p, operation, attribute)
        value = write.values()[place]
        answer = write.send(value)
        shown = write.shown(answer)
        if attribute.name in PASSED_OVER and shown != value:
            raise Inconclusive(PASSED_OVER[attribute.name])
        expect_shown(write, value, shown, "answer")
        for where, result in write.others(answer["id"]):
            if unsigned(result) != unsigned(shown):
                raise CheckFailed(shown, result, path=f"data.{write.path} ({where})", call=call_of(write.response))


@check("unshown-is-taken", "bodies", writes=True)
def unshown_is_taken() -> Cases:
    """A reference or an object that no answer shows is taken with its valid values."""
    return over([case for case in UNSHOWN if case[1].kind in ("ref", "object")], _is_taken)


def _is_taken(p: SampleData, operation: AnyOperation, attribute: Attribute) -> None:
    for place in (0, 1):
        write = Write(p, operation, attribute)
        write.send(write.values()[place])


def expect_shown(write: Write, value: Any, shown: Any, where: str) -> None:
    wrong = write.wrong(value, shown)
    if wrong:
        hint = advice.unlike(write.operation, write.attribute.name)
        raise CheckFailed(value, "; ".join(wrong), path=f"data.{write.path} ({where})", call=call_of(write.response), hint=hint)


__all__ = ["answered", "expect_shown", "over", "written_is_read"]
