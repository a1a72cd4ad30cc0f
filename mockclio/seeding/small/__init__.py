"""The firm `small`: a law office in New York after 17 months of work. Every filter has rows that match and rows that do not."""

from mockclio.seeding.small.firm import build

__all__ = ["build"]
