"""Tax rate configurations: the taxes that a firm raises, each with its rate."""

from __future__ import annotations

from typing import Annotated

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Range,
    Resource,
    op,
    special,
    unset,
)


class TaxRateConfiguration(Resource):
    """A tax; its rate is a fraction, so that 0.13 is 13%. One that is deleted stays, and is no longer active."""

    name: str
    rate: float
    rate_as_percentage: float
    formatted_rate_as_percentage: str
    country: str
    region: str | None
    is_system: bool
    active: bool
    created_at: DateTime
    updated_at: DateTime


class TaxRateConfigurationQuery(ListQuery):
    include_system: bool = special


class NewTaxRateConfiguration(Body):
    write_only = {"tax_authority": "taxes.authority-is-not-shown"}

    name: str
    rate: Annotated[float, Range(-1, 1)]
    country: str
    region: str = unset
    tax_authority: str = unset


class TaxRateConfigurationChanges(Body, Guarded):
    """The tax authority is an attribute of creation only."""

    passed_over = {"tax_authority": "taxes.authority-is-not-shown"}

    name: str = unset
    rate: Annotated[float, Range(-1, 1)] = unset
    country: str = unset
    region: str = unset


class TaxRateConfigurations(Collection[M]):
    path = "/tax_rate_configurations"
    scope = "Settings"

    list = op.index(TaxRateConfiguration, TaxRateConfigurationQuery, order="id name rate")
    create = op.create(TaxRateConfiguration, NewTaxRateConfiguration)
    get = op.show(TaxRateConfiguration)
    update = op.update(TaxRateConfiguration, TaxRateConfigurationChanges)
    delete = op.destroy(refuses="409")
