"""Activity descriptions: the categories of work, each with its rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    Json,
    Linked,
    ListQuery,
    M,
    Ref,
    Resource,
    op,
    special,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.currencies import Currency
    from mockclio.catalog.embedded.activity_parts import ActivityDescriptionRate
    from mockclio.catalog.groups import Group
    from mockclio.catalog.utbms_codes import UtbmsCode


class ActivityDescription(Resource):
    """A category of work. System rows of the type utbms represent a pair of standard codes."""

    default_fields = "id etag name"

    name: str
    visible_to_co_counsel: bool
    created_at: DateTime
    updated_at: DateTime
    default: bool
    type: str
    utbms_activity_id: int | None
    utbms_task_name: str | None
    utbms_task_id: int | None
    xero_service_code: str | None
    accessible_to_user: bool
    category_type: str
    currency: Currency | None
    groups: list[Group]
    rate: ActivityDescriptionRate
    utbms_task: UtbmsCode | None
    utbms_activity: UtbmsCode | None


class ActivityDescriptionQuery(ListQuery):
    wire = {"rate_for_matter_id": "rate_for[matter_id]", "rate_for_user_id": "rate_for[user_id]"}

    flat_rate: bool = special
    rate_for_matter_id: int = special
    rate_for_user_id: int = special
    type: Literal["utbms", "clio"] = special
    user_id: int = special


class NewRate(TypedDict, total=False):
    amount: float
    non_billable_amount: float
    type: Literal["User", "FlatRate", "Custom"]


class ActivityDescriptionFields(Body):
    currency: Json = unset
    default: bool = unset
    rate: NewRate = unset
    visible_to_co_counsel: bool = unset


class NewActivityDescription(ActivityDescriptionFields):
    name: str
    groups: list[Ref] = unset


class ActivityDescriptionChanges(ActivityDescriptionFields, Guarded):
    groups: list[Linked] = unset
    name: str = unset


class ActivityDescriptions(Collection[M]):
    path = "/activity_descriptions"
    scope = "Activities"

    list = op.index(ActivityDescription, ActivityDescriptionQuery)
    create = op.create(ActivityDescription, NewActivityDescription)
    get = op.show(ActivityDescription)
    update = op.update(ActivityDescription, ActivityDescriptionChanges)
    delete = op.destroy()
