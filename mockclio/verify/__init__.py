"""The runner of checks, the checks, the prepared firm they use, and the report of a run."""

from mockclio.verify.report import Finding, Outcome, Report
from mockclio.verify.runner import Unreachable, verify

__all__ = ["Finding", "Outcome", "Report", "Unreachable", "verify"]
