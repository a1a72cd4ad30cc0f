"""A proxy on this machine before a real account: passes calls on, and writes down what came back, scrubbed."""

from __future__ import annotations

from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import httpx
from werkzeug.wrappers import Request, Response

from mockclio.catalog.addresses import web_address
from mockclio.catalog.loopback import is_loopback, unproxied
from mockclio.server import routing
from mockclio.testing.recording.scrub import Scrubber, attributes
from mockclio.testing.recording.tape import Tape
from mockclio.testing.recording.target import API, WrongTarget, checked_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mockclio.catalog.operations import AnyOperation

Data = dict[str, Any]
READS = ("GET", "HEAD")
PASSED_ON = ("Accept", "Content-Type", "If-Match", "If-Modified-Since", "If-None-Match", "X-API-VERSION", "X-BULK")
PASSED_BACK = ("Content-Type", "ETag", "Last-Modified", "Location", "Retry-After", "X-API-VERSION", "X-Request-Id")
LIMITS = "x-ratelimit-"
PATIENCE = 60.0


class WrongUpstream(ValueError):
    """An address that nobody should send a token to: the message says what would be right."""


def checked(upstream: str) -> str:
    """The origin of the account: https, or http on this machine."""
    parts = web_address(upstream if "://" in upstream else f"https://{upstream}")
    if parts is None or "@" in parts.netloc or parts.query or parts.fragment:
        raise WrongUpstream(f"{upstream!r} is no origin: write it as in https://app.clio.com")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise WrongUpstream(f"{upstream!r} would send the token in the clear: write https://{parts.netloc}")
    if parts.path.rstrip("/") not in ("", API):
        raise WrongUpstream(f"{upstream!r}: leave the path {parts.path} away, as in {parts.scheme}://{parts.netloc}")
    return f"{parts.scheme}://{parts.netloc}"


