"""The Flask application. The steps of a request stand in order in `respond`."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

from flask import Flask, Request, Response, request

from mockclio.catalog.schema import accepted
from mockclio.errors import APIError, BadRequest, InvalidToken, NotFound
from mockclio.ledger import begin, is_assumed
from mockclio.practice.settings import nonces
from mockclio.server import arguments, batches, bodies, fields, limits, request_shape, routing, scopes, upkeep, verbs, versions
from mockclio.server.authentication import authenticate
from mockclio.server.call import Answer, Call
from mockclio.server.exchange import Trace, exchange
from mockclio.server.exchange import send as _send
from mockclio.server.faults import Waiting
from mockclio.server.streams import Streams
from mockclio.server.view import View
from mockclio.store.tables import Row
from mockclio.store.world import World
from mockclio.store.worlds import Worlds
from mockclio.webhooks import attach

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


def create_app(worlds: Worlds) -> Flask:
    """The application over some worlds: the API under /api/v4, uploads under /_storage, everything of our own under /_mockclio."""
    app = Flask("mockclio", static_folder=None)
    app.config["MAX_FORM_MEMORY_SIZE"] = None
    app.add_url_rule("/api/v4/<path:path>", "api", _api, methods=METHODS, provide_automatic_options=False)
    app.add_url_rule("/oauth/<path:path>", "oauth", _oauth, methods=METHODS, provide_automatic_options=False)
    app.add_url_rule("/_storage/<path:path>", "storage", _storage, methods=METHODS, provide_automatic_options=False)
    app.add_url_rule("/_mockclio/", "control_index", _control, methods=METHODS, provide_automatic_options=False)
    app.add_url_rule("/_mockclio/<path:path>", "control", _control, methods=METHODS, provide_automatic_options=False)
    app.register_error_handler(Exception, _broken)
    app.register_error_handler(404, lambda error: _send(_refusal(NotFound(rule="wire.unknown-route-is-404"))))
    app.register_error_handler(405, lambda error: _send(_refusal(NotFound(rule="wire.unknown-route-is-404"))))
    return _serving(app, worlds)


def app_over(like: Flask, worlds: Worlds) -> Flask:
    """The application `like` over other worlds; it costs a hundredth of what making one does."""
    return _serving(copy(like), worlds)


def _serving(app: Flask, worlds: Worlds) -> Flask:
    app.extensions = {"worlds": worlds, "waiting": Waiting(worlds.threads), "streams": Streams(worlds.feed)}
    worlds.welcome = lambda world: _join(worlds, world)
    for world in worlds.by_name.values():
        _join(worlds, world)
    app.worlds = worlds  # type: ignore[attr-defined]
    return app


def _join(worlds: Worlds, world: World) -> None:
    """Give a world its courier; tell followers of what it sends, and count it."""

    def written(row: Row) -> None:
        told = {key: row[key] for key in ("id", "kind", "webhook", "model", "event", "record", "state", "reason")}
        statuses = [attempt["status"] for attempt in row["attempts"]]
        worlds.feed.add("delivery", world.name, lambda: {**told, "statuses": statuses})
        if statuses:
            worlds.coverage.tell("handshake" if row["kind"] == "handshake" else f"{row['model']}.{row['event']}")

    attach(world).deliveries.listeners.append(written)


def _broken(error: Exception) -> Response:
    """A fault of ours, in the usual envelope; the log has the place."""
    from flask import current_app
    from werkzeug.exceptions import HTTPException

    if isinstance(error, HTTPException):
        refused = BadRequest(error.description or error.name)
        return _send(Answer(status=error.code or 400, json=refused.body))
    current_app.logger.exception("a fault of mockclio: please report it with the request that made it")
    return _send(_refusal(APIError("A fault of mockclio, not of Clio: the server's log has the place")))


def _worlds() -> Worlds:
    from flask import current_app

    return current_app.extensions["worlds"]  # type: ignore[no-any-return]


def _waiting() -> Waiting:
    from flask import current_app

    return current_app.extensions["waiting"]  # type: ignore[no-any-return]


def _api(path: str) -> Response:
    return exchange(_worlds(), _waiting(), request, path, respond)


def _oauth(path: str) -> Response:
    from mockclio.oauth.routes import respond as respond_oauth

    return exchange(_worlds(), _waiting(), request, path, _untraced(respond_oauth))


def _storage(path: str) -> Response:
    from mockclio.server.storage import respond as respond_storage

    return exchange(_worlds(), _waiting(), request, path, _untraced(respond_storage))


def _untraced(answer: Callable[[Worlds, Request, str], Answer]) -> Callable[[Worlds, Request, str, Trace], Answer]:
    return lambda worlds, request, path, trace: answer(worlds, request, path)


def _control(path: str = "") -> Response:
    from mockclio.control.routes import respond as respond_control

    worlds = _worlds()
    answer = respond_control(worlds, request, path)
    if worlds.keep is not None:
        worlds.keep(True)
    return _send(answer) if isinstance(answer, Answer) else answer


def respond(worlds: Worlds, request: Request, path: str, trace: Trace) -> Answer:
    """Answer one request to the API: viewer, route, version, scope, rate limit, arguments, body, work, headers."""
    headers: dict[str, str] = {}
    trace.rules = applied = begin()
    try:
        view = _viewer(worlds, request)
        trace.user = view.user["id"]
        with view.world.lock:
            view.world.clock.run_due()
            upkeep.run(view.world)
            headers.update(limits.headers(view))
            matched = routing.match(request.method, path)
            if matched is None:
                raise NotFound(rule="wire.unknown-route-is-404")
            operation, ids = matched
            trace.operation = operation.operation_id
            view.version = versions.read(request.headers.get("X-API-VERSION"), operation)
            scopes.require(view.permissions, operation)
            headers.update(limits.count(view))
            if nonces.PARAMETER in request.args:
                nonces.redeem(view, request.args[nonces.PARAMETER], path)
            trace.call = call = Call(request, operation, ids, view)
            call.arguments = arguments.read(operation, request.args, view.zone)
            view.options.update(call.arguments)
            if operation.record is not None:
                call.selection = fields.parse(call.arguments.get("fields", ""), operation.record, view.version)
            answer = verbs.answer(call) if operation.body is None else _written(call)
            headers["X-API-VERSION"] = versions.render(view.version)
    except APIError as refused:
        answer = _refusal(refused)
    answer.headers = {**headers, **answer.headers}
    assumed = [id for id in dict.fromkeys(applied) if is_assumed(id)]
    if assumed:
        named = answer.headers.get("X-Mockclio-Rule")
        answer.headers["X-Mockclio-Rule"] = ", ".join(dict.fromkeys([*([named] if named else []), *assumed][:5]))
    return answer


def _written(call: Call) -> Answer:
    if call.operation.method == "DELETE" and not call.request.get_data():
        return verbs.answer(call)
    sent = bodies.read(call.request, lenient=call.view.world.lenient_bodies)
    call.sent = request_shape.sent(call.operation, sent)
    if isinstance(sent, list):
        return batches.answer(call, sent)
    call.data = bodies.checked(accepted(call.operation.body), sent, call.view.zone)
    return verbs.answer(call)


def _viewer(worlds: Worlds, request: Request) -> View:
    world, token = authenticate(worlds, request)
    user = world.table("users").get(token.user)
    if user is None:
        raise InvalidToken(rule="oauth.unknown-token-is-invalid-token")
    return View(world, user, token, base_url=request.host_url.rstrip("/"))


def _refusal(error: APIError) -> Answer:
    headers = dict(error.headers)
    if error.rule:
        headers["X-Mockclio-Rule"] = error.rule
    return Answer(status=error.status, json=error.body, headers=headers)
