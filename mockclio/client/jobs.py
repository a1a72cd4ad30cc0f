"""Reports and document archives: order one, wait for it, download the file."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.document_archives import DocumentArchive, DocumentArchives, NewDocumentArchive
from mockclio.catalog.operations import AnyOperation, File, M, Progress
from mockclio.catalog.reports import NewReport, Report, Reports
from mockclio.catalog.vocabulary import Target, unset
from mockclio.client.caller import Caller
from mockclio.client.exceptions import NotFinished
from mockclio.client.sync_async import sync_and_async, with_arguments_of

FIRST_LOOK, LONGEST_PAUSE = 1.0, 15.0
PATIENCE = 900.0
ENDED = ("completed", "empty", "failed")


class WaitOptions(Target):
    """How long to wait, in seconds, and a function `progress(done, total)` that receives the progress in percent."""

    timeout: float = unset
    progress: Progress = unset


class ReportRequest(NewReport, WaitOptions):
    """The arguments of `reports.run`: those of `reports.create`, with `timeout`, `progress` and `to`."""


class ArchiveRequest(NewDocumentArchive, WaitOptions):
    """The arguments of `document_archives.run`: those of `document_archives.create`, with `timeout`, `progress` and `to`."""


class ReportCalls(Reports[M]):
    """The reports of Clio, with `run` and `wait`."""

    @with_arguments_of(ReportRequest)
    async def run(self, **arguments: Any) -> File:
        """Order a report, wait until it is complete, and download it. `timeout` is in seconds, 900 by default.

            file = clio.reports.run(kind="matter", format="csv", to="matters.csv")

        Raises NotFinished if the report fails, has no rows, or takes longer than `timeout`.
        """
        return await _run(self._call, Reports.create, Reports.get, Reports.download, arguments)

    @sync_and_async
    async def wait(self, id: int, *, timeout: float = PATIENCE, progress: Progress | None = None) -> Report:
        """Wait until a report has ended, and return it; look at its `state`. Raises NotFinished after `timeout` seconds."""
        ended: Report = await _wait(self._call, Reports.get, id, timeout, progress)
        return ended


class ArchiveCalls(DocumentArchives[M]):
    """The document archives of Clio, with `run` and `wait`."""

    @with_arguments_of(ArchiveRequest)
    async def run(self, **arguments: Any) -> File:
        """Order an archive, wait until it is complete, and download it.

        Raises NotFinished if it fails or takes longer than `timeout` seconds.
        """
        return await _run(self._call, DocumentArchives.create, DocumentArchives.get, DocumentArchives.download, arguments)

    @sync_and_async
    async def wait(self, id: int, *, timeout: float = PATIENCE, progress: Progress | None = None) -> DocumentArchive:
        """Wait until an archive has ended, and return it; look at its `state`. Raises NotFinished after `timeout` seconds."""
        ended: DocumentArchive = await _wait(self._call, DocumentArchives.get, id, timeout, progress)
        return ended


async def _run(call: Caller, create: AnyOperation, get: AnyOperation, download: AnyOperation, arguments: dict[str, Any]) -> File:
    timeout, progress = arguments.pop("timeout", PATIENCE), arguments.pop("progress", None)
    target = {"to": arguments.pop("to")} if "to" in arguments else {}
    ordered = await call.perform(create, "id", (), arguments)
    ended = await _wait(call, get, ordered.id, timeout, progress)
    if ended.state != "completed":
        raise NotFinished(f"{get.collection.record.__name__} {ordered.id} ended as {ended.state!r}: there is no file to fetch")
    file: File = await call.perform(download, "", (ordered.id,), target)
    return file


async def _wait(call: Caller, get: AnyOperation, id: int, timeout: float, progress: Progress | None) -> Any:
    """Look again and again, less and less often."""
    backend, pause = call.exchange.backend, FIRST_LOOK
    end = backend.time.now() + timeout
    while True:
        seen = await call.perform(get, "id,state,progress", (id,), {})
        if progress is not None:
            progress(int(seen.progress or 0), 100)
        if seen.state in ENDED:
            return seen
        if backend.time.now() + pause > end:
            raise NotFinished(
                f"{get.collection.record.__name__} {id} is {seen.state!r} after {timeout:.0f} seconds; wait(id) goes on waiting"
            )
        await backend.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE)
