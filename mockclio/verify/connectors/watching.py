"""The modules Watch: a webhook is made when the module is saved, shakes hands, is told of what was asked for, and goes with the module."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import orjson

from mockclio.store.clock import parse_time, stamp
from mockclio.verify.connectors.comparing import holds, same
from mockclio.verify.connectors.environment import Environment

WATCH = """
    Webhook Name  -> nowhere:webhook_name
    Events        -> events[]
    Expires At    -> expires_at
"""
HOOK = "https://hook.connector.test/clio"
EVENTS = ["created", "updated", "deleted"]
USUAL_LIFE, LONGEST_LIFE = timedelta(days=3), timedelta(days=31)


class Hook:
    """The connector's end: a WSGI application that echoes handshakes while `echo` is true and keeps what is delivered."""

    def __init__(self) -> None:
        self.echo = True
        self.secrets: dict[int, str] = {}
        self.delivered: list[tuple[str, bytes]] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        secret, signature = environ.get("HTTP_X_HOOK_SECRET"), environ.get("HTTP_X_HOOK_SIGNATURE", "")
        if secret:
            self.secrets[orjson.loads(body)["data"]["webhook_id"]] = secret
        else:
            self.delivered.append((signature, body))
        start_response("200 OK", [("X-Hook-Secret", secret)] if secret and self.echo else [])
        return [b""]


class Watch:
    """Triggers on one model, whose deliveries carry those fields."""

    def __init__(self, environment: Environment, model: str, fields: str) -> None:
        self.environment, self.model, self.fields = environment, model, fields
        self.hook = Hook()
        environment.mock.webhooks.mount(HOOK, self.hook)

    def save(self, events: list[str], **values: Any) -> int:
        """What happens when the module is saved: the id of the webhook, which has shaken hands."""
        body = {"webhook_name": f"Watch {self.model}", "model": self.model, "url": HOOK, "fields": self.fields, "events": events}
        webhook = int(self.environment.post("/webhooks", {**body, **values})["id"])
        same(self.shown(webhook)["status"], "enabled" if self.hook.echo else "pending", "the status after the handshake")
        holds(self.hook.secrets.get(webhook), "no handshake with X-Hook-Secret came")
        return webhook

    def remove(self, webhook: int) -> None:
        """What happens when the module is taken away."""
        self.environment.ask("DELETE", f"/webhooks/{webhook}", status=204)
        self.environment.refuses(404, "GET", f"/webhooks/{webhook}")

    def shown(self, webhook: int) -> Any:
        return self.environment.get(f"/webhooks/{webhook}", "id,url,fields,model,status,events,expires_at")

    def sees(self, events: list[str], wanted: list[str], change: Callable[[], Any]) -> Any:
        """While a trigger on some events is on, a change delivers exactly the wanted ones; gives what the change gave."""
        webhook = self.save(events)
        result = self.delivers(webhook, wanted, change)
        self.remove(webhook)
        return result

    def delivers(self, webhook: int, wanted: list[str], change: Callable[[], Any]) -> Any:
        """A change delivers these events to a webhook, signed with its secret, with the fields that were asked for and no others."""
        self.hook.delivered.clear()
        result = change()
        self.environment.mock.webhooks.deliver()
        results = []
        for signature, body in self.hook.delivered:
            sent = orjson.loads(body)
            if sent["meta"]["webhook_id"] != webhook:
                continue
            right = hmac.new(self.hook.secrets[webhook].encode(), body, hashlib.sha256).hexdigest()
            same(signature, right, f"the signature of {self.model} {sent['meta']['event']}")
            if sent["meta"]["event"] != "deleted":
                same(set(sent["data"]), _names(self.fields), f"the fields of {self.model} {sent['meta']['event']}")
            holds(sent["data"].get("id"), f"{self.model} {sent['meta']['event']} does not name its record")
            results.append(sent["meta"]["event"])
        same(sorted(set(results)), sorted(wanted), f"what a change to a {self.model} delivers")
        return result

    def template(self, make: Callable[[], Any], change: Callable[[Any], Any]) -> None:
        """All that is the same for every model: the events that were asked for, both activations, the life of a webhook, its end."""
        path = {"activity": "activities", "calendar_entry": "calendar_entries"}.get(self.model, f"{self.model}s")
        record = self.sees(EVENTS, ["created"], make)
        self.sees(EVENTS, ["updated"], lambda: change(record))
        self.sees(EVENTS, ["deleted"], lambda: self.environment.ask("DELETE", f"/{path}/{record}", status=204))
        self.sees(["created"], ["created"], lambda: change(make()))
        self._typed(make)
        self._expires(make)

    def _typed(self, make: Callable[[], Any]) -> None:
        """The same by the typed client; this hook does not echo, so that the webhook is activated by the secret that it was sent."""
        environment, now = self.environment, self.environment.mock.clock.now()
        self.hook.echo = False
        until = now + timedelta(days=7)
        made = environment.clio.webhooks.create(model=self.model, url=HOOK, fields=self.fields, events=EVENTS, expires_at=until)  # type: ignore[arg-type]
        self.delivers(made.id, [], make)
        environment.clio.webhooks.activate(made.id, hook_secret=self.hook.secrets[made.id])
        self.delivers(made.id, ["created"], make)
        same(parse_time(self.shown(made.id)["expires_at"]), until.replace(microsecond=0), "expires_at as it was asked for")
        environment.clio.webhooks.delete(made.id)
        self.delivers(made.id, [], make)
        self.hook.echo = True

    def _expires(self, make: Callable[[], Any]) -> None:
        """Three days without a word, 31 at most; a webhook that lapsed is told nothing."""
        now = self.environment.mock.clock.now().replace(microsecond=0)
        webhook = self.save(EVENTS)
        same(parse_time(self.shown(webhook)["expires_at"]), now + USUAL_LIFE, "the life of a webhook that asked for none")
        latest, too_late = stamp(now + LONGEST_LIFE), stamp(now + LONGEST_LIFE + timedelta(days=1))
        self.environment.patch(f"/webhooks/{webhook}", {"expires_at": latest})
        same(parse_time(self.shown(webhook)["expires_at"]), now + LONGEST_LIFE, "the life that was asked for later")
        body = {"data": {"model": self.model, "url": HOOK, "fields": self.fields, "events": EVENTS, "expires_at": too_late}}
        self.environment.refuses(422, "POST", "/webhooks", json=body)
        lapsing = self.save(EVENTS, expires_at=stamp(now + timedelta(hours=1)))
        self.environment.mock.clock.advance(timedelta(hours=2))
        self.delivers(lapsing, [], make)
        self.remove(webhook)


def _names(fields: str) -> set[str]:
    """The names at the top of a selection."""
    names, depth, name = set(), 0, ""
    for sign in f"{fields},":
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if sign in ",{" and depth - (sign == "{") == 0:
            names.add(name)
            name = ""
        elif depth == 0 and sign != "}":
            name += sign
    return names - {""}
