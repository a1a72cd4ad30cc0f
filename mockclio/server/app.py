"""The Flask application. The steps of a request are in order in `respond`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from logging import Logger
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

from mockclio.catalog.schema import accepted
from mockclio.errors import APIError, BadRequest, InvalidArgument, InvalidQuery, InvalidToken, NotFound
from mockclio.ledger import is_assumed
from mockclio.server import (
    arguments,
    batches,
    bodies,
    fields,
    guard,
    known_refusals,
    limits,
    request_shape,
    routing,
    scopes,
    sizes,
    upkeep,
    verbs,
    versions,
)
from mockclio.server.authentication import HOSTS, authenticate
from mockclio.server.call import Answer, Call
from mockclio.server.exchange import Respond, Trace, exchange
from mockclio.server.extensions import waiting_of, worlds_of
from mockclio.server.faults import Waiting
from mockclio.server.hooks import CHECKS_BY_PARAMETER
from mockclio.server.streams import Streams
from mockclio.server.view import View
from mockclio.server.wire import Reply, WireRequest
from mockclio.store.worlds import Worlds

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

API = "/api/v4/"
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
Endpoint = Callable[..., Response]
"""A function that answers the present request. Its argument is the rest of the path, if its address has a place for it."""


class Application(Flask):
    """The application of a mock, behind the guard."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        settings, area = worlds_of(self).settings, guard.area_of(environ["PATH_INFO"])
        if settings.trusted_proxies:
            from mockclio.server.proxies import forward

            forward(environ, settings.trusted_proxies)
        reason = guard.refusal(environ, area, settings.host_policy)
        if reason:
            return guard.refuse(reason, start_response)
        if settings.base_url:
            environ["wsgi.url_scheme"], _, environ["HTTP_HOST"] = settings.base_url.partition("://")
        elif environ.get("HTTP_HOST") in HOSTS:
            environ["wsgi.url_scheme"] = "https"  # links in answers lead back to Clio's name, which is only ever asked over https
        if settings.host_policy.origins:
            from mockclio.server import cors

            return cors.respond(self.wsgi_app, environ, start_response, area, settings.host_policy.origins)
        return self.wsgi_app(environ, start_response)

    def wsgi_app(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request to the API without Flask's routing and contexts: they take a third of the time of a small answer."""
        path = environ["PATH_INFO"]
        if path.startswith(API) and path[len(API) :][:1] not in ("", "/") and environ["REQUEST_METHOD"] in METHODS:
            reply = self._answer(WireRequest(environ))
            return reply(environ, start_response)
        return super().wsgi_app(environ, start_response)

    def _answer(self, request: WireRequest) -> Reply:
        try:
            return exchange(worlds_of(self), waiting_of(self), request, request.path[len(API) :], respond)
        except Exception as error:
            return Reply.of(_broken(error, self.logger))
        finally:
            request.close()


def application(worlds: Worlds, endpoints: Mapping[str, Endpoint]) -> Flask:
    """The application that serves some worlds. `endpoints` maps each address, in Flask's form, to the function that answers there."""
    app = Application("mockclio", static_folder=None)
    app.url_map.merge_slashes = False
    app.config["MAX_FORM_MEMORY_SIZE"] = sizes.BODY_BYTES
    for address, endpoint in endpoints.items():
        app.add_url_rule(address, address, endpoint, methods=METHODS, provide_automatic_options=False)
    app.register_error_handler(Exception, lambda error: send(_broken(error, app.logger)))
    app.register_error_handler(404, lambda error: send(_refusal(NotFound(rule="wire.unknown-route-is-404"))))
    app.register_error_handler(405, lambda error: send(_refusal(NotFound(rule="wire.unknown-route-is-404"))))
    return _serving(app, worlds)


def app_over(like: Flask, worlds: Worlds) -> Flask:
    """The application `like` over other worlds. This takes a hundredth of the time of a new application."""
    return _serving(copy(like), worlds)


def _serving(app: Flask, worlds: Worlds) -> Flask:
    app.extensions = {"worlds": worlds, "waiting": Waiting(worlds.settings.threads), "streams": Streams(worlds.feed)}
    app.worlds = worlds  # type: ignore[attr-defined]
    return app


def _broken(error: Exception, logger: Logger) -> Answer:
    """The answer to an error of mockclio, in the usual envelope. The log has the place of the error."""
    from werkzeug.exceptions import HTTPException

    if isinstance(error, HTTPException):
        refused = BadRequest(error.description or error.name)
        return Answer(status=error.code or 400, json=refused.body)
    logger.exception("a fault of mockclio: please report it with the request that made it", exc_info=error)
    return _refusal(APIError("A fault of mockclio, not of Clio: the server's log has the place"))


def send(answer: Answer) -> Response:
    """The answer as a response of Flask."""
    return _response(Reply.of(answer))


def _response(reply: Reply) -> Response:
    return Response(reply.pieces, status=reply.status, headers=reply.headers)


def served_worlds() -> Worlds:
    """The worlds of the application that answers the present request."""
    from flask import current_app

    return worlds_of(current_app)


def traced(respond: Respond) -> Endpoint:
    """The endpoint of a function that answers requests. It applies faults first, and records the answer in the request log."""

    def endpoint(path: str) -> Response:
        from flask import current_app

        return _response(exchange(served_worlds(), waiting_of(current_app), request, path, respond))

    return endpoint


def _storage(worlds: Worlds, request: Request, path: str, trace: Trace) -> Answer:
    from mockclio.server.storage import respond

    return respond(worlds, request, path)


def respond(worlds: Worlds, request: Request, path: str, trace: Trace) -> Answer:
    """Answer one request to the API: viewer, route, version, scope, rate limit, arguments, body, work, headers."""
    headers: dict[str, str] = {}
    try:
        view = _viewer(worlds, request)
        trace.user = view.user["id"]
        with view.world.lock:
            view.world.clock.run_due()
            upkeep.run(view.world)
            headers.update(limits.headers(view))
            matched = routing.match(request.method, path)
            if matched is None:
                known_refusals.refuse(request, path)
                raise NotFound(rule="wire.unknown-route-is-404")
            operation, ids = matched
            trace.operation = operation.operation_id
            view.version = versions.read(request.headers.get("X-API-VERSION"), operation)
            scopes.require(view.permissions, operation)
            headers.update(limits.count(view))
            for name, check in CHECKS_BY_PARAMETER.items():
                if name in request.args:
                    check(view, request.args[name], path)
            trace.rules.keep()
            trace.call = call = Call(request, operation, ids, view)
            call.arguments = arguments.read(operation, request.args, view.zone)
            view.options.update(call.arguments)
            if operation.record is not None:
                call.selection = fields.parse(call.arguments.get("fields", ""), operation.record, view.version)
            answer = verbs.answer(call) if operation.body is None else _written(call)
            headers["X-API-VERSION"] = versions.render(view.version)
    except (APIError, OverflowError) as error:
        trace.rules.drop()
        answer = _refusal(error if isinstance(error, APIError) else _beyond_the_calendar(request))
    answer.headers = {**headers, **answer.headers}
    assumed = [id for id in trace.rules if is_assumed(id)]
    if assumed:
        named = answer.headers.get("X-Mockclio-Rule")
        answer.headers["X-Mockclio-Rule"] = ", ".join(dict.fromkeys([*([named] if named else []), *assumed][:5]))
    return answer


def _beyond_the_calendar(request: Request) -> APIError:
    """The refusal of a request whose dates or numbers led out of the calendar. All that it wrote is undone."""
    text = "a date or a number leads beyond the years that a date can have"
    return InvalidQuery(text) if request.method in ("GET", "HEAD") else InvalidArgument(text)


def _written(call: Call) -> Answer:
    if call.operation.method == "DELETE" and not call.request.get_data():
        return verbs.answer(call)
    sent = bodies.read(call.request, lenient=call.view.world.settings.lenient_bodies)
    call.sent = request_shape.sent(call.operation, sent)
    if isinstance(sent, list):
        return batches.answer(call, sent)
    call.data = bodies.checked(accepted(call.operation.body), sent, call.view.zone, call.operation.body)
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


ENDPOINTS: dict[str, Endpoint] = {
    "/api/v4/<path:path>": traced(respond),
    "/_storage/<path:path>": traced(_storage),
}
"""The endpoints of every server: the API and the file store."""
