"""The firm `small`: a law office in New York after seventeen months, with at least one row on each side of every filter."""

from mockclio.seeding.small.firm import build

__all__ = ["build"]
