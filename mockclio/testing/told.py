"""Moved; the old names work for one release."""

from mockclio.moved import forwarded

__getattr__ = forwarded(
    __name__,
    {
        "Told": "mockclio.handle.deliveries.DeliveryAssertions",
        "LocalTold": "mockclio.handle.deliveries.DeliveryAssertions",
        "Undelivered": "mockclio.handle.deliveries.Undelivered",
        "line": "mockclio.handle.deliveries.line",
    },
)
