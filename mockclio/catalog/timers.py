"""Timers: each user has at most one running timer."""

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
    """A running timer: its start, and the hours so far. Stopping it adds the hours to its activity."""

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
