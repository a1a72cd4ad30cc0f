"""Webhooks that are there and stay there: made if they are missing, changed if they differ, renewed before they lapse."""

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
    """The arguments of `webhooks.ensure`: the subscription, and how much of its life must be left."""

    renew_below: timedelta = unset


class WebhookCalls(Webhooks[M]):
    """Webhooks, and what keeps them alive."""

    @with_arguments_of(DesiredWebhook)
    async def ensure(self, **arguments: Any) -> Webhook:
        """The webhook of that url and model: created, changed or renewed if need be, so that calling it often does no harm.

        One that Clio suspended is replaced, because only a new one brings a new handshake to the same url. `events` that are not given
        are left as they are; without `expires_at` it lives as long as Clio allows.
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
        """Give each webhook of which less than that is left its longest life again; the ones that were renewed.

        One that cannot be renewed does not stop the others; the errors come as an ExceptionGroup when all were tried.
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
        """Renew and wait until `stop` says so, in a thread or task of its own. What goes wrong is told to `failed`, and tried again."""
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
