"""A small HTTP server on this machine that receives the redirect at the end of a login from the command line."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from mockclio.catalog.loopback import is_loopback
from mockclio.client.exceptions import LoginNeeded

PAGE = b"<!doctype html><title>Logged in</title><p>You may close this page and go back to the command line."


class Loopback:
    """Listens at the redirect URI. Port 0 takes a free port; that works with servers that accept any port, such as the mock."""

    def __init__(self, redirect_uri: str) -> None:
        """Start to listen. Raises LoginNeeded if the redirect URI is not an http address of this machine."""
        parts = urlsplit(redirect_uri or "http://127.0.0.1:0/callback")
        if parts.scheme != "http" or not is_loopback(parts.hostname):
            raise LoginNeeded(
                f"the redirect URI must be an http address of this machine, such as http://127.0.0.1:8765/, not {redirect_uri!r}"
            )
        self._path, self.callback_path = parts.path or "/", ""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_GET(self) -> None:
                mine = urlsplit(self.path).path == receiver._path and "state=" in self.path
                if mine:
                    receiver.callback_path = self.path
                self.send_response(200 if mine else 404)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(PAGE if mine else b"")

            def log_message(self, format: str, *args: object) -> None:
                """The address holds the code: nothing is logged."""

        self._server = HTTPServer((parts.hostname or "127.0.0.1", parts.port or 0), Handler)
        self.redirect_uri = f"http://{parts.hostname}:{self._server.server_port}{parts.path}"

    def wait(self, timeout: float) -> str:
        """Wait for the browser; returns the path that it requested, with the query. Raises LoginNeeded after `timeout` seconds."""
        import time

        end = time.monotonic() + timeout
        while not self.callback_path:
            self._server.timeout = max(0.0, end - time.monotonic())
            if self._server.timeout <= 0:
                raise LoginNeeded(f"nobody logged in within {timeout:.0f} seconds")
            self._server.handle_request()
        return self.callback_path

    def __enter__(self) -> Self:
        """Return the server."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop to listen."""
        self._server.server_close()
