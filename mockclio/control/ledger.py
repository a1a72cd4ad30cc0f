"""The ledger over HTTP: every rule about Clio with its evidence, and the rules of the mock itself."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, get_args

from mockclio.control.route import ControlCall, Route
from mockclio.errors import BadRequest, NotFound, shortened
from mockclio.ledger import Evidence, rules

SEARCH = {"evidence": f"string: only rules that rest on this: {', '.join(get_args(Evidence))}"}


def index(call: ControlCall) -> Any:
    """All rules, or those of one kind of evidence."""
    evidence = call.query.get("evidence")
    if evidence is not None and evidence not in get_args(Evidence):
        raise BadRequest(f"evidence must be one of {', '.join(get_args(Evidence))}")
    return {"rules": [asdict(rule) for rule in rules().values() if evidence in (None, rule.evidence)]}


def show(call: ControlCall) -> Any:
    """One rule, by its id."""
    rule = rules().get(call.ids["id"])
    if rule is None:
        raise NotFound(f"There is no rule {shortened(call.ids['id'])!r}; GET /_mockclio/rules lists them")
    return {"rule": asdict(rule)}


ROUTES = (
    Route("GET", "/rules", "The statements that the mock keeps to: about Clio, and its own", index, world=False, query=SEARCH),
    Route("GET", "/rules/{id}", "One statement", show, world=False),
)
