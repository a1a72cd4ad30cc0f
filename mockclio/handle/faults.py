"""What is to go wrong in a world, said over the control interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any
from warnings import warn

from mockclio.handle.control import NotThere
from mockclio.store.faults import Fault

if TYPE_CHECKING:
    from mockclio.handle.control import ControlInterface

LEFT_OUT = {one.name: one.default for one in fields(Fault) if one.default is not MISSING}
"""What a value of a fault is where its document does not name it."""


class FaultRule(Mapping[str, Any]):
    """One fault: `fault.id` and `fault["id"]` are the same. `hits` is asked for anew each time, as long as the fault is there."""

    def __init__(self, control: ControlInterface, document: dict[str, Any]) -> None:
        self._control, self._document = control, document

    @property
    def hits(self) -> int:
        """How many requests it struck."""
        with suppress(NotThere):  # of one that was taken away stays what was last known
            self._document = self._control.ask("GET", f"faults/{self.id}")["fault"]
        return int(self._document["hits"])

    def document(self) -> dict[str, Any]:
        """What it is, without the values that stand for nothing."""
        return dict(self._document)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._document:
            return self._document[name]
        if name in LEFT_OUT:
            return LEFT_OUT[name]
        raise AttributeError(f"a fault has {', '.join(sorted(LEFT_OUT | self._document))}, not {name!r}")

    def __getitem__(self, name: str) -> Any:
        return self.hits if name == "hits" else self._document[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._document)

    def __len__(self) -> int:
        return len(self._document)

    def __repr__(self) -> str:
        return f"FaultRule({self._document!r})"


class FaultControl:
    """The faults of a world, in the order in which they are tried."""

    def __init__(self, control: ControlInterface) -> None:
        self._control = control

    def __iter__(self) -> Iterator[FaultRule]:
        return iter(self._rules(self._control.ask("GET", "faults")))

    def __len__(self) -> int:
        return len(self._control.ask("GET", "faults")["faults"])

    def add(self, kind: str = "status", **values: Any) -> FaultRule:
        """Add a rule; `values` are the keys of POST /_mockclio/faults: `add("status", status=503, operation="Matter#*")`."""
        return self._add({"kind": kind, **values})[0]

    def use(self, preset: str, **values: Any) -> list[FaultRule]:
        """Add the rules of a preset; `values` go over those of each rule."""
        return self._add({"preset": preset, **values})

    def get(self, id: str) -> FaultRule | None:
        """One rule by its id."""
        try:
            return FaultRule(self._control, self._control.ask("GET", f"faults/{id}")["fault"])
        except NotThere:
            return None

    def pause(self, id: str) -> bool:
        """Let a rule strike nothing; whether it was there."""
        return self._pause(id, True)

    def resume(self, id: str) -> bool:
        """Let a paused rule strike again; whether it was there."""
        return self._pause(id, False)

    def remove(self, id: str) -> bool:
        """Take one away; whether it was there."""
        try:
            return bool(self._control.ask("DELETE", f"faults/{id}")["removed"])
        except NotThere:
            return False

    def clear(self) -> int:
        """Take all away; how many there were."""
        return int(self._control.ask("DELETE", "faults")["removed"])

    def _add(self, wanted: dict[str, Any]) -> list[FaultRule]:
        if "now" in wanted:
            warn("now is the time of the world's clock by itself: leave it out", DeprecationWarning, stacklevel=3)
            del wanted["now"]
        return self._rules(self._control.ask("POST", "faults", wanted))

    def _pause(self, id: str, paused: bool) -> bool:
        try:
            self._control.ask("PATCH", f"faults/{id}", {"paused": paused})
        except NotThere:
            return False
        return True

    def _rules(self, answer: dict[str, Any]) -> list[FaultRule]:
        return [FaultRule(self._control, one) for one in answer["faults"]]
