"""Every row that a list of a mock shows, as the checks read it, with the mock at hand for what tests do besides."""

from __future__ import annotations

from dataclasses import dataclass

from mockclio.verify.checks.reading import listing
from mockclio.verify.checks.reading.listing import Parameters, Refused, Row, identities, identity
from tests.contract.support import Caller


@dataclass
class Lists(listing.Lists):
    """All lists of one mock. Rows are read once and kept, so the mock must not be written to."""

    caller: Caller


__all__ = ["Lists", "Parameters", "Refused", "Row", "identities", "identity"]
