"""The wheel on every Python that is here, by pipx and uvx as the README says, and by the action."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.shipping.composite import Runner
from tests.shipping.steps import ROOT, Failed, Skipped, called, clean_environment

OLDEST = (3, 11)
EXAMPLES = ROOT / "tests" / "examples"
VERSION = "import sys; print(*sys.version_info[:2])"


def check_pythons(folder: Path, wheel: Path) -> None:
    """The wheel with its extras for https is installed, imported, and serves, on every Python from 3.11 that is found."""
    versions = dict(pythons())
    uv = program("uv")
    for version, python in sorted(versions.items()):
        home = folder / "-".join(map(str, version))
        called(uv, "venv", "--quiet", "--python", python, home, cwd=folder)
        inside = home / "bin" / "python"
        called(uv, "pip", "install", "--quiet", "--python", inside, f"mockclio[tls] @ {wheel.as_uri()}", "pytest", cwd=folder)
        for script in ("imported.py", "served.py"):
            called(inside, EXAMPLES / script, cwd=folder, env=clean_environment(home / "bin"))
        print(f"        Python {'.'.join(map(str, version))}", flush=True)
    if not versions:
        raise Failed("not even the Python that runs this was found")


def pythons() -> Iterator[tuple[tuple[int, int], str]]:
    """One interpreter of each version: the one that runs this, those of the PATH, those of pyenv."""
    named = [path for number in range(OLDEST[1], 20) if (path := shutil.which(f"python3.{number}"))]
    kept = sorted(map(str, Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions").glob("*/bin/python")))
    seen = set()
    for path in (sys.executable, *kept, *named):
        done = subprocess.run([path, "-c", VERSION], capture_output=True, text=True)
        numbers = re.fullmatch(r"(\d+) (\d+)\n", done.stdout)
        version = (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)
        if version >= OLDEST and version not in seen:
            seen.add(version)
            yield version, path


def program(name: str) -> str:
    path = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if path is None:
        raise Skipped(f"{name} is not here: pip install {name}")
    return path


def check_pipx(folder: Path, wheel: Path) -> None:
    """`pipx run --spec WHEEL mockclio` as in the README."""
    variables = {**clean_environment(), "PIPX_HOME": str(folder / "home"), "PIPX_DEFAULT_PYTHON": sys.executable}
    shown(called(program("pipx"), "run", "--spec", wheel, "mockclio", "--version", cwd=folder, env=variables))


def check_uvx(folder: Path, wheel: Path) -> None:
    """`uvx --from WHEEL mockclio` as in the README."""
    variables = {**clean_environment(), "UV_PYTHON": sys.executable}
    shown(called(program("uvx"), "--from", wheel, "mockclio", "--version", cwd=folder, env=variables))


def shown(output: str) -> None:
    if not re.search(r"^mockclio,? (version )?\d+\.\d+", output, re.MULTILINE):
        raise Failed(f"no version is shown:\n{output}")


def check_action(folder: Path, wheel: Path) -> None:
    """All steps of action.yml, with the wheel. The command finds the server and the verbs of mockclio."""
    runner = Runner(folder, clean_environment())
    count = 'mockclio health && mockclio world list && curl -sf --noproxy "*" "$CLIO_BASE_URL/_mockclio/health"'
    if not runner.use(python=sys.executable, package=str(wheel), run=count):
        raise Failed(runner.log)
