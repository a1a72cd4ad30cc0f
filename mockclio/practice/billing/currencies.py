"""Currencies in bodies: by id or by code, as a plain value or in an object."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument, NotFound
from mockclio.practice.activities.pricing import Reader, billing_settings
from mockclio.store.session import Session
from mockclio.store.tables import id_of


def currency_of(session: Session, sent: Any, place: str = "currency") -> int | None:
    """The id of the currency in a body: `{"id": 1}`, `{"code": "CAD"}`, `1` or `"CAD"`. Null and `{}` mean no currency."""
    named = sent.get("id", sent.get("code")) if isinstance(sent, dict) else sent
    if named is None or named == "":
        return None
    if isinstance(named, bool) or not isinstance(named, int | str):
        raise InvalidArgument(
            f'{place} must be an object with an id or a code, as in {{"code": "USD"}}', rule="contacts.currency-by-id-or-code"
        )
    text = str(named).strip()
    if text.isdecimal() and len(text) < 19:
        result = session.get("currencies", int(text))
    else:
        result = next(iter(session.rows("currencies", "code", text.upper())), None)
    if result is None:
        raise NotFound(f"{place}: there is no currency {text}", rule="wire.missing-reference-is-404")
    return id_of(result)


def account_currency(reader: Reader) -> int | None:
    """The currency in which the firm bills."""
    return next((row["id"] for row in reader.rows("currencies", "code", billing_settings(reader).get("currency"))), None)
