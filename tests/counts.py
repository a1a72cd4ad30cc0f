"""How much there is of the official API. Every count of it that a test names stands here, and nowhere else."""

from __future__ import annotations

OPERATIONS = 282
PARAMETERS = 1_414
"""Those of queries and headers."""
PATH_PARAMETERS = 162
COLLECTIONS = 84
"""Each is a tag of the official document, too."""
SCOPES = 22
BODY_ATTRIBUTES, ANSWER_ATTRIBUTES = 649, 3_487
"""Those at the top of bodies and answers, as the official document lists them."""
VALUES, FIELDS, ATTRIBUTES, ERRORS = 657, 3_470, 979, 1_717
"""What coverage counts beside operations and parameters: few values of parameters, fields, attributes of bodies, error answers."""
EVENTS = 32
"""What webhooks can be told, each event of each model for itself."""


def percent(coverage: int, of: int) -> str:
    """A share as coverage shows it: cut, not rounded, to one place."""
    return f"{1000 * coverage // of / 10:.1f}%"


def covered(words: str, coverage: int, of: int) -> str:
    """A line of coverage: `  operations                2 of   282    0.7%`."""
    return f"  {words:<20}{coverage:>7,} of {of:>5,}{percent(coverage, of):>8}"
