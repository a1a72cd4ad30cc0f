"""The account that `mockclio verify` is held against, which the laws here are held against too."""

from mockclio.testing.verify.practice import enriched

__all__ = ["enriched"]
