"""The parts of a saved world beside its rows: its credentials, clock, counters and faults. With them the world goes on where it was."""

from __future__ import annotations

import re
from dataclasses import MISSING, asdict, fields
from typing import Any

from mockclio.store.access import Application, Code, RefreshToken, Token
from mockclio.store.clock import parse_time, stamp
from mockclio.store.faults import Fault, Faults, make
from mockclio.store.settings import WorldSettings
from mockclio.store.world import World

KINDS: dict[str, type[Any]] = {"_applications": Application, "_codes": Code, "_tokens": Token, "_refresh_tokens": RefreshToken}
TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "bool": (bool,),
    "list[str]": (list,),
    "str | None": (str, type(None)),
    "Permissions | None": (dict, type(None)),
}
"""The types of values of a saved credential, by the annotation of its attribute."""
NEWER = frozenset(("auto_approve", "redirect_hosts"))
"""Attributes of an application that older versions do not know."""
FAULTS = "_faults"
Tables = dict[str, dict[str, dict[str, Any]]]


def access_of(world: World) -> Tables:
    """Applications, codes and tokens as tables of a document."""
    access = world.access
    cached: tuple[dict[str, Any], ...] = (access.applications, access.codes, access.tokens, access.refresh_tokens)
    tables = {name: _numbered([_shown(one) for one in list(values.values())]) for name, values in zip(KINDS, cached, strict=True)}
    return {name: rows for name, rows in tables.items() if rows}


def _shown(one: Any) -> dict[str, Any]:
    """The attributes of a credential. Those of `NEWER` are left out while they are empty."""
    return {name: value for name, value in asdict(one).items() if value or name not in NEWER}


def faults_of(world: World) -> Tables:
    rows = [{**_saved(fault), "name": fault.id, "expired": sorted(fault.expired)} for fault in world.faults]
    return {FAULTS: _numbered(rows)} if rows else {}


def _saved(fault: Fault) -> dict[str, Any]:
    """The fields of a fault. `paused` is left out while it is false, because older versions do not know it."""
    return {name: value for name, value in asdict(fault).items() if name != "paused" or value}


def _numbered(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {str(number): {**row, "id": number} for number, row in enumerate(rows, 1)}


def head_of(world: World) -> dict[str, Any]:
    """The values of the head from which a world goes on."""
    head: dict[str, Any] = {"frozen": world.clock.frozen, "sequence": world.outbox.sequence}
    if world.as_of is not None:
        head["began"] = stamp(world.as_of)
    return head | world.settings.saved()


def goes_on(document: dict[str, Any]) -> bool:
    """Whether a document is a saved state. The world of a saved state goes on; the world of a firm begins anew."""
    return "frozen" in document["_default"]["1"]


def restore(world: World, head: dict[str, Any], tables: dict[str, Any]) -> None:
    """Restore the credentials, counters and faults of a world from the head and the tables of its document.

    A firm has credentials at most.
    """
    access = world.access
    cached: tuple[dict[str, Any], ...] = (access.applications, access.codes, access.tokens, access.refresh_tokens)
    for (name, kind), values in zip(KINDS.items(), cached, strict=True):
        for row in tables.get(name, {}).values():
            one = _made(kind, name, row)
            values[one.client_id if kind is Application else one.value] = one
    if tables.get(FAULTS):
        world.faults = restored_faults(world.seed, list(tables[FAULTS].values()))
    if "frozen" in head:
        world.clock.set(parse_time(head["as_of"]))
        if head["frozen"]:
            world.clock.freeze()
    world.outbox.sequence = head.get("sequence", 0)
    world.settings = WorldSettings.of(head)
    world.random.seed(f"{world.seed}/{world.ids.last}/{len(access.tokens)}/{head.get('as_of')}")


def _made(kind: type[Any], table: str, row: dict[str, Any]) -> Any:
    """A credential of a saved row, whose attributes and types are checked."""
    known = {one.name: one for one in fields(kind)}
    for key, value in row.items():
        if key != "id" and (key not in known or not isinstance(value, TYPES[str(known[key].type)])):
            raise ValueError(f"{table}/{row.get('id')}: {key} has a wrong value")
    missing = [name for name, one in known.items() if name not in row and one.default is MISSING and one.default_factory is MISSING]
    if missing:
        raise ValueError(f"{table}/{row.get('id')}: {', '.join(missing)} must be there")
    return kind(**{key: value for key, value in row.items() if key != "id"})


NAME_OF_FAULT = re.compile(r"fault-[0-9]{1,18}")


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(member, str) for member in value)


def restored_faults(seed: int, rows: list[dict[str, Any]]) -> Faults:
    """The saved faults, with their ids and counts."""
    faults = Faults(seed)
    for row in rows:
        name, hits, expired = row["name"], row["hits"], row["expired"]
        if not isinstance(name, str) or not NAME_OF_FAULT.fullmatch(name) or not isinstance(hits, int) or not _are_texts(expired):
            raise ValueError(f"{FAULTS}/{row.get('id')}: name, hits or expired has a wrong value")
        fault: Fault = make(**{key: value for key, value in row.items() if key not in ("id", "name", "hits", "expired")})
        fault.id, fault.hits, fault.expired = name, hits, set(expired)
        faults.take(fault)
    return faults
