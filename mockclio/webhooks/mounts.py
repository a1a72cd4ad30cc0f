"""Receivers in the same process: WSGI applications that answer for an address, without a socket."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from mockclio.webhooks.reply import Reply

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Mounts:
    """Applications by the beginning of the addresses that they answer for. The longest beginning that matches counts."""

    def __init__(self, applications: dict[str, Application] | None = None) -> None:
        self.applications: dict[str, Application] = dict(applications or {})

    def find(self, url: str) -> Application | None:
        if not self.applications:
            return None
        fitting = [place for place in self.applications if url == place or url.startswith((f"{place}/", f"{place}?"))]
        return self.applications[max(fitting, key=len)] if fitting else None

    def post(self, application: Application, url: str, headers: dict[str, str], body: bytes) -> Reply:
        """Post to the application. It never raises: an exception of the application becomes a reply without an answer."""
        from werkzeug.test import EnvironBuilder, run_wsgi_app

        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        builder = EnvironBuilder(
            path=parts.path or "/", base_url=origin, query_string=parts.query, method="POST", headers=list(headers.items()), data=body
        )
        try:
            chunks, status, answered = run_wsgi_app(application, builder.get_environ())
            content = b"".join(chunks)
        except Exception as error:
            return Reply(error=f"the receiver raised {type(error).__name__}: {error}")
        finally:
            builder.close()
        return Reply(int(status.partition(" ")[0]), dict(answered), content)
