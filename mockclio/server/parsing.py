"""Requests as waitress reads them from a connection. What it cannot read is answered with 400, never with a traceback in the log.

waitress keeps the size line and the trailer of a chunked body without a bound, and copies them again with every read. Both are bounded
here like headers.
"""

from __future__ import annotations

from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError
from waitress.receiver import ChunkedReceiver
from waitress.utilities import BadRequest

LINE_BYTES = 16_384
"""The bytes of the size line of a chunk with its extension, and of the trailer of a chunked body."""
DIGITS = 19
"""The digits of a Content-Length. Python refuses to read numbers with thousands of digits."""


class RequestParser(HTTPRequestParser):
    """Reads one request. It refuses what `HTTPRequestParser` does not expect."""

    body_rcv: Any
    completed: bool
    error: Any

    def received(self, data: bytes) -> int:
        """Take bytes of a request. Return the number of bytes that belong to it."""
        result = super().received(data)
        body = self.body_rcv
        if not self.completed and isinstance(body, ChunkedReceiver) and max(len(body.control_line), len(body.trailer)) > LINE_BYTES:
            self.error, self.completed = BadRequest(f"A chunk has a line of more than {LINE_BYTES} bytes"), True
        return result

    def parse_header(self, header_plus: bytes) -> None:
        """Read the first line and the headers. Raises ParsingError, which waitress answers with 400."""
        try:
            super().parse_header(header_plus)
        except ValueError:
            raise ParsingError("The request line or a header has an invalid value") from None
        if len(self.headers.get("CONTENT_LENGTH", "")) > DIGITS:
            raise ParsingError("Content-Length is invalid")
