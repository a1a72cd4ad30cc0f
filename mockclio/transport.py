"""Moved; the old names work for one release."""

from mockclio.moved import forwarded

__getattr__ = forwarded(
    __name__,
    {
        "InProcess": "mockclio.handle.transport.InProcess",
        "AsyncInProcess": "mockclio.handle.transport.AsyncInProcess",
        "WorldTime": "mockclio.handle.time.WorldTime",
        "Application": "mockclio.handle.transport.Application",
    },
)
