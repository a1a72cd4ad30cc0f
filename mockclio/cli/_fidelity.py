"""Write docs/fidelity.md from the ledger: `python -m mockclio.cli._fidelity`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mockclio.ledger import Rule, rules
from mockclio.ledger.strength import STRENGTHS, by_risk, is_refusal, strength
from mockclio.mock import MockClio
from mockclio.verify.connectors import runner

PAGE = Path("docs/fidelity.md")
EVIDENCE = {
    "documented": "The official document or the official prose says so.",
    "observed": "Somebody saw it live; the source says who and when.",
    "inferred": "It follows from a fact that is documented or observed.",
    "assumed": "Nothing says so; the mock does what a careful Rails service would do.",
    "own": "It is a decision of the mock about itself, not about Clio.",
}
MOST = 25
"""Rows of a list of rules."""

HEAD = """# Fidelity: what the mock knows, and what it assumes

`make fidelity` writes this page from the ledger (`mockclio/ledger`); do not edit it. `mockclio rules` prints every rule with its source.
The request log, `mockclio explain` and the header `X-Mockclio-Rule` name the rules that decided an answer.
"""
MET = """## Assumed rules that you are most likely to meet

These assumed rules decided an answer in the calls of the {count} modules of two connector products (`mockclio connectors`).
The number says in how many modules.
"""
RISKY = """## Assumed refusals

The mock refuses these requests, and nobody has seen whether Clio does. They are the riskiest rules: a program that works with
Clio could fail here. `mockclio rules --evidence assumed --refusals` prints all {count} of them, and `mockclio verify --settle`
asks an account. These are the first {most}.
"""


def main() -> None:
    PAGE.write_text(page(), "utf-8")


def page() -> str:
    """The whole page."""
    ledger = rules()
    return "\n".join([HEAD, *_by_evidence(ledger), "", *_by_strength(ledger), "", *_most_met(ledger), "", *_riskiest(ledger), ""])


def _by_evidence(ledger: dict[str, Rule]) -> Iterator[str]:
    counts = Counter(one.evidence for one in ledger.values())
    yield from ("## Rules by evidence\n", "| evidence | rules | meaning |", "|---|---|---|")
    yield from (f"| {name} | {counts[name]} | {meaning} |" for name, meaning in EVIDENCE.items())  # type: ignore[index]
    yield f"| all | {len(ledger)} | |"


def _by_strength(ledger: dict[str, Rule]) -> Iterator[str]:
    counts = Counter(strength(one) for one in ledger.values() if one.evidence != "own")
    yield from ("## Rules about Clio by the strength of their source, strongest first\n", "| source | rules |", "|---|---|")
    yield from (f"| {name} | {counts[name]} |" for name in STRENGTHS)


def _most_met(ledger: dict[str, Rule]) -> Iterator[str]:
    met = rules_of_connectors()
    chosen = sorted((id for id in met if ledger[id].evidence == "assumed"), key=lambda id: (-met[id], id))
    yield MET.format(count=len(runner.modules()))
    yield from ("| modules | rule | statement |", "|---|---|---|")
    yield from (f"| {met[id]} | `{id}` | {_cell(ledger[id].statement)} |" for id in chosen[:MOST])


def _riskiest(ledger: dict[str, Rule]) -> Iterator[str]:
    chosen = by_risk([one for one in ledger.values() if one.evidence == "assumed" and is_refusal(one)])
    yield RISKY.format(count=len(chosen), most=min(MOST, len(chosen)))
    yield from ("| rule | statement | why |", "|---|---|---|")
    yield from (f"| `{one.id}` | {_cell(one.statement)} | {_cell(one.decision)} |" for one in chosen[:MOST])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def rules_of_connectors() -> Counter[str]:
    """How many modules of the connector products met each rule."""
    results: Counter[str] = Counter()
    open_mock = runner.small_firms()
    for module in runner.modules():
        mocks: list[MockClio] = []

        def opened(mocks: list[MockClio] = mocks) -> MockClio:
            mocks.append(open_mock())
            return mocks[-1]

        runner.run(module, opened)
        results.update({rule for mock in mocks for entry in mock.world.request_log for rule in entry.rules})
    return results


if __name__ == "__main__":
    main()
