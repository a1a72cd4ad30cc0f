"""Lines of the log about what is refused for lack of room. They never fill the log."""

from __future__ import annotations

import errno
import logging
from time import monotonic

QUIET_SECONDS = 60.0
"""The seconds between two lines of the log about the same refusal."""
FULL = (errno.EMFILE, errno.ENFILE)
"""The errors of the system that mean that there are no file descriptors left."""
log = logging.getLogger("mockclio")


class Notices:
    """Lines of the log. The same line comes at most once a minute."""

    def __init__(self) -> None:
        self._written: dict[str, float] = {}

    def write(self, text: str) -> None:
        now = monotonic()
        if now - self._written.get(text, -QUIET_SECONDS) >= QUIET_SECONDS:
            self._written[text] = now
            log.warning(text)


NOTICES = Notices()
"""Those of the process."""
