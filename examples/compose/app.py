"""An application that receives webhooks of matters. It needs Python alone.

It listens at the port of APP_URL, subscribes there at the API of CLIO_BASE_URL, checks signatures, and shows at `GET /` what it received.
"""

from __future__ import annotations

import hmac
import json
import os
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

CLIO_URL, TOKEN, APP_URL = os.environ["CLIO_BASE_URL"], os.environ["CLIO_TOKEN"], os.environ["APP_URL"]
secrets: dict[int, str] = {}
received: list[dict[str, object]] = []


class Webhooks(BaseHTTPRequestHandler):
    """Takes the handshake and signed events."""

    def do_GET(self) -> None:
        self.answer(200, json.dumps(received).encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        document = json.loads(body)
        secret = self.headers["X-Hook-Secret"]
        if secret:
            secrets[document["data"]["webhook_id"]] = secret
            self.answer(200, b"", ("X-Hook-Secret", secret))
            return
        expected = hmac.new(secrets[document["meta"]["webhook_id"]].encode(), body, sha256).hexdigest()
        if not hmac.compare_digest(expected, self.headers["X-Hook-Signature"] or ""):
            self.answer(401, b"wrong signature")
            return
        received.append({"event": document["meta"]["event"], **document["data"]})
        print("received", received[-1])
        self.answer(200, b"")

    def answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def subscribe() -> None:
    data = {"url": f"{APP_URL}/webhooks", "model": "matter", "fields": "id,description", "events": ["created", "updated"]}
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    with urlopen(Request(f"{CLIO_URL}/api/v4/webhooks.json", json.dumps({"data": data}).encode(), headers)) as answer:
        print("subscribed", json.load(answer)["data"]["id"])


if __name__ == "__main__":
    server = ThreadingHTTPServer(("", urlsplit(APP_URL).port or 80), Webhooks)
    Thread(target=subscribe).start()  # the handshake comes while the API answers, so the server must run beside it
    server.serve_forever()
