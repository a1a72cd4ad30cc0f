"""Webhooks that tell too much, too little or the wrong thing: every event of every model under each way to spoil what is told of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import orjson

from mockclio import MockClio
from mockclio.catalog.webhook_models import CHANGES, webhook_model_of, webhook_models
from mockclio.webhooks import decisions, outcomes
from mockclio.webhooks.deliveries import HANDSHAKE
from mockclio.webhooks.delivery_queue import Attempt, DeliveryQueue
from mockclio.webhooks.signature import SECRET_HEADER, SIGNATURE_HEADER, sign
from tests.mutants.kinds import subscriptions
from tests.mutants.kinds.subscribing import of_model
from tests.mutants.mutant import Apply, Mutant
from tests.mutants.patches import replaced, swapped

Body = dict[str, Any]
Spoil = Callable[[Attempt, Body, str], Attempt]
"""(a sound attempt, its body parsed, the secret) -> the attempt that is sent."""


def pool() -> list[Mutant]:
    """The data of each event of each model, the frame and the headers of each event, what is decided, and the life of a subscription."""
    named = [(model, event) for model in webhook_models() for event in webhook_model_of(model).events]
    row_change = [
        _mutant(f"{model}.{event}/{way}", f"{event} of {model} {words}", model, _attempts(spoil, event, model))
        for model, event in named
        for way, (words, spoil) in DATA.items()
    ]
    decided = [
        _mutant(f"{model}.{event}/{way}", f"{event} of {model} {words}", model, make(model, event))
        for model, event in named
        for way, (words, make) in DECISIONS.items()
    ]
    framed = [
        _mutant(f"{event}/{way}", f"whatever is {event} {words}", "task", _attempts(spoil, event))
        for event in CHANGES
        for way, (words, spoil) in FRAMES.items()
    ]
    headed = [
        _mutant(f"every delivery/{way}", f"every delivery {words}", "task", _attempts(spoil)) for way, (words, spoil) in HEADERS.items()
    ]
    return [*row_change, *decided, *framed, *headed, *_of_models(), *subscriptions.pool()]


def _mutant(name: str, words: str, model: str, apply: Apply) -> Mutant:
    return Mutant("webhooks", name, words, apply, of_model(model))


def _of_models() -> Iterator[Mutant]:
    for model in webhook_models():
        for way, (words, make) in WATCHING.items():
            yield _mutant(f"{model}/{way}", f"{model}: {words}", model, make(model))


# --- what is sent ------------------------------------------------------------------------------------------------------------------------


def _attempts(spoil: Spoil, event: str = "", model: str = "") -> Apply:
    """Spoils every attempt to tell of such an event of such a model."""
    sound = DeliveryQueue._attempt

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        def one(delivery_queue: DeliveryQueue, queue: Any, row: Any, webhook: Any, at: str) -> Attempt:
            made = sound(delivery_queue, queue, row, webhook, at)
            if row["kind"] == HANDSHAKE or model not in ("", row["model"]) or event not in ("", row["event"]):
                return made
            return spoil(made, orjson.loads(made.body), webhook["shared_secret"])

        with swapped(DeliveryQueue, _attempt=one):
            yield

    return apply


def _with_body(change: Callable[[Body], Any]) -> Spoil:
    """Another body, with the signature that belongs to it."""

    def spoil(one: Attempt, body: Body, secret: str) -> Attempt:
        content = orjson.dumps(change(body))
        return replace(one, body=content, headers={**one.headers, SIGNATURE_HEADER: sign(secret, content)})

    return spoil


def _data(change: Callable[[Body], Any]) -> Spoil:
    return _with_body(lambda body: {**body, "data": change(body["data"])})


def _meta(change: Callable[[Body], Body]) -> Spoil:
    return _with_body(lambda body: {**body, "meta": change(body["meta"])})


def _less(values: Body, *names: str) -> Body:
    return {key: value for key, value in values.items() if key not in names}


def _last_lost(data: Body) -> Body:
    return _less(data, *list(data)[-1:]) if len(data) > 1 else data


def _bare(data: Body) -> Body:
    return {key: value["id"] if isinstance(value, dict) and "id" in value else value for key, value in data.items()}


FRAMES: dict[str, tuple[str, Spoil]] = {
    "renamed": ("goes under another name", _meta(lambda meta: {**meta, "event": "changed"})),
    "no event": ("does not name the event", _meta(lambda meta: _less(meta, "event"))),
    "no webhook": ("does not name the webhook", _meta(lambda meta: _less(meta, "webhook_id"))),
    "webhook as text": ("names the webhook by a string", _meta(lambda meta: {**meta, "webhook_id": str(meta["webhook_id"])})),
    "other webhook": ("names another webhook", _meta(lambda meta: {**meta, "webhook_id": meta["webhook_id"] + 1})),
    "no meta": ("comes without meta", _with_body(lambda body: _less(body, "meta"))),
    "no data": ("comes without data", _with_body(lambda body: _less(body, "data"))),
    "more": ("comes with the time beside data", _with_body(lambda body: {**body, "occurred_at": "2026-06-01T09:00:00Z"})),
}
DATA: dict[str, tuple[str, Spoil]] = {
    "id alone": ("carries the id alone", _data(lambda data: {"id": data["id"]})),
    "no id": ("comes without the id", _data(lambda data: _less(data, "id"))),
    "other id": (
        "carries the id of another record",
        _data(lambda data: {**data, "id": data["id"] + 1 if isinstance(data["id"], int) else "1"}),
    ),
    "field lost": ("lacks the last field", _data(_last_lost)),
    "field null": ("shows the last field as null", _data(lambda data: {**data, list(data)[-1]: None})),
    "field more": ("carries a field that was not asked for", _data(lambda data: {"status": None, "type": None, **data})),
    "bare associations": ("shows associations as bare ids", _data(_bare)),
    "listed": ("carries a list", _data(lambda data: [data])),
}


def _headed(change: Callable[[Attempt, Body, str], dict[str, str]]) -> Spoil:
    return lambda one, body, secret: replace(one, headers=change(one, body, secret))


def _signed(change: Callable[[Attempt, Body, str], str]) -> Spoil:
    return _headed(lambda one, body, secret: {**one.headers, SIGNATURE_HEADER: change(one, body, secret)})


HEADERS: dict[str, tuple[str, Spoil]] = {
    "unsigned": ("is not signed", _headed(lambda one, body, secret: _less(one.headers, SIGNATURE_HEADER))),
    "signed in capitals": ("is signed in capitals", _signed(lambda one, body, secret: sign(secret, one.body).upper())),
    "signed with prefix": (
        "has a signature with sha256= before it",
        _signed(lambda one, body, secret: f"sha256={sign(secret, one.body)}"),
    ),
    "signed in base64": (
        "has a signature in base64",
        _signed(lambda one, body, secret: base64.b64encode(hmac.digest(secret.encode(), one.body, "sha256")).decode()),
    ),
    "signed by sha1": (
        "is signed with SHA-1",
        _signed(lambda one, body, secret: hmac.digest(secret.encode(), one.body, "sha1").hex()),
    ),
    "signed without key": ("has a digest without a key", _signed(lambda one, body, secret: hashlib.sha256(one.body).hexdigest())),
    "signed by id": (
        "is signed with the id of the webhook",
        _signed(lambda one, body, secret: sign(str(one.queue.webhook), one.body)),
    ),
    "data signed": ("has a signature of data alone", _signed(lambda one, body, secret: sign(secret, orjson.dumps(body["data"])))),
    "signature of other bytes": (
        "has a signature of the body with other spaces",
        _signed(lambda one, body, secret: sign(secret, orjson.dumps(body, option=orjson.OPT_INDENT_2))),
    ),
    "secret shown": ("shows the secret", _headed(lambda one, body, secret: {**one.headers, SECRET_HEADER: secret})),
    "form": (
        "comes as a form",
        _headed(lambda one, body, secret: {**one.headers, "Content-Type": "application/x-www-form-urlencoded"}),
    ),
}


# --- what is decided ---------------------------------------------------------------------------------------------------------------------

Judge = Callable[[Any, Any, Any, str], tuple[str, str]]


def _deciding_on(model: str, event: str | None, change: Callable[[Judge, Any, Any, Any, str], tuple[str, str]]) -> Apply:
    """Decides otherwise about one model, or one event of it."""
    sound = decisions.decide

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        def judged(world: Any, webhook: Any, row_change: Any, name: str) -> tuple[str, str]:
            if webhook["model"] == model and event in (None, name):
                return change(sound, world, webhook, row_change, name)
            return sound(world, webhook, row_change, name)

        with replaced(sound, judged):
            yield

    return apply


def _never(sound: Judge, world: Any, webhook: Any, row_change: Any, event: str) -> tuple[str, str]:
    return "event", ""


def _uninvited(sound: Judge, world: Any, webhook: Any, row_change: Any, event: str) -> tuple[str, str]:
    return sound(world, {**webhook, "events": [*webhook["events"], event]}, row_change, event)


def _as_it_was(sound: Judge, world: Any, webhook: Any, row_change: Any, event: str) -> tuple[str, str]:
    """The body shows the record before the change."""
    reason, body = sound(world, webhook, row_change, event)
    view = decisions.view_of(world, webhook)
    if reason != "sent" or row_change.before is None or view is None:
        return reason, body
    return reason, decisions.body(view, webhook, event, row_change.before)


def _with_defaults(sound: Judge, world: Any, webhook: Any, row_change: Any, event: str) -> tuple[str, str]:
    """The body holds the record's default fields, whatever the webhook asks for."""
    reason, body = sound(world, webhook, row_change, event)
    if reason != "sent":
        return reason, body
    return sound(world, {**webhook, "fields": decisions.record_of(webhook["model"]).default_fields.replace(" ", ",")}, row_change, event)


