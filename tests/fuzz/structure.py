"""Changed JSON documents: bytes decide which values of a valid document are replaced, so that a fuzzer gets past the syntax."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**63, -(2**70), 1e308, 1.5, "", "a", "\x00", "0001-01-01", "9999-12-31T23:59:59Z", "2026-01-31",
    "2026-06-01T10:00:00Z", "é\ud7ff", [], [[]], {}, {"id": 1}, {"type": "Contact", "id": 1}, [None], [{"id": "1"}], "a" * 5_000, {"": 1},
)  # fmt: skip


class Choices:
    """Numbers from bytes. After the last byte they are 0."""

    def __init__(self, data: bytes) -> None:
        self._data, self._place = data, 0

    def __bool__(self) -> bool:
        return self._place < len(self._data)

    def below(self, most: int) -> int:
        two = self._data[self._place : self._place + 2]
        self._place += 2
        return int.from_bytes(two, "big") % most


def changed(document: Any, data: bytes) -> Any:
    """A copy of the document with up to eight changes: a value replaced, removed, or put under another key."""
    choices, copy = Choices(data), deepcopy(document)
    for _ in range(8):
        if not choices:
            break
        _change(copy, choices)
    return copy


def _change(root: Any, choices: Choices) -> None:
    place = root
    while isinstance(place, dict | list) and place:
        key = list(place)[choices.below(len(place))] if isinstance(place, dict) else choices.below(len(place))
        inner = place[key]
        if isinstance(inner, dict | list) and inner and choices.below(8):
            place = inner
            continue
        kind = choices.below(6)
        if kind == 0:
            del place[key]
        elif kind == 1 and isinstance(place, dict):
            place[("", "id", "x", "_default", "type", "-1")[choices.below(6)]] = place.pop(key)
        else:
            place[key] = deepcopy(VALUES[choices.below(len(VALUES))])
        return
