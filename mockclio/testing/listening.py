"""Moved; the old names work for one release."""

from mockclio.moved import forwarded

__getattr__ = forwarded(
    __name__,
    {
        "serve": "mockclio.handle.listening.serve",
    },
)
