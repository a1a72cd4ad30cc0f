"""The wheel and the sdist are the same bytes wherever and whenever they are built, also the wheel that is built from the sdist."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from hashlib import sha256
from pathlib import Path

from tests.shipping.steps import ROOT, Failed, called, clean_environment

EPOCH = "1751360400"
OLD = 946_684_800


def check(home: Path) -> Path:
    """Build three times, compare, and return the wheel."""
    one = built(checkout(home / "one"), home / "dist-one", umask=0o022)
    other = built(aged(checkout(home / "elsewhere" / "other")), home / "dist-other", umask=0o077)
    same(one, other, "two builds differ")
    sdist = next(path for path in one if path.name.endswith(".tar.gz"))
    with tarfile.open(sdist) as archive:
        archive.extractall(home / "unpacked", filter="data")
    (unpacked,) = (home / "unpacked").iterdir()
    again = built(unpacked, home / "dist-again", umask=0o022)
    same(one, again, "what the sdist builds differs")
    return next(path for path in one if path.suffix == ".whl")


def checkout(target: Path) -> Path:
    """A copy of the files that git knows, without what lies beside them."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        source = ROOT / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / name)
    return target


def aged(folder: Path) -> Path:
    """Give all files another time and other rights, as another machine would."""
    for path in folder.rglob("*"):
        os.utime(path, (OLD, OLD))
        if path.is_file():
            path.chmod(path.stat().st_mode & 0o700)
    return folder


def built(source: Path, target: Path, umask: int) -> list[Path]:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(target)]
    before = os.umask(umask)
    try:
        called(*command, cwd=source, env={**clean_environment(), "SOURCE_DATE_EPOCH": EPOCH})
    finally:
        os.umask(before)
    return sorted(path for path in target.iterdir() if not path.name.startswith("."))


def same(one: list[Path], other: list[Path], message: str) -> None:
    hashes = [{path.name: sha256(path.read_bytes()).hexdigest() for path in paths} for paths in (one, other)]
    if len(hashes[0]) != 2 or hashes[0] != hashes[1]:
        raise Failed(f"{message}: {hashes[0]}, {hashes[1]}")
