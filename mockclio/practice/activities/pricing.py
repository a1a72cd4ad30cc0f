"""The price of work: the order in which rates apply, the rounding of time, and the amount of an entry. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any, Literal, Protocol

from mockclio.ledger import rule
from mockclio.store.tables import Row
from mockclio.store.world import World

Hierarchy = Literal["Default", "Activity", "Matter", "Client"]
ISSUED = ("awaiting_payment", "paid")
ACTIVE = ("draft", "awaiting_approval", *ISSUED)
"""The states in which a bill keeps its activities. A void or deleted bill releases them."""


class Reader(Protocol):
    """A Session or a View."""

    world: World

    def get(self, table: str, id: Any) -> Row | None: ...

    def rows(self, table: str, key: str, value: Any) -> list[Row]: ...


@dataclass(frozen=True, slots=True)
class Rate:
    """A price and the level that gave it (one of four). A flat price is for the whole entry, the others are per hour."""

    amount: float
    hierarchy: Hierarchy
    flat: bool = False


def decimal(value: float | None) -> Decimal:
    return Decimal(str(value or 0))


def cents(amount: Decimal) -> float:
    """An amount of money as rows store it, rounded half up to cents."""
    return float(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


def billing_settings(reader: Reader) -> Row:
    """The only row of billing settings, or an empty row if the world has none."""
    return next(iter(reader.world.table("billing_settings")), {})


def whole_seconds(seconds: float) -> int:
    """Seconds without the noise of a float: 1.1 hours are computed as 3960.0000000000005 seconds, and mean 3960."""
    whole = int(decimal(seconds).quantize(Decimal(1), ROUND_HALF_UP))
    if whole != seconds:
        rule("activities.time-is-in-whole-seconds")
    return whole


def rounded_seconds(reader: Reader, exact: float) -> float:
    """Time rounded up to the firm's minutes, or to hundredths of an hour in firms that round decimally. No change without `rounding`."""
    seconds = whole_seconds(exact)  # before the ceiling, which would make a whole step of the noise
    settings = billing_settings(reader)
    step = 36 if settings.get("use_decimal_rounding") else 60 * (settings.get("rounding") or 0)
    if not step:
        return seconds
    return float((decimal(seconds) / step).to_integral_value(ROUND_CEILING) * step)


def hours(seconds: float) -> float:
    """Seconds as hours, to six decimals."""
    return float(round(decimal(seconds) / 3600, 6))


def rate(reader: Reader, *, user: int | None, matter: int | None, description: int | None, non_billable: bool = False) -> Rate:
    """The price of an entry without a price of its own. The first one found counts: flat category, matter, client, category, user."""
    category = (reader.get("activity_descriptions", description) or {}).get("rate") or {}
    if category.get("type") == "FlatRate":
        return Rate(_category_amount(category, non_billable), "Activity", flat=True)
    value = reader.get("matters", matter) or {}
    for_matter = _best(reader, _hourly_rates(value), user, description)
    if for_matter is not None:
        return Rate(for_matter, "Matter")
    for_client = _best(reader, _client_rates(reader, value.get("client")), user, description)
    if for_client is not None:
        return Rate(for_client, "Client")
    if category.get("type") == "Custom":
        return Rate(_category_amount(category, non_billable), "Activity")
    return Rate((reader.get("users", user) or {}).get("rate") or 0, "Default")


def _category_amount(category: Row, non_billable: bool) -> float:
    """The rate of a category. A category may have another rate for work that is not billed; zero means that it has none."""
    return (category.get("non_billable_amount") if non_billable else 0) or category.get("amount") or 0


def _hourly_rates(matter: Row) -> list[Row]:
    custom = matter.get("custom_rate") or {}
    return custom.get("rates") or [] if custom.get("type") == "HourlyRate" else []


def _client_rates(reader: Reader, client: int | None) -> list[Row]:
    return [row for row in reader.rows("activity_rates", "contact_id", client) if not row.get("flat_rate")] if client else []


def _best(reader: Reader, rates: Iterable[Row], user: int | None, description: int | None) -> float | None:
    """The most specific rate: with the category before without, then user before group before everybody. Among equals, the highest."""
    results: list[tuple[bool, int, float]] = []
    for row in rates:
        closeness = _closeness(reader, row, user)
        if closeness is not None and row.get("activity_description") in (None, description) and row.get("rate") is not None:
            results.append((row.get("activity_description") is not None, closeness, row["rate"]))
    if len(results) > 1:
        rule("activities.highest-group-rate-wins")
    return max(results)[2] if results else None


def _closeness(reader: Reader, rate: Row, user: int | None) -> int | None:
    """2 for the user's own rate, 1 for a rate of one of the user's groups, 0 for everybody's, None for the rate of another user."""
    if rate.get("user") is not None:
        return 2 if rate["user"] == user else None
    if rate.get("group") is not None:
        return 1 if user in ((reader.get("groups", rate["group"]) or {}).get("users") or ()) else None
    return 0


def amount(reader: Reader, activity: Row) -> float:
    """The amount of an entry, billable or not: rounded hours or the quantity, times the price. A fee amounts to its price."""
    price = decimal(activity.get("price"))
    if activity["type"] == "HardCostEntry" or activity.get("flat_rate") or activity.get("contingency_fee"):
        return cents(price)
    if activity["type"] == "TimeEntry":
        return cents(price * decimal(rounded_seconds(reader, activity.get("quantity") or 0)) / 3600)
    return cents(price * decimal(activity.get("quantity")))


def bill_of(reader: Reader, activity: int) -> Row | None:
    """The bill of an entry. Void and deleted bills do not count."""
    bills = (reader.get("bills", line.get("bill")) for line in reader.rows("line_items", "activity", activity))
    return next((bill for bill in bills if bill and bill.get("state") in ACTIVE), None)


def is_unbilled(activity: Row) -> bool:
    """Whether an entry can still be billed: it is billable, on no bill, and not written off."""
    return not (activity.get("non_billable") or activity.get("on_bill") or activity.get("_written_off"))


def unbilled(activities: Iterable[Row]) -> tuple[float, float]:
    """The hours of the unbilled entries, rounded as they would be billed, and their amount."""
    waiting = [row for row in activities if is_unbilled(row)]
    time = sum((decimal(row.get("rounded_quantity")) for row in waiting if row["type"] == "TimeEntry"), Decimal(0))
    return hours(float(time)), cents(sum((decimal(row.get("total")) for row in waiting), Decimal(0)))
