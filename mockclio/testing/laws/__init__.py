"""Laws: what must hold of every operation, asked over HTTP alone, so that this server and the real one are judged by the same."""

from __future__ import annotations

import importlib

from mockclio.testing.laws.law import LAWS, Law

READING = (
    "mockclio.testing.laws.reading.errors",
    "mockclio.testing.laws.reading.shown",
    "mockclio.testing.laws.reading.siblings",
    "mockclio.testing.laws.reading.kept",
    "mockclio.testing.laws.reading.pages",
    "mockclio.testing.laws.reading.totals",
    "mockclio.testing.laws.reading.versions",
    "mockclio.testing.laws.reading.filters",
    "mockclio.testing.laws.reading.parameters",
    "mockclio.testing.laws.reading.orders",
)
WRITING = (
    "mockclio.testing.laws.writing.oauth",
    "mockclio.testing.laws.writing.permissions",
    "mockclio.testing.laws.writing.refused",
    "mockclio.testing.laws.writing.guarded",
    "mockclio.testing.laws.writing.documented",
    "mockclio.testing.laws.writing.answers",
    "mockclio.testing.laws.writing.written",
    "mockclio.testing.laws.writing.lives",
    "mockclio.testing.laws.writing.nested",
    "mockclio.testing.laws.writing.changed",
    "mockclio.testing.laws.writing.effects",
    "mockclio.testing.laws.writing.figures",
    "mockclio.testing.laws.writing.books",
    "mockclio.testing.laws.writing.hooks",
    "mockclio.testing.laws.writing.hook_records",
    "mockclio.testing.laws.writing.subscriptions",
)
MODULES = (*READING, *WRITING)
"""The modules that register laws, in the order in which their laws are held against an account: quick and telling first."""


def laws() -> dict[str, Law]:
    """Every law by name, in the order of MODULES."""
    for module in MODULES:
        importlib.import_module(module)
    return LAWS
