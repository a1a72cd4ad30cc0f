"""Practice areas: the fields of law in which a firm works."""

from __future__ import annotations

from mockclio.catalog.choices import (
    PracticeAreaCategory,
)
from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Resource,
    op,
    special,
    unset,
)


class PracticeArea(Resource):
    """A field of law; matters, stages and lists of task templates belong to one."""

    default_fields = "id etag name"

    created_at: DateTime
    updated_at: DateTime
    name: str
    category: PracticeAreaCategory | None
    code: str | None


class PracticeAreaQuery(ListQuery):
    code: str = unset
    matter_id: int = special
    name: str = unset


class NewPracticeArea(Body):
    name: str
    category: PracticeAreaCategory = unset
    code: str = unset


class PracticeAreaChanges(NewPracticeArea, Guarded):
    name: str = unset


class PracticeAreas(Collection[M]):
    path = "/practice_areas"
    scope = "Matters"

    list = op.index(PracticeArea, PracticeAreaQuery, order="id name category code")
    create = op.create(PracticeArea, NewPracticeArea)
    get = op.show(PracticeArea)
    update = op.update(PracticeArea, PracticeAreaChanges)
    delete = op.destroy()
