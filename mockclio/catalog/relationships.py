"""Relationships between matters and contacts who are not the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Ref,
    Resource,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.matters import Matter


class Relationship(Resource):
    """The role of a contact in a matter."""

    description: str | None
    created_at: DateTime
    updated_at: DateTime
    matter: Matter
    contact: Contact


class RelationshipQuery(ListQuery):
    contact_id: int = unset
    matter_id: int = unset


class NewRelationship(Body):
    """The attributes of a new relationship. Matter and contact are required, though the document marks neither."""

    contact: Ref = unset
    description: str = unset
    matter: Ref = unset


class RelationshipChanges(NewRelationship, Guarded):
    """The attributes of a new relationship, all optional."""


class Relationships(Collection[M]):
    path = "/relationships"
    scope = "Matters"

    list = op.index(Relationship, RelationshipQuery)
    create = op.create(Relationship, NewRelationship)
    get = op.show(Relationship)
    update = op.update(Relationship, RelationshipChanges)
    delete = op.destroy()
