"""Liens: claims on a settlement."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import DateTime, Resource


class Lien(Resource):
    """A claim of somebody on a medical bill. Only a marked lien is a claim on the settlement."""

    default_fields = "id etag amount description lien_type mark_as_lien"

    amount: float
    description: str | None
    lien_type: Literal["general", "medical_payer", "medical_provider"]
    mark_as_lien: bool
    created_at: DateTime
    updated_at: DateTime
