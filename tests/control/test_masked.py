"""What the control interface shows has no secret in it, in whatever form it was sent."""

from __future__ import annotations

import json
from typing import Any

from mockclio import MockClio
from tests.api import Api
from tests.control.requests import Asking
from tests.store.test_masking import BODIES, SECRET


def test_log_archive_and_events_show_no_secret_that_was_sent_in_any_form(mock: MockClio, control: Asking) -> None:
    for body in BODIES:
        mock.http.post(
            "/oauth/token", content=body, headers={"Content-Type": "text/plain", "X-Api-Key": SECRET, "Proxy-Authorization": SECRET}
        )
    form = {"client_secret": (None, SECRET), "client_id": (None, "dev-client")}
    mock.http.post("/oauth/token", files=form)
    mock.http.get(f"/api/v4/contacts.json?access%5Ftoken={SECRET}")
    shown = json.dumps(mock.requests.all())
    shown += "".join(control.call("GET", "requests/export", params={"form": name}).text for name in ("har", "curl", "pytest"))
    shown += json.dumps(control.get("events", after=0)) + json.dumps(control.get("requests"))
    assert SECRET[4:] not in shown


def test_deliveries_show_no_secret(mock: MockClio, api: Api, control: Asking) -> None:
    def receiver(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("X-Hook-Secret", environ.get("HTTP_X_HOOK_SECRET", ""))])
        return [b""]

    mock.webhooks.mount("https://app.test", receiver)
    url = f"https://user:{SECRET}@app.test/hook?token={SECRET}"
    mock.webhooks.mount(url, receiver)
    made = api.post("/webhooks", {"url": url, "model": "contact", "fields": "id", "events": ["created"]}, "id,shared_secret")
    api.post("/contacts", {"type": "Person", "name": "Ada King"})
    first = control.get("webhooks/deliveries")["deliveries"][0]["id"]
    shown = [
        *(control.get("webhooks/deliveries"), control.get(f"webhooks/deliveries/{first}"), control.get("webhooks/wait")),
        *(control.post("webhooks/replay", {}), control.post(f"webhooks/deliveries/{first}/resend"), control.get("events", after=0)),
    ]
    text = json.dumps(shown)
    assert made["shared_secret"][4:] not in text
    assert SECRET[4:] not in text
    assert "X-Hook-Signature" in text
