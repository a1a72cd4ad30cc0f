"""Run `examples/` as their readers would: from a wheel, in a new environment, outside the checkout; `make test-examples` calls this.

The wheel is built once and installed with pytest into a virtual environment of its own, in a temporary folder that is removed at the end.
Before the examples come checks that the wheel brings what mockclio needs when it runs.

Exit codes: 0 all passed, 1 something failed. What needs a program that this machine lacks is skipped, which `MOCKCLIO_REQUIRE_ALL=1`
turns into a failure. `run.py NAME...` runs only the steps of those names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXAMPLES = ROOT / "examples"
INSTALL_SECONDS, STEP_SECONDS = 600, 120
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".pytest_cache", "node_modules")


class Failed(Exception):
    """What kept a step from passing; the message is all that is printed."""


class Skipped(Exception):
    """The machine lacks what a step needs; the message says what."""


@dataclass(frozen=True)
class Place:
    """The temporary folder: `venv` with the wheel in it, a copy of `examples`, coverages in `covered`."""

    home: Path

    @property
    def bin(self) -> Path:
        return self.home / "venv" / ("Scripts" if os.name == "nt" else "bin")

    @property
    def covered(self) -> Path:
        return self.home / "covered"

    def call(self, *command: str | Path, example: str = "") -> str:
        """What a command prints, run in the copy of an example; its programs are those of the new environment."""
        cwd = self.home / "examples" / example
        done = subprocess.run(
            list(map(str, command)),
            cwd=cwd,
            env=environment(self.bin),
            timeout=STEP_SECONDS,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            raise Failed(f"`{' '.join(map(str, command))}` ended with exit code {done.returncode}:\n{done.stdout}")
        return done.stdout


def environment(bin: Path) -> dict[str, str]:
    """The variables of a machine that knows nothing of this checkout."""
    ours = ("MOCKCLIO_", "CLIO_", "PYTHON", "PYTEST", "PORT", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def needs(*programs: str) -> None:
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        raise Skipped(f"{' and '.join(missing)} not on the PATH")


def check_wheel(place: Place) -> None:
    """Everything that can be imported is, from the wheel; data files are there; every verb says what it does."""
    place.call("python", HERE / "imported.py")
    for words in (
        ["--version"],
        ["openapi", "--check"],
        ["rules", "--json"],
        ["verify", "--help"],
        ["run", "--help"],
        ["coverage", "--help"],
    ):
        place.call("mockclio", *words)


def check_serve(place: Place) -> None:
    place.call("python", HERE / "served.py")


def run_matter_sync(place: Place) -> None:
    """A new project of three files; pytest finds the plugin by itself."""
    output = place.call(
        "pytest", "-q", "-p", "no:cacheprovider", f"--mockclio-coverage={place.covered / 'pytest.json'}", example="matter-sync"
    )
    if "5 passed" not in output:
        raise Failed(f"five tests were to pass:\n{output}")


def run_unittest(place: Place) -> None:
    place.call("python", "-m", "unittest", "-q", example="unittest")


def run_node(place: Place) -> None:
    needs("node")
    place.call("mockclio", "run", "--coverage", place.covered / "node.json", "--", "node", "--test", example="node")


def run_node_intercept(place: Place) -> None:
    """The extra for certificates comes here, because the check of the wheel is one without extras."""
    needs("node")
    (wheel,) = (place.home / "wheels").glob("mockclio-*.whl")
    install(str(place.bin / "python"), "-m", "pip", "install", "--quiet", f"{wheel}[tls]", cwd=place.home)
    covered = place.covered / "node-intercept.json"
    output = place.call("mockclio", "run", "--intercept", "--coverage", covered, "--", "node", "--test", example="node-intercept")
    if "mockclio: requests to app.clio.com" not in output:
        raise Failed(f"a line was to say where requests go:\n{output}")


def run_shell(place: Place) -> None:
    needs("sh", "curl")
    place.call("mockclio", "run", "--coverage", place.covered / "shell.json", "--", "./smoke.sh", example="shell")


def run_compose(place: Place) -> None:
    """The services as processes; `make test-shipping` checks the file itself, and the steps of the image."""
    place.call("python", HERE / "composed.py", example="compose")


def check_coverage(place: Place) -> None:
    """The coverages of the examples make one."""
    files = sorted(place.covered.glob("*.json"))
    if not files:
        raise Skipped("no example ran that is covered")
    print(place.call("mockclio", "coverage", *files, "--html", place.covered / "page", "--fail-under", "1"), end="")


STEPS: dict[str, Callable[[Place], None]] = {
    "wheel": check_wheel,
    "serve": check_serve,
    "matter-sync": run_matter_sync,
    "unittest": run_unittest,
    "node": run_node,
    "node-intercept": run_node_intercept,
    "shell": run_shell,
    "compose": run_compose,
    "coverage": check_coverage,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in STEPS]
    if unknown:
        raise SystemExit(f"no step is called {', '.join(unknown)}; there are {', '.join(STEPS)}")
    forgotten = {path.name for path in EXAMPLES.iterdir() if path.is_dir()} - STEPS.keys()
    if forgotten:
        raise SystemExit(f"examples without a step: {', '.join(sorted(forgotten))}")
    with tempfile.TemporaryDirectory(prefix="mockclio-examples-") as folder:
        place = Place(Path(folder))
        began = time.monotonic()
        try:
            prepare(place)
        except Failed as error:
            print(error)
            return 1
        print(f"installed in {time.monotonic() - began:.1f} s", flush=True)
        outcomes = [attempt(name, place) for name in names or STEPS]
    passed, failed, skipped = (outcomes.count(outcome) for outcome in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), flush=True)
    return 1 if failed else 0


def prepare(place: Place) -> None:
    """Build the wheel, install it with pytest, and copy the examples."""
    wheels = place.home / "wheels"
    install(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), str(ROOT), cwd=place.home)
    install(sys.executable, "-m", "venv", str(place.home / "venv"), cwd=place.home)
    (wheel,) = wheels.glob("mockclio-*.whl")
    install(str(place.bin / "python"), "-m", "pip", "install", "--quiet", str(wheel), "pytest", cwd=place.home)
    shutil.copytree(EXAMPLES, place.home / "examples", ignore=LEFT_OUT)


def install(*command: str, cwd: Path) -> None:
    variables = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        command, cwd=cwd, env=variables, timeout=INSTALL_SECONDS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise Failed(f"`{' '.join(command[1:4])} ...` ended with exit code {done.returncode}:\n{done.stdout}")


def attempt(name: str, place: Place) -> str:
    began = time.monotonic()
    outcome, reason = "passed", ""
    try:
        STEPS[name](place)
    except Skipped as missing:
        outcome, reason = ("failed" if os.environ.get("MOCKCLIO_REQUIRE_ALL") == "1" else "skipped"), str(missing)
    except Failed as error:
        outcome, reason = "failed", str(error)
    except subprocess.TimeoutExpired as late:
        outcome, reason = "failed", f"still running after {STEP_SECONDS} s:\n{late.stdout}"
    print(f"{outcome}  {name} in {time.monotonic() - began:.1f} s" + (f": {reason}" if reason else ""), flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
