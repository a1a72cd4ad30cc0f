"""How much there is of the official API. Every count of it that a test names stands here, and nowhere else."""

from __future__ import annotations

OPERATIONS = 301
PARAMETERS = 1_479
"""Those of queries and headers."""
PATH_PARAMETERS = 173
COLLECTIONS = 89
"""Each is a tag of the official document, too."""
SCOPES = 22
BODY_ATTRIBUTES, ANSWER_ATTRIBUTES = 723, 3_695
"""Those at the top of bodies and answers, as the official document lists them."""
VALUES, FIELDS, ATTRIBUTES, ERRORS = 665, 3_678, 1_089, 1_930
"""What coverage counts beside operations and parameters: few values of parameters, fields, attributes of bodies, error answers."""
EDITION_BEFORE = (282, 1_414, 162, 649, 3_487)
"""Of the edition before: operations, parameters, path parameters, attributes of bodies and of answers."""
EVENTS = 32
"""What webhooks can be told, each event of each model for itself."""


def percent(coverage: int, of: int) -> str:
    """A share as coverage shows it: cut, not rounded, to one place."""
    return f"{1000 * coverage // of / 10:.1f}%"


def covered(words: str, coverage: int, of: int) -> str:
    """A line of coverage: `  operations                2 of   282    0.7%`."""
    return f"  {words:<20}{coverage:>7,} of {of:>5,}{percent(coverage, of):>8}"
