"""Moved; the old names work for one release."""

from mockclio.moved import forwarded

__getattr__ = forwarded(
    __name__,
    {
        "Expected": "mockclio.handle.matching.Expected",
        "ANYTHING": "mockclio.handle.matching.ANYTHING",
        "differences": "mockclio.handle.matching.differences",
        "equal": "mockclio.handle.matching.equal",
        "shorten": "mockclio.handle.matching.shorten",
    },
)
