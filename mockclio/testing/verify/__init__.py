"""Laws held against an account, and what came of it."""

from mockclio.testing.verify.report import Finding, Outcome, Report
from mockclio.testing.verify.runner import Unreachable, verify

__all__ = ["Finding", "Outcome", "Report", "Unreachable", "verify"]
