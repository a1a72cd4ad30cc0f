"""Moved; the old names work for one release."""

from mockclio.moved import forwarded

__getattr__ = forwarded(
    __name__,
    {
        "transport": "mockclio.handle.transport.over_socket",
        "async_transport": "mockclio.handle.transport.async_over_socket",
    },
)
