"""Work that takes a while: it goes one step further with each poll, or every two seconds of the world's time, whichever comes first.

So a client that polls comes to an end under any clock, and one that only waits does so as well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from mockclio.ledger import rule as note
from mockclio.store.clock import parse_time
from mockclio.store.session import Session
from mockclio.store.tables import Row
from mockclio.store.world import World

STATES = ("not_started", "queued", "in_progress")
SECONDS = 2
BEGIN = {"state": STATES[0], "_polls": 0}
"""What a new row of such work begins with."""

Finish = Callable[[Session, Row], dict[str, Any]]


def advance(world: World, table: str, finish: Finish, ids: Collection[int] = (), *, rule: str) -> None:
    """Move the unfinished rows of a table on by the time that has passed, and those in `ids` by one poll.

    `finish` does the work of a row when its last step is over, and gives the values that it ends with, `state` among them.
    `rule` is the one by which such work goes on.
    """
    for id in unfinished(world, table):
        row = world.table(table)[id]
        polls = row["_polls"] + (id in ids)
        passed = (world.clock.now() - parse_time(row["created_at"])).total_seconds()
        step = max(polls, int(passed // SECONDS), STATES.index(row["state"]))
        if (polls, step) == (row["_polls"], STATES.index(row["state"])):
            continue
        note(rule)
        with world.session(world.table("users").get(row.get("_user"))) as session:
            reached = finish(session, row) if step >= len(STATES) else {"state": STATES[step]}
            session.update(table, id, {"_polls": polls, **reached})


def unfinished(world: World, table: str) -> list[int]:
    """The ids of work that is not over."""
    return [id for state in STATES for id in world.table(table).find("state", state)]
