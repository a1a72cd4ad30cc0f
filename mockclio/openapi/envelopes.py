"""The envelopes of the exported document: the schemas around what is sent and what is answered, each with a name of its own.

A generator names a class after the schema. `MatterList`, `MatterShow` and `MatterCreateRequest` are the names that clients of the official
document have.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.openapi.naming import pascal, reference

Json = dict[str, Any]
INTEGER = {"type": "integer", "format": "int64"}


def request_name(one: AnyOperation) -> str:
    """`MatterCreateRequest`."""
    return f"{pascal(one.operation_id)}Request"


def form_name(one: AnyOperation) -> str:
    """`MatterCreateForm`. A form has a name of its own, because generated clients tell by the class of a body how to send it."""
    return f"{pascal(one.operation_id)}Form"


def answer_name(one: AnyOperation) -> str:
    """`MatterShow` for one record, `MatterList` for a page of them, `BillableMatterIds` for a page of ids."""
    if one.ids_only:
        return pascal(one.operation_id)
    name: str = one.record.__name__
    if one.kind != "index":
        return f"{name}Show"
    return f"{name}Page" if f"{name}List" in _records() else f"{name}List"


def requests(listed: list[AnyOperation]) -> dict[str, Json]:
    """The schemas of all bodies, by name."""
    bodies = [(one, _envelope(data=reference(one.body.__name__))) for one in listed if one.body is not None]
    return {name(one): envelope for one, envelope in bodies for name in (request_name, form_name)}


def answers(listed: list[AnyOperation]) -> dict[str, Json]:
    """The schemas of all answers with JSON, by name."""
    return {answer_name(one): _answer(one) for one in listed if has_answer(one)}


def has_answer(one: AnyOperation) -> bool:
    """Whether a success is answered with JSON."""
    return one.record is not None and one.kind != "page" and one.status != 204


def _answer(one: AnyOperation) -> Json:
    shown = INTEGER if one.ids_only else reference(one.record.__name__)
    return _envelope(data={"type": "array", "items": shown}, meta=reference("Meta")) if one.kind == "index" else _envelope(data=shown)


def _envelope(**members: Json) -> Json:
    return {"type": "object", "required": list(members), "properties": members}


@cache
def _records() -> frozenset[str]:
    return frozenset(one.record.__name__ for one in operations().values() if one.record is not None)
