"""A minimal valid body for every operation that takes one, and the record that each works on: those of the laws."""

from __future__ import annotations

from mockclio.testing.sample_data.bodies import GOES, NEW, TARGETS, addressed, body, path

__all__ = ["GOES", "NEW", "TARGETS", "addressed", "body", "path"]
