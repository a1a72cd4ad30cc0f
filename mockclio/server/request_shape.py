"""The shape of one request, for `store/coverage.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockclio.catalog.memo import remember
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import accepted, parameters
from mockclio.server import routing
from mockclio.server.call import Answer, Call
from mockclio.store.coverage import Shape, used, valued
from mockclio.store.faults import Fault

if TYPE_CHECKING:
    from werkzeug.wrappers import Request


def shape(request: Request, path: str, operation: str, call: Call | None, answer: Answer, struck: list[Fault]) -> Shape:
    """The names that the request used. Without a call only its path was read, so it used no names."""
    error = _type(answer) if answer.status >= 400 else ""
    faults = tuple(fault.kind for fault in struck)
    if call is None:
        matched = routing.match(request.method, path) if not operation else None
        return Shape(matched[0].operation_id if matched else operation, answer.status, error, faults)
    environ = request.environ
    return Shape(
        operation,
        answer.status,
        error,
        faults,
        tuple(name for key, name in _headers(call.operation) if key in environ),
        valued(parameters(call.operation), call.arguments),
        call.selection,
        call.sent,
    )


def sent(operation: AnyOperation, body: Any) -> tuple[str, ...]:
    """The attributes in a body, or in the records of a body with several records."""
    return used(accepted(operation.body), body if isinstance(body, list) else [body])


@remember(500)
def _headers(operation: AnyOperation) -> tuple[tuple[str, str], ...]:
    return tuple((f"HTTP_{name.upper().replace('-', '_')}", name) for name in operation.headers)


def _type(answer: Answer) -> str:
    """The type in the refusal. Some refusals are only a word."""
    error = answer.json.get("error", "") if isinstance(answer.json, dict) else ""
    return str(error.get("type", "") if isinstance(error, dict) else error)
