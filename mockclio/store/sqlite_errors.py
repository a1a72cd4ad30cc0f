"""The error of a kept world whose file cannot be written."""

from __future__ import annotations

from pathlib import Path

from mockclio.errors import APIError


class NotKept(APIError):
    """The file of the kept world cannot be written, such as on a full or read-only disk. The changes stay in memory and are tried again."""

    status = 507
    type = "NotKeptError"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"{path} cannot be written ({reason}): what was sent may be lost when the server ends. Reads go on; make room on the disk, or "
            "make the file writable, and send it again"
        )
