"""Moved; the old names work for one release."""

from mockclio.moved import forwarded

__getattr__ = forwarded(
    __name__,
    {
        "Calls": "mockclio.handle.requests.RequestAssertions",
        "LocalCalls": "mockclio.handle.requests.RequestAssertions",
        "Unexpected": "mockclio.handle.requests.Unexpected",
        "Step": "mockclio.handle.requests.Step",
    },
)