def _twice(model: str, event: str) -> Apply:
    sound = DeliveryQueue.enqueue

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        def queue(delivery_queue: DeliveryQueue, **values: Any) -> Any:
            if (values["model"], values["event"]) == (model, event):
                sound(delivery_queue, **values)
            return sound(delivery_queue, **values)

        with swapped(DeliveryQueue, enqueue=queue):
            yield

    return apply


def _of_event(change: Callable[[Judge, Any, Any, Any, str], tuple[str, str]]) -> Callable[[str, str], Apply]:
    return lambda model, event: _deciding_on(model, event, change)


DECISIONS: dict[str, tuple[str, Callable[[str, str], Apply]]] = {
    "left out": ("is not told", _of_event(_never)),
    "twice": ("is told twice", _twice),
    "as it was": ("shows the record before the change", _of_event(_as_it_was)),
    "defaults": ("carries the default fields whatever was asked for", _of_event(_with_defaults)),
}


def _worth(change: Callable[[bool, bool], bool]) -> Callable[[str], Apply]:
    """Decides otherwise whether an update is worth telling: (is it the first one, is it worth telling) -> is it told."""

    def make(model: str) -> Apply:
        sound, first_update = decisions._worth_telling, decisions._is_first_update

        @contextmanager
        def apply(mock: MockClio) -> Iterator[None]:
            def worth(view: Any, webhook: Any, row_change: Any) -> bool:
                if webhook["model"] != model:
                    return sound(view, webhook, row_change)
                first = first_update(view.world, webhook["id"], row_change.id)
                with swapped(decisions, _is_first_update=lambda *arguments: False):
                    watched = sound(view, webhook, row_change)
                return change(first, watched)

            with swapped(decisions, _worth_telling=worth):
                yield

        return apply

    return make


