"""How strong the ledger's sources are, and which of its rules are the riskiest: refusals that nobody has seen."""

from __future__ import annotations

import re
from typing import Literal

from mockclio.ledger import Rule

Strength = Literal["wire copy", "live statement", "official prose", "official schema", "inference"]
STRENGTHS: tuple[Strength, ...] = ("wire copy", "live statement", "official prose", "official schema", "inference")
"""Strongest first."""
WIRE = re.compile(r"quoted|printed|decoded|\blogs?\b|prob(e|ed|es)\b|live call|on the wire", re.IGNORECASE)
PROSE = re.compile(r"documentation|\bhelp\b|prose|developer|change ?log|page|article|announce", re.IGNORECASE)
REFUSES = re.compile(r"refus|\b4\d\d\b|cannot|can only|\bmust\b", re.IGNORECASE)
WRITES = re.compile(r"refus|\b4(00|22)\b", re.IGNORECASE)


def strength(rule: Rule) -> Strength:
    """What a rule rests on, by its evidence and the words of its source."""
    if rule.evidence == "observed":
        return "wire copy" if WIRE.search(rule.source) else "live statement"
    if rule.evidence == "documented":
        return "official prose" if PROSE.search(rule.source) else "official schema"
    return "inference"


def is_refusal(rule: Rule) -> bool:
    """Whether the rule speaks of something that is refused."""
    return REFUSES.search(rule.statement) is not None


def by_risk(chosen: list[Rule]) -> list[Rule]:
    """Riskiest first: refusals of what a program may write, then other refusals; those that no document is cited for before the rest."""
    return sorted(chosen, key=lambda rule: (WRITES.search(rule.statement) is None, "document" in rule.source, rule.id))
