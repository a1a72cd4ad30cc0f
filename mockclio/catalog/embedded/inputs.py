"""Nested bodies that several resources use."""

from __future__ import annotations

from typing import Literal, Required, TypedDict

from mockclio.catalog.vocabulary import Json, Ref


class NewExternalProperty(TypedDict, total=False):
    name: str
    value: str


class ExternalPropertyChange(TypedDict, total=False):
    id: int
    name: str
    value: str
    _destroy: bool


class NewNotificationEventSubscriber(TypedDict):
    user_id: str


class NotificationEventSubscriberChange(TypedDict, total=False):
    user_id: str
    id: int
    _destroy: bool


class NewCustomFieldSetAssociation(TypedDict, total=False):
    display_order: int
    custom_field_set: Required[Ref]


class NewCustomFieldValue(TypedDict):
    value: Json
    custom_field: Ref


class NewKycFieldValue(TypedDict):
    field_name: str
    field_type: Literal["date", "text", "picklist"]
    field_value: str


class CustomFieldSetAssociationChange(TypedDict, total=False):
    id: int
    display_order: int
    custom_field_set: Ref
    _destroy: bool


class CustomFieldValueChange(TypedDict, total=False):
    value: Json
    custom_field: Ref
    id: str
    _destroy: bool


class KycFieldValueChange(TypedDict, total=False):
    id: int
    field_name: str
    field_type: Literal["date", "text", "picklist"]
    field_value: str


class RateTableAssignment(TypedDict, total=False):
    """A rate table and one of its categories; no operation lists either."""

    rate_table_id: int
    rate_table_category_id: int


class PayerChange(TypedDict, total=False):
    amount: float
    holder_id: int
    mark_as_lien: bool
