"""Laws of webhooks as records: how long they live, what they begin with, and what is refused of model, events, fields and address."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from mockclio.server.behaviors.webhooks import MODELS
from mockclio.testing.laws.law import Broken, law
from mockclio.testing.laws.reading.errors import refused
from mockclio.testing.laws.writing.hooks import expect
from mockclio.testing.laws.writing.receiver import Stand
from mockclio.testing.laws.writing.subscriptions import Found, over


def begins(stand: Stand) -> None:
    """Three days, every change, and a secret of letters and digits of its own."""
    hook, _ = stand.subscribe()
    other, _ = stand.subscribe()
    life = datetime.fromisoformat(hook["expires_at"]) - datetime.fromisoformat(hook["created_at"])
    expect(timedelta(days=3), life, "data.expires_at")
    expect(["created", "deleted", "updated"], sorted(hook["events"]), "data.events")
    if not re.fullmatch(r"[A-Za-z0-9]{16,}", str(hook["shared_secret"])) or hook["shared_secret"] == other["shared_secret"]:
        raise Broken("letters and digits of its own", hook["shared_secret"], path="data.shared_secret")
    stand.remove(hook, other)


def ends(stand: Stand) -> None:
    now = datetime.fromisoformat(stand.now)
    hook, place = stand.subscribe(expires_at=(now + timedelta(days=31)).isoformat())
    expect(now + timedelta(days=31), datetime.fromisoformat(hook["expires_at"]), "data.expires_at")
    for moment in (timedelta(days=31, minutes=1), timedelta(days=400), timedelta(days=-1), timedelta(minutes=-1)):
        end = (now + moment).isoformat()
        refused(stand.world, stand.attempt(url=place.url, expires_at=end), 422, "ArgumentError", "expires_at")
        refused(stand.world, stand.change(hook, expires_at=end), 422, "ArgumentError", "expires_at")
        expect(hook["expires_at"], stand.look(hook)["expires_at"], "data.expires_at")
    stand.remove(hook)


def by_number(stand: Stand) -> None:
    numbers = [
        "matter",
        "activity",
        "bill",
        "calendar_entry",
        "communication",
        "contact",
        "task",
        "document",
        "folder",
        "clio_payments_payment",
    ]
    place = stand.receiver.place()
    for number, model in enumerate(numbers, 1):
        for value in (number, str(number)):
            hook, _ = stand.subscribe(place, model=value, fields="id")
            expect(model, hook["model"], f"data.model of {value!r}")
            stand.remove(hook)
    for wrong in ("11", "0", "invoice", "Matters"):
        response = stand.attempt(url=place.url, model=wrong, fields="id")
        refused(stand.world, response, 422, "ArgumentError", f"'{wrong}' is not a valid model")


def fields_of(stand: Stand) -> None:
    place = stand.receiver.place()
    hook, _ = stand.subscribe(place, fields=["id", "name", "status"])
    expect("id,name,status", hook["fields"], "data.fields")
    for wrong in ("id," * 400 + "id", "id,nonsense", "nonsense"):
        refused(stand.world, stand.attempt(url=place.url, fields=wrong), 422, "ArgumentError", "fields")
        refused(stand.world, stand.change(hook, fields=wrong), 422, "ArgumentError", "fields")
    exact = "id," + "name," * 199 + "x"
    if len(exact) == 1000:
        refused(stand.world, stand.attempt(url=place.url, fields=exact), 422, "ArgumentError", "x is not a valid field")
    stand.remove(hook)


def events_of(stand: Stand) -> None:
    place = stand.receiver.place()
    for model in MODELS:
        wrong = [["nonsense"], *([] if model == "matter" else [["matter_opened"], ["matter_pended"], ["matter_closed"]])]
        for events in [*wrong, *([["deleted"]] if model == "clio_payments_payment" else [])]:
            refused(stand.world, stand.attempt(url=place.url, model=model, fields="id", events=events), 422, "ArgumentError", "events")
    hook, _ = stand.subscribe(place, model="matter", fields="id", events=["matter_opened", "matter_pended", "matter_closed"])
    expect(["matter_closed", "matter_opened", "matter_pended"], sorted(hook["events"]), "data.events")
    stand.remove(hook)


def addresses(stand: Stand) -> None:
    for wrong in ("http://elsewhere.test/", "nonsense", "ftp://elsewhere.test/", ""):
        refused(stand.world, stand.attempt(url=wrong), 422, "ArgumentError", "url")


@law(
    "webhooks/records",
    "webhooks",
    writes=True,
    rules=(
        "webhooks.expires-in-three-days",
        "webhooks.expires-within-31-days",
        "webhooks.expires-in-the-future",
        "webhooks.default-events",
        "webhooks.secret",
        "webhooks.starts-pending",
        "webhooks.model-by-number",
        "webhooks.unknown-model",
        "webhooks.fields-length",
        "webhooks.fields-as-list",
        "webhooks.fields-are-checked",
        "webhooks.events-of-the-model",
        "webhooks.https-only",
    ),
)
def records() -> Found:
    """A webhook lives three days unless it says otherwise, at most 31; its model, events, fields and address are checked."""
    judges = {
        "begins": begins,
        "ends": ends,
        "model-by-number": by_number,
        "fields": fields_of,
        "events": events_of,
        "addresses": addresses,
    }
    return over(judges)
