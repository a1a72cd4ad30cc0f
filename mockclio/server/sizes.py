"""The bounds of one request to the API, the OAuth pages or the control interface. What is above them is refused with 400.

The bytes of the headers are bounded by `mockclio.server.connections`. Uploads to the file store may have any size.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import orjson

from mockclio.errors import BadRequest

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

BODY_BYTES = 8_388_608
"""The bytes of a body in JSON or in the form of a web form."""
MULTIPART_BYTES = 134_217_728
"""The bytes of a body with files."""
QUERY_VALUES = 2_000
"""The values of a query string."""
FORM_VALUES = 20_000
"""The values of a body in the form of a web form."""
NESTING = 64
"""How deep the objects and lists of a JSON body may be nested."""


def refusal(request: Request) -> BadRequest | None:
    """Why a request is not read at all. None if it is read."""
    length = (request.content_length or 0) if "CONTENT_LENGTH" in request.environ else 0
    if length > BODY_BYTES and not request.path.startswith("/_storage/"):  # the type is read for large bodies only, because that takes time
        most = MULTIPART_BYTES if request.mimetype == "multipart/form-data" else BODY_BYTES
        if length > most:
            return BadRequest(f"The body has {length} bytes, and at most {most} are read: upload files instead")
    values = request.environ.get("QUERY_STRING", "").count("&") + 1
    if values > QUERY_VALUES:
        return BadRequest(f"The query has {values} values, and at most {QUERY_VALUES} are read")
    return None


def check_form(content: bytes) -> None:
    """Refuse a form with too many values."""
    values = content.count(b"&") + 1
    if values > FORM_VALUES:
        raise BadRequest(f"The body has {values} values, and at most {FORM_VALUES} are read")


def read_json(content: bytes) -> Any:
    """The value of a JSON body. Raises `orjson.JSONDecodeError`, or BadRequest if it is nested too deep."""
    value = orjson.loads(content)
    if content.count(b"[") + content.count(b"{") > NESTING and is_deeper(value, NESTING):
        raise BadRequest(f"The body is nested deeper than {NESTING} levels")
    return value


def is_deeper(value: Any, most: int) -> bool:
    """Whether objects and lists are nested deeper than `most` levels. It does not call itself, so no depth is too much for it."""
    level = [value]
    for _ in range(most):
        level = [member for one in level for member in _members(one)]
    return any(isinstance(one, dict | list) for one in level)


def _members(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
