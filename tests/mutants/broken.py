"""A broken server as an account: the practice that `mockclio verify` judges by default, with one mutant in it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from mockclio import MockClio
from mockclio.testing.target import Target
from mockclio.verify.prepared_firm import target_of
from tests.mutants.mutant import Mutant
from tests.mutants.worlds import practice


@contextmanager
def silent() -> Iterator[None]:
    """Write nothing to the log of the server, which all mocks of a process share: what breaks on the way is meant to."""
    log = logging.getLogger("mockclio")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


@contextmanager
def broken(mutant: Mutant | None) -> Iterator[Target]:
    """An account of a world of its own, which may be written to; without a mutant it is sound."""
    with silent(), MockClio.of(practice().fork("default")) as mock, mutant.apply(mock) if mutant is not None else nullcontext():
        yield target_of(mock)
