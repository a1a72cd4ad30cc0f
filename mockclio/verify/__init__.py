"""Checks run against an account, and what came of it."""

from mockclio.verify.report import Finding, Outcome, Report
from mockclio.verify.runner import Unreachable, verify

__all__ = ["Finding", "Outcome", "Report", "Unreachable", "verify"]
