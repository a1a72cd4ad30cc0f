"""One row of the table of connectors: a module or feature, what its form offers, and the calls that it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockclio.verify.connectors.environment import Environment

Run = Callable[["Environment"], None]
IBEXA, NEXLA = "Ibexa Connect", "Nexla"
NOWHERE = "nowhere:"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A field of the module's form, and where its value goes on the wire.

    `wire` is the name of a query parameter, the path of a body attribute (`email_addresses[].name`), a header (`header:accept`), a method
    (`method:PUT`), the id in the address (`{id}`) or the `bytes` of an upload; empty, the parameter never leaves the connector. What v4 has
    no place for is sent as well, and has no `slot`.
    """

    label: str
    wire: str
    slot: bool = True


@dataclass(frozen=True, slots=True)
class ConnectorModule:
    """One module of one product. `run` raises when something does not come back as it must.

    `operations` are those that its parameters go to, as in `Task#create`; none means any.
    """

    number: int
    product: str
    module: str
    operations: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    run: Run


MODULES: dict[int, ConnectorModule] = {}
CONVENTIONS: dict[str, ConnectorModule] = {}
"""What all modules of a product share, by name; not among the sixty."""


def parameters(table: str) -> tuple[Parameter, ...]:
    """The parameters of a text with one a line: `label -> wire`, and `label -> nowhere:wire` for what has no place in v4."""
    results = []
    for line in filter(None, map(str.strip, table.splitlines())):
        label, _, wire = (part.strip() for part in line.partition("->"))
        results.append(Parameter(label, wire.removeprefix(NOWHERE), slot=not wire.startswith(NOWHERE)))
    return tuple(results)


def row(number: int, product: str, module: str, operations: str, offers: str) -> Callable[[Run], Run]:
    """Make a function the row of that number; `offers` is the table of its parameters, which go to those operations."""

    def register(run: Run) -> Run:
        if number in MODULES:
            raise ValueError(f"row {number} is {MODULES[number].module} already")
        MODULES[number] = ConnectorModule(number, product, module, tuple(operations.split()), parameters(offers), run)
        return run

    return register


def convention(product: str, name: str) -> Callable[[Run], Run]:
    """Make a function a check of what all modules of a product rely on."""

    def register(run: Run) -> Run:
        CONVENTIONS[name] = ConnectorModule(0, product, name, (), (), run)
        return run

    return register
