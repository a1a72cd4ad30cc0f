"""Moved; the old names work for one release."""

from mockclio.moved import forwarded

__getattr__ = forwarded(
    __name__,
    {
        "RemoteCalls": "mockclio.handle.requests.RequestAssertions",
        "RemoteFaults": "mockclio.handle.faults.FaultControl",
        "RemoteTold": "mockclio.handle.deliveries.DeliveryAssertions",
    },
)
