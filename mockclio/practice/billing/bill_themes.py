"""Behaviour of bill themes: the configuration is a string that holds a JSON object."""

from __future__ import annotations

from typing import Any

import orjson

from mockclio.errors import InvalidArgument
from mockclio.server.behavior import Behavior
from mockclio.store.session import Session
from mockclio.store.tables import Row


class BillThemes(Behavior):
    def check(self, session: Session, row: Row | None, data: dict[str, Any]) -> None:
        if "name" in data and not (data["name"] or "").strip():
            raise InvalidArgument("name can't be blank")
        if data.get("config") is not None and not _is_object(data["config"]):
            raise InvalidArgument(
                'config must be the text of a JSON object, as in {"show": {}, "text": {}, "css": {}}', rule="bills.theme-config"
            )


def _is_object(text: str) -> bool:
    try:
        return isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False
