"""Liens: claims on a settlement."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import DateTime, Resource


class Lien(Resource):
    """What somebody holds against a medical bill; only a marked one is a claim on the settlement."""

    amount: float
    description: str | None
    lien_type: Literal["general", "medical_payer", "medical_provider"]
    mark_as_lien: bool
    created_at: DateTime
    updated_at: DateTime
