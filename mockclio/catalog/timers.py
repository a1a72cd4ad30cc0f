"""The timer: each user has at most one running."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    M,
    Ref,
    Resource,
    op,
)

if TYPE_CHECKING:
    from mockclio.catalog.activities import Activity


class Timer(Resource):
    """A running timer: since when, and how many hours by now. Stopping it adds them to its activity."""

    start_time: DateTime
    elapsed_time: float
    created_at: DateTime
    updated_at: DateTime
    activity: Activity


class NewTimer(Body):
    activity: Ref


class Timers(Collection[M]):
    path = "/timer"
    scope = "Activities"

    get = op.single(Timer)
    delete = op.destroy(suffix="")
    create = op.create(Timer, NewTimer)
