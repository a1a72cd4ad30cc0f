"""A `Receiver` as a view of Flask, Starlette, FastAPI or Django. Each framework is imported when its function is called."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from mockclio.catalog.records import Record
from mockclio.client.receiver import Delivery, Receiver

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from flask import Response as FlaskResponse
    from starlette.requests import Request
    from starlette.responses import Response

R = TypeVar("R", bound=Record)


def flask_view(receiver: Receiver[R], work: Callable[[Delivery[R]], object]) -> Callable[[], FlaskResponse]:
    """Make a Flask view of a receiver. `work` is called with each new delivery.

    app.add_url_rule("/hooks/matters", view_func=flask_view(receiver, work), methods=["POST"])
    """
    from flask import Response, request

    def clio_webhook() -> FlaskResponse:
        reply = receiver.receive(dict(request.headers), request.get_data(), work)
        return Response(reply.body, reply.status, dict(reply.headers))

    return clio_webhook


def starlette_endpoint(receiver: Receiver[R], work: Callable[[Delivery[R]], object]) -> Callable[[Request], Awaitable[Response]]:
    """Make an endpoint of Starlette or FastAPI of a receiver. `work` runs in a thread, so it may block.

        routes = [Route("/hooks/matters", starlette_endpoint(receiver, work), methods=["POST"])]

    In FastAPI: `app.add_route("/hooks/matters", starlette_endpoint(receiver, work), methods=["POST"])`.
    """
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import Response

    async def clio_webhook(request: Request) -> Response:
        reply = await run_in_threadpool(receiver.receive, dict(request.headers), await request.body(), work)
        return Response(reply.body, reply.status, dict(reply.headers))

    return clio_webhook


def django_view(receiver: Receiver[R], work: Callable[[Delivery[R]], object]) -> Callable[[HttpRequest], HttpResponse]:
    """Make a Django view of a receiver. The view is exempt from CSRF: the signature authenticates the request.

    urlpatterns = [path("hooks/matters", django_view(receiver, work))]
    """
    from django.http import HttpResponse
    from django.views.decorators.csrf import csrf_exempt
    from django.views.decorators.http import require_POST

    def clio_webhook(request: HttpRequest) -> HttpResponse:
        reply = receiver.receive(dict(request.headers), request.body, work)
        return HttpResponse(reply.body, status=reply.status, headers=dict(reply.headers))

    view: Callable[[HttpRequest], HttpResponse] = csrf_exempt(require_POST(clio_webhook))
    return view
