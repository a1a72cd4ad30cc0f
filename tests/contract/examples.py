"""A minimal valid body for every operation that takes one, and the record that each works on: those of the laws."""

from __future__ import annotations

from mockclio.testing.laws.writing.bodies import GOES, NEW, TARGETS, body, path, target

__all__ = ["GOES", "NEW", "TARGETS", "body", "path", "target"]
