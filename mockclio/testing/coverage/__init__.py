"""Which part of the API a test run touched: read from servers and files, merged, and shown as lines, JSON or a page.

What is counted is noted by every server as it answers (`store/touched.py`); what there is to touch stands in `openapi/surface.py`.
"""

from __future__ import annotations

from mockclio.testing.coverage.files import WrongFile, merge, read, write
from mockclio.testing.coverage.page import write_page
from mockclio.testing.coverage.report import Report

__all__ = ["Report", "WrongFile", "merge", "read", "write", "write_page"]
