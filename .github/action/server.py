"""The steps of action.yml: `install`, `start`, `stop`. They need the standard library alone, and run on Linux, macOS and Windows.

The inputs come as INPUT_NAME. The environment, the server's output and its process id are in the folder `mockclio` of RUNNER_TEMP.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

HOME = Path(os.environ["RUNNER_TEMP"]) / "mockclio"
CHECKOUT = Path(__file__).resolve().parents[2]
BIN = HOME / "venv" / ("Scripts" if os.name == "nt" else "bin")
READY, LOG, PID = HOME / "ready.txt", HOME / "server.log", HOME / "server.pid"
PATIENCE, PAUSE = 60.0, 0.1
"""Seconds until a server must be healthy, or must have ended; seconds between two looks."""

DEFAULTS = {"firm": "small", "port": "0", "token": "dev-token", "region": "us", "arguments": ""}
LOCAL = ("127.0.0.1", "localhost")


def install() -> None:
    """Install the package into an environment of its own. Only the command `mockclio` gets into the PATH."""
    package = os.environ.get("INPUT_PACKAGE") or str(CHECKOUT)
    subprocess.run([sys.executable, "-m", "venv", str(HOME / "venv")], check=True)
    subprocess.run(
        [str(BIN / "python"), "-m", "pip", "install", "--quiet", f"mockclio[tls] @ {Path(package).resolve().as_uri()}"], check=True
    )
    command = Path(shutil.which("mockclio", path=str(BIN)) or "")
    (HOME / "command").mkdir(exist_ok=True)
    shutil.copy2(command, HOME / "command" / command.name)
    append("GITHUB_PATH", str(HOME / "command"))


def start() -> None:
    """Start the server in the background, wait until it is healthy, and export the variables that name it."""
    inputs = {name: os.environ.get(f"INPUT_{name.upper()}") or default for name, default in DEFAULTS.items()}
    flags = [part for name in ("firm", "port", "token", "region") for part in (f"--{name}", inputs[name])]
    HOME.mkdir(parents=True, exist_ok=True)
    with open(READY, "wb") as ready, open(LOG, "wb") as log:
        server = subprocess.Popen(
            [mockclio(), "serve", *flags, *shlex.split(inputs["arguments"])],
            stdin=subprocess.DEVNULL,
            stdout=ready,
            stderr=log,
            start_new_session=True,
        )
    PID.write_text(str(server.pid), "utf-8")
    url = healthy(server)
    append("GITHUB_OUTPUT", f"url={url}")
    for name, value in variables(url, inputs["token"], inputs["region"], os.environ).items():
        append("GITHUB_ENV", f"{name}={value}")
    print(f"mockclio answers at {url}")


def mockclio() -> str:
    """The command that `install` installed, or else the one of the PATH."""
    return shutil.which("mockclio", path=str(BIN)) or shutil.which("mockclio") or sys.exit("mockclio is not installed")


def healthy(server: subprocess.Popen[bytes]) -> str:
    """Wait for the ready line and for health. Returns the address; a server that has ended ends the step with its log."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        word, _, url = READY.read_text("utf-8").partition("\n")[0].partition(" ")
        if word == "ready" and subprocess.run([mockclio(), "health", "--url", url], check=False).returncode == 0:
            return url
        time.sleep(PAUSE)
    server.terminate()
    sys.exit(f"mockclio did not start:\n{LOG.read_text('utf-8', 'replace')}")


def variables(url: str, token: str, region: str, around: Mapping[str, str]) -> dict[str, str]:
    """The variables that `mockclio run` gives to its command."""
    hosts = {name: ",".join(dict.fromkeys([*filter(None, around.get(name, "").split(",")), *LOCAL])) for name in ("NO_PROXY", "no_proxy")}
    return {
        "CLIO_BASE_URL": url,
        "CLIO_API_URL": f"{url}/api/v4",
        "CLIO_TOKEN": token,
        "CLIO_CLIENT_ID": "dev-client",
        "CLIO_CLIENT_SECRET": "dev-secret",
        "CLIO_REGION": region,
        "MOCKCLIO_URL": url,
        "MOCKCLIO_TOKEN": token,
        "MOCKCLIO_WORLD": "default",
        **hosts,
    }


def append(file: str, line: str) -> None:
    """Tell the runner one thing: each kind has a file, which a variable names."""
    if "\n" in line or "\r" in line:
        sys.exit(f"a value for {file} has more than one line")
    with open(os.environ[file], "a", encoding="utf-8") as opened:
        opened.write(f"{line}\n")


def stop() -> None:
    """Stop the server, wait until it has ended, and print its log."""
    if not PID.exists():
        return
    number = int(PID.read_text("utf-8"))
    PID.unlink()
    with suppress(OSError):  # it has ended already
        os.kill(number, signal.SIGTERM)
    until = time.monotonic() + PATIENCE
    while is_running(number) and time.monotonic() < until:
        time.sleep(PAUSE)
    print(f"::group::mockclio\n{LOG.read_text('utf-8', 'replace')}::endgroup::")


def is_running(number: int) -> bool:
    """Whether the process is still there. Windows ends a process at once, and signal 0 would be Ctrl-C there."""
    if os.name == "nt":
        return False
    with suppress(OSError):
        os.kill(number, 0)
        return not is_zombie(number)
    return False


def is_zombie(number: int) -> bool:
    """Whether it has ended, and the first process of a container does not collect it. Linux alone can tell."""
    try:
        return Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False


if __name__ == "__main__":
    {"install": install, "start": start, "stop": stop}[sys.argv[1]]()
