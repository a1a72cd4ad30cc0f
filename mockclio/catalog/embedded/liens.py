"""Liens."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import DateTime, Row


class Lien(Row):
    """A lien."""

    amount: float | None
    description: str | None
    lien_type: Literal["general", "medical_payer", "medical_provider"] | None
    mark_as_lien: bool
    created_at: DateTime
    updated_at: DateTime
