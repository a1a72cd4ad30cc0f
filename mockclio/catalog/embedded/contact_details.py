"""Ways to reach a contact, and the terms on which it pays."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import DateTime, Resource


class Address(Resource):
    """One postal address, kept inside its contact."""

    street: str | None
    city: str | None
    province: str | None
    postal_code: str | None
    country: str | None
    name: Literal["Work", "Home", "Billing", "Other"]
    created_at: DateTime
    updated_at: DateTime
    primary: bool


class InstantMessenger(Resource):
    """One name in an instant messenger, kept inside its contact."""

    address: str | None
    name: Literal["Work", "Personal", "Other"]
    created_at: DateTime
    updated_at: DateTime


class WebSite(Resource):
    """One web site, kept inside its contact."""

    address: str | None
    name: Literal["Work", "Personal", "Twitter", "Facebook", "LinkedIn", "Instant Messenger", "Other"]
    default_web_site: bool
    created_at: DateTime
    updated_at: DateTime


class PaymentProfile(Resource):
    """When bills of a client fall due, and what early or late payment brings."""

    table = "payment_profiles"

    created_at: DateTime
    updated_at: DateTime
    billing_setting_id: int | None
    name: str
    terms: int | None
    discount_rate: float | None
    discount_period: int | None
    interest_rate: float | None
    interest_period: int | None
    interest_type: Literal["simple", "compound"] | None
