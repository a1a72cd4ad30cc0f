"""A check, its cases, and what comes of one: it holds, it is broken (a finding), or it cannot be judged here (and why)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation

if TYPE_CHECKING:
    from mockclio.testing.target import Target

Kind = Literal["fields", "paging", "filters", "bodies", "errors", "oauth", "webhooks", "totals", "permissions", "cursors", "taxes"]


@dataclass(frozen=True, eq=False)
class Case:
    """One question of a check. `check` returns when the check holds, and raises CheckFailed or Inconclusive otherwise."""

    check: Check
    name: str
    run: Callable[[Target], None]
    operation_id: str = ""

    @property
    def id(self) -> str:
        """Such as `filters/Matter#index/client_id`."""
        return "/".join(part for part in (self.check.name, self.operation_id, self.name) if part)

    @property
    def tag(self) -> str:
        """The tag of the operation. A case without an operation has the kind of its check."""
        return operations()[self.operation_id].collection.tag if self.operation_id else self.check.kind


@dataclass(frozen=True)
class Check:
    """`statement` is one sentence, `rules` ids of the ledger that it rests on, `writes` whether a case changes anything in the account."""

    name: str
    kind: Kind
    statement: str
    cases: Callable[[], Iterable[Case]] = field(repr=False, compare=False)
    writes: bool = False
    rules: tuple[str, ...] = ()


CHECKS: dict[str, Check] = {}
"""Every check by name, in the order in which a run takes them: quick checks that find much come first."""

Cases = Iterator[tuple[AnyOperation | None, str, Callable[["Target"], None]]]


def check(name: str, kind: Kind, *, writes: bool = False, rules: tuple[str, ...] = ()) -> Callable[[Callable[[], Cases]], Check]:
    """Make a check of a function that yields (operation, name, check); the first line of its docstring is the statement."""

    def made(function: Callable[[], Cases]) -> Check:
        statement = (function.__doc__ or "").strip().partition("\n")[0]

        def cases() -> Iterator[Case]:
            for operation, case, run in function():
                yield Case(result, case, run, operation.operation_id if operation else "")

        result = Check(name, kind, statement, cases, writes, rules)
        CHECKS[name] = result
        return result

    return made
