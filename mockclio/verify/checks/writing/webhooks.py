"""Checks of webhooks as records: how long they live, what they begin with, and what is refused of model, events, fields and address."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from mockclio.catalog.webhook_models import webhook_events, webhook_models
from mockclio.testing.outcomes import CheckFailed
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.reading.errors import refused
from mockclio.verify.checks.writing.deliveries import expect
from mockclio.verify.checks.writing.receiver import WebhookSetup
from mockclio.verify.checks.writing.subscriptions import over


def begins(setup: WebhookSetup) -> None:
    """Three days, every change, and a secret of letters and digits of its own."""
    hook, _ = setup.subscribe()
    other, _ = setup.subscribe()
    life = datetime.fromisoformat(hook["expires_at"]) - datetime.fromisoformat(hook["created_at"])
    expect(timedelta(days=3), life, "data.expires_at")
    expect(["created", "deleted", "updated"], sorted(hook["events"]), "data.events")
    if not re.fullmatch(r"[A-Za-z0-9]{16,}", str(hook["shared_secret"])) or hook["shared_secret"] == other["shared_secret"]:
        raise CheckFailed("letters and digits of its own", hook["shared_secret"], path="data.shared_secret")
    setup.remove(hook, other)


def ends(setup: WebhookSetup) -> None:
    now = datetime.fromisoformat(setup.now)
    hook, place = setup.subscribe(expires_at=(now + timedelta(days=31)).isoformat())
    expect(now + timedelta(days=31), datetime.fromisoformat(hook["expires_at"]), "data.expires_at")
    for moment in (timedelta(days=31, minutes=1), timedelta(days=400), timedelta(days=-1), timedelta(minutes=-1)):
        end = (now + moment).isoformat()
        refused(setup.world, setup.attempt(url=place.url, expires_at=end), 422, "ArgumentError", "expires_at")
        refused(setup.world, setup.change(hook, expires_at=end), 422, "ArgumentError", "expires_at")
        expect(hook["expires_at"], setup.look(hook)["expires_at"], "data.expires_at")
    setup.remove(hook)


def by_number(setup: WebhookSetup) -> None:
    numbered = [model for model in webhook_models().values() if model.number]
    place = setup.receiver.place()
    for model in numbered:
        for value in (model.number, str(model.number)):
            hook, _ = setup.subscribe(place, model=value, fields="id")
            expect(model.name, hook["model"], f"data.model of {value!r}")
            setup.remove(hook)
    for wrong in (str(numbered[-1].number + 1), "0", "invoice", "Matters"):
        response = setup.attempt(url=place.url, model=wrong, fields="id")
        refused(setup.world, response, 422, "ArgumentError", f"'{wrong}' is not a valid model")


def fields_of(setup: WebhookSetup) -> None:
    place = setup.receiver.place()
    hook, _ = setup.subscribe(place, fields=["id", "name", "status"])
    expect("id,name,status", hook["fields"], "data.fields")
    for wrong in ("id," * 400 + "id", "id,nonsense", "nonsense"):
        refused(setup.world, setup.attempt(url=place.url, fields=wrong), 422, "ArgumentError", "fields")
        refused(setup.world, setup.change(hook, fields=wrong), 422, "ArgumentError", "fields")
    exact = "id," + "name," * 199 + "x"
    if len(exact) == 1000:
        refused(setup.world, setup.attempt(url=place.url, fields=exact), 422, "ArgumentError", "x is not a valid field")
    setup.remove(hook)


def events_of(setup: WebhookSetup) -> None:
    place = setup.receiver.place()
    for model in webhook_models().values():
        for event in ("nonsense", *(other for other in webhook_events() if other not in model.events)):
            response = setup.attempt(url=place.url, model=model.name, fields="id", events=[event])
            refused(setup.world, response, 422, "ArgumentError", "events")
    hook, _ = setup.subscribe(place, model="matter", fields="id", events=["matter_opened", "matter_pended", "matter_closed"])
    expect(["matter_closed", "matter_opened", "matter_pended"], sorted(hook["events"]), "data.events")
    setup.remove(hook)


def addresses(setup: WebhookSetup) -> None:
    for wrong in ("http://elsewhere.test/", "nonsense", "ftp://elsewhere.test/", ""):
        refused(setup.world, setup.attempt(url=wrong), 422, "ArgumentError", "url")


@check(
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
def records() -> Cases:
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
