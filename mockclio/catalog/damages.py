"""Damages that a personal injury matter claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

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
    from mockclio.catalog.matters import Matter


class Damage(Resource):
    """An amount that a matter claims, and its reason."""

    amount: float
    damage_type: Literal["special", "general", "other"]
    description: str
    created_at: DateTime
    updated_at: DateTime
    matter: Matter


class NewDamage(Body):
    refused_by = dict.fromkeys(("amount", "damage_type", "description", "matter_id"), "injury.damage-attributes")

    amount: float
    damage_type: Literal["special", "general", "other"]
    description: str
    matter_id: int


class DamageChanges(Body, Guarded):
    passed_over = dict.fromkeys(("matter", "matter_id"), "injury.damage-stays-on-its-matter")

    amount: float = unset
    damage_type: Literal["special", "general", "other"] = unset
    description: str = unset


class Damages(Collection[M]):
    path = "/damages"
    scope = "Matters"

    list = op.index(Damage, ListQuery)
    create = op.create(Damage, NewDamage)
    get = op.show(Damage)
    update = op.update(Damage, DamageChanges)
    delete = op.destroy()
