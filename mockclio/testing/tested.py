"""Moved; the old names work for one release."""

from mockclio.moved import forwarded

__getattr__ = forwarded(
    __name__,
    {
        "Tested": "mockclio.handle.handle.MockHandle",
        "Trial": "mockclio.handle.handle.Trial",
        "FaultRules": "mockclio.handle.faults.FaultControl",
    },
)
