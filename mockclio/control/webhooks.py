"""Control of webhooks: their deliveries and decisions, waiting for a delivery, sending it again, and delivery faults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from mockclio.control.bodies import path_id, read
from mockclio.errors import BadRequest, NotFound, shortened
from mockclio.store.clock import parse_duration
from mockclio.store.masking import mask_address, mask_headers
from mockclio.store.tables import Row
from mockclio.webhooks import attach
from mockclio.webhooks.deliveries import State
from mockclio.webhooks.delivery_faults import Action
from mockclio.webhooks.inspection import WebhookInspector
from mockclio.webhooks.missing import NothingArrived
from mockclio.webhooks.signature import SIGNATURE_HEADER

if TYPE_CHECKING:
    from mockclio.control.routes import ControlCall

WHICH = {
    "webhook": "integer: the id of a webhook",
    "model": "string: a model such as matter",
    "event": "string: an event such as created, or handshake",
}
ABOUT = {"record": "integer: the id of the record", "sequence": "integer: the number of the change"}
AFTER = {"after": "integer: only deliveries with a greater id"}
STATES = get_args(State)
PAGE = {
    **WHICH,
    **ABOUT,
    "state": f"string: {', '.join(STATES)}",
    **AFTER,
    "limit": "integer: how many; 200 if left out, at most 1000",
}
NEWS = {
    "changes": "integer: the number that an earlier answer gave; where threads send, this one waits until it is another",
    "timeout": "number: seconds that it waits, at most 1",
}
WAIT = {**WHICH, "record": ABOUT["record"], **AFTER, "timeout": "number: seconds to wait, at most 1"}
WHY = {"webhook": WHICH["webhook"], **ABOUT, "limit": "integer: at most so many, the newest; 1000 if left out, at most 100000"}
SENDING = {
    "automatic": "boolean: true sends what is due at once, false leaves it to POST /webhooks/deliver",
    "await_handshakes": "boolean: true lets writes wait until the first attempts of handshakes are over, so that no change comes too early",
}
REPLAY = {
    **WHICH,
    "since": "string: only what was queued at this time of the world's clock or later (ISO 8601)",
    "until": "string: only what was queued at this time or earlier",
    "first": "integer: the id of the delivery to begin with",
    "last": "integer: the id of the delivery to end with",
}
ACTIONS = get_args(Action)
INTERVENTION = {
    "action": f"string: {', '.join(ACTIONS)}",
    **WHICH,
    "times": "integer: how many deliveries it is good for; 1 if left out, of reorder 2",
    "by": "string: how long delay holds a delivery up by the world's clock, as in 15m",
    "answers": "array: for respond, answers in turn: a status, an object of status, headers and body, or null for none in time",
}
LONGEST_WAIT = 1.0
LIMIT, MOST, MOST_CHANGES = 200, 1_000, 100_000


def index_deliveries(call: ControlCall) -> Any:
    which = _query(call, PAGE)
    limit = _limit(which, LIMIT, MOST)
    if which.get("state", STATES[0]) not in STATES:
        raise BadRequest(f"state must be one of {', '.join(STATES)}")
    return {"deliveries": [shown(delivery.row) for delivery in _lab(call).deliveries(**which)[:limit]]}


def show_delivery(call: ControlCall) -> Any:
    return {"delivery": shown(_delivery(call))}


def resend_delivery(call: ControlCall) -> Any:
    return {"delivery": shown(_lab(call).resend(_delivery(call)["id"]).row)}


def replay_deliveries(call: ControlCall) -> Any:
    """Send copies of a range of deliveries: `{"webhook": 1048866, "since": "2026-06-01T13:00:00Z"}`. At most 1,000 copies are shown."""
    try:
        made = _lab(call).replay(**read(call.body, REPLAY))
    except (ValueError, OverflowError) as error:
        raise BadRequest(str(error)) from None
    return {"replayed": len(made), "deliveries": [shown(delivery.row) for delivery in made[:MOST]]}


def deliver(call: ControlCall) -> Any:
    return {"attempts": _lab(call).deliver()}


def show_sending(call: ControlCall) -> Any:
    """Whether what is due is sent automatically, and by threads; whether nothing is due; the last delivery, and the number of writes."""
    lab, wanted = _lab(call), _query(call, NEWS)
    if "changes" in wanted:
        lab.wait_for_news(wanted["changes"], _timeout(wanted))
    return _sending(lab)


def change_sending(call: ControlCall) -> Any:
    """Send automatically from now on, or only on request. Let writes wait for handshakes, or not."""
    lab, wanted = _lab(call), read(call.body, SENDING)
    if not wanted:
        raise BadRequest(f"{' or '.join(sorted(SENDING, reverse=True))} must be sent")
    if "automatic" in wanted:
        lab.delivery_queue.send_by_itself(wanted["automatic"])
    lab.delivery_queue.awaits_handshakes = wanted.get("await_handshakes", lab.delivery_queue.awaits_handshakes)
    return _sending(lab)


def _sending(lab: WebhookInspector) -> dict[str, Any]:
    delivery_queue = lab.delivery_queue
    with delivery_queue.world.lock:
        return {
            "automatic": delivery_queue.automatic,
            "threads": delivery_queue.workers is not None,
            "await_handshakes": delivery_queue.awaits_handshakes,
            "idle": not delivery_queue.owes,
            "last": delivery_queue.deliveries.last,
            "changes": delivery_queue.deliveries.changes,
        }


def wait_for_delivery(call: ControlCall) -> Any:
    """Wait for a delivery. The wait is short, so that waiting clients do not use all threads of the server. They ask again."""
    which = _query(call, WAIT)
    try:
        return {"delivery": shown(_lab(call).wait_for(timeout=_timeout(which), **which).row), "message": ""}
    except NothingArrived as missing:
        return {"delivery": None, "message": str(missing)}


def explain_deliveries(call: ControlCall) -> Any:
    which = _query(call, WHY)
    limit = _limit(which, MOST, MOST_CHANGES)
    return {"changes": _lab(call).why(**which)[-limit:]}


def index_interventions(call: ControlCall) -> Any:
    return {"interventions": list(_lab(call).delivery_faults())}


def clear_interventions(call: ControlCall) -> Any:
    return {"cleared": _lab(call).clear()}


def intervene(call: ControlCall) -> Any:
    """Add a delivery fault: `{"action": "respond", "answers": [500, 500, 200], "model": "matter"}`."""
    body = read(call.body, INTERVENTION, required=("action",), choices={"action": ACTIONS})
    action = body.pop("action")
    which = {key: body[key] for key in WHICH if key in body}
    wants = {"delay": ("by", "times"), "respond": ("answers",)}.get(action, ("times",))
    surplus = sorted(body.keys() - which.keys() - set(wants))
    if surplus:
        raise BadRequest(f"{action} takes {', '.join(wants)}, not {', '.join(surplus)}")
    if not 1 <= body.get("times", 1) <= 10_000:
        raise BadRequest("times must be between 1 and 10000")
    return {"intervention": _intervened(_lab(call), action, body, which)}


def _intervened(lab: WebhookInspector, action: Action, body: Mapping[str, Any], which: dict[str, Any]) -> Row:
    values: dict[str, Any] = {**which, "times": body.get("times", 2 if action == "reorder" else 1)}
    if action == "delay":
        values["seconds"] = _seconds(body)
    if action == "respond":
        values["answers"] = _answers(body)
    return lab.intervene(action, **values)


def _seconds(body: Mapping[str, Any]) -> int:
    """The seconds by which a delivery is delayed."""
    try:
        return int(parse_duration(body["by"]).total_seconds())
    except (KeyError, ValueError, OverflowError) as error:
        raise BadRequest(f"delay takes by, a duration such as 15m: {error}") from None


def _answers(body: Mapping[str, Any]) -> list[Any]:
    answers: list[Any] = body.get("answers") or []
    if not answers or not all(_is_answer(answer) for answer in answers):
        raise BadRequest("answers must be a list of statuses, objects of status, headers and body, or nulls, as in [500, null, 200]")
    return answers


def _is_answer(answer: Any) -> bool:
    """Whether the value is a status, an object for an answer, or null."""
    if answer is None:
        return True
    status = answer.get("status", 200) if isinstance(answer, dict) and answer.keys() <= {"status", "headers", "body"} else answer
    headers = answer.get("headers", {}) if isinstance(answer, dict) else {}
    sound = isinstance(headers, dict) and all(isinstance(value, str) for value in headers.values())
    return sound and isinstance(status, int) and not isinstance(status, bool) and 100 <= status <= 599


def shown(row: Row) -> Row:
    """A delivery without secrets: that of the handshake, and those in the address of the webhook. The signature is none."""
    return {**row, "attempts": [_shown_attempt(attempt) for attempt in row["attempts"]]}


def _shown_attempt(attempt: dict[str, Any]) -> dict[str, Any]:
    result = {**attempt, "url": mask_address(attempt["url"]), "headers": _shown_headers(attempt["headers"])}
    answer = attempt.get("answer")
    return {**result, "answer": {**answer, "headers": _shown_headers(answer["headers"])}} if answer else result


def _shown_headers(headers: Mapping[str, str]) -> dict[str, str]:
    masked = dict(mask_headers(headers.items()))
    return {name: value if name == SIGNATURE_HEADER else masked[name] for name, value in headers.items()}


def _lab(call: ControlCall) -> WebhookInspector:
    return WebhookInspector(attach(call.world))


def _delivery(call: ControlCall) -> Row:
    delivery = _lab(call).delivery(path_id(call.ids))
    if delivery is None:
        raise NotFound(f"There is no delivery {call.ids['id']}; GET /_mockclio/webhooks/deliveries lists them")
    return delivery.row


def _limit(which: dict[str, Any], usual: int, most: int) -> int:
    limit: int = which.pop("limit", usual)
    if not 1 <= limit <= most:
        raise BadRequest(f"limit must be between 1 and {most}")
    return limit


def _timeout(which: dict[str, Any]) -> float:
    return min(max(float(which.pop("timeout", LONGEST_WAIT)), 0.0), LONGEST_WAIT)


def _query(call: ControlCall, spec: Mapping[str, str]) -> dict[str, Any]:
    """The query parameters, checked against the table of the route."""
    results: dict[str, Any] = {}
    for name, text in call.request.args.items():
        if name == "world":
            continue
        if name not in spec:
            raise BadRequest(f"{shortened(name)}: unknown; this route takes {', '.join(spec)}")
        kind = spec[name].partition(":")[0]
        try:
            results[name] = {"integer": int, "number": float, "string": str}[kind](text)
        except ValueError:
            raise BadRequest(f"{name} must be of the type {kind}") from None
    return results
