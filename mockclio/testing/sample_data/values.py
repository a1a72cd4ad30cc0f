"""Whether an answer shows a value that was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute
from mockclio.catalog.valid import field_of, reached
from mockclio.store.tables import Row


def same(field: Attribute | None, attribute: Attribute, sent: Any, shown: Any, zone: ZoneInfo) -> bool:
    """Whether a shown scalar is the sent one in its canonical form."""
    if sent is None or shown is None:
        return sent is None and shown is None
    kind = field.kind if field else attribute.kind
    if kind == "date":
        return bool(_day(sent, zone) == shown)
    if kind == "datetime":
        return _moment(sent, zone) == datetime.fromisoformat(shown)
    if kind == "enum":
        return bool(shown.lower() == sent.lower() and shown in field.choices) if field else False
    if isinstance(shown, dict) and "id" in shown:
        return str(shown["id"]) == str(sent["id"] if isinstance(sent, dict) else sent)
    return str(shown) == str(sent) if isinstance(shown, str) else bool(shown == sent)


def _day(sent: str, zone: ZoneInfo) -> str:
    return _moment(sent, zone).astimezone(zone).date().isoformat() if "T" in sent else sent


def _moment(sent: str, zone: ZoneInfo) -> datetime:
    moment = datetime.fromisoformat(sent)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def differences(
    record: type[Record] | None, attribute: Attribute, path: str, sent: Any, shown: Any, *, zone: ZoneInfo, deep: bool = False
) -> Iterator[str]:
    """Where the shown value is not the sent one. Without `deep`, what an answer shows by default only is passed over."""
    field = reached(record, path) if record and path else None
    addressed = field.record if field else None
    if attribute.many and attribute.kind in ("ref", "object"):
        for step in sent:
            wrong = [list(_inside(addressed, attribute, step, member, zone=zone, deep=deep)) for member in shown]
            if [] not in wrong:
                yield from min(wrong, key=len, default=[f"no member of {shown!r} is {step!r}"])
    elif attribute.many:
        values = [one["id"] if isinstance(one, dict) else one for one in shown]
        if [str(value) for value in values] != [str(value) for value in sent]:
            yield f"{shown!r} is not {sent!r}"
    elif attribute.kind in ("ref", "object"):
        if shown is None:
            if sent is not None and sent != {"id": None}:
                yield "is null"
        elif not isinstance(shown, dict):
            if str(shown) != str(sent["id"]):
                yield f"{shown!r} is not {sent!r}"
        else:
            yield from _inside(addressed, attribute, sent, shown, zone=zone, deep=deep)
    elif not same(field, attribute, sent, shown, zone):
        yield f"{shown!r} is not {sent!r}"


def _inside(
    addressed: type[Record] | None, attribute: Attribute, sent: dict[str, Any], shown: Any, *, zone: ZoneInfo, deep: bool
) -> Iterator[str]:
    for name, value in sent.items():
        key = field_of(addressed, name)
        if name in ELSEWHERE and key is None:
            field, fits = ELSEWHERE[name]
            if field in shown and (deep or not isinstance(shown[field], list)) and not fits(sent, shown[field]):
                yield f"{name} is not shown in {shown[field]!r}"
        elif name == "type" and "id" in sent:
            if not _type_fits(value, shown.get("type")):
                yield f"type {shown.get('type')!r} is not {value!r}"
        elif name in ("id", "value"):
            if str(shown.get(name)) != str(value):
                yield f"{name} {shown.get(name)!r} is not {value!r}"
        elif key is None:
            yield f"{name} is shown nowhere"
        elif key in shown:
            inner = attribute.keys[name]
            if deep or inner.kind not in ("object",):
                yield from (f"{name}: {result}" for result in differences(addressed, inner, key, value, shown[key], zone=zone, deep=deep))
            elif inner.many and len(shown[key] or ()) < len(value):
                yield f"{name}: {len(value)} members are not {shown[key]!r}"


def _type_fits(sent: str, shown: str | None) -> bool:
    return shown is None or sent == shown or (sent, shown) in (("Contact", "Person"), ("Contact", "Company"))


def minutes(sent: dict[str, Any]) -> int:
    """A duration in minutes; of the two parts, a missing one is that of a single day."""
    return int(sent.get("duration_value", 1)) * UNITS[sent.get("duration_unit", "days")]


UNITS = {"weeks": 10_080, "days": 1_440, "hours": 60, "minutes": 1}


def owed(liens: list[Row]) -> dict[float, bool]:
    """What liens show: each amount, and whether it is marked."""
    return {lien["amount"]: lien["mark_as_lien"] for lien in liens}


ELSEWHERE: dict[str, tuple[str, Callable[[dict[str, Any], Any], bool]]] = {
    "balance": ("liens", lambda sent, liens: sent["mark_balance_type_as"] == "neither" or sent["balance"] in owed(liens)),
    "default_email": ("primary", lambda sent, primary: primary is sent["default_email"]),
    "default_number": ("primary", lambda sent, primary: primary is sent["default_number"]),
    "duration_unit": ("duration", lambda sent, duration: duration == minutes(sent)),
    "duration_value": ("duration", lambda sent, duration: duration == minutes(sent)),
    "mark_balance_type_as": (
        "liens",
        lambda sent, liens: owed(liens).get(sent["balance"], False) == (sent["mark_balance_type_as"] == "lien"),
    ),
    "payers": ("liens", lambda sent, liens: all(owed(liens).get(payer["amount"]) == payer["mark_as_lien"] for payer in sent["payers"])),
}
"""Nested keys that a field of another name shows in another form: the field, and whether it shows what was sent."""
