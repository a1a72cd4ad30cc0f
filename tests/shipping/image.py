"""The image without an engine: the steps of the Dockerfile in a clean folder, and its container as a process in namespaces of its own.

The process has what a strict engine gives a container: a uid that nobody knows, no capabilities, a root that is read-only, and one folder
to write to.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.shipping.steps import ROOT, Failed, Skipped, called

UID = 54321
PROBE = Path(__file__).with_name("probe.py")
NAMESPACE = """
set -e
mount --make-rprivate /
if [ -n "$HIDDEN" ]; then
    mkdir -p "$HELD"
    mount --bind "$BASE" "$HELD"
    mount -t tmpfs -o mode=755 none "$HIDDEN"
    mkdir -p "$BASE"
    mount --bind "$HELD" "$BASE"
fi
mount --bind "$DATA" "$DATA"
cd "$DATA"
mount -o remount,bind,ro /
ip link set lo up
exec setpriv --reuid "$UID_" --regid "$UID_" --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
"""
"""A folder that others may not enter, such as the home of root, is replaced by one that holds the Python of this machine alone."""


@dataclass
class Image:
    """What the instructions of the last stage say."""

    variables: dict[str, str] = field(default_factory=dict)
    volumes: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    user: str = ""


def check(folder: Path, wheel: Path) -> None:
    """The steps of the Dockerfile run, and its container serves."""
    run(folder, build(folder))


def instructions(text: str) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile: comments left out, continued lines joined."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(word.upper(), rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines())]


def context(folder: Path) -> Path:
    """What an engine sends as the context: the files of this checkout that .dockerignore lets through."""
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")]
    for name in kept:
        source, target = ROOT / name, folder / name
        folder.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return folder


def build(home: Path) -> Image:
    """Carry out the Dockerfile below `home`, which stands for the root of the image."""
    sent, image, workdir = context(home / "context"), Image(), home
    programs = home / "programs"
    programs.mkdir()
    (programs / "python").symlink_to(sys.executable)
    around = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    for word, rest in instructions((ROOT / "Dockerfile").read_text("utf-8")):
        if word == "WORKDIR":
            workdir = below(home, rest)
            workdir.mkdir(parents=True, exist_ok=True)
        elif word == "COPY" and not rest.startswith("--from"):
            copy(sent, workdir, rest.split())
        elif word == "RUN":
            called("sh", "-e", "-c", placed(home, rest), cwd=workdir, env=around)
        else:
            noted(image, word, rest)
    return image


def copy(sent: Path, workdir: Path, names: list[str]) -> None:
    *sources, target = names
    for name in sources:
        source = sent / name
        if not source.exists():
            raise Failed(f"COPY {name}: .dockerignore keeps it out")
        if source.is_dir():
            shutil.copytree(source, workdir / target)
        else:
            shutil.copy(source, workdir / target)


def noted(image: Image, word: str, rest: str) -> None:
    """Keep what an instruction says about the container."""
    if word == "ENV":
        image.variables.update(dict(part.partition("=")[::2] for part in shlex.split(rest)))
    elif word == "VOLUME":
        image.volumes.append(rest)
    elif word == "USER":
        image.user = rest
    elif word == "ENTRYPOINT":
        image.command = json.loads(rest)
    elif word == "CMD":
        image.command += json.loads(rest)
    elif word == "HEALTHCHECK":
        image.health = json.loads(rest.partition("CMD ")[2])


def below(home: Path, path: str) -> Path:
    return home / path.lstrip("/")


def placed(home: Path, text: str) -> str:
    """A command of the Dockerfile, with the folders of the image below `home`."""
    for folder in ("/opt/mockclio", "/data"):
        text = text.replace(folder, str(below(home, folder)))
    return text


def run(home: Path, image: Image) -> None:
    """Run the container and what probe.py asks of it, plain and with TLS."""
    missing = [name for name in ("unshare", "setpriv", "mount", "ip") if shutil.which(name) is None]
    if os.name == "nt" or os.geteuid() != 0 or missing:
        raise Skipped(f"namespaces need root and {', '.join(missing) or 'its programs'}")
    if not image.user.isdecimal() or image.user == "0":
        raise Failed(f"USER {image.user} is no number of a user without rights")
    (data,) = image.volumes
    home.chmod(0o755)
    probe = shutil.copy(PROBE, home / "probe.py")
    base = Path(sys.base_prefix)
    closed = next((folder for folder in [*base.parents][::-1] if not folder.stat().st_mode & 0o001), None)
    variables = {name: placed(home, value.replace("$PATH", os.environ["PATH"])) for name, value in image.variables.items()}
    namespace = {
        "HIDDEN": str(closed or ""),
        "HELD": str(home / "python"),
        "BASE": str(base),
        "UID_": str(UID),
        "DATA": str(below(home, data)),
    }
    for tls in ("0", "1"):
        given = {**variables, "MOCKCLIO_CONTROL_TOKEN": "control", "MOCKCLIO_ALLOW_HOST": "mockclio", "MOCKCLIO_TLS": tls}
        words = [str(home / "opt/mockclio/bin/python"), str(probe), json.dumps(image.command), json.dumps(image.health)]
        done = subprocess.run(
            ["unshare", "-m", "-n", "sh", "-c", NAMESPACE, "sh", *words],
            cwd=home,
            env={"LANG": "C.UTF-8", **given, **namespace},
            capture_output=True,
            text=True,
            timeout=60,
        )
        if done.returncode:
            raise Failed(f"the container with MOCKCLIO_TLS={tls}:\n{done.stdout}{done.stderr}")
