"""A container engine for one test: the routes of Docker's API that testcontainers asks for.

A container of it is the command of the image in a process of this machine, with the variables that the caller gave to the container.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

VERSION = "1.44"
NUMBER = "c" * 64


class Engine:
    """One container at most. `created` is the body with which it was made, `removed` whether it was removed."""

    def __init__(self) -> None:
        self.created: dict[str, Any] = {}
        self.removed = False
        self._port = ""
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        variables = dict(line.partition("=")[::2] for line in self.created["Env"])
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MOCKCLIO_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "mockclio", "serve"],
            env={**clean, "MOCKCLIO_PORT": "0", "MOCKCLIO_HOST": "0.0.0.0", **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        self._port = self._process.stdout.readline().decode().strip().rpartition(":")[2]

    def remove(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.communicate(timeout=20)
        self.removed = True

    def inspected(self) -> dict[str, Any]:
        running = self._process is not None and self._process.poll() is None
        ports = {"8428/tcp": [{"HostIp": "0.0.0.0", "HostPort": self._port}]} if running else {}
        return {
            "Id": NUMBER,
            "State": {"Status": "running" if running else "created"},
            "NetworkSettings": {"Ports": ports},
            "Config": {"Tty": False},
            "Image": "sha256:1",
        }

    def answer(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        """The status and the document for one call of the API."""
        path = path.removeprefix(f"/v{VERSION}")
        if path == "/version":
            return 200, {"ApiVersion": VERSION, "Version": "0", "Os": "linux", "Arch": "amd64"}
        if path.startswith("/images/"):
            return 200, {"Id": "sha256:1", "RepoTags": ["mockclio:latest"]}
        if path == "/containers/create":
            self.created = body
            return 201, {"Id": NUMBER, "Warnings": []}
        if (method, path) == ("POST", f"/containers/{NUMBER}/start"):
            self.start()
            return 204, None
        if (method, path) == ("DELETE", f"/containers/{NUMBER}"):
            self.remove()
            return 204, None
        if path == f"/containers/{NUMBER}/json":
            return 200, self.inspected()
        return (200, []) if path == "/networks" else (404, {"message": f"this engine has no {method} {path}"})


@contextmanager
def serving(engine: Engine) -> Iterator[str]:
    """Serve the engine, and give its address as DOCKER_HOST has it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or "{}")
            status, document = engine.answer(self.command, urlsplit(self.path).path, body)
            content = b"" if document is None else json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_DELETE = do_GET

        def log_message(self, format: str, *arguments: Any) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"tcp://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