class Proxy:
    """A WSGI application. The caller needs no token: the upstream's is added, and is never written anywhere."""

    def __init__(
        self,
        upstream: str,
        token: str,
        tape: Tape,
        scrubber: Scrubber,
        *,
        writes: bool = False,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Pass requests on to `upstream` with `token`, and write the exchanges to `tape`. With `writes` also requests that write."""
        self.upstream, self.tape, self.scrubber, self.writes = checked(upstream), tape, scrubber, writes
        self._http = httpx.Client(
            base_url=self.upstream,
            headers={"Authorization": f"Bearer {token}"},
            timeout=PATIENCE,
            follow_redirects=False,
            transport=transport,
            mounts=None if transport else unproxied(self.upstream),
        )

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request, as a WSGI application."""
        return self.answer(Request(environ))(environ, start_response)

    def close(self) -> None:
        """Close the connections and the recording."""
        self._http.close()
        self.tape.close()

    def answer(self, request: Request) -> Response:
        """Pass a request on, record the exchange, and return the answer."""
        refused = self._refused(request)
        if refused is not None:
            return refused
        try:
            target = self._target(request)
            received = self._http.request(request.method, target, content=request.get_data() or None, headers=_passed_on(request))
        except WrongTarget as wrong:
            return _own(400, "BadRequestError", str(wrong))
        except httpx.TimeoutException:
            return _own(504, "UpstreamTimeout", f"{self.upstream} did not answer within {PATIENCE:.0f} seconds")
        except httpx.HTTPError as error:
            return _own(502, "UpstreamUnreachable", f"{self.upstream} cannot be reached: {type(error).__name__}")
        self._record(request, received)
        return self._passed_back(request, received)

    def _refused(self, request: Request) -> Response | None:
        if not request.path.startswith(f"{API}/"):
            return _own(404, "NotRecorded", f"Only what lies below {API} is recorded, not {request.path[:80]}")
        if request.method not in READS and not self.writes:
            return _own(
                403, "ReadOnly", f"{request.method} would change the account: start `mockclio record` with --allow-writes to pass it on"
            )
        return None

    def _target(self, request: Request) -> httpx.URL:
        """The address at the account: the path and query of the caller, sign by sign. A list that has no order is read by id."""
        path, query = checked_path(request), request.query_string
        if _stands_by_id(request):
            query = query + b"&order=id(asc)" if query else b"order=id(asc)"
        return self._http.base_url.copy_with(raw_path=path.encode("latin-1") + (b"?" + query if query else b""))

    def _record(self, request: Request, received: httpx.Response) -> None:
        """Write the exchange down, if it is one of the API's."""
        matched = routing.match(request.method, request.path.removeprefix(API))
        if matched is None:
            return
        operation, ids = matched
        made: Data = {
            "at": _time(received),
            "method": operation.method,
            "path": self.scrubber.path(operation, ids),
            "query": self.scrubber.query(operation, parse_qsl(request.query_string.decode("utf-8", "replace"), keep_blank_values=True)),
            "operation": operation.operation_id,
            "status": received.status_code,
        }
        sent = _json(request.get_data()) if operation.body is not None else None
        if isinstance(sent, dict) and isinstance(sent.get("data"), dict):
            made["sent"] = self.scrubber.body(operation.record, attributes(operation), sent["data"])
        self.tape.write({**made, **self._answered(operation, received)})

    def _answered(self, operation: AnyOperation, received: httpx.Response) -> Data:
        """What came back, scrubbed: of a refusal only its kind, because its words may repeat what was sent."""
        body = _json(received.content)
        if not isinstance(body, dict):
            return {}
        if received.status_code >= 400:
            error = body.get("error")
            kind = error.get("type") if isinstance(error, dict) else "invalid_token" if error == "invalid_token" else None
            return {"error": kind if isinstance(kind, str) and kind.isalpha() else "Error"}
        shown, meta = body.get("data"), body.get("meta")
        message: Data = {}
        if isinstance(shown, list):
            message["data"] = [self._row(operation, row) for row in shown]
        elif shown is not None:
            message["data"] = self._row(operation, shown)
        if isinstance(meta, dict):
            paging = meta.get("paging") or {}
            message["meta"] = {
                "records": meta.get("records") if isinstance(meta.get("records"), int) else None,
                "next": bool(paging.get("next")),
            }
        return message

    def _row(self, operation: AnyOperation, row: Any) -> Any:
        if operation.ids_only or operation.record is None:
            return self.scrubber.id(row) if isinstance(row, int) else None
        return self.scrubber.record(operation.record, row)

    def _passed_back(self, request: Request, received: httpx.Response) -> Response:
        """The answer as it came, but that the next page is asked for here."""
        content = received.content
        body = _json(content) if b'"paging"' in content else None
        if isinstance(body, dict) and isinstance(body.get("meta"), dict) and isinstance(body["meta"].get("paging"), dict):
            import orjson

            here = request.host_url.rstrip("/")
            paging = {name: _moved(url, self.upstream, here) for name, url in body["meta"]["paging"].items()}
            content = orjson.dumps({**body, "meta": {**body["meta"], "paging": paging}})
        headers = [(name, value) for name, value in received.headers.items() if name in _BACK or name.startswith(LIMITS)]
        return Response(content, received.status_code, headers=headers)


_BACK = frozenset(name.lower() for name in PASSED_BACK)


def _moved(url: Any, upstream: str, here: str) -> Any:
    """An address of the account's as one of this proxy's."""
    return f"{here}{url.removeprefix(upstream)}" if isinstance(url, str) and url.startswith(f"{upstream}/") else url


def _stands_by_id(request: Request) -> bool:
    """Whether the request is for a list without an order whose default order is that of ids."""
    matched = routing.match(request.method, request.path.removeprefix(API))
    if matched is None or matched[0].kind != "index" or request.args.keys() & {"order", "offset"}:
        return False
    return matched[0].default_order == "id(asc)" and matched[0].takes_order_by_id


def _passed_on(request: Request) -> dict[str, str]:
    return {name: request.headers[name] for name in PASSED_ON if name in request.headers}


def _json(content: bytes) -> Any:
    import orjson

    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return None


def _time(received: httpx.Response) -> str | None:
    """When the account answered, by its own clock; None if it did not say."""
    try:
        return parsedate_to_datetime(received.headers["Date"]).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (KeyError, ValueError, OverflowError):
        return None


def _own(status: int, kind: str, message: str) -> Response:
    import orjson

    return Response(orjson.dumps({"error": {"type": kind, "message": message}}), status, content_type="application/json; charset=utf-8")
