"""Matter Stages."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Row,
    op,
    unset,
)


class MatterStage(Row):
    """A matter stage."""

    default_fields = "id etag name"

    practice_area_id: str | None
    name: str
    order: int | None
    created_at: DateTime
    updated_at: DateTime


class MatterStageQuery(ListQuery):
    practice_area_id: int = unset


class MatterStages(Collection[M]):
    path = "/matter_stages"
    scope = "Matters"

    list = op.index(MatterStage, MatterStageQuery)
