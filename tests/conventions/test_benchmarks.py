"""Benchmarks are not run by the tests, but they are there and find what they import."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.conventions.source import ROOT

MODULES = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("name", MODULES)
def test_a_benchmark_can_be_imported(name: str) -> None:
    assert import_module(f"benchmarks.{name}").__doc__
