"""What an application does with webhooks: by itself, and in each framework."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import orjson
import pytest

from mockclio.catalog.matters import Matter
from mockclio.client.frameworks import django_view, flask_view, starlette_endpoint
from mockclio.client.receiver import Delivery, Receiver, Refused, sign

HANDSHAKE = orjson.dumps({"data": {"webhook_id": 7}})
DELIVERY = orjson.dumps({"data": {"id": 1, "etag": '"a"', "status": "Open"}, "meta": {"event": "updated", "webhook_id": 7}})
SIGNED = {"X-Hook-Signature": sign("s3cret", DELIVERY)}


def receiver() -> Receiver[Matter]:
    return Receiver(Matter, secrets={"7": "s3cret"})


def test_the_handshake_gives_the_secret_back_and_keeps_it() -> None:
    secrets: dict[str, str] = {}
    reply = Receiver(Matter, secrets=secrets).receive({"x-hook-secret": "s3cret"}, HANDSHAKE, lambda delivery: None)
    assert (reply.status, reply.headers, secrets) == (200, {"X-Hook-Secret": "s3cret"}, {"7": "s3cret"})


def test_nobody_puts_another_secret_in_its_place() -> None:
    reply = receiver().receive({"X-Hook-Secret": "forged"}, HANDSHAKE, lambda delivery: None)
    assert (reply.status, reply.body) == (401, b"webhook 7 already has another secret")
    picky = Receiver(Matter, accept=lambda webhook_id, secret: webhook_id == 8)
    assert picky.receive({"X-Hook-Secret": "x"}, HANDSHAKE, lambda delivery: None).status == 401


def test_a_delivery_is_a_typed_record_and_its_repetition_is_passed_over() -> None:
    got: list[Delivery[Matter]] = []
    one = receiver()
    for _ in range(3):
        assert one.receive(SIGNED, DELIVERY, got.append).status == 200
    assert [(delivery.webhook_id, delivery.event, delivery.record.status) for delivery in got] == [(7, "updated", "Open")]


def test_work_that_fails_is_given_its_repetition() -> None:
    one, calls = receiver(), []

    def work(delivery: Delivery[Matter]) -> None:
        calls.append(delivery)
        if len(calls) == 1:
            raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError):
        one.receive(SIGNED, DELIVERY, work)
    assert one.receive(SIGNED, DELIVERY, work).status == 200
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("headers", "body", "why"),
    [
        ({}, DELIVERY, "neither"),
        ({"X-Hook-Signature": "0" * 64}, DELIVERY, "does not fit"),
        (SIGNED, DELIVERY + b" ", "does not fit"),
        (SIGNED, DELIVERY.replace(b"7", b"8"), "has not shaken hands"),
        (SIGNED, b"nonsense", "not JSON"),
        (SIGNED, b"[]", "no object under 'meta'"),
        ({"X-Hook-Secret": "s"}, b"{}", "does not name a webhook"),
    ],
)
def test_what_is_not_genuine_is_refused_with_the_reason(headers: dict[str, str], body: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        receiver().read(headers, body)


def flask(work: Callable[[Delivery[Matter]], object]) -> httpx.Client:
    from flask import Flask

    app = Flask("hooks")
    app.add_url_rule("/hooks", view_func=flask_view(receiver(), work), methods=["POST"])
    return httpx.Client(transport=httpx.WSGITransport(app=app), base_url="http://app.test")


def django(work: Callable[[Delivery[Matter]], object]) -> httpx.Client:
    import types

    import django as framework
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.urls import path

    if not settings.configured:
        urls: Any = types.ModuleType("urls")
        urls.urlpatterns = []
        settings.configure(ROOT_URLCONF=urls, ALLOWED_HOSTS=["*"], SECRET_KEY="x", USE_TZ=True)
        framework.setup()
    settings.ROOT_URLCONF.urlpatterns[:] = [path("hooks", django_view(receiver(), work))]
    from django.urls import clear_url_caches

    clear_url_caches()
    return httpx.Client(transport=httpx.WSGITransport(app=get_wsgi_application()), base_url="http://app.test")


def check(post: Callable[..., Any], got: list[Any]) -> None:
    refused, first, again, hands = (
        post(DELIVERY, {"X-Hook-Signature": "0" * 64}),
        post(DELIVERY, SIGNED),
        post(DELIVERY, SIGNED),
        post(HANDSHAKE, {"X-Hook-Secret": "s3cret"}),
    )
    assert [one.status_code for one in (refused, first, again, hands)] == [401, 200, 200, 200]
    assert hands.headers["X-Hook-Secret"] == "s3cret"
    assert [delivery.record.id for delivery in got] == [1]


@pytest.mark.parametrize("application", [flask, django])
def test_a_view_of_a_wsgi_framework_receives(application: Callable[..., httpx.Client]) -> None:
    got: list[Any] = []
    with application(got.append) as http:
        check(lambda body, headers: http.post("/hooks", content=body, headers=headers), got)


@pytest.mark.parametrize("kind", ["starlette", "fastapi"])
def test_an_endpoint_of_an_asgi_framework_receives(kind: str) -> None:
    import anyio
    from fastapi import FastAPI
    from starlette.applications import Starlette

    got: list[Any] = []
    app: Any = Starlette() if kind == "starlette" else FastAPI()
    app.add_route("/hooks", starlette_endpoint(receiver(), got.append), methods=["POST"])

    def post(body: bytes, headers: dict[str, str]) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://app.test") as http:
                return await http.post("/hooks", content=body, headers=headers)

        return anyio.run(ask)

    check(post, got)
