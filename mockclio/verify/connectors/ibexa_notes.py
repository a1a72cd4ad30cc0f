"""Ibexa Connect: Watch Notes, which polls, and Get, Create, Update and Delete a Note."""

from __future__ import annotations

from itertools import islice
from typing import Any

from mockclio.verify.connectors.changing import creates, deletes, gets, updates
from mockclio.verify.connectors.comparing import same
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import IBEXA, row

NOTE = """
    Subject -> subject
    Date    -> date
    Detail  -> detail
"""


@row(37, IBEXA, "Watch Notes", "Note#index", "Type -> type\nLimit -> limit")
def watch_notes(environment: Environment) -> None:
    for kind in ("Contact", "Matter"):
        since = environment.later()
        made = [_new(environment, kind) for _ in range(3)]
        for poll, wanted, page in (({"order": "id(desc)"}, made[:0:-1], 1), ({"created_since": since}, made, 200)):
            params: dict[str, Any] = {"type": kind, **poll}
            raw = environment.bundles("/notes", len(wanted), page=page, fields="id", **params)
            typed = islice(environment.clio.notes.select("id").list(**params, limit=page), len(wanted))
            same([one["id"] for one in raw], wanted, f"{kind} notes by {poll}")
            same([one.id for one in typed], wanted, f"{kind} notes by {poll}, typed")
        environment.patch(f"/notes/{made[0]}", {"subject": "Changed"})
        same(environment.listed("/notes", type=kind, created_since=environment.later()), [], "a changed note is not a new one")


@row(38, IBEXA, "Get a Note", "Note#show", "Note ID -> {id}")
def get_a_note(environment: Environment) -> None:
    for kind in ("Contact", "Matter"):
        gets(
            environment,
            "notes",
            _new(environment, kind),
            {"type": kind, "subject": "Tides", "detail": "High water at six", "date": "2026-06-01"},
        )


@row(39, IBEXA, "Create a Note", "Note#create", f"Type -> type\nContact ID -> contact.id\nMatter ID -> matter.id\n{NOTE}")
def create_a_note(environment: Environment) -> None:
    for kind in ("Contact", "Matter"):
        creates(environment, "notes", {**_body(environment, kind), "date": "2026-05-20"})


@row(40, IBEXA, "Update a Note", "Note#update", f"Note Type -> nowhere:type\nContact Note ID -> {{id}}\nMatter Note ID -> {{id}}\n{NOTE}")
def update_a_note(environment: Environment) -> None:
    for kind, other in (("Contact", "Matter"), ("Matter", "Contact")):
        ids = _new(environment, kind), _new(environment, kind)
        body = {"subject": "Currents", "date": "2026-05-21", "detail": "Two knots"}
        updates(environment, "notes", ids, body, absorbed={"type": other}, shown={"type": kind})


@row(41, IBEXA, "Delete a Note", "Note#destroy", "Note ID -> {id}")
def delete_a_note(environment: Environment) -> None:
    for kind in ("Contact", "Matter"):
        deletes(environment, "notes", (_new(environment, kind), _new(environment, kind)), type=kind)


def _body(environment: Environment, kind: str) -> dict[str, Any]:
    of = (
        {"contact": environment.pick("contacts", "Peter Lang")}
        if kind == "Contact"
        else {"matter": environment.pick("matters", "00002-Chen")}
    )
    return {"type": kind, "subject": "Tides", "detail": "High water at six", **{name: {"id": id} for name, id in of.items()}}


def _new(environment: Environment, kind: str) -> int:
    return int(environment.post("/notes", {**_body(environment, kind), "date": "2026-06-01"})["id"])
