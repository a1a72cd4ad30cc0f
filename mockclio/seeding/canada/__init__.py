"""The firm `canada`: a law office in Vancouver that raises GST and PST, or the HST of Ontario, and gets input tax back."""

from mockclio.seeding.canada.firm import build

__all__ = ["build"]
