"""Runs of pytest in a process and a folder of their own: the plugin is found by its entry point, as a user's pytest finds it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

COEXISTING = ("asyncio", "pytest_httpx", "requests_mock", "respx", "socket")
"""Plugins that tests/handle/test_coexisting.py runs beside ours."""
UNUSED = ("cacheprovider", "schemathesis", "hypothesispytest", "faker", "anyio", "timeout", *COEXISTING)
"""Other plugins, whose import would cost each run more than the run itself."""
OPTIONS = (*(word for name in UNUSED for word in ("-p", f"no:{name}")), "--assert=plain", "-W", "error", "-rA", "--tb=short")


@dataclass(frozen=True)
class Run:
    """What one run printed, and how it ended."""

    text: str
    code: int

    @property
    def outcomes(self) -> dict[str, str]:
        """Each test by its name: PASSED, FAILED or ERROR."""
        return {result[2]: result[1] for result in re.finditer(r"^(PASSED|FAILED|ERROR) \S+?::(\S+)", self.text, re.MULTILINE)}

    def section(self, title: str, of: str) -> str:
        """The part of a test's report under a title."""
        report = re.split(rf"^_+ {re.escape(of)} _+$", self.text, flags=re.MULTILINE)[1]
        report = re.split(r"^_{5,} .* _{5,}$|^={5,} .*={5,}$", report, flags=re.MULTILINE)[0]
        return re.split(r"^-{5,} .* -{5,}$", re.split(rf"^-+ {title} -+$", report, flags=re.MULTILINE)[1], flags=re.MULTILINE)[0]


def run(folder: Path, source: str, *options: str, **variables: str) -> Run:
    """Run one file of tests."""
    (folder / "test_app.py").write_text(dedent(source))
    (folder / "pytest.ini").write_text("[pytest]\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "MOCKCLIO_", "CLIO_", "COV_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *OPTIONS, *options, "test_app.py"],
        cwd=folder,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Run(done.stdout + done.stderr, done.returncode)
