"""Subscriptions whose life goes wrong: handshakes, activation, refusals, retries and the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from mockclio import MockClio
from mockclio.catalog.webhook_models import webhook_model_of, webhook_models
from mockclio.webhooks import decisions, outcomes
from mockclio.webhooks import subscriptions as rules
from mockclio.webhooks.decisions import expired
from mockclio.webhooks.deliveries import HANDSHAKE
from mockclio.webhooks.delivery_queue import Attempt, DeliveryQueue
from mockclio.webhooks.dispatch import Dispatch
from mockclio.webhooks.reply import Reply
from mockclio.webhooks.signature import SECRET_HEADER, SIGNATURE_HEADER, sign
from tests.mutants.kinds.subscribing import lives
from tests.mutants.mutant import Apply, Mutant
from tests.mutants.patches import replaced, swapped
from tests.mutants.wire import Answered, Ask, Request, twisted


def pool() -> list[Mutant]:
    """Every way, and every retry."""
    ways = {**RECORDS, **HANDSHAKES, **OUTCOMES, **SIGHT, **dict(_retries())}
    return [Mutant("webhooks", f"subscription/{name}", words, apply, lives) for name, (words, apply) in ways.items()]


def _with(owner: Any, **members: Any) -> Apply:
    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        with swapped(owner, **members):
            yield

    return apply


def _for(function: Callable[..., Any], by: Callable[..., Any]) -> Apply:
    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        with replaced(function, by):
            yield

    return apply


# --- as records --------------------------------------------------------------------------------------------------------------------------

WEBHOOKS = rules.Webhooks
before_create, before_update = WEBHOOKS.before_create, WEBHOOKS.before_update
fill = rules.fill


def _born(**values: Any) -> Apply:
    """A new webhook begins with other values."""

    def made(own: Any, session: Any, row: Any, data: Any) -> None:
        before_create(own, session, row, data)
        row.update({name: value(row, session) if callable(value) else value for name, value in values.items()})

    return _with(WEBHOOKS, before_create=made)


def _kept_status(own: Any, session: Any, before: Any, row: Any, data: Any) -> None:
    before_update(own, session, before, row, data)
    row["status"] = before["status"]


def _new_secret(own: Any, session: Any, before: Any, row: Any, data: Any) -> None:
    before_update(own, session, before, row, data)
    row["shared_secret"] = before["shared_secret"][::-1]


def _always_pending(own: Any, session: Any, before: Any, row: Any, data: Any) -> None:
    before_update(own, session, before, row, data)
    row["status"] = "pending"


def _clipped(session: Any, moment: str) -> str:
    """An end that is too far off is cut in place of a refusal."""
    from mockclio.store.clock import parse_time, stamp

    return min(moment, stamp(parse_time(session.now) + rules.LONGEST_LIFE))


def _whole_life(row: Any, session: Any) -> str:
    from mockclio.store.clock import parse_time, stamp

    return stamp(parse_time(session.now) + rules.LONGEST_LIFE)


def _open_activation(request: Request, ask: Ask) -> Answered:
    """Activation asks for no secret."""
    place = request.path.removesuffix(".json").removesuffix("/activate")
    shown = ask(replace(request, method="GET", path=place, query=[("fields", "shared_secret")], body=b"")).json
    secret = (shown or {}).get("data", {}).get("shared_secret", "")
    return ask(replace(request, headers={**request.headers, SECRET_HEADER: secret}))


def _hidden(request: Request, ask: Ask) -> Answered:
    answered = ask(request)
    body = answered.json
    if not isinstance(body, dict) or not isinstance(body.get("data"), dict):
        return answered
    return answered.saying({**body, "data": {name: value for name, value in body["data"].items() if name != "shared_secret"}})


def _wrong_number(value: Any) -> str:
    """Numbers of models begin with 0."""
    return model(int(value) + 1 if str(value).isdigit() else value)


def _any_model(value: Any) -> str:
    return str(value) if str(value) in webhook_models() else "task" if not str(value).isdigit() else model(value)


def _few_events(name: str, chosen: list[str] | None) -> list[str]:
    return events(name, ["created"] if chosen is None else chosen)


def _all_events(name: str, chosen: list[str] | None) -> list[str]:
    return list(webhook_model_of(name).events) if chosen is None else events(name, chosen)


def _any_events(name: str, chosen: list[str] | None) -> list[str]:
    possible = webhook_model_of(name).events
    return events(name, None if chosen is None else [event for event in chosen if event in possible] or None)


model, events, check_fields, check_url, selection = rules.model, rules.events, rules.check_fields, rules.check_url, rules.selection

RECORDS: dict[str, tuple[str, Apply]] = {
    "expires/two days": ("a webhook lives two days by default", _with(rules, LIFETIME=timedelta(days=2))),
    "expires/31 days": ("a webhook lives 31 days by default", _with(rules, LIFETIME=timedelta(days=31))),
    "expires/three days and an hour": ("a webhook lives an hour more by default", _with(rules, LIFETIME=timedelta(days=3, hours=1))),
    "expires/never": ("a webhook has no end by default", _born(expires_at="9999-12-31T00:00:00Z")),
    "expires/given end ignored": ("the end that was asked for is passed over", _born(expires_at=_whole_life)),
    "expires/no ceiling": ("an end in a year is taken", _with(rules, LONGEST_LIFE=timedelta(days=400))),
    "expires/low ceiling": ("an end in a fortnight is refused", _with(rules, LONGEST_LIFE=timedelta(days=7))),
    "expires/31 days refused": (
        "an end in exactly 31 days is refused",
        _with(rules, LONGEST_LIFE=timedelta(days=31) - timedelta(seconds=1)),
    ),
    "expires/clipped": ("an end that is too far off is cut", _for(rules.expiry, _clipped)),
    "expires/not renewed": (
        "a later end is passed over",
        twisted(lambda request, ask: ask(_unsent(request, "expires_at")), "Webhook#update"),
    ),
    "secret/empty": ("the secret is empty", _born(shared_secret="")),
    "secret/same": ("every webhook has the same secret", _born(shared_secret="s" * 40)),
    "secret/not shown": ("the secret cannot be read", twisted(_hidden, "Webhook#create", "Webhook#show", "Webhook#update")),
    "secret/changes": ("every change gives another secret", _with(WEBHOOKS, before_update=_new_secret)),
    "secret/signs": (
        "the secret has a character that is neither letter nor digit",
        _born(shared_secret=lambda row, session: f"{row['shared_secret'][:-1]}-"),
    ),
    "status/enabled at once": ("a new webhook is enabled before the handshake", _born(status="enabled")),
    "status/suspended at once": ("a new webhook is suspended", _born(status="suspended")),
    "status/new url stays enabled": ("a changed address needs no handshake", _with(WEBHOOKS, before_update=_kept_status)),
    "status/any change is pending": ("any change makes a webhook pending", _with(WEBHOOKS, before_update=_always_pending)),
    "activate/any secret": ("activation asks for no secret", twisted(_open_activation, "Webhook#activate")),
    "activate/nothing": ("activation does nothing", twisted(lambda request, ask: _inactive(request, ask), "Webhook#activate")),
    "activate/204": ("activation answers 204", twisted(lambda request, ask: _no_content(ask(request)), "Webhook#activate")),
    "model/unknown is taken": ("an unknown model is taken for tasks", _for(model, _any_model)),
    "model/numbers from 0": ("numbers of models begin with 0", _for(model, _wrong_number)),
    "model/no numbers": ("a model by its number is refused", _for(model, lambda value: model("no" if str(value).isdigit() else value))),
    "fields/not checked": ("fields that there are not are taken", _for(check_fields, lambda model, text: None)),
    "fields/any length": ("fields of any length are taken", _with(rules, LONGEST_FIELDS=100_000)),
    "fields/short": ("fields of 500 characters are refused", _with(rules, LONGEST_FIELDS=10)),
    "fields/no list": ("fields as a list are refused", _for(selection, lambda value: selection("" if isinstance(value, list) else value))),
    "events/created by default": ("a webhook hears of creations alone by default", _for(events, _few_events)),
    "events/everything by default": ("a webhook hears of every event by default", _for(events, _all_events)),
    "events/not checked": ("events that a model does not have are passed over", _for(events, _any_events)),
    "url/http": ("plain http to strangers is taken", _for(check_url, lambda url, hosts: None)),
}


def _unsent(request: Request, name: str) -> Request:
    return request.sending({key: value for key, value in (request.data or {}).items() if key != name})


def _inactive(request: Request, ask: Ask) -> Answered:
    """Says what a read of the webhook says."""
    return ask(replace(request, method="GET", path=request.path.removesuffix(".json").removesuffix("/activate"), body=b""))


def _no_content(answered: Answered) -> Answered:
    return Answered(204, answered.headers, b"") if answered.status == 200 else answered


# --- handshakes --------------------------------------------------------------------------------------------------------------------------

sound_attempt, sound_greet, sound_subscription = DeliveryQueue._attempt, Dispatch.greet, Dispatch._subscription


def _greeting(change: Callable[[Attempt, str], Attempt]) -> Apply:
    """Changes the attempt of a handshake."""

    def one(delivery_queue: DeliveryQueue, queue: Any, row: Any, webhook: Any, at: str) -> Attempt:
        made = sound_attempt(delivery_queue, queue, row, webhook, at)
        return change(made, webhook["shared_secret"]) if row["kind"] == HANDSHAKE else made

    return _with(DeliveryQueue, _attempt=one)


def _headed(**headers: str) -> Callable[[Attempt, str], Attempt]:
    return lambda one, secret: replace(one, headers={**one.headers, **{name.replace("_", "-"): value for name, value in headers.items()}})


def _bare(one: Attempt, secret: str) -> Attempt:
    return replace(one, headers={name: value for name, value in one.headers.items() if name != SECRET_HEADER})


def _greet_twice(dispatch: Dispatch, webhook: Any) -> None:
    sound_greet(dispatch, webhook)
    sound_greet(dispatch, webhook)


def _only_new(dispatch: Dispatch, change: Any) -> None:
    """A changed address is not greeted."""
    if change.before is not None and change.after is not None and change.before["url"] != change.after["url"]:
        return
    sound_subscription(dispatch, change)


HANDSHAKES: dict[str, tuple[str, Apply]] = {
    "handshake/none": ("no handshake is sent", _with(Dispatch, greet=lambda dispatch, webhook: None)),
    "handshake/twice": ("the handshake is sent twice", _with(Dispatch, greet=_greet_twice)),
    "handshake/not on a new url": ("a changed address gets no handshake", _with(Dispatch, _subscription=_only_new)),
    "handshake/no secret": ("the handshake brings no secret", _greeting(_bare)),
    "handshake/wrong secret": ("the handshake brings another secret", _greeting(_headed(X_Hook_Secret="0" * 40))),
    "handshake/signed": (
        "the handshake is signed",
        _greeting(lambda one, secret: replace(one, headers={**one.headers, SIGNATURE_HEADER: sign(secret, one.body)})),
    ),
    "handshake/empty": ("the handshake has no body", _greeting(lambda one, secret: replace(one, body=b""))),
    "handshake/bare id": (
        "the handshake names the webhook beside data",
        _greeting(lambda one, secret: replace(one, body=one.body.replace(b'{"data":', b"")[:-1])),
    ),
    "handshake/other id": (
        "the handshake names the webhook as id",
        _greeting(lambda one, secret: replace(one, body=one.body.replace(b"webhook_id", b"id"))),
    ),
}


# --- what follows from an answer ---------------------------------------------------------------------------------------------------------

sound_handshake, sound_event, sound_hindrance = outcomes._handshake, outcomes._event, outcomes.hindrance
Settle = Callable[[DeliveryQueue, Attempt, Reply], dict[str, Any]]


def _status(reply: Reply, **statuses: int) -> Reply:
    """The reply as if another status had come: `_410=200`."""
    return replace(reply, status=statuses.get(f"_{reply.status}", reply.status))


def _taking(**statuses: int) -> Apply:
    return _with(outcomes, _event=lambda delivery_queue, one, reply: sound_event(delivery_queue, one, _status(reply, **statuses)))


def _without_echo(delivery_queue: DeliveryQueue, one: Attempt, reply: Reply) -> dict[str, Any]:
    """Any success enables."""
    webhook = delivery_queue.webhook(one.row["webhook"]) or {}
    return sound_handshake(delivery_queue, one, replace(reply, headers={SECRET_HEADER: webhook.get("shared_secret", "")}))


def _deaf(delivery_queue: DeliveryQueue, one: Attempt, reply: Reply) -> dict[str, Any]:
    """No echo enables."""
    return sound_handshake(delivery_queue, one, replace(reply, headers={}))


def _no_suspension(delivery_queue: DeliveryQueue, one: Attempt, reply: Reply) -> dict[str, Any]:
    with swapped(delivery_queue, set_status=lambda webhook, status: None):
        return sound_event(delivery_queue, one, reply)


def _at_once(delivery_queue: DeliveryQueue, one: Attempt, reply: Reply) -> dict[str, Any]:
    """The first failure suspends."""
    webhook = delivery_queue.webhook(one.row["webhook"])
    if webhook is not None and reply.status is not None and reply.status >= 400:
        delivery_queue.set_status(webhook, "suspended")
    return sound_event(delivery_queue, one, reply)


def _endless(row: Any, webhook: Any, at: str) -> str:
    return sound_hindrance(row, {**webhook, "expires_at": "9999-12-31T00:00:00Z"} if webhook else webhook, at)


OUTCOMES: dict[str, tuple[str, Apply]] = {
    "echo/not needed": ("a handshake without echo enables", _with(outcomes, _handshake=_without_echo)),
    "echo/not read": ("an echo does not enable", _with(outcomes, _handshake=_deaf)),
    "410/retried": ("410 is a failure like others", _taking(_410=500)),
    "410/success": ("410 changes nothing", _taking(_410=200)),
    "3xx/failure": ("an answer of 302 is a failure", _taking(_302=500)),
    "204/failure": ("an answer of 204 is a failure", _taking(_204=500)),
    "400/success": ("an answer of 400 is success", _taking(_400=200)),
    "500/success": ("an answer of 500 is success", _taking(_500=200)),
    "failure/suspends at once": ("the first failure suspends a webhook", _with(outcomes, _event=_at_once)),
    "failure/never suspends": ("no failure and no 410 suspends a webhook", _with(outcomes, _event=_no_suspension)),
    "end/told afterwards": ("a webhook is told after its end", _for(expired, lambda webhook, at: False)),
    "end/a day early": (
        "a webhook ends a day early",
        _for(expired, lambda webhook, at: webhook["expires_at"][:10] <= at[:10] or expired(webhook, at)),
    ),
    "end/retries go on": ("what is owed is sent after the end", _for(sound_hindrance, _endless)),
}

view_of = decisions.view_of


def _view_of_anybody(world: Any, webhook: Any) -> Any:
    return view_of(world, webhook) or view_of(world, {**webhook, "user": (world.owner() or {})["id"]})


SIGHT: dict[str, tuple[str, Apply]] = {
    "sight/everything": ("records that the user may not see are told", _for(decisions._unseen, lambda view, table, row: "")),
    "sight/no scope needed": (
        "a token without the scope of a model may subscribe to it",
        _for(rules.require_scope, lambda call, row=None: None),
    ),
    "sight/gone user": ("a webhook of a disabled user is told", _for(view_of, _view_of_anybody)),
    "sight/of others": ("everybody sees every webhook", _for(rules.belongs, lambda view, row: True)),
}


def _retries() -> Iterator[tuple[str, tuple[str, Apply]]]:
    minutes = outcomes.RETRY_MINUTES
    for place, pause in enumerate(minutes):
        yield (
            f"retry {place + 1}/left out",
            (f"retry {place + 1} is left out", _with(outcomes, RETRY_MINUTES=minutes[:place] + minutes[place + 1 :])),
        )
        late = (*minutes[:place], pause * 2 + 1, *minutes[place + 1 :])
        yield f"retry {place + 1}/late", (f"retry {place + 1} comes late", _with(outcomes, RETRY_MINUTES=late))
        early = (*minutes[:place], pause / 2, *minutes[place + 1 :])
        yield f"retry {place + 1}/early", (f"retry {place + 1} comes early", _with(outcomes, RETRY_MINUTES=early))
    yield "retry/none", ("nothing is sent again", _with(outcomes, RETRY_MINUTES=()))
    yield "retry/more", ("a sixth retry is made", _with(outcomes, RETRY_MINUTES=(*minutes, 64)))
