"""Checks: what must hold of every operation, asked over HTTP alone, so that this server and the real one are judged by the same."""

from __future__ import annotations

import importlib

from mockclio.verify.check import CHECKS, Check

READING = (
    "mockclio.verify.checks.reading.errors",
    "mockclio.verify.checks.reading.shown",
    "mockclio.verify.checks.reading.reachable",
    "mockclio.verify.checks.reading.limited",
    "mockclio.verify.checks.reading.siblings",
    "mockclio.verify.checks.reading.stored",
    "mockclio.verify.checks.reading.pages",
    "mockclio.verify.checks.reading.tokens",
    "mockclio.verify.checks.reading.links",
    "mockclio.verify.checks.reading.last_pages",
    "mockclio.verify.checks.reading.ties",
    "mockclio.verify.checks.reading.totals",
    "mockclio.verify.checks.reading.versions",
    "mockclio.verify.checks.reading.filters",
    "mockclio.verify.checks.reading.links_of_filters",
    "mockclio.verify.checks.reading.parameters",
    "mockclio.verify.checks.reading.orders",
)
WRITING = (
    "mockclio.verify.checks.writing.oauth",
    "mockclio.verify.checks.writing.permissions",
    "mockclio.verify.checks.writing.views",
    "mockclio.verify.checks.writing.work_seen",
    "mockclio.verify.checks.writing.scopes_needed",
    "mockclio.verify.checks.writing.redactions",
    "mockclio.verify.checks.writing.associations",
    "mockclio.verify.checks.writing.hidden",
    "mockclio.verify.checks.writing.walks",
    "mockclio.verify.checks.writing.deleted_rows",
    "mockclio.verify.checks.writing.refused",
    "mockclio.verify.checks.writing.guarded",
    "mockclio.verify.checks.writing.documented",
    "mockclio.verify.checks.writing.dropped",
    "mockclio.verify.checks.writing.answers",
    "mockclio.verify.checks.writing.written",
    "mockclio.verify.checks.writing.life_cycle",
    "mockclio.verify.checks.writing.nested",
    "mockclio.verify.checks.writing.changed",
    "mockclio.verify.checks.writing.effects",
    "mockclio.verify.checks.writing.figures",
    "mockclio.verify.checks.writing.books",
    "mockclio.verify.checks.writing.taxed",
    "mockclio.verify.checks.writing.tax_rates",
    "mockclio.verify.checks.writing.tax_lists",
    "mockclio.verify.checks.writing.tax_lines",
    "mockclio.verify.checks.writing.day_edges",
    "mockclio.verify.checks.writing.deliveries",
    "mockclio.verify.checks.writing.webhooks",
    "mockclio.verify.checks.writing.subscriptions",
)
MODULES = (*READING, *WRITING)
"""The modules that register checks, in the order in which their checks are run against an account: quick and telling first."""


def checks() -> dict[str, Check]:
    """Every check by name, in the order of MODULES."""
    for module in MODULES:
        importlib.import_module(module)
    return CHECKS
