"""The services of examples/compose as processes of this machine: compose's part, the names, is played by a table of hosts.

It is run by the Python of an environment that holds the wheel, in the folder of the example. Each service has the variables and the
command of compose.yaml, and calls the other by its name; only the ports are free ones.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import socket
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

import yaml

NAMES = """
import socket
known = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **named: known("127.0.0.1" if host in {names!r} else host, *rest, **named)
"""
COMMANDS = Path(sys.executable).parent
opener = build_opener(ProxyHandler({}))


def free_port() -> int:
    with socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@contextmanager
def running(command: list[str], variables: dict[str, str], ready: str) -> Iterator[None]:
    """A process that has printed a line which begins with `ready`."""
    with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line.startswith(ready), f"{command}: {line!r}"
            yield
        finally:
            process.terminate()


def command_of(name: str, service: dict[str, Any]) -> list[str]:
    """What the container would run: of our image its own command, of Python's the one of the file."""
    if name == "mockclio":
        return [str(COMMANDS / "mockclio"), "serve"]
    program, script = service["command"]
    mounted = {place.split(":")[1]: place.split(":")[0] for place in service["volumes"]}
    assert program == "python"
    return [sys.executable, mounted[script]]


def call(url: str, method: str = "GET", body: Any = None) -> Any:
    headers = {"Authorization": "Bearer dev-token", "Content-Type": "application/json"}
    return json.load(opener.open(Request(url, json.dumps(body).encode() if body else None, headers, method=method)))


def main() -> None:
    services = yaml.safe_load(Path("compose.yaml").read_text("utf-8"))["services"]
    ports = {"8428": str(free_port()), "8000": str(free_port())}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        Path(folder, "sitecustomize.py").write_text(NAMES.format(names=tuple(services)), "utf-8")
        around = {**os.environ, "PYTHONPATH": folder, "NO_PROXY": "*", "no_proxy": "*"}
        image = {"MOCKCLIO_HOST": "0.0.0.0", "MOCKCLIO_PORT": ports["8428"]}
        variables: dict[str, dict[str, str]] = {}
        for name, service in services.items():
            given = {key: moved(value, ports) for key, value in service["environment"].items()}
            variables[name] = {**around, **(image if name == "mockclio" else {}), **given}
        for name, ready in (("mockclio", "ready "), ("app", "subscribed ")):
            stack.enter_context(running(command_of(name, services[name]), variables[name], ready))
        check(ports, {**around, "MOCKCLIO_CONTROL_TOKEN": variables["mockclio"]["MOCKCLIO_CONTROL_TOKEN"]})


def moved(value: str, ports: dict[str, str]) -> str:
    """A value with the default of its variable, and with free ports."""
    value = value.partition(":-")[2].rstrip("}") if value.startswith("${") else value
    for usual, free in ports.items():
        value = value.replace(f":{usual}", f":{free}")
    return value


def check(ports: dict[str, str], variables: dict[str, str]) -> None:
    """A matter is made from outside, and another container waits for its webhook by control, which it calls by the service's name."""
    mock, app = (f"http://127.0.0.1:{ports[port]}" for port in ("8428", "8000"))
    client = call(f"{mock}/api/v4/contacts.json?limit=1")["data"][0]["id"]
    matter = call(f"{mock}/api/v4/matters.json", "POST", {"data": {"client": {"id": client}, "description": "Lease"}})["data"]
    wait = [str(COMMANDS / "mockclio"), "webhooks", "wait", "--url", f"http://mockclio:{ports['8428']}", "--model", "matter"]
    done = subprocess.run([*wait, "--event", "created"], env=variables, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    received = call(app)
    assert [(one["event"], one["id"], one["description"]) for one in received] == [("created", matter["id"], "Lease")], received


if __name__ == "__main__":
    main()
