"""Checks of totals: a value that follows from other answers is what they add up to."""

from __future__ import annotations

from functools import partial

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import fields
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.identities import bills, money, others, people, taxes
from mockclio.verify.checks.reading.identities.identity import IDENTITIES, UNKNOWN, same
from mockclio.verify.checks.reading.listing import Lists
from mockclio.verify.checks.reading.shown import each_field, everything, of, own_list

THEMES = (bills, money, people, others, taxes)
"""Importing them fills IDENTITIES."""


@check("totals", "totals")
def totals() -> Cases:
    """A value that follows from other answers is what they say."""
    for operation, name, _ in each_field():
        if (operation.record.__name__, name) in IDENTITIES:
            yield operation, name, partial(_check, operation, name)


def _check(operation: AnyOperation, name: str, target: Target) -> None:
    identity, lists, judged = IDENTITIES[operation.record.__name__, name], Lists.of(target), 0
    for place, row in everything(target, operation):
        expected = identity(row, lists)
        if expected is UNKNOWN:
            continue
        judged += 1
        if not same(expected, row[name]):
            path = f"{operation.path.format(**place)}: {row.get('id', '')}.{name}"
            raise CheckFailed(expected, row[name], path, f"GET {operation.path.format(**place)}.json?fields={name}")
    if not judged:
        raise Inconclusive("nothing in the account says what this must be")


@check("totals/members", "totals")
def members() -> Cases:
    """The list of records that name another one holds exactly these."""
    for operation, name, attribute in each_field():
        if attribute.inverse and not any(key.startswith("_") for key in attribute.inverse) and name != "messages":
            yield operation, name, partial(_members, operation, name)


def _members(operation: AnyOperation, name: str, target: Target) -> None:
    attribute = fields(operation.record)[name]
    addressed = own_list(attribute.record) if attribute.record is not None else None
    keys = [key for key in attribute.inverse if addressed is not None and key in fields(addressed.record)]
    if addressed is None or len(keys) < len(attribute.inverse):
        raise Inconclusive("no list shows the records that this holds")
    rows = [row for _, row in everything(target, addressed)]
    for place, row in everything(target, operation):
        holders = (row["id"], row.get("parent_calendar_entry_id"))  # an occurrence holds what its series holds
        expected = {str(one["id"]) for one in rows for key in keys for id in holders if id and _names(one[key], id)}
        results = {str(one["id"]) for one in row[name]}
        if expected != results:
            path = f"{operation.path.format(**place)}: {row['id']}.{name}"
            raise CheckFailed(sorted(expected), sorted(results), path, f"GET {operation.path.format(**place)}.json?fields={name}")


def _names(value: object, id: object) -> bool:
    return any(str(one.get("id") if isinstance(one, dict) else one) == str(id) for one in of(value))
