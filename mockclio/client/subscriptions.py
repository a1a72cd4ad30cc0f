"""Webhook subscriptions: created if missing, changed if different, renewed before they expire."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from mockclio.catalog.operations import M
from mockclio.catalog.vocabulary import Local, unset
from mockclio.catalog.webhooks import NewWebhook, Webhook, Webhooks
from mockclio.client.caller import Caller
from mockclio.client.exceptions import NoAnswer
from mockclio.client.sync_async import sync_and_async, with_arguments_of
from mockclio.errors import APIError

LONGEST_LIFE = timedelta(days=31)
MARGIN = timedelta(minutes=5)
"""Kept off the longest life, because clocks differ."""

RENEW_BELOW = timedelta(days=10)
SEEN = "id,etag,url,model,fields,events,status,expires_at,shared_secret"


class DesiredWebhook(NewWebhook, Local):
    """The arguments of `webhooks.ensure`: those of `webhooks.create`, and `renew_below`, the remaining life that causes a renewal."""

    renew_below: timedelta = unset


class WebhookCalls(Webhooks[M]):
    """The webhooks of Clio, with `ensure`, `renew` and `keep_alive`."""

    @with_arguments_of(DesiredWebhook)
    async def ensure(self, **arguments: Any) -> Webhook:
        """Return the webhook with that url and model. It is created, changed or renewed if needed, so the call may be repeated.

            clio.webhooks.ensure(url="https://example.com/hooks", model="matter", events=["created"], fields="id,etag")

        A suspended webhook is deleted and created again, because only a new one brings a new handshake. Events that are not given stay as
        they are. Without `expires_at` it gets the longest life that Clio allows, 31 days.
        """
        call: Caller = self._call
        now, below = _now(call), arguments.pop("renew_below", RENEW_BELOW)
        results = [
            one for one in await call.perform(Webhooks.list, SEEN, (), {}) if (one.url, one.model) == (arguments["url"], arguments["model"])
        ]
        for suspended in [one for one in results if one.status == "suspended"]:
            await call.perform(Webhooks.delete, "", (suspended.id,), {})
            results.remove(suspended)
        wanted = {"expires_at": _latest(now), **arguments}
        if not results:
            made: Webhook = await call.perform(Webhooks.create, SEEN, (), wanted)
            return made
        present: Webhook = results[0]
        changes = {name: wanted[name] for name in ("fields", "events") if name in wanted and _differs(wanted[name], getattr(present, name))}
        if present.expires_at < now + below or "expires_at" in arguments:
            changes["expires_at"] = wanted["expires_at"]
        if changes:
            present = await call.perform(Webhooks.update, SEEN, (present.id,), changes)
        return present

    @sync_and_async
    async def renew(self, *, below: timedelta = RENEW_BELOW) -> list[Webhook]:
        """Renew each webhook that expires within `below`, for the longest life that Clio allows. Returns those that were renewed.

        All webhooks are tried; then the errors are raised together as an ExceptionGroup.
        """
        renewed, errors = await _renew(self._call, below)
        if errors:
            raise ExceptionGroup("some webhooks could not be renewed", errors)
        return renewed

    @sync_and_async
    async def keep_alive(
        self,
        *,
        every: timedelta = timedelta(days=1),
        below: timedelta = RENEW_BELOW,
        stop: Callable[[], bool] = lambda: False,
        failed: Callable[[Exception], object] = lambda error: warnings.warn(f"a webhook was not renewed: {error}", stacklevel=2),
    ) -> None:
        """Renew webhooks in an endless loop, one round per `every`. Call it in a separate thread or task.

        `stop` ends the loop when it returns True. `failed` is called with each error; the webhook is tried again in the next round.
        """
        call: Caller = self._call
        while not stop():
            try:
                for error in (await _renew(call, below))[1]:
                    failed(error)
            except (APIError, NoAnswer) as error:
                failed(error)
            await call.exchange.backend.sleep(every.total_seconds())


async def _renew(call: Caller, below: timedelta) -> tuple[list[Webhook], list[Exception]]:
    now = _now(call)
    ending = [one for one in await call.perform(Webhooks.list, SEEN, (), {}) if one.status != "suspended" and one.expires_at < now + below]
    renewed: list[Webhook] = []
    errors: list[Exception] = []
    for one in ending:
        try:
            renewed.append(await call.perform(Webhooks.update, SEEN, (one.id,), {"expires_at": _latest(now)}))
        except (APIError, NoAnswer) as error:
            errors.append(error)
    return renewed, errors


def _now(call: Caller) -> datetime:
    return datetime.fromtimestamp(call.exchange.backend.time.now(), UTC)


def _latest(now: datetime) -> datetime:
    return (now + LONGEST_LIFE - MARGIN).replace(microsecond=0)


def _differs(wanted: Any, present: Any) -> bool:
    if isinstance(wanted, str) and isinstance(present, str):
        return wanted.replace(" ", "") != present.replace(" ", "")
    return sorted(wanted) != sorted(present)
