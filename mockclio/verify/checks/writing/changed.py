"""Checks of updates: only what was sent changes, and the etag with it."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data import advice
from mockclio.testing.sample_data.attribute_write import UPDATES, Write, answered, call_of, is_deep
from mockclio.testing.sample_data.exceptions import BESIDE_IT, MOVES, ONCE
from mockclio.testing.sample_data.sample_data import SampleData
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.writing.filled import UNSHARED, filled, shown_by_write
from mockclio.verify.checks.writing.written import over


@check("update-keeps-the-rest", "bodies", writes=True)
def keeps_the_rest() -> Cases:
    """An update changes what was sent, and every other attribute stays as it was."""
    return over(UPDATES, _keeps)


def _keeps(p: SampleData, operation: AnyOperation, attribute: Attribute) -> None:
    record = filled(p, operation)
    if attribute.name not in record.writes:
        raise Inconclusive("only one record may have the value, or it cannot follow another")
    write = record.writes[attribute.name]
    before = record.shown()
    response = write.attempt(write.values()[1])
    if response.status_code == 422:
        raise Inconclusive("it does not go together with what else the record has")
    answered(operation, response)
    after = record.shown()
    beside = write.beside.keys() | MOVES.get((operation.operation_id, attribute.name), set())
    for name, other in record.writes.items():
        if name == attribute.name or name in beside or other.path.partition(".")[0] == write.path.partition(".")[0]:
            continue
        was, now = shown_by_write(other, before), shown_by_write(other, after)
        if was != now:
            line = f'("{operation.operation_id}", "{attribute.name}"): {{"{name}"}}'
            hint = advice.meant("MOVES", line, f"{name} moved with {attribute.name}")
            raise CheckFailed(was, now, path=f"data.{other.path}", call=call_of(response), hint=hint)
    _etags(write, before, after, response)


def _etags(write: Write, before: Any, after: Any, response: Any) -> None:
    if "etag" not in after:
        return
    key = (write.operation.operation_id, write.attribute.name)
    if key not in BESIDE_IT and shown_by_write(write, before) != shown_by_write(write, after) and before["etag"] == after["etag"]:
        raise CheckFailed("another etag after a change", after["etag"], path="data.etag", call=call_of(response))
    if response.headers.get("ETag") != after["etag"]:
        raise CheckFailed(after["etag"], response.headers.get("ETag"), path="ETag", call=call_of(response))
    if after.get("updated_at", "") < before.get("updated_at", ""):
        raise CheckFailed(f"a time from {before['updated_at']} on", after["updated_at"], path="data.updated_at", call=call_of(response))


@check("same-again-changes-nothing", "bodies", writes=True)
def same_again() -> Cases:
    """What is written a second time changes neither the record nor its etag."""
    plain = [
        case
        for case in UPDATES
        if not case[1].many and not is_deep(case[1]) and (case[0].operation_id, case[1].name) not in (*ONCE, *UNSHARED)
    ]
    return over(plain, _same)


def _same(p: SampleData, operation: AnyOperation, attribute: Attribute) -> None:
    write = Write(p, operation, attribute)
    one, two = write.values()
    tags = []
    for value in (one, two, two):
        shown = write.shown(write.send(value))
        tags.append((write.response.headers.get("ETag"), shown))
    if tags[1] != tags[2]:
        raise CheckFailed(tags[1], tags[2], path=f"ETag and data.{write.path}", call=call_of(write.response))
    if (operation.operation_id, attribute.name) not in BESIDE_IT and tags[0][1] != tags[1][1] and tags[0][0] == tags[1][0]:
        raise CheckFailed("another etag after a change", tags[1][0], path="ETag", call=call_of(write.response))
