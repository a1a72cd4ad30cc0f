"""Dockets: the deadlines that a trigger sets for one matter, as calendar entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    ListQuery,
    M,
    NullableRef,
    Query,
    Ref,
    Resource,
    Target,
    inverse,
    op,
    special,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.calendar_entries import CalendarEntry
    from mockclio.catalog.jurisdictions import Jurisdiction
    from mockclio.catalog.jurisdictions_to_triggers import JurisdictionsToTrigger
    from mockclio.catalog.matters import Matter
    from mockclio.catalog.service_types import ServiceType


class MatterDocket(Resource):
    """A trigger applied to a matter. Its calendar entries are made while `status` goes from not_started to completed."""

    search = "name"

    name: str
    start_date: Date
    start_time: DateTime | None
    status: str
    created_at: DateTime
    updated_at: DateTime
    deleted_at: DateTime | None
    matter: Matter | None
    jurisdiction: Jurisdiction
    trigger: JurisdictionsToTrigger
    service_type: ServiceType | None
    calendar_entries: list[CalendarEntry] = inverse("matter_docket")


class PreviewQuery(Query, Target):
    wire = {"jurisdiction_id": "jurisdiction[id]", "service_type_id": "service_type[id]", "trigger_id": "trigger[id]"}

    jurisdiction_id: int
    service_type_id: int
    start_date: DateTime
    start_time: DateTime
    trigger_id: int
    event_prefix: str = special


class MatterDocketQuery(ListQuery):
    matter_id: int = unset
    matter_status: Literal["open", "closed", "pending"] = special
    query: str = unset
    service_type_id: int | None = unset
    status: Literal["not_started", "in_progress", "failed", "completed"] = unset


class NewMatterDocket(Body):
    jurisdiction: Ref
    name: str
    start_date: Date
    trigger: Ref
    matter: Ref = unset
    service_type: NullableRef = unset
    start_time: DateTime = unset


class MatterDockets(Collection[M]):
    path = "/court_rules/matter_dockets"
    scope = "Court Rules"

    preview = op.printout("/preview", PreviewQuery, verb="preview")
    list = op.index(MatterDocket, MatterDocketQuery, order="id date:start_date")
    create = op.create(MatterDocket, NewMatterDocket)
    get = op.show(MatterDocket)
    delete = op.destroy()
