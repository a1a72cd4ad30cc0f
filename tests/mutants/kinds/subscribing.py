"""The stories that a probe of webhooks tells: what is told of a model's records, and the life of a subscription."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from mockclio import MockClio
from mockclio.catalog.schema import fields
from mockclio.catalog.webhook_models import webhook_model_of, webhook_models
from mockclio.store.clock import stamp
from mockclio.webhooks.decisions import record_of
from mockclio.webhooks.triggers import CannotTrigger, Writer, recipe, trigger

ORIGIN = "https://app.test"
Post = tuple[str, dict[str, str], bytes]
KEPT = ("HTTP_X_HOOK_SECRET", "HTTP_X_HOOK_SIGNATURE", "CONTENT_TYPE", "REQUEST_METHOD")


class Listener:
    """A receiver in the process: keeps what it is told and answers as it is told to."""

    def __init__(self, mock: MockClio, name: str, *, status: int = 200, echo: bool = True) -> None:
        self.url, self.status, self.echo = f"{ORIGIN}/{name}", status, echo
        self.posts: list[Post] = []
        mock.webhooks.mount(self.url, self)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.posts.append((environ["PATH_INFO"], {key: environ[key] for key in KEPT if key in environ}, body))
        secret = environ.get("HTTP_X_HOOK_SECRET")
        headers = [("X-Hook-Secret", secret)] if secret and self.echo else []
        start_response(f"{200 if secret else self.status} ", headers)
        return [b""]


def subscribe(mock: MockClio, **values: Any) -> tuple[Any, Any]:
    """A new webhook: the answer and its id."""
    body = {"model": "task", "fields": "id,name", **values}
    response = mock.http.post("/api/v4/webhooks", params={"fields": ALL}, json={"data": body})
    decoded = response.json() if response.content else None
    return (response.status_code, decoded), decoded.get("data", {}).get("id") if isinstance(decoded, dict) else None


ALL = "id,url,fields,shared_secret,model,status,events,expires_at,user"


def look(mock: MockClio, id: Any) -> Any:
    response = mock.http.get(f"/api/v4/webhooks/{id}", params={"fields": ALL})
    return response.status_code, response.json()


def cause(mock: MockClio, kind: str, id: Any = None, values: dict[str, Any] | None = None) -> Any:
    """Make a change happen; None where the server does not let it."""
    try:
        return trigger(Writer(mock.http, mock.world.name), kind, values, id)["id"]
    except (CannotTrigger, KeyError, TypeError):
        return None


def much(model: str) -> str:
    """A selection of what any change changes, of the text that changes, and of an association with braces."""
    known = fields(record_of(model))
    nested = next((name for name, field in known.items() if field.record is not None and not field.many), "")
    names = [name for name in ("id", "etag", recipe(model).text, "updated_at") if name in known]
    return ",".join([*names, *([f"{nested}{{id}}"] if nested else [])])


def of_model(model: str) -> Callable[[MockClio], Iterator[Any]]:
    """Every event of a model, told to webhooks that ask for little, for much, and for another field than the one that changes."""

    def story(mock: MockClio) -> Iterator[Any]:
        text, events = recipe(model).text, list(webhook_model_of(model).events)
        other = next(name for name in ("created_at", "date") if name in fields(record_of(model)))
        selections = {"little": f"id,{text}", "much": much(model), "aside": f"id,{other}", "quiet": "id,updated_at"}
        listeners = {name: Listener(mock, name) for name in selections}
        hooks = {name: subscribe(mock, model=model, fields=selections[name], events=events, url=listeners[name].url) for name in selections}
        yield [answer for answer, _ in hooks.values()]
        deaf = {
            "silent": (Listener(mock, "silent", echo=False), events),
            "gone": (Listener(mock, "gone", status=410), events),
            "births": (Listener(mock, "births"), ["created"]),
        }
        for listener, some in deaf.values():
            subscribe(mock, model=model, fields=f"id,{text}", events=some, url=listener.url)
        for event in ("matter_opened", "matter_pended", "matter_closed"):
            if event in events:
                cause(mock, f"{model}.{event}")
        id = cause(mock, f"{model}.created")
        for automatic in (True, True, False, False):
            mock.webhooks.automatic = automatic
            cause(mock, f"{model}.updated", id, {"state": "completed"} if "payment" in model and not automatic else None)
        cause(mock, f"{model}.created")
        mock.webhooks.automatic = True
        mock.webhooks.deliver()
        mock.http.delete(f"/api/v4/webhooks/{hooks['much'][1]}")
        for event in ("updated", "deleted"):
            if event in events:
                cause(mock, f"{model}.{event}", id)
        yield from (tuple(listener.posts) for listener in [*listeners.values(), *(listener for listener, _ in deaf.values())])

    return story


def lives(mock: MockClio) -> Iterator[Any]:
    """What a subscription goes through: handshakes, activation, refusals of its receiver, its end."""
    for part in (_handshakes, _refused, _failing, _ending, _sight):
        yield from part(mock)


def _handshakes(mock: MockClio) -> Iterator[Any]:
    silent, loud = Listener(mock, "silent", echo=False), Listener(mock, "loud")
    answer, id = subscribe(mock, url=silent.url)
    yield answer
    task = cause(mock, "task.created")
    yield look(mock, id)
    secret = mock.world.table("webhooks")[id]["shared_secret"]
    for sent in ("", "wrong", secret.lower(), secret):
        response = mock.http.put(f"/api/v4/webhooks/{id}/activate", params={"fields": ALL}, headers={"X-Hook-Secret": sent})
        yield response.status_code, response.json(), look(mock, id)
    cause(mock, "task.updated", task)
    yield tuple(silent.posts)
    for values in ({"url": loud.url}, {"fields": "id,description"}, {"url": f"{silent.url}/again"}):
        response = mock.http.patch(f"/api/v4/webhooks/{id}", params={"fields": ALL}, json={"data": values})
        yield response.status_code, response.json(), look(mock, id)
        cause(mock, "task.updated", task)
    yield tuple(silent.posts), tuple(loud.posts)


def _refused(mock: MockClio) -> Iterator[Any]:
    now = mock.clock.now()
    ends = [stamp(now + timedelta(days=days, minutes=minutes)) for days, minutes in ((31, 0), (31, 1), (-1, 0), (0, 0), (10, 0))]
    url = Listener(mock, "asked").url
    wrong: list[dict[str, Any]] = [
        *({"url": url, "expires_at": end} for end in ends),
        *({"url": url, "model": model} for model in ("invoice", "1", "11", *map(str, range(2, 11)))),
        *({"url": url, "model": model, "fields": "id"} for model in webhook_models()),
        {"url": url, "fields": "id,nonsense"},
        {"url": url, "fields": "id," * 400},
        {"url": url, "fields": ["id", "name"]},
        {"url": url, "events": ["matter_opened"]},
        {"url": url, "model": "matter", "events": ["matter_opened"], "fields": "id"},
        {"url": url, "model": "clio_payments_payment", "events": ["deleted"], "fields": "id"},
        {"url": "http://elsewhere.test/"},
        {"url": "nonsense"},
    ]
    for values in wrong:
        answer, id = subscribe(mock, **values)
        yield answer
        if id is not None:
            for change in ({"expires_at": ends[1]}, {"events": ["nonsense"]}, {"fields": "nonsense"}):
                response = mock.http.patch(f"/api/v4/webhooks/{id}", params={"fields": ALL}, json={"data": change})
                yield response.status_code, response.json()
            yield mock.http.delete(f"/api/v4/webhooks/{id}").status_code


def _failing(mock: MockClio) -> Iterator[Any]:
    for status in (204, 302, 400, 410, 500):
        listener = Listener(mock, f"answers-{status}", status=status)
        _, id = subscribe(mock, url=listener.url)
        cause(mock, "task.created")
        yield look(mock, id), tuple(listener.posts)
        cause(mock, "task.created")
        for minutes in (1, 1, 2, 2, 4, 4, 8, 8, 16, 16, 32):
            mock.clock.advance(timedelta(minutes=minutes))
            yield len(listener.posts), look(mock, id)
        yield tuple(listener.posts)


def _ending(mock: MockClio) -> Iterator[Any]:
    listener = Listener(mock, "ending")
    _, id = subscribe(mock, url=listener.url)
    _, other = subscribe(mock, url=f"{listener.url}/other", fields="id,description", expires_at=stamp(mock.clock.now() + timedelta(days=1)))
    for hours in (23, 2, 46, 2):
        mock.clock.advance(timedelta(hours=hours))
        cause(mock, "task.created")
        yield len(listener.posts), look(mock, id), look(mock, other)
    later = stamp(mock.clock.now() + timedelta(days=5))
    response = mock.http.patch(f"/api/v4/webhooks/{id}", params={"fields": ALL}, json={"data": {"expires_at": later}})
    yield response.status_code, response.json()
    cause(mock, "task.created")
    mock.http.delete(f"/api/v4/webhooks/{id}")
    cause(mock, "task.created")
    yield tuple(listener.posts), look(mock, id)


def _sight(mock: MockClio) -> Iterator[Any]:
    """What others may see: other users' webhooks, tokens with less reach, records out of sight, a user who goes."""
    world = mock.world
    other = next(user["id"] for user in world.table("users") if user.get("enabled") and user["id"] != (world.owner() or {})["id"])
    mock._worlds.grant(world, "token-of-another", other)
    mock._worlds.grant(world, "token-without-tasks").permissions = {"Api": "write"}
    mine, theirs = Listener(mock, "mine"), Listener(mock, "theirs")
    _, id = subscribe(mock, model="calendar_entry", url=mine.url, fields="id,summary")
    bearers = [{"Authorization": f"Bearer {value}"} for value in ("token-of-another", "token-without-tasks")]
    body = {"data": {"url": theirs.url, "model": "task", "fields": "id,name"}}
    for headers in bearers:
        yield mock.http.get(f"/api/v4/webhooks/{id}", headers=headers).status_code
        yield mock.http.get("/api/v4/webhooks", headers=headers).json()["meta"]["records"]
        yield mock.http.post("/api/v4/webhooks", headers=headers, json=body).status_code
    hidden = [row["id"] for row in world.table("calendars") if row.get("name") == "Private"]
    for entry in [row["id"] for row in world.table("calendar_entries") if row.get("calendar_owner") in hidden]:
        for summary in ("Talk again", "Talk once more"):
            data = {"data": {"summary": summary}}
            yield mock.http.patch(f"/api/v4/calendar_entries/{entry}", headers=bearers[0], json=data).status_code
    with world.session() as session:
        session.update("users", other, {"enabled": False})
    cause(mock, "task.created")
    yield tuple(mine.posts), tuple(theirs.posts)
