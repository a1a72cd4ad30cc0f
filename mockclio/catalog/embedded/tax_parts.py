"""Taxes as other records show and take them: which rates are raised, in which order, and what they come to on a line."""

from __future__ import annotations

from typing import Literal, Required, TypedDict

from mockclio.catalog.vocabulary import DateTime, Record, Resource

TaxRule = Literal["Pre", "Post"]


class TaxSetting(Record):
    """A tax that is raised. After the rule Post it is raised on the first one too; the first is always Pre."""

    default_fields = "tax_rate_configuration_id order rule"

    tax_rate_configuration_id: int
    tax_rate_configuration_name: str
    tax_rate_configuration_rate: float
    tax_rate_configuration_formatted_rate: str
    order: int
    rule: str


class LineItemTax(Resource):
    """A tax on one line of a bill: the rate as it was when the line was taxed, and what it comes to."""

    tax_rate_configuration_id: int
    name: str
    rate: float
    formatted_rate: str
    rule: str
    amount: float
    order: int
    created_at: DateTime
    updated_at: DateTime


class NewTaxSetting(TypedDict, total=False):
    """A member of a list that is written as a whole."""

    tax_rate_configuration_id: Required[int]
    order: Required[int]
    rule: TaxRule
