"""The coverage of one pytest run: gathered from the servers of its processes, merged over the workers of xdist, shown at the end.

The plugin calls `begin` where the command line asks for a coverage, and hands the server of each process to `Covering.take`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import pytest

from mockclio.openapi.surface import MEASURES, Measure
from mockclio.store.coverage import Coverage
from mockclio.store.files import NotWritten
from mockclio.testing.coverage.files import Json, WrongFile, merge, parse, write
from mockclio.testing.coverage.page import write_page
from mockclio.testing.coverage.report import Report


@runtime_checkable
class Counted(Protocol):
    """A server of this process."""

    coverage: Coverage


class Addressed(Protocol):
    """A server that runs elsewhere."""

    @property
    def url(self) -> str:
        """The address of the server."""


NAME = "mockclio-coverage"
TERMINAL, HTML = "terminal", "html:"
"""Places that are no file: the lines at the end, which come anyhow, and the folder of a page."""


def begin(config: pytest.Config, places: list[str], under: str | None) -> None:
    """Count from now on. `places` and `under` are as on the command line."""
    config.pluginmanager.register(Covering(config, places, *threshold(under)), NAME)


def threshold(text: str | None) -> tuple[float | None, Measure]:
    """`20`, or with what is counted `fields=20`."""
    if text is None:
        return None, "operations"
    of, equals, percent = text.rpartition("=")
    known: dict[str, Measure] = {measure: measure for measure in MEASURES}
    try:
        measure: Measure = known[of] if equals else "operations"
        least = float(percent)
        if not 0 <= least <= 100:
            raise ValueError(percent)
    except (KeyError, ValueError):
        wanted = f"write a percentage, or fields=20 with one of {', '.join(known)}"
        raise pytest.UsageError(f"--mockclio-fail-under={text}: {wanted}") from None
    return least, measure


class Covering:
    """Registered with pytest in each process. Workers send what they counted to the process that gave them the tests."""

    def __init__(self, config: pytest.Config, places: list[str], under: float | None, of: Measure) -> None:
        """Count for a pytest run. `places` are the files to write, `under` is the lowest percentage of the measure `of`."""
        self._config, self._places, self._under, self._of = config, places, under, of
        self.coverage = Coverage()
        self.urls: set[str] = set()
        self._parts: list[Json] = []
        self._report: Report | None = None
        self.missing: list[str] = []

    def take(self, server: Counted | Addressed) -> None:
        """Count what is asked of a server from now on; one that runs elsewhere is asked at the end what it has counted."""
        if isinstance(server, Counted):
            server.coverage = self.coverage
        else:
            self.urls.add(server.url)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """A worker of xdist ended; one that crashed sent nothing."""
        part, urls = getattr(node, "workeroutput", {}).get(NAME, ({}, []))
        self._parts += [part] if part else []
        self.urls.update(urls)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Merge the counts, and fail the run if they are too low."""
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[NAME] = (self.coverage.document(), sorted(self.urls))
            return
        parts = [self.coverage.document(), *self._parts, *filter(None, map(self.read, sorted(self.urls)))]
        self._report = Report(merge(parts))
        if session.exitstatus == pytest.ExitCode.OK and self._report.failure(self._under, self._of):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print the coverage and write the files."""
        if self._report is None:
            return
        head, *lines = self._report.lines()
        terminalreporter.section(head, sep="-")
        for line in [*lines, *self.missing, *(self._put(self._report, place) for place in self._places if place != TERMINAL)]:
            terminalreporter.write_line(line)
        failure = self._report.failure(self._under, self._of)
        if failure:
            terminalreporter.write_line(f"FAILED {failure}", red=True, bold=True)

    def _put(self, report: Report, place: str) -> str:
        try:
            if place.startswith(HTML):
                return f"  the map of all operations: {write_page(report, Path(place.removeprefix(HTML)))}"
            write(report.covered, Path(place))
        except NotWritten as error:
            return f"  {error}"
        return f"  written to {place}"

    def read(self, url: str) -> Json | None:
        """What a server that runs elsewhere counted; one that is gone by now leaves a line."""
        from urllib.request import Request

        from mockclio.handle.opening import open_url

        token = self._config.getoption("mockclio_control_token", None) or os.environ.get("MOCKCLIO_CONTROL_TOKEN", "")
        params = Request(f"{url.rstrip('/')}/_mockclio/coverage", headers={"X-Mockclio-Control-Token": token} if token else {})
        try:
            with open_url(params, timeout=30) as answer:
                return parse(answer.read(), url)
        except (OSError, WrongFile) as error:
            self.missing.append(f"  {url} did not tell what it was asked: {error}")
            return None
