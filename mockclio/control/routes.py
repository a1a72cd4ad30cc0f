"""The table of control routes. A row has a method, a path, a summary and a handler. The OpenAPI document is made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from mockclio.catalog import EDITION
from mockclio.control import (
    access,
    billing,
    clock,
    coverage,
    custom_actions,
    events,
    faults,
    ledger,
    requests,
    rows,
    settings,
    states,
    webhooks,
    worlds,
)
from mockclio.control.guard import guard
from mockclio.control.route import ControlCall, Route
from mockclio.errors import APIError, BadRequest, NotFound, shortened
from mockclio.server import sizes
from mockclio.server.bodies import refuse_compressed
from mockclio.server.call import Answer
from mockclio.store.faults import WrongFault
from mockclio.store.worlds import Worlds, WrongName

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Request

__all__ = ["ROUTES", "ControlCall", "Route", "respond"]


def health(call: ControlCall) -> Any:
    return {"status": "ok", "worlds": len(call.worlds.by_name), "edition": EDITION}


def index(call: ControlCall) -> Any:
    return {"mockclio": [{"method": route.method, "path": f"/_mockclio{route.path}", "summary": route.summary} for route in ROUTES]}


def openapi(call: ControlCall) -> Any:
    from mockclio.control.document import document

    return document(ROUTES)


ROUTES = (
    Route("GET", "/", "The routes of this interface", index, world=False),
    Route("GET", "/health", "Whether the server answers", health, world=False),
    Route("GET", "/openapi.json", "This interface as an OpenAPI document", openapi, world=False),
    *clock.ROUTES,
    Route(
        "POST",
        "/tokens",
        "Mint a bearer and a refresh token",
        access.mint,
        {
            "user": "string: an id, an e-mail or the place in the list of users; the owner if left out",
            "scopes": "object: read or write for each scope group; everything if left out",
            "age": "string: how long ago it was granted, as in 29d; after 30d it has expired",
            "client_id": "string: the application that it belongs to",
            "region": "string: us, eu, ca or au",
        },
    ),
    Route(
        "POST",
        "/tokens/revoke",
        "Revoke a token, or everything that a user gave to an application",
        access.revoke,
        {
            "token": "string: a bearer or refresh token",
            "client_id": "string: an application",
            "user": "string: an id, an e-mail or the place in the list of users",
        },
    ),
    Route(
        "POST",
        "/tokens/expire",
        "Let a bearer token end now",
        access.expire,
        {"token": "string: a bearer token"},
        required=("token",),
        refuses=(404,),
    ),
    Route(
        "PATCH",
        "/applications/{client_id}",
        "Change an OAuth application",
        access.update_application,
        {
            "scopes": "object: read or write for each scope group; null asks for everything",
            "redirect_uris": "array: the addresses that it accepts to the letter",
            "deauthorization_url": "string: the address that is called when a token is revoked",
            "auto_approve": "string: the user who allows it at once: an id, an e-mail or the place in the list; null shows the page",
            "redirect_hosts": "array: hosts besides this machine whose addresses an application of the mock's own accepts",
        },
    ),
    *settings.ROUTES,
    Route("POST", "/bills", "Make a bill from unbilled work and plain lines", billing.make_bill, billing.BILL),
    Route("POST", "/payments", "Record a payment of bills, from the client or out of trust", billing.record_payment, billing.PAYMENT),
    Route("POST", "/payments/{id}/void", "Take a payment back", billing.void_payment),
    Route("POST", "/credits", "Issue a credit memo against bills", billing.issue_credit, billing.CREDIT),
    Route("POST", "/credits/{id}/void", "Take a credit memo back", billing.void_credit),
    Route("POST", "/interest_charges", "Charge an overdue bill for one period", billing.charge_interest, billing.INTEREST),
    Route("POST", "/online_payments", "Pay on the page of a payment link", billing.pay_online, billing.ONLINE),
    Route("POST", "/online_payments/{id}", "Move an online payment to another state", billing.move_online, billing.MOVE),
    Route("POST", "/transfers", "Move money between two bank accounts", billing.transfer_funds, billing.TRANSFER),
    Route("POST", "/reconciliations", "Mark bank transactions as found on the statement", billing.reconcile, billing.RECONCILE),
    Route("POST", "/bank_accounts/{id}/close", "Close an empty bank account", billing.close_account),
    Route("POST", "/custom_actions/{id}/click", "Click a custom action on a record", custom_actions.click_action, custom_actions.CLICK),
    Route("GET", "/webhooks/deliveries", "The deliveries to webhooks, oldest first", webhooks.index_deliveries, query=webhooks.PAGE),
    Route("GET", "/webhooks/deliveries/{id}", "One delivery with all its attempts", webhooks.show_delivery),
    Route("POST", "/webhooks/deliveries/{id}/resend", "Send a delivery once more", webhooks.resend_delivery),
    Route("POST", "/webhooks/replay", "Send a range of deliveries once more, in commit order", webhooks.replay_deliveries, webhooks.REPLAY),
    Route("POST", "/webhooks/deliver", "Send what is due, when no threads send", webhooks.deliver),
    Route(
        "GET", "/webhooks/sending", "Whether what is due is sent automatically; waits for news", webhooks.show_sending, query=webhooks.NEWS
    ),
    Route("POST", "/webhooks/sending", "Send what is due automatically, or only on request", webhooks.change_sending, webhooks.SENDING),
    Route(
        "GET", "/webhooks/wait", "Wait for a delivery, a second at most; null if none came", webhooks.wait_for_delivery, query=webhooks.WAIT
    ),
    Route("GET", "/webhooks/why", "Why changes were sent to webhooks or not", webhooks.explain_deliveries, query=webhooks.WHY),
    Route("GET", "/webhooks/interventions", "The delivery faults that still apply", webhooks.index_interventions),
    Route("POST", "/webhooks/interventions", "Add a delivery fault for the next deliveries", webhooks.intervene, webhooks.INTERVENTION),
    Route("DELETE", "/webhooks/interventions", "Remove all delivery faults", webhooks.clear_interventions),
    *worlds.ROUTES,
    *states.ROUTES,
    *rows.ROUTES,
    *faults.ROUTES,
    *requests.ROUTES,
    *events.ROUTES,
    *ledger.ROUTES,
    *coverage.ROUTES,
)


def respond(worlds: Worlds, request: Request, path: str) -> Answer | Response:
    """Answer one control request."""
    try:
        guard(worlds, request, path)
        route, ids = _route(request.method, f"/{path}")
        call = ControlCall(request, worlds, ids, _body(request, route), route.arguments(request))
        made = route.handler(call)
        return Answer(json=made) if isinstance(made, dict) else made
    except (WrongName, WrongFault) as wrong:
        return Answer(status=400, json=BadRequest(str(wrong)).body)
    except APIError as refused:
        return Answer(status=refused.status, json=refused.body, headers=refused.headers)


def _route(method: str, path: str) -> tuple[Route, dict[str, str]]:
    results = [(route, ids) for route in ROUTES if (ids := route.match(path)) is not None]
    for route, ids in results:
        if route.method == ("GET" if method == "HEAD" else method):
            return route, ids
    if results:
        raise MethodNotAllowed(sorted({route.method for route, _ in results}))
    raise NotFound(f"There is no control route {method} /_mockclio{shortened(path)}; GET /_mockclio/ lists them")


class MethodNotAllowed(APIError):
    """The path takes other methods."""

    status = 405
    type = "MethodNotAllowedError"

    def __init__(self, methods: list[str]) -> None:
        super().__init__(f"Use {' or '.join(methods)} here")
        self._methods = methods

    @property
    def headers(self) -> dict[str, str]:
        return {"Allow": ", ".join(self._methods)}


def _body(request: Request, route: Route) -> dict[str, Any]:
    refuse_compressed(request)
    if refused := sizes.refusal(request):
        raise refused
    content = request.get_data()
    if not route.body or (not content.strip() and not route.required):
        return {}
    try:
        body = sizes.read_json(content)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"The body is not valid JSON: {error}") from None
    if not isinstance(body, dict):
        raise BadRequest("The body must be a JSON object")
    unknown = sorted(set(body) - set(route.body))
    if unknown:
        raise BadRequest(f"{shortened(', '.join(unknown))}: unknown; this route takes {', '.join(route.body)}")
    missing = sorted(set(route.required) - body.keys())
    if missing:
        raise BadRequest(f"{', '.join(missing)} must be sent")
    return body
