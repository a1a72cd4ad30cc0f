"""Matter stages: the steps of the work in a practice area."""

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


class MatterStage(Resource):
    """A step of the work. A matter has one stage or none."""

    default_fields = "id etag name"

    practice_area_id: str | None
    name: str
    order: int
    created_at: DateTime
    updated_at: DateTime


class MatterStageQuery(ListQuery):
    practice_area_id: int = unset


class MatterStages(Collection[M]):
    path = "/matter_stages"
    scope = "Matters"

    list = op.index(MatterStage, MatterStageQuery)
