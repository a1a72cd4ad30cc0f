"""`serve --log`: one line on stderr for each request, as text or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

from mockclio.server.exchange import ENTRY
from mockclio.store.masking import mask_query

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from mockclio.store.request_log import LoggedRequest

Line = dict[str, Any]


@dataclass
class Answered:
    """The status and the headers of an answer."""

    status: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)

    def rules(self) -> list[str]:
        """The rules that the answer names."""
        return [rule for name, value in self.headers if name == "X-Mockclio-Rule" for rule in value.split(", ")]


class RequestLines:
    """An application whose requests are written as lines. A request that has no entry in a request log has a shorter line."""

    def __init__(self, application: WSGIApplication, form: str) -> None:
        self._application, self._text = application, FORMS[form]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        begun, answer = perf_counter(), Answered()

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            answer.status, answer.headers = status, headers
            return start_response(status, headers, *error)

        result = self._application(environ, start)
        line = _line(environ, answer, round((perf_counter() - begun) * 1000, 3))
        with suppress(OSError):  # nobody reads stderr any more, and requests go on
            sys.stderr.write(f"{self._text(line)}\n")
            sys.stderr.flush()
        return result


def _line(environ: dict[str, Any], answer: Answered, milliseconds: float) -> Line:
    entry: LoggedRequest | None = environ.get(ENTRY)
    about = entry.line() if entry else {"rules": answer.rules()}
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "method": environ["REQUEST_METHOD"],
        "path": environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),
        "query": mask_query(environ.get("QUERY_STRING", "")),
        "status": int(answer.status[:3] or 0),
        "milliseconds": milliseconds,
        "world": about.get("world", ""),
        "world_time": about.get("at", ""),
        "operation": about.get("operation", ""),
        "rules": about.get("rules", []),
        "faults": about.get("faults", []),
        "error": about.get("error", ""),
    }


def _as_text(line: Line) -> str:
    """The line for people. Parts that are empty are left out, and no part can begin a line of its own."""
    address = f"{line['method']} {line['path']}{'?' if line['query'] else ''}{line['query']}"
    parts = [
        f"{line['time']} {line['status']} {address} {line['milliseconds']:.1f} ms",
        *(f"{name} {line[name]}" for name in ("world", "operation") if line[name]),
        *(f"{name} {', '.join(line[name])}" for name in ("rules", "faults") if line[name]),
        line["error"],
    ]
    text = "  ".join(filter(None, parts))
    return text if text.isprintable() else "".join(one if one.isprintable() else "?" for one in text)


FORMS: dict[str, Callable[[Line], str]] = {"text": _as_text, "json": json.dumps}
