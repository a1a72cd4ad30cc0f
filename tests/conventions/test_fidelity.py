"""docs/fidelity.md says what the ledger says."""

from __future__ import annotations

from mockclio.cli import _fidelity
from tests.conventions.source import ROOT


def test_the_page_follows_from_the_ledger() -> None:
    assert (ROOT / _fidelity.PAGE).read_text("utf-8") == _fidelity.page(), "run `make fidelity`"
