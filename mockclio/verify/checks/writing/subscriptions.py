"""Checks of the life of a webhook: its handshake, activation, what its receiver's answers lead to, its end, and who may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from mockclio.testing.sample_data.forks import plain
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.errors import refused
from mockclio.verify.checks.writing.deliveries import expect, sound
from mockclio.verify.checks.writing.receiver import FIELDS, SECRET, SIGNATURE, Place, WebhookSetup, signed

Judge = Callable[[WebhookSetup], None]
Hook = dict[str, Any]
RETRIES = (2, 4, 8, 16, 32)


def over(table: Mapping[str, Judge]) -> Cases:
    for name, judge in table.items():
        yield None, name, lambda target, j=judge: j(WebhookSetup.of(target))  # type: ignore[misc]


def status(setup: WebhookSetup, hook: Hook, wanted: str) -> None:
    expect(wanted, setup.look(hook)["status"], "data.status", call=setup.world.last)


def deliveries_to(place: Place) -> list[tuple[str, Any]]:
    return [(post.json["meta"]["event"], post.json["data"]["id"]) for post in place.events]


# --- handshakes --------------------------------------------------------------------------------------------------------------------------


def greeted(place: Place, hook: Hook, times: int = 1) -> None:
    """A handshake: the secret in its header, the id in its body, no signature, once."""
    expect(times, len(place.handshakes), "handshakes", call=place.url)
    post = place.handshakes[-1]
    expect(("POST", hook["shared_secret"], None), (post.method, post.headers[SECRET], post.headers.get(SIGNATURE)), "method, headers")
    expect({"data": {"webhook_id": hook["id"]}}, post.json, "body", call="a handshake")
    expect("application/json", post.headers.get("Content-Type", "").partition(";")[0], "Content-Type", call="a handshake")


def echoed(setup: WebhookSetup) -> None:
    hook, place = setup.subscribe()
    expect("pending", hook["status"], "data.status", call="the answer to a new webhook")
    greeted(place, hook)
    status(setup, hook, "enabled")
    id = setup.cause("task.created")
    expect([("created", id)], deliveries_to(place), "what was told")
    setup.remove(hook)


def delayed(setup: WebhookSetup) -> None:
    """Without the echo it is pending until it is activated with its secret; what happened meanwhile is never told."""
    hook, place = setup.subscribe(place=setup.receiver.place(echo=False))
    greeted(place, hook)
    status(setup, hook, "pending")
    id = setup.cause("task.created")
    for sent in (None, "", "wrong", hook["shared_secret"].swapcase(), hook["shared_secret"][:-1]):
        headers = {} if sent is None else {SECRET: sent}
        refused(setup.world, setup.world.send("PUT", f"/webhooks/{hook['id']}/activate.json", headers=headers), 422, "ArgumentError")
        status(setup, hook, "pending")
    headers, path = {SECRET: hook["shared_secret"]}, f"/webhooks/{hook['id']}/activate.json"
    response = setup.world.send("PUT", path, params={"fields": FIELDS}, headers=headers)
    expect(200, response.status_code, "status", call=setup.world.last)
    expect((hook["id"], "enabled"), (response.json()["data"]["id"], response.json()["data"]["status"]), "data", call=setup.world.last)
    setup.pump()
    expect([], deliveries_to(place), "what was told of the time before activation")
    setup.cause("task.updated", id)
    expect([("updated", id)], deliveries_to(place), "what was told")
    setup.remove(hook)


def failed(setup: WebhookSetup) -> None:
    """A handshake that fails, or brings another secret, leaves it pending and is not sent again."""
    for values in ({"greeting": 500}, {"greeting": 404}):
        hook, place = setup.subscribe(place=setup.receiver.place(**values))
        status(setup, hook, "pending")
        setup.advance("3h")
        greeted(place, hook)
        setup.cause("task.created")
        expect([], deliveries_to(place), "what was told to a pending webhook")
        setup.remove(hook)


def moved(setup: WebhookSetup) -> None:
    """A new address must answer a handshake of its own, with the same secret; another change asks for none."""
    hook, first = setup.subscribe()
    loud, silent = setup.receiver.place(), setup.receiver.place(echo=False)
    expect(200, setup.change(hook, fields="id,description").status_code, "status", call=setup.world.last)
    greeted(first, hook)
    status(setup, hook, "enabled")
    response = setup.change(hook, url=silent.url)
    expect("pending", response.json()["data"]["status"], "data.status", call=setup.world.last)
    greeted(silent, hook)
    status(setup, hook, "pending")
    expect(hook["shared_secret"], setup.look(hook)["shared_secret"], "data.shared_secret")
    setup.cause("task.created")
    expect(([], []), (deliveries_to(first), deliveries_to(silent)), "what was told while the new address is pending")
    setup.change(hook, url=loud.url)
    greeted(loud, hook)
    status(setup, hook, "enabled")
    id = setup.cause("task.created")
    expect([("created", id)], deliveries_to(loud), "what was told")
    signed(hook, loud.events[0])
    setup.remove(hook)


@check(
    "webhooks/handshake",
    "webhooks",
    writes=True,
    rules=(
        "deliveries.handshake-at-once",
        "deliveries.handshake-body",
        "deliveries.handshake-echo-enables",
        "deliveries.handshake-delayed",
        "deliveries.handshake-is-sent-once",
        "deliveries.none-before-activation",
        "webhooks.new-url-is-pending",
        "webhooks.activate-enables",
        "webhooks.activate-needs-secret",
    ),
)
def handshake() -> Cases:
    """A webhook is greeted once at each address; the echo or an activation enables it, and nothing is told before."""
    return over({"echo": echoed, "delayed": delayed, "failed": failed, "new-address": moved})


# --- what answers lead to ----------------------------------------------------------------------------------------------------------------


def success(*statuses: int) -> Judge:
    def judge(setup: WebhookSetup) -> None:
        for code in statuses:
            hook, place = setup.subscribe(place=setup.receiver.place(status=code))
            ids = [setup.cause("task.created"), setup.cause("task.created")]
            setup.advance("3h")
            expect([("created", id) for id in ids], deliveries_to(place), f"what was told to a receiver that answers {code}")
            status(setup, hook, "enabled")
            setup.remove(hook)

    return judge


def suspends(setup: WebhookSetup) -> None:
    hook, place = setup.subscribe(place=setup.receiver.place(status=410))
    id = setup.cause("task.created")
    status(setup, hook, "suspended")
    setup.cause("task.updated", id)
    setup.advance("3h")
    expect([("created", id)], deliveries_to(place), "what was told to a receiver that answers 410")
    setup.remove(hook)


def again(code: int) -> Judge:
    """Five retries, each after its own wait, then it is suspended and nothing is sent any more."""

    def judge(setup: WebhookSetup) -> None:
        hook, place = setup.subscribe(place=setup.receiver.place(status=code))
        id = setup.cause("task.created")
        expect(1, len(place.events), "attempts")
        for attempt, minutes in enumerate(RETRIES, 2):
            status(setup, hook, "enabled")
            setup.advance(f"{minutes - 1}m")
            expect(attempt - 1, len(place.events), f"attempts {minutes - 1} minutes after attempt {attempt - 1}")
            setup.advance("1m")
            expect(attempt, len(place.events), f"attempts {minutes} minutes after attempt {attempt - 1}")
        expect(1, len({post.content for post in place.events}), "bodies of the attempts")
        for post in place.events:
            sound(hook, post, "created", id)
        status(setup, hook, "suspended")
        setup.cause("task.updated", id)
        setup.advance("3h")
        expect(len(RETRIES) + 1, len(place.events), "attempts in all")
        setup.remove(hook)

    return judge


def recovers(setup: WebhookSetup) -> None:
    """A retry that succeeds is the last, and what came later did not wait for it."""
    hook, place = setup.subscribe(place=setup.receiver.place(answers=[500, 200, 200]))
    first = setup.cause("task.created")
    second = setup.cause("task.created")
    expect([("created", first), ("created", second)], deliveries_to(place), "what was told")
    setup.advance("3h")
    expect([("created", first), ("created", second), ("created", first)], deliveries_to(place), "what was told")
    status(setup, hook, "enabled")
    setup.remove(hook)


@check(
    "webhooks/answers",
    "webhooks",
    writes=True,
    rules=(
        "deliveries.2xx-and-3xx-succeed",
        "deliveries.410-disables",
        "deliveries.retries",
        "deliveries.suspended-after-the-last-retry",
        "deliveries.commit-order",
    ),
)
def answers() -> Cases:
    """2xx and 3xx are success, 410 ends it, anything else is tried again five times and then suspends it."""
    return over(
        {
            "success": success(200, 201, 204, 299),
            "redirects": success(301, 302, 307),
            "gone": suspends,
            "500-again": again(500),
            "400-again": again(400),
            "404-again": again(404),
            "recovers": recovers,
        }
    )


# --- ends, and who sees ------------------------------------------------------------------------------------------------------------------


def expires(setup: WebhookSetup) -> None:
    """From its end on nothing is sent, retries included; a later end lets new events through."""
    hook, place = setup.subscribe()
    lasting, other = setup.subscribe(expires_at=(datetime.fromisoformat(setup.now) + timedelta(days=10)).isoformat())
    setup.advance("71h")
    place.status = 500
    id = setup.cause("task.created")
    expect([("created", id)], deliveries_to(place), "what was told an hour before the end")
    setup.advance("59m")
    count, place.status = len(place.events), 200
    setup.advance("2h")
    second = setup.cause("task.created")
    expect(count, len(place.events), "deliveries after the end")
    expect([("created", id), ("created", second)], deliveries_to(other), "what was told to a webhook that goes on")
    response = setup.change(hook, expires_at=(datetime.fromisoformat(setup.now) + timedelta(days=2)).isoformat())
    expect(200, response.status_code, "status", call=setup.world.last)
    expect(count, len(place.events), "deliveries of what happened after the end")
    third = setup.cause("task.created")
    expect([("created", third)], deliveries_to(place)[count:], "what was told after the renewal")
    setup.remove(hook, lasting)


def removed(setup: WebhookSetup) -> None:
    hook, place = setup.subscribe()
    setup.cause("task.created", pump=False)
    setup.remove(hook)
    setup.pump()
    count = len(place.events)
    setup.cause("task.created")
    expect(count, len(place.events), "deliveries after it was deleted")
    refused(setup.world, setup.world.send("GET", f"/webhooks/{hook['id']}.json"), 404, "NotFoundError")


def needs_scope(setup: WebhookSetup) -> None:
    place = setup.receiver.place()
    token = setup.world.control("POST", "/tokens", {"scopes": {"Api": "write", "Contacts": "read"}})["access_token"]
    for model, wanted in (("task", 403), ("contact", 201)):
        body = {"data": {"url": place.url, "model": model, "fields": "id"}}
        response = plain(setup.world, "POST", "/api/v4/webhooks.json", token=token, json=body)
        expect(wanted, response.status_code, f"status of a webhook for {model}", call=setup.world.last)
    setup.world.control("POST", "/tokens/revoke", {"token": token})


def seen_by_its_maker(setup: WebhookSetup) -> None:
    hook, _ = setup.subscribe()
    users = setup.world.get("/users.json", fields="id,enabled")["data"]
    me = setup.world.get("/users/who_am_i.json", fields="id")["data"]["id"]
    other = next(row["id"] for row in users if row["enabled"] and row["id"] != me)
    token = setup.world.control("POST", "/tokens", {"user": str(other)})["access_token"]
    path = f"/api/v4/webhooks/{hook['id']}.json"
    for method, sent in (("GET", {}), ("PATCH", {"json": {"data": {"fields": "id"}}}), ("DELETE", {})):
        refused(setup.world, plain(setup.world, method, path, token=token, **sent), 404, "NotFoundError")
    rows = plain(setup.world, "GET", "/api/v4/webhooks.json", token=token).json()["data"]
    expect(False, hook["id"] in [row["id"] for row in rows], "in the list of another user", call=setup.world.last)
    status(setup, hook, "enabled")
    setup.world.control("POST", "/tokens/revoke", {"token": token})
    setup.remove(hook)


def unseen(setup: WebhookSetup) -> None:
    """What the user may not see is not told: here a private task of others."""
    users = setup.world.get("/users.json", fields="id,enabled")["data"]
    me = setup.world.get("/users/who_am_i.json", fields="id")["data"]["id"]
    other = next(row["id"] for row in users if row["enabled"] and row["id"] != me)
    hook, place = setup.subscribe()
    token = setup.world.control("POST", "/tokens", {"user": str(other)})["access_token"]
    for permission, wanted in (("private", 0), ("public", 1)):
        data = {"name": "x", "description": "x", "permission": permission, "assignee": {"id": other, "type": "User"}}
        made = plain(setup.world, "POST", "/api/v4/tasks.json", token=token, json={"data": data}).json()["data"]["id"]
        setup.pump()
        expect(wanted, len([one for one in deliveries_to(place) if one[1] == made]), f"deliveries of a {permission} task of another user")
    setup.world.control("POST", "/tokens/revoke", {"token": token})
    setup.remove(hook)


@check(
    "webhooks/ends",
    "webhooks",
    writes=True,
    rules=(
        "deliveries.none-after-expiry",
        "deliveries.only-what-the-user-may-see",
        "webhooks.model-needs-its-scope",
        "webhooks.seen-by-who-made-it",
    ),
)
def ended() -> Cases:
    """Nothing is told after the end; a webhook is its maker's, and tells what that user may see."""
    return over({"expires": expires, "deleted": removed, "scope": needs_scope, "maker": seen_by_its_maker, "unseen": unseen})
