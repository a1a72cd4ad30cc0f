"""Hypothesis strategies for tests of code that calls Clio: `from mockclio.testing import strategies as st_clio`."""

from mockclio.moved import forwarded
from mockclio.testing.strategies.bodies import Call, has_invalid, invalid_bodies, invalid_calls, valid_bodies, valid_calls
from mockclio.testing.strategies.histories import Nth, Step, firms, founded, histories, replay
from mockclio.testing.strategies.parameters import list_parameters, selections
from mockclio.testing.strategies.seeded_firm import SeededFirm

__all__ = [
    "Call",
    "Nth",
    "SeededFirm",
    "Step",
    "firms",
    "founded",
    "has_invalid",
    "histories",
    "invalid_bodies",
    "invalid_calls",
    "list_parameters",
    "replay",
    "selections",
    "valid_bodies",
    "valid_calls",
]

__getattr__ = forwarded(__name__, {"Ground": "mockclio.testing.strategies.seeded_firm.SeededFirm"})
