"""What a report of a real account says of the ledger: assumptions that held, and rules that the account does not keep."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mockclio.ledger import UNSEEN, rules
from mockclio.verify.rendering import FORMAT


class WrongReport(ValueError):
    """The file is no report, or none that says anything of Clio."""


@dataclass(frozen=True)
class Proposal:
    """Evidence that should become another."""

    rule: str
    before: str
    after: str
    source: str
    cases: int


@dataclass(frozen=True)
class Question:
    """A rule that the account did not keep in some cases."""

    rule: str
    statement: str
    passed: int
    broken: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        """The question as JSON."""
        return {"rule": self.rule, "statement": self.statement, "held": self.passed, "broken": self.broken}


def read(path: Path) -> dict[str, Any]:
    """A json report of `mockclio verify` about an account that is no mock."""
    try:
        report = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise WrongReport(f"{path} is not JSON ({error}): make it with `mockclio verify --report json --output {path}`") from None
    if not isinstance(report, dict) or report.get("format") != FORMAT:
        raise WrongReport(f"{path} is no report of the form {FORMAT}: make it with `mockclio verify --report json --output {path}`")
    if report["mock"]:
        raise WrongReport(f"{path} is about a mock, which proves nothing about Clio: verify an account with --base-url")
    return report


def judge(report: dict[str, Any]) -> tuple[list[Proposal], list[Question]]:
    """What should change in the ledger, and what has to be asked."""
    value: dict[str, int] = {}
    broken: dict[str, list[str]] = {}
    for case in report["cases"]:
        for rule in case["rules"]:
            if case["outcome"] == "holds":
                value[rule] = value.get(rule, 0) + 1
            elif case["outcome"] == "broken":
                broken.setdefault(rule, []).append(case["id"])
    known = rules()
    proposals = [
        Proposal(id, known[id].evidence, "observed", f"`mockclio verify` against an account: {count} cases held", count)
        for id, count in value.items()
        if id in known and id not in broken and known[id].evidence in UNSEEN
    ]
    questions = [Question(id, known[id].statement, value.get(id, 0), tuple(cases)) for id, cases in broken.items() if id in known]
    return proposals, questions


def rewritten(folder: Path, proposals: list[Proposal]) -> dict[Path, tuple[str, str]]:
    """The files of the ledger that change, before and after."""
    results = {}
    for path in sorted(folder.glob("*.toml")):
        before = after = path.read_text("utf-8")
        for proposal in proposals:
            after = _replaced(after, proposal)
        if after != before:
            results[path] = (before, after)
    return results


def _replaced(text: str, proposal: Proposal) -> str:
    block = re.search(rf'^\[\[rule\]\]\nid = "{re.escape(proposal.rule)}"\n(?:(?!\[\[rule\]\]).*\n)*', text, re.MULTILINE)
    if block is None:
        return text
    changed = re.sub(r'^evidence = ".*"$', f'evidence = "{proposal.after}"', block[0], flags=re.MULTILINE)
    changed = re.sub(r'^source = ".*"$', lambda line: f"source = {json.dumps(proposal.source)}", changed, flags=re.MULTILINE)
    return text[: block.start()] + changed + text[block.end() :]


def difference(changes: dict[Path, tuple[str, str]]) -> str:
    """The changes as a unified diff."""
    return "".join(
        line
        for path, (before, after) in changes.items()
        for line in difflib.unified_diff(before.splitlines(True), after.splitlines(True), f"a/rules/{path.name}", f"b/rules/{path.name}")
    )
