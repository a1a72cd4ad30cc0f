"""Behaviour of nested tax settings and taxes of lines. A setting reads name and rate from its configuration, a line has its own."""

from __future__ import annotations

from typing import Any

from mockclio.practice.billing.tax_settings import TABLE, formatted
from mockclio.server.behavior import Behavior, computed
from mockclio.server.view import View
from mockclio.store.tables import Row


class EmbeddedTaxes(Behavior):
    """A setting holds the id of its configuration; a line holds name and rate as they were."""

    @computed("TaxSetting.tax_rate_configuration_name")
    def name(self, view: View, row: Row) -> Any:
        return _configuration(view, row)["name"]

    @computed("TaxSetting.tax_rate_configuration_rate")
    def rate(self, view: View, row: Row) -> Any:
        return _configuration(view, row)["rate"]

    @computed("TaxSetting.tax_rate_configuration_formatted_rate")
    def formatted_rate(self, view: View, row: Row) -> str:
        return formatted(_configuration(view, row)["rate"])

    @computed("LineItemTax.formatted_rate")
    def formatted_rate_of_a_line(self, view: View, row: Row) -> str:
        return formatted(row["rate"])


def _configuration(view: View, row: Row) -> Row:
    """The configuration of a setting, also a deleted one. A firm made from a recording may lack it, and its setting has name and rate."""
    configuration: Row | None = view.world.table(TABLE).get(row["tax_rate_configuration_id"])
    if configuration is not None:
        return configuration
    return {"name": row.get("tax_rate_configuration_name"), "rate": row.get("tax_rate_configuration_rate") or 0}
