"""Moved to `mockclio.verify.prepared_firm`; the old names work for one release."""

from mockclio.moved import forwarded

__getattr__ = forwarded(
    __name__,
    {
        "account_of": "mockclio.verify.prepared_firm.target_of",
        "enriched": "mockclio.verify.prepared_firm.enriched",
        "practice": "mockclio.verify.prepared_firm.practice",
    },
)
