"""Receivers in the same process: applications of WSGI and ASGI that answer for an address, without a socket."""

from __future__ import annotations

from urllib.parse import urlsplit

from mockclio.webhooks.applications import Adapter, Application, WsgiApplication, adapted
from mockclio.webhooks.reply import Reply

__all__ = ["Application", "Mounts"]


class Mounts:
    """Applications by the beginning of the addresses that they answer for. The longest beginning that matches counts."""

    def __init__(self, applications: dict[str, WsgiApplication] | None = None) -> None:
        self.applications: dict[str, WsgiApplication] = dict(applications or {})
        self._adapters: list[Adapter] = []

    def add(self, url: str, application: Application) -> None:
        """Let an application answer for every address that begins with `url`. An ASGI application gets an adapter."""
        self.applications[url.rstrip("/")], adapter = adapted(application)
        if adapter is not None:
            self._adapters.append(adapter)

    def close(self) -> None:
        """End the ASGI applications that were added here."""
        for adapter in self._adapters:
            adapter.close()

    def find(self, url: str) -> WsgiApplication | None:
        if not self.applications:
            return None
        fitting = [place for place in self.applications if url == place or url.startswith((f"{place}/", f"{place}?"))]
        return self.applications[max(fitting, key=len)] if fitting else None

    def post(self, application: WsgiApplication, url: str, headers: dict[str, str], body: bytes) -> Reply:
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
