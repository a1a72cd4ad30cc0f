"""Triggers: events that start the deadlines of a jurisdiction, such as the service of a complaint."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Resource,
    op,
    unset,
)


class JurisdictionsToTrigger(Resource):
    """An event that starts the deadlines of a jurisdiction. With `is_served` it needs a service type, with `is_requirements_required` also
    a time of day."""

    search = "description"

    system_id: int
    description: str
    do_not_recalculate: bool
    is_served: bool
    is_requirements_required: bool
    created_at: DateTime
    updated_at: DateTime


class JurisdictionsToTriggerQuery(ListQuery):
    is_requirements_required: bool = unset
    is_served: bool = unset
    query: str = unset


class JurisdictionsToTriggers(Collection[M]):
    path = "/court_rules/jurisdictions/{jurisdiction_id}/triggers"
    scope = "Court Rules"

    list = op.index_within(JurisdictionsToTrigger, JurisdictionsToTriggerQuery, order="description id", limit=1000)
    get = op.show_within(JurisdictionsToTrigger)
