"""The kinds of faults, and the presets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Distribution = Literal["fixed", "uniform", "normal", "exponential"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault. `takes` are the values that it uses, `values` their defaults. After a fault that `spoils`, no other is searched."""

    meaning: str
    takes: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    spoils: bool = True


OF_THE_API = ("rate-limit", "base64")
"""Kinds that speak of the API's rate: without a path of their own they leave the pages and tokens of OAuth alone."""
DELAY = ("delay", "spread", "distribution")
KINDS = {
    "status": Kind("an answer with any status and Clio's body for it", ("status", "message", "retry_after")),
    "rate-limit": Kind("429 with Retry-After", ("status", "message", "retry_after"), {"status": 429, "retry_after": 60}),
    "latency": Kind("the answer comes late", DELAY, spoils=False),
    "slow-body": Kind("the answer's bytes trickle", DELAY, {"delay": 2.0}),
    "cut": Kind("the connection ends before any answer; the request is done all the same", ()),
    "truncate": Kind("the connection ends in the middle of the answer; the request is done all the same", ()),
    "empty": Kind("an answer without a body, as a gate before an operation gives one", ("status",), {"status": 400}),
    "firewall": Kind("the firewall in front of the API answers 403 in HTML", ("status",), {"status": 403}),
    "base64": Kind("a rate-limit refusal packed in base64, without Retry-After", ("status",), {"status": 429}),
    "expired-token": Kind("the token that asks counts as expired from now on, if it was good until then", (), {"count": 1}),
}
PRESETS: dict[str, list[dict[str, Any]]] = {
    "flaky": [
        {"kind": "latency", "delay": 0.2, "distribution": "exponential", "probability": 0.2},
        {"kind": "status", "status": 503, "probability": 0.05},
        {"kind": "cut", "probability": 0.03},
        {"kind": "truncate", "probability": 0.02},
    ],
    "maintenance": [{"kind": "status", "status": 503, "message": "Down for maintenance", "retry_after": 300}],
    "rate-limited": [{"kind": "rate-limit", "lasts": "60s"}],
    "slow": [
        {"kind": "slow-body", "delay": 3.0, "probability": 0.1},
        {"kind": "latency", "delay": 1.5, "spread": 0.5, "distribution": "uniform"},
    ],
}
"""Faults under one name. `rate-limited` lasts for one window of the world's clock."""
