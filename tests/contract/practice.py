"""The account that `mockclio verify` is held against, which the laws here are held against too."""

from mockclio.verify.prepared_firm import enriched

__all__ = ["enriched"]
