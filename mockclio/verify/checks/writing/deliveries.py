"""Checks of deliveries: every event of every model is told once, whole, signed, to who asked for it, and to nobody else."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.schema import fields
from mockclio.catalog.webhook_models import CHANGES, webhook_model_of, webhook_models
from mockclio.testing.outcomes import CheckFailed
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.writing.receiver import SECRET, Place, Post, WebhookSetup, signed
from mockclio.webhooks.decisions import record_of
from mockclio.webhooks.triggers import recipe

Hook = dict[str, Any]


def much(model: str) -> str:
    """The text that changes, what any change changes, and up to two associations with braces."""
    known = fields(record_of(model))
    plain = [name for name in ("id", "etag", recipe(model).text, "created_at", "updated_at", "status", "state") if name in known]
    nested = [name for name, one in known.items() if one.record is not None and not one.many][:2]
    return ",".join([*plain, *(f"{name}{{id}}" for name in nested)])


def names(selection: str) -> set[str]:
    return {part.partition("{")[0] for part in selection.split(",")}


def expect(wanted: Any, result: Any, path: str, call: str = "a delivery") -> None:
    if wanted != result:
        raise CheckFailed(wanted, result, path=path, call=call)


def sound(hook: Hook, post: Post, event: str, id: Any) -> Any:
    """One delivery: its form, its signature and whom it is about. Gives its data."""
    expect("POST", post.method, "method")
    expect("application/json", post.headers.get("Content-Type", "").partition(";")[0], "Content-Type")
    expect(None, post.headers.get(SECRET), SECRET)
    signed(hook, post)
    body = post.json
    expect(["data", "meta"], sorted(body) if isinstance(body, dict) else body, "body")
    expect({"event": event, "webhook_id": hook["id"]}, body["meta"], "meta")
    data = body["data"]
    expect(names(hook["fields"]) | {"id"}, set(data) if isinstance(data, dict) else data, "data")
    expect(id, data["id"], "data.id")
    return data


def only(place: Place, hook: Hook, event: str, id: Any) -> Any:
    """The data of the one delivery that came about a record."""
    mine = [post for post in place.events if str(post.json.get("data", {}).get("id") if _has_data(post) else id) == str(id)]
    expect(1, len(mine), f"deliveries of {event} about record {id}", call=f"webhook for {hook['model']}")
    return sound(hook, mine[0], event, id)


def _has_data(post: Post) -> bool:
    body = post.json
    return isinstance(body, dict) and isinstance(body.get("data"), dict)


def shown(setup: WebhookSetup, model: str, id: Any, selection: str) -> Any:
    return setup.world.get(f"{recipe(model).path}/{id}.json", fields=selection)["data"]


@check(
    "webhooks/told",
    "webhooks",
    writes=True,
    rules=("deliveries.body", "deliveries.fields-and-id", "deliveries.signature", "deliveries.deleted-carries-what-is-known"),
)
def delivered() -> Cases:
    """Every event of every model is told once, signed, with exactly the fields that were asked for; other events are not."""
    for model in webhook_models():
        for event in webhook_model_of(model).events:
            yield None, f"{model}.{event}", lambda target, m=model, e=event: _delivered(WebhookSetup.of(target), m, e)  # type: ignore[misc]


def _delivered(setup: WebhookSetup, model: str, event: str) -> None:
    text, others = recipe(model).text, [one for one in webhook_model_of(model).events if one != event]
    params = {"little": f"id,{text}", "much": much(model), "without id": text}
    hooks = {name: setup.subscribe(model=model, fields=selection, events=[event]) for name, selection in params.items()}
    deaf, silent = setup.subscribe(model=model, fields=f"id,{text}", events=others)
    if event == "created":
        id = setup.cause(f"{model}.created")
        last = {name: shown(setup, model, id, selection) for name, selection in params.items()}
    else:
        id = setup.cause(f"{model}.created", values={"status": "pending"} if event == "matter_opened" else None)
        before = {name: shown(setup, model, id, selection) for name, selection in params.items()}
        setup.cause(f"{model}.{event}", id)
        last = before if event == "deleted" else {name: shown(setup, model, id, selection) for name, selection in params.items()}
    for name, (hook, place) in hooks.items():
        data = only(place, hook, event, id)
        for key, value in last[name].items():
            if event == "deleted" and (key in ("etag", "updated_at") or isinstance(value, dict)):
                continue
            expect(value, data[key], f"data.{key}", call=f"{event} of {model}")
    wrong = [post.json["meta"]["event"] for post in silent.events if post.json["meta"]["event"] not in deaf["events"]]
    expect([], wrong, "events that were not asked for", call=f"webhook for {deaf['events']} of {model}")
    setup.remove(deaf, *(hook for hook, _ in hooks.values()))


@check(
    "webhooks/watched",
    "webhooks",
    writes=True,
    rules=("deliveries.watched-fields", "deliveries.first-update-always", "deliveries.bookkeeping-watches-everything"),
)
def watched() -> Cases:
    """A change is told if it changed a watched field; the first change of a record always; and every one where no field is watched."""
    for model in webhook_models():
        if "updated" in webhook_model_of(model).events:
            yield None, model, lambda target, m=model: _watched(WebhookSetup.of(target), m)  # type: ignore[misc]


def _watched(setup: WebhookSetup, model: str) -> None:
    text, known = recipe(model).text, fields(record_of(model))
    aside = next(name for name in ("created_at", "date") if name in known)
    params = {"watching": f"id,{text}", "aside": f"id,{aside}", "everything": "id,updated_at" if "updated_at" in known else "id,etag"}
    hooks = {name: setup.subscribe(model=model, fields=selection, events=["updated"]) for name, selection in params.items()}
    id = setup.cause(f"{model}.created")
    wanted = {"watching": 1, "aside": 1, "everything": 1}
    for change in (1, 2, 3):
        before = shown(setup, model, id, ",".join(("id", text)))
        values = {"state": "completed"} if change == 2 and model == "clio_payments_payment" else None
        if model == "clio_payments_payment" and change == 3:
            break
        setup.cause(f"{model}.updated", id, values)
        if shown(setup, model, id, ",".join(("id", text))) == before:
            break
        if change > 1:
            wanted["watching"] += 1
            wanted["everything"] += 1
        for name, (_, place) in hooks.items():
            about = [post for post in place.events if str(post.json["data"]["id"]) == str(id)]
            expect(wanted[name], len(about), f"deliveries after {change} changes of {text}", call=f"webhook for {params[name]} of {model}")
    setup.remove(*(hook for hook, _ in hooks.values()))


@check("webhooks/pending", "webhooks", writes=True, rules=("webhooks.starts-pending",))
def pending() -> Cases:
    """A webhook whose handshake was not echoed is told nothing, whatever happens."""
    for model in webhook_models():
        yield None, model, lambda target, m=model: _pending(WebhookSetup.of(target), m)  # type: ignore[misc]


def _pending(setup: WebhookSetup, model: str) -> None:
    hook, place = setup.subscribe(place=setup.receiver.place(echo=False), model=model, fields=f"id,{recipe(model).text}")
    id = setup.cause(f"{model}.created")
    for event in webhook_model_of(model).events[1:]:
        if event in CHANGES:
            setup.cause(f"{model}.{event}", id)
    expect([], [post.json["meta"]["event"] for post in place.events], "what a pending webhook was told", call=f"webhook for {model}")
    setup.remove(hook)


@check("webhooks/suspended", "webhooks", writes=True, rules=("deliveries.410-disables",))
def suspended() -> Cases:
    """A webhook that was suspended is told nothing more, whatever happens."""
    for model in webhook_models():
        yield None, model, lambda target, m=model: _suspended(WebhookSetup.of(target), m)  # type: ignore[misc]


def _suspended(setup: WebhookSetup, model: str) -> None:
    hook, place = setup.subscribe(place=setup.receiver.place(status=410), model=model, fields=f"id,{recipe(model).text}")
    id = setup.cause(f"{model}.created")
    expect("suspended", setup.look(hook)["status"], "data.status", call=setup.world.last)
    count, place.status = len(place.events), 200
    for event in webhook_model_of(model).events:
        if event in CHANGES:
            setup.cause(f"{model}.{event}", None if event == "created" else id)
    since = [post.json["meta"]["event"] for post in place.events[count:]]
    expect([], since, "what a suspended webhook was told", call=f"webhook for {model}")
    setup.remove(hook)


@check("webhooks/in-order", "webhooks", writes=True, rules=("deliveries.commit-order",))
def in_order() -> Cases:
    """What happens is told in the order in which it happened, each as it was then."""
    for model in webhook_models():
        yield None, model, lambda target, m=model: _in_order(WebhookSetup.of(target), m)  # type: ignore[misc]


def _in_order(setup: WebhookSetup, model: str) -> None:
    text = recipe(model).text
    hook, place = setup.subscribe(model=model, fields=f"id,{text}")
    id = setup.cause(f"{model}.created", pump=False)
    texts = [shown(setup, model, id, text)[text]]
    for values in UPDATES.get(model, (None, None)):
        setup.cause(f"{model}.updated", id, values, pump=False)
        texts.append(shown(setup, model, id, text)[text])
    other = setup.cause(f"{model}.created", pump=False)
    wanted = [("created", id), *[("updated", id)] * (len(texts) - 1), ("created", other)]
    if "deleted" in webhook_model_of(model).events:
        setup.cause(f"{model}.deleted", id, pump=False)
        wanted.append(("deleted", id))
    setup.pump()
    about = [post for post in place.events if post.json["data"]["id"] in (id, other)]
    delivered = [(post.json["meta"]["event"], post.json["data"]["id"]) for post in about]
    expect(wanted, delivered, "events in order")
    expect(texts, [post.json["data"][text] for post in about[: len(texts)]], f"data.{text} of created and updated")
    for post, (event, record) in zip(about, wanted, strict=True):
        sound(hook, post, event, record)
    setup.remove(hook)


UPDATES: dict[str, tuple[Any, ...]] = {"clio_payments_payment": (None, {"state": "completed"})}
"""The values of two updates that change something, where the trigger alone makes one."""
