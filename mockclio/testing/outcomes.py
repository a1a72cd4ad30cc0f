"""How a case of a check ends if it does not pass: it failed, it is inconclusive, or a table of the checks lacks a line."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.places import place_of


class CheckFailed(AssertionError):
    """The target did not answer as the check expects. `path` is the place of the first difference: `data[3].client.name`.

    `hint` names the line to add to a table of the checks, if the check is wrong and not the target.
    """

    def __init__(self, expected: Any, actual: Any, path: str = "", call: str = "", hint: str = "") -> None:
        """Keep what was expected and found, and where."""
        super().__init__(f"{path or call}: expected {expected!r}, found {actual!r}{'; ' if hint else ''}{hint}")
        self.expected, self.actual, self.path, self.call, self.hint = expected, actual, path, call, hint


class MissingEntry(KeyError):
    """A table of the checks lacks a line. The message names the file, the line to write, and why."""

    def __init__(self, module: Any, line: str, why: str) -> None:
        """Make the message from a module, a line and a reason."""
        super().__init__(entry(module, line, why))

    def __str__(self) -> str:
        """The message without quotes."""
        return str(self.args[0])


def entry(module: Any, line: str, why: str) -> str:
    """Return what to write where: `mockclio/.../bodies.py: add to NEW: "Court#create": lambda p: {...}  (the server said: ...)`."""
    return f"{place_of(module)}: {line}  ({why})"


class Inconclusive(Exception):
    """A case cannot be decided on this target, with these permissions, or from answers at all. The message gives the reason."""
