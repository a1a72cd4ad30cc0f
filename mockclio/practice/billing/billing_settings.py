"""Behaviour of the only record of billing settings. It also rounds a duration as the firm does."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.activities.pricing import hours, rounded_seconds
from mockclio.server.behavior import Behavior, computed, sources
from mockclio.server.view import View
from mockclio.store.tables import Row

CLOCK = re.compile(r"(\d{1,4}):([0-5]?\d)(?::([0-5]?\d))?")
UNITS = re.compile(r"(?:(\d{1,4}(?:\.\d*)?|\.\d+)\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,6}(?:\.\d*)?)\s*m(?:in(?:ute)?s?)?)?", re.IGNORECASE)


class BillingSettings(Behavior):
    """The API cannot write this record."""

    @sources("BillingSetting#show")
    def settings(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row]:
        rule("billing_settings.one-record")
        if "duration" in arguments:
            seconds(arguments["duration"])
        return list(view.world.table("billing_settings"))

    @computed("billing_currencies")
    def billing_currencies(self, view: View, row: Row) -> list[Row]:
        """The currencies that the firm bills in. The row holds their codes."""
        results = [currency for code in row.get("billing_currencies") or [] for currency in view.rows("currencies", "code", code)]
        return [{"id": currency["id"], "code": currency["code"], "sign": currency["sign"]} for currency in results]

    @computed("rounded_duration")
    def rounded_duration(self, view: View, row: Row) -> float | None:
        params = view.options.get("duration")
        if params is None:
            return None
        rule("billing_settings.duration-is-rounded")
        return hours(rounded_seconds(view, seconds(str(params))))


def seconds(text: str) -> float:
    """The seconds of a duration such as `2:15`, `3h`, `1h 30m`, `45m`, or a number of hours."""
    sent = text.strip()
    clock = CLOCK.fullmatch(sent)
    if clock:
        return sum(int(part or 0) * unit for part, unit in zip(clock.groups(), (3600, 60, 1), strict=True))
    if re.fullmatch(r"\d{1,4}(\.\d*)?|\.\d+", sent):
        return float(Decimal(sent) * 3600)
    units = UNITS.fullmatch(sent)
    if not units or not any(units.groups()):
        raise InvalidArgument("duration must be a length of time, as in 3h, 2:15 or 1h 30m", rule="billing_settings.bad-duration-is-422")
    return float(Decimal(units[1] or 0) * 3600 + Decimal(units[2] or 0) * 60)
