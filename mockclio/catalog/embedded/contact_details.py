"""Contact details and payment profiles."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import DateTime, Resource


class Address(Resource):
    """A postal address, stored in its contact."""

    scope = "Contacts"

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
    """A name in an instant messenger, stored in its contact."""

    scope = "Contacts"

    address: str | None
    name: Literal["Work", "Personal", "Other"]
    created_at: DateTime
    updated_at: DateTime


class WebSite(Resource):
    """A web site, stored in its contact."""

    scope = "Contacts"

    address: str | None
    name: Literal["Work", "Personal", "Twitter", "Facebook", "LinkedIn", "Instant Messenger", "Other"]
    default_web_site: bool
    created_at: DateTime
    updated_at: DateTime


class PaymentProfile(Resource):
    """The due days of a client's bills, and the terms of early and late payment."""

    scope = "Billing"
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
