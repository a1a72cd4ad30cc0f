"""Damages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    ListQuery,
    M,
    Row,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.matters import Matter


class Damage(Row):
    """A damage."""

    amount: float
    damage_type: Literal["special", "general", "other"]
    description: str
    created_at: DateTime
    updated_at: DateTime
    matter: Matter | None


class DamageFields(Body):
    """What it was created with, all optional."""


class NewDamage(DamageFields):
    amount: float
    damage_type: Literal["special", "general", "other"]
    description: str
    matter_id: int


class DamageChanges(DamageFields):
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
