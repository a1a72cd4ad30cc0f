"""The faults of a world, set over the control interface."""

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
    """One fault. `fault.id` and `fault["id"]` are the same value. `hits` is read from the mock each time."""

    def __init__(self, control: ControlInterface, document: dict[str, Any]) -> None:
        """Use a control interface and the document of a fault."""
        self._control, self._document = control, document

    @property
    def hits(self) -> int:
        """How many requests the fault matched. After its removal, the last known number."""
        with suppress(NotThere):  # of one that was taken away stays what was last known
            self._document = self._control.ask("GET", f"faults/{self.id}")["fault"]
        return int(self._document["hits"])

    def document(self) -> dict[str, Any]:
        """Return the fault as a dict, without values that are at their default."""
        return dict(self._document)

    def __getattr__(self, name: str) -> Any:
        """Return a value of the fault, or its default."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._document:
            return self._document[name]
        if name in LEFT_OUT:
            return LEFT_OUT[name]
        raise AttributeError(f"a fault has {', '.join(sorted(LEFT_OUT | self._document))}, not {name!r}")

    def __getitem__(self, name: str) -> Any:
        """Return a value of the fault. Raises KeyError if it is at its default."""
        return self.hits if name == "hits" else self._document[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the values."""
        return iter(self._document)

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self._document)

    def __repr__(self) -> str:
        """Show the document."""
        return f"FaultRule({self._document!r})"


class FaultControl:
    """The faults of a world, in the order in which they are tried: `mock.faults`."""

    def __init__(self, control: ControlInterface) -> None:
        """Use a control interface."""
        self._control = control

    def __iter__(self) -> Iterator[FaultRule]:
        """Iterate over the faults."""
        return iter(self._rules(self._control.ask("GET", "faults")))

    def __len__(self) -> int:
        """Return the number of faults."""
        return len(self._control.ask("GET", "faults")["faults"])

    def add(self, kind: str = "status", **values: Any) -> FaultRule:
        """Add a fault. `values` are the keys of POST /_mockclio/faults. Raises ValueError for a wrong value.

        mock.faults.add("status", status=503, operation="Matter#*", count=2)
        """
        return self._add({"kind": kind, **values})[0]

    def use(self, preset: str, **values: Any) -> list[FaultRule]:
        """Add the faults of a preset, such as "flaky". `values` replace those of each fault."""
        return self._add({"preset": preset, **values})

    def get(self, id: str) -> FaultRule | None:
        """Return one fault by its id; None if it does not exist."""
        try:
            return FaultRule(self._control, self._control.ask("GET", f"faults/{id}")["fault"])
        except NotThere:
            return None

    def pause(self, id: str) -> bool:
        """Stop a fault from matching requests. Returns whether it exists."""
        return self._pause(id, True)

    def resume(self, id: str) -> bool:
        """Let a paused fault match again. Returns whether it exists."""
        return self._pause(id, False)

    def remove(self, id: str) -> bool:
        """Remove a fault. Returns whether it existed."""
        try:
            return bool(self._control.ask("DELETE", f"faults/{id}")["removed"])
        except NotThere:
            return False

    def clear(self) -> int:
        """Remove all faults. Returns how many there were."""
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
