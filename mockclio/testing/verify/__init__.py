"""Moved to `mockclio.verify`; the old names work for one release."""

from mockclio.moved import forwarded

__getattr__ = forwarded(
    __name__,
    {
        "Finding": "mockclio.verify.report.Finding",
        "Outcome": "mockclio.verify.report.Outcome",
        "Report": "mockclio.verify.report.Report",
        "Unreachable": "mockclio.verify.runner.Unreachable",
        "verify": "mockclio.verify.runner.verify",
    },
)
