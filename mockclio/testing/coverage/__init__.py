"""Which part of the API a test run used: read from servers and files, merged, and shown as lines, JSON or a page.

Every server counts while it answers (`store/coverage.py`). `openapi/surface.py` lists what can be used.
"""

from __future__ import annotations

from mockclio.testing.coverage.files import WrongFile, merge, read, write
from mockclio.testing.coverage.page import write_page
from mockclio.testing.coverage.report import Report

__all__ = ["Report", "WrongFile", "merge", "read", "write", "write_page"]