def _whatever_state(status: str) -> Callable[[str], Apply]:
    """Tells webhooks that are not enabled."""

    def make(model: str) -> Apply:
        sound_hindrance = outcomes.hindrance

        def sent_anyway(sound: Judge, world: Any, webhook: Any, row_change: Any, event: str) -> tuple[str, str]:
            return sound(world, {**webhook, "status": "enabled"} if webhook["status"] == status else webhook, row_change, event)

        def hindrance(row: Any, webhook: Any, at: str) -> str:
            mine = webhook is not None and webhook["model"] == model and webhook["status"] == status
            return sound_hindrance(row, {**webhook, "status": "enabled"} if mine else webhook, at)

        @contextmanager
        def apply(mock: MockClio) -> Iterator[None]:
            with ExitStack() as stack:
                stack.enter_context(_deciding_on(model, None, sent_anyway)(mock))
                stack.enter_context(replaced(sound_hindrance, hindrance))
                yield

        return apply

    return make


def _backwards(model: str) -> Apply:
    """What is due is sent last one first."""
    sound = DeliveryQueue.enqueue

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        def queue(delivery_queue: DeliveryQueue, **values: Any) -> Any:
            if values["model"] != model or values["kind"] == HANDSHAKE:
                return sound(delivery_queue, **values)
            turn = delivery_queue.deliveries.next_turn
            with swapped(delivery_queue.deliveries, next_turn=lambda: -turn()):
                return sound(delivery_queue, **values)

        with swapped(DeliveryQueue, enqueue=queue):
            yield

    return apply


def _once_a_line(model: str) -> Apply:
    """Of several things that are due at once only the last is told."""
    sound = DeliveryQueue.enqueue

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        def queue(delivery_queue: DeliveryQueue, **values: Any) -> Any:
            queue = delivery_queue.queues.get(values["webhook"])
            if values["model"] == model and queue is not None and values["kind"] != HANDSHAKE:
                queue.due.clear()
            return sound(delivery_queue, **values)

        with swapped(DeliveryQueue, enqueue=queue):
            yield

    return apply


WATCHING: dict[str, tuple[str, Callable[[str], Apply]]] = {
    "unwatched told": ("changes of fields that are not watched are told", _worth(lambda first, watched: True)),
    "first update silent": ("the first change is told only if it is watched", _worth(lambda first, watched: watched)),
    "first update only": ("only the first change is told", _worth(lambda first, watched: first)),
    "watched silent": ("changes of watched fields are not told", _worth(lambda first, watched: first or not watched)),
    "uninvited": ("events that were not subscribed to are told", lambda model: _deciding_on(model, None, _uninvited)),
    "pending told": ("a pending webhook is told", _whatever_state("pending")),
    "suspended told": ("a suspended webhook is told", _whatever_state("suspended")),
    "backwards": ("what is due is sent last one first", _backwards),
    "last only": ("of what is due at once only the last is sent", _once_a_line),
}
