"""The search for the occurrences of a rule, with an end. dateutil goes on to the year 9999 when a rule matches no day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dateutil.rrule import rrule

YEARS = 51
"""The years that a search visits. Longer steps reach farther: a rule for each tenth year is searched for 510 years."""
READS = 5
"""How often dateutil reads the weeks of a rule in a year, at most. Without weeks it looks once whether there are any."""


class _Ended(Exception):
    """The search has visited its last year."""


class _Search(rrule):
    """A copy of a rule that counts the years of one search: dateutil reads `_byweekno` when it comes to another year."""

    def __init__(self, rule: rrule) -> None:
        self.__dict__.update(rule.__dict__)
        self._left = YEARS * (READS if self.__dict__["_byweekno"] else 1)

    @property
    def _byweekno(self) -> Any:
        self._left -= 1
        if self._left < 0:
            raise _Ended
        return self.__dict__["_byweekno"]


def moments(rule: rrule) -> Iterator[datetime]:
    """The occurrences of a rule, in order, up to the last year of the search."""
    try:
        yield from _Search(rule)
    except _Ended:
        return
