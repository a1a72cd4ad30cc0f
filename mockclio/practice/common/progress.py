"""Work that takes time. It advances one step with each poll, or every two seconds of the world's clock, whichever comes first.

So the work ends for a client that polls under any clock, and also for a client that only waits.
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
"""The first values of a row of such work."""

Finish = Callable[[Session, Row], dict[str, Any]]


def advance(world: World, table: str, finish: Finish, ids: Collection[int] = (), *, rule: str) -> None:
    """Advance the unfinished rows of a table by the time that has passed, and the rows in `ids` by one poll.

    `finish` does the work of a row after its last step and returns the final values, including `state`.
    `rule` is the id of the rule that such work follows.
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
    """The ids of unfinished work."""
    return [id for state in STATES for id in world.table(table).find("state", state)]
