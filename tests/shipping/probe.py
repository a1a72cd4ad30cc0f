"""What must work in the container: it runs inside, with the rights of the container, and starts the image's own command."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPSHandler, ProxyHandler, Request, build_opener

LARGE = 2_000_000
"""Bytes of a body that the server keeps in a temporary file."""
opener = build_opener(ProxyHandler({}), HTTPSHandler(context=ssl._create_unverified_context()))


def call(url: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    sent = {"Authorization": "Bearer dev-token", "Content-Type": "application/json", **headers}
    try:
        with opener.open(Request(url, body, sent, method=method)) as answer:
            return answer.status, answer.read()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read()


def rights() -> None:
    """The container has the rights that it should have, so that what follows means something."""
    assert os.getuid() == 54321
    try:
        Path(sys.prefix, "written").touch()
    except OSError:
        return
    raise AssertionError("the root is not read-only")


def used(health: list[str]) -> None:
    scheme = "https" if os.environ["MOCKCLIO_TLS"] == "1" else "http"
    url = f"{scheme}://127.0.0.1:8428"
    subprocess.run(health, check=True, stdout=subprocess.DEVNULL)
    status, listed = call(f"{url}/api/v4/matters.json?limit=1")
    assert (status, len(json.loads(listed)["data"])) == (200, 1), listed
    status, refused = call(f"{url}/api/v4/matters.json", "POST", b'{"data": {"description": "' + b"x" * LARGE + b'"}}')
    assert 400 <= status < 500, refused
    control = {"Host": "mockclio:8428"}
    assert call(f"{url}/_mockclio/clock", **control)[0] == 403
    control["X-Mockclio-Control-Token"] = "control"
    assert call(f"{url}/_mockclio/clock", **control)[0] == 200
    command = ["mockclio", "state", "save", f"saved-{scheme}", "--url", url]
    if scheme == "http":
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        assert list(Path(".mockclio/states").glob("saved-*")), "the state is not in the volume"


def main(command: list[str], health: list[str]) -> None:
    rights()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        assert line.startswith("ready "), line
        try:
            used(health)
        finally:
            server.terminate()
    assert server.returncode == 0, server.returncode


if __name__ == "__main__":
    main(*map(json.loads, sys.argv[1:]))
