"""Runs the steps of a composite action as GitHub's runner does: conditions, inputs, and the files for variables, outputs and paths."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
EXPRESSION = re.compile(r"\$\{\{\s*(\S+?)\s*\}\}")
SECONDS = 240


class Runner:
    """`use(**inputs)` runs action.yml. `variables` are what it exported to later steps, `outputs` what each step gave out."""

    def __init__(self, home: Path, around: dict[str, str]) -> None:
        self.home, self.around = home, around
        self.variables: dict[str, str] = {}
        self.outputs: dict[str, str] = {}
        self.log = ""
        self.action: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))

    def use(self, skip: str = "", **inputs: str) -> bool:
        """Run the steps, but for the one of that name. Returns whether all passed."""
        unknown = inputs.keys() - self.action["inputs"].keys()
        assert not unknown, unknown
        values = {name: inputs.get(name, one.get("default", "")) for name, one in self.action["inputs"].items()}
        passed = True
        for step in self.action["runs"]["steps"]:
            if step["name"] != skip and self._wanted(step.get("if", ""), values, passed):
                passed = self._run(step, values) and passed
        return passed

    def _wanted(self, condition: str, values: dict[str, str], passed: bool) -> bool:
        """The value of a condition. It has the operators of GitHub that action.yml uses."""
        always = "always()" in condition
        text = condition.replace("always() && ", "").replace("||", "or").replace("&&", "and")
        text = re.sub(r"inputs\.(\w+)", lambda one: repr(values[one[1]]), text)
        return (passed or always) and bool(eval(text or "True", {"__builtins__": {}}))  # action.yml is our own

    def _run(self, step: dict[str, Any], values: dict[str, str]) -> bool:
        assert step["shell"] == "bash"
        files = {name: self.home / name.lower() for name in ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH")}
        for file in files.values():
            file.write_text("", "utf-8")
        given = {
            name: EXPRESSION.sub(lambda one: values[one[1].removeprefix("inputs.")], text) for name, text in step.get("env", {}).items()
        }
        fixed = {"GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(self.home), **{name: str(file) for name, file in files.items()}}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            env={**self.around, **self.variables, **fixed, **given},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
        )
        self.log += f"== {step['name']}\n{done.stdout}"
        self.variables.update(_pairs(files["GITHUB_ENV"]))
        self.outputs.update(_pairs(files["GITHUB_OUTPUT"]))
        for folder in files["GITHUB_PATH"].read_text("utf-8").splitlines():
            self.variables["PATH"] = folder + os.pathsep + self.variables.get("PATH", self.around["PATH"])
        return done.returncode == 0


def _pairs(file: Path) -> dict[str, str]:
    return dict(line.partition("=")[::2] for line in file.read_text("utf-8").splitlines())
