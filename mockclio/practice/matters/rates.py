"""The charge of a matter: hourly rates, a flat fee or a contingency fee. Either fee is an activity of the matter."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from mockclio.catalog.activities import Activity, NewActivity
from mockclio.catalog.embedded.matter_parts import MatterCustomRate
from mockclio.catalog.schema import Attribute
from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.server import writing
from mockclio.store.session import Session
from mockclio.store.tables import Row

BILLING_METHODS = {"HourlyRate": "hourly", "FlatRate": "flat", "ContingencyFee": "contingency"}
HOURLY: Row = {"type": "HourlyRate", "rates": []}
NOTES = {"FlatRate": "Flat fee", "ContingencyFee": "Contingency fee"}
OF_AN_AWARD = ("award", "note", "date")


def write(session: Session, row: Row, attribute: Attribute, data: dict[str, Any] | None) -> None:
    """Write a sent `custom_rate` into the row. A new type removes the stored rates."""
    present = row.get("custom_rate") or HOURLY
    kind = (data or HOURLY).get("type") or present["type"]
    if kind != present["type"] or data is None:
        if present["rates"]:
            rule("matters.rate-type-change-wipes-rates")
        present = {"type": kind, "rates": []}
    rates = dict(present)
    writing.put(session, MatterCustomRate, rates, "rates", attribute.keys["rates"], (data or {}).get("rates") or [])
    rates["rates"] = [_fitting(kind, rate) for rate in rates["rates"]]
    _check_number(kind, present["rates"], rates["rates"])
    _check_amounts(kind, rates["rates"])
    row["custom_rate"] = rates
    if row.get("billing_method") != BILLING_METHODS[kind]:
        rule("matters.billing-method-follows-rate-type")
        row["billing_method"] = BILLING_METHODS[kind]


def _fitting(kind: str, rate: Row) -> Row:
    """The rate without the values that only a contingency fee has."""
    if kind == "ContingencyFee":
        return rate
    if any(rate.get(name) is not None for name in OF_AN_AWARD):
        rule("matters.award-belongs-to-a-contingency-fee")
    return {**rate, **dict.fromkeys(OF_AN_AWARD)}


def _check_number(kind: str, before: list[Row], rates: list[Row]) -> None:
    """A fee has one rate; a flat one that is sent later, without the id of the first, stands beside it."""
    known = {rate["id"] for rate in before}
    added = [rate for rate in rates if rate["id"] not in known]
    if kind == "FlatRate" and len(added) == 1 and len(rates) > 1:
        rule("matters.second-flat-rate-stands-beside-the-first")
    elif kind != "HourlyRate" and len(rates) > 1 and added:
        raise InvalidArgument(
            f"custom_rate.rates: a {kind} has one rate; change it by its id, or remove it with _destroy",
            rule="matters.one-rate-unless-hourly",
        )


def _check_amounts(kind: str, rates: list[Row]) -> None:
    for rate in rates:
        if rate.get("rate") is None:
            raise InvalidArgument("custom_rate.rates.rate is required", rule="matters.rate-is-an-amount-or-a-percentage")
        if rate["rate"] < 0 or (kind == "ContingencyFee" and rate["rate"] > 100):
            meant = "a percentage between 0 and 100" if kind == "ContingencyFee" else "an amount of at least 0"
            raise InvalidArgument(f"custom_rate.rates.rate must be {meant}", rule="matters.rate-is-an-amount-or-a-percentage")


def settle_fee(session: Session, matter: Row) -> None:
    """Update the activities of flat or contingency fees after a change of the rates. An activity on a bill does not change."""
    custom = matter.get("custom_rate") or HOURLY
    waiting = {rate["id"]: rate for rate in custom["rates"] if _fee(custom["type"], rate) is not None}
    for activity in fees(session, matter["id"]):
        own = activity.get("_rate") or next(iter(waiting), None)  # a world that was saved before there could be two has no mark
        rate = waiting.pop(own, None) if activity["_fee"] == custom["type"] else None
        if activity.get("on_bill"):
            continue
        if rate is None:
            _note(activity["_fee"])
            writing.destroy(session, "activities", activity)
        else:
            _change_fee(session, activity, custom["type"], rate)
    for rate in waiting.values():
        _make_fee(session, matter, custom["type"], rate)


def fees(reader: Any, matter: int) -> list[Row]:
    """The activities of a matter's fee. `reader` is a session or a view."""
    return [row for row in reader.rows("activities", "matter", matter) if row.get("_fee")]


def _fee(kind: str, rate: Row) -> float | None:
    """The amount that the firm earns: the flat rate, or its part of an award if there is one."""
    if kind == "FlatRate":
        return float(rate["rate"])
    if kind == "HourlyRate" or rate.get("award") is None:
        return None
    return float((Decimal(str(rate["award"])) * Decimal(str(rate["rate"])) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _make_fee(session: Session, matter: Row, kind: str, rate: Row) -> None:
    _note(kind)
    user, amount = rate.get("user") or (session.user or {}).get("id"), _fee(kind, rate)
    data = {"type": "TimeEntry", "date": rate.get("date") or session.today, "price": amount, "note": rate.get("note") or NOTES[kind]}
    data |= {"matter": {"id": matter["id"]}, "user": {"id": user}}
    marks = {"_fee": kind, "_rate": rate["id"], "flat_rate": kind == "FlatRate", "contingency_fee": kind == "ContingencyFee"}
    writing.create(session, Activity, NewActivity, data, extra=marks)


def _change_fee(session: Session, activity: Row, kind: str, rate: Row) -> None:
    amount = _fee(kind, rate)
    data: dict[str, Any] = {"price": amount} if activity.get("price") != amount else {}
    if rate.get("user") and activity.get("user") != rate["user"]:
        data["user"] = {"id": rate["user"]}
    if data:
        _note(kind)
        writing.update(session, Activity, NewActivity, activity, {"price": amount, **data})


def _note(kind: str) -> None:
    rule("matters.flat-rate-makes-an-activity" if kind == "FlatRate" else "matters.award-makes-an-activity")
