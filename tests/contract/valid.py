"""What the catalogue does not say of valid values: that of the laws."""

from __future__ import annotations

from mockclio.testing.sample_data.valid import BESIDE, LISTED, ON, SHOWN_AS, VALUES, Table, Values, overriding

__all__ = ["BESIDE", "LISTED", "ON", "SHOWN_AS", "VALUES", "Table", "Values", "overriding"]
