"""One seam to the HTTP server: waitress, in the foreground or in a thread."""

from __future__ import annotations

import signal
import socket
from threading import Thread
from typing import Any

from flask import Flask


class Running:
    """A server in a thread. `url` is its address; `stop` ends it."""

    def __init__(self, server: Any, host: str) -> None:
        self._server = server
        self.url = f"http://{host}:{server.effective_port}"
        self._thread = Thread(target=server.run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.close()
        self._server.task_dispatcher.shutdown()
        self._thread.join(timeout=5)


def _server(app: Flask, host: str, port: int, threads: int) -> Any:
    from waitress.server import create_server

    return create_server(
        app, host=host, port=port, threads=threads, ident=None, clear_untrusted_proxy_headers=True, max_request_body_size=1 << 31
    )


def serve_in_thread(app: Flask, host: str = "127.0.0.1", port: int = 0, threads: int = 8) -> Running:
    """Start in a thread; port 0 picks a free one."""
    return Running(_server(app, host, port, threads), host)


def serve(app: Flask, host: str, port: int, threads: int) -> None:
    """Serve until SIGTERM or SIGINT; what runs is finished. Prints the ready line with the real port."""
    server = _server(app, host, port, threads)

    def stop(number: int, frame: Any) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    shown = f"[{host}]" if ":" in host else host
    print(f"ready http://{shown}:{server.effective_port}", flush=True)
    try:
        server.run()
    except (SystemExit, KeyboardInterrupt):
        server.close()
        server.task_dispatcher.shutdown(cancel_pending=False, timeout=10)


def port_taken(host: str, port: int) -> bool:
    """Whether somebody listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(0.2)
        return port != 0 and probe.connect_ex((host, port)) == 0
