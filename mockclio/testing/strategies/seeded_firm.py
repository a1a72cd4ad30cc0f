"""A firm with at least one record of each kind that a body can refer to, each under a name such as `matter.lease`."""

from __future__ import annotations

from typing import Any

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.mock import MockClio
from mockclio.testing.outcomes import Inconclusive
from mockclio.testing.sample_data.declared import every_name
from mockclio.testing.sample_data.forks import Fork
from mockclio.testing.sample_data.sample_data import SampleData
from mockclio.testing.target import Target


class SeededFirm(SampleData):
    """The firm that drawn bodies refer to. Every fork has the same ids, so a body that was drawn once fits each fork.

    >>> seeded_firm = SeededFirm()
    >>> with seeded_firm.fork() as mock:
    ...     mock.http.get(f"/api/v4/matters/{seeded_firm['matter.lease']}.json").status_code
    200
    """

    def __init__(self, firm: str = "small") -> None:
        """Load a firm, as in `MockClio`, and add the records that are missing. This takes some seconds, so share it between tests."""
        mock = MockClio(firm)
        target = Fork(Target(mock.http), {"name": mock.world.name, "token": mock.token, "applications": []})
        super().__init__(target, alone=True)
        for name in every_name():
            try:
                self[name]
            except Inconclusive:
                continue  # such a firm has none, and the API makes none
        mock.http.get("/api/v4/users/who_am_i.json")
        self.world = mock.world

    def fork(self) -> MockClio:
        """Return a new mock with the same records. Close it at the end."""
        return MockClio.of(self.world.fork("default"))


def known(operation: str | AnyOperation) -> AnyOperation:
    """Return the operation with an id such as `Matter#create`. Raises ValueError if there is none."""
    if not isinstance(operation, str):
        return operation
    result = operations().get(operation)
    if result is None:
        raise ValueError(f"there is no operation {operation!r}: write it as in Matter#create; `mockclio api --help` lists them")
    return result


Data = dict[str, Any]
