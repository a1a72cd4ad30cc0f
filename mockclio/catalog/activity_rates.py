"""Activity rates: the hourly rates of a client or of a co-counsel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Resource,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.groups import Group
    from mockclio.catalog.users import User


class ActivityRate(Resource):
    """A rate of a client or of a co-counsel. Without user and group it applies to everybody."""

    rate: float
    flat_rate: bool
    created_at: DateTime
    updated_at: DateTime
    contact_id: int | None
    co_counsel_contact_id: int | None
    user: User | None
    group: Group | None


class ActivityRateQuery(ListQuery):
    co_counsel_contact_id: int = unset
    contact_id: int = unset


class NewActivityRate(Body):
    references = {"co_counsel_contact_id": "contacts", "contact_id": "contacts"}

    co_counsel_contact_id: int = unset
    contact_id: int = unset
    flat_rate: bool = unset
    rate: float = unset


class ActivityRateChanges(NewActivityRate, Guarded):
    """The attributes of a new rate, all optional."""


class ActivityRates(Collection[M]):
    path = "/activity_rates"
    scope = "Activities"

    list = op.index(ActivityRate, ActivityRateQuery)
    create = op.create(ActivityRate, NewActivityRate)
    get = op.show(ActivityRate)
    update = op.update(ActivityRate, ActivityRateChanges)
    delete = op.destroy()
