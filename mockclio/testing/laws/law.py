"""A law, its cases, and what comes of one: it holds, it is broken (a finding), or it cannot be judged here (and why)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation

if TYPE_CHECKING:
    from mockclio.testing.laws.account import Account

Kind = Literal["fields", "paging", "filters", "bodies", "errors", "oauth", "webhooks", "totals"]


class Broken(AssertionError):
    """The account answered other than the law says. `path` is where the first difference stands: `data[3].client.name`."""

    def __init__(self, expected: Any, found: Any, path: str = "", call: str = "") -> None:
        super().__init__(f"{path or call}: expected {expected!r}, found {found!r}")
        self.expected, self.found, self.path, self.call = expected, found, path, call


class Unjudged(Exception):
    """The case cannot be judged in this account, with these rights, or from answers at all; the message says why."""


@dataclass(frozen=True, eq=False)
class Case:
    """One question of a law. `check` returns when the law holds, and raises Broken or Unjudged otherwise."""

    law: Law
    name: str
    check: Callable[[Account], None]
    operation_id: str = ""

    @property
    def id(self) -> str:
        """Such as `filters/Matter#index/client_id`."""
        return "/".join(part for part in (self.law.name, self.operation_id, self.name) if part)

    @property
    def tag(self) -> str:
        return operations()[self.operation_id].collection.tag if self.operation_id else self.law.kind


@dataclass(frozen=True)
class Law:
    """`statement` is one sentence, `rules` ids of the ledger that it rests on, `writes` whether a case changes anything in the account."""

    name: str
    kind: Kind
    statement: str
    cases: Callable[[], Iterable[Case]] = field(repr=False, compare=False)
    writes: bool = False
    rules: tuple[str, ...] = ()


LAWS: dict[str, Law] = {}
"""Every law by name, in the order in which they are held against an account: the quick ones that tell much first."""

Cases = Callable[[], Iterator[tuple[AnyOperation | None, str, Callable[["Account"], None]]]]


def law(name: str, kind: Kind, *, writes: bool = False, rules: tuple[str, ...] = ()) -> Callable[[Cases], Law]:
    """Make a law of a function that yields (operation, name, check); the first line of its docstring is the statement."""

    def made(function: Cases) -> Law:
        statement = (function.__doc__ or "").strip().partition("\n")[0]

        def cases() -> Iterator[Case]:
            for operation, case, check in function():
                yield Case(found, case, check, operation.operation_id if operation else "")

        found = Law(name, kind, statement, cases, writes, rules)
        LAWS[name] = found
        return found

    return made
