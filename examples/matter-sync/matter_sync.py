"""Keeps a table of a law firm's matters: once by asking for all of them, then by what webhooks tell."""

from __future__ import annotations

import hmac
import json
import sqlite3
from collections.abc import Iterable
from typing import Any

import httpx

FIELDS = "id,display_number,status,client{name}"
TABLE = "create table if not exists matters (id integer primary key, number text, status text, client text)"


class MatterSync:
    """`clio` is an HTTP client that is logged in, with the region's address as its base URL; `db` holds the table."""

    def __init__(self, clio: httpx.Client, db: sqlite3.Connection) -> None:
        self.clio, self.db = clio, db
        self.secrets: set[str] = set()
        db.execute(TABLE)

    def sync(self) -> int:
        """Take over all matters, page by page; how many there are."""
        url: str | None = f"/api/v4/matters.json?order=id(asc)&limit=10&fields={FIELDS}"
        while url:
            answer = self.clio.get(url).raise_for_status().json()
            for matter in answer["data"]:
                self.put(matter)
            url = answer["meta"]["paging"].get("next")
        return int(self.db.execute("select count(*) from matters").fetchone()[0])

    def subscribe(self, address: str) -> None:
        """Ask for a webhook that tells of every change of a matter."""
        wanted = {"url": address, "model": "matter", "events": ["created", "updated", "deleted"], "fields": FIELDS}
        self.clio.post("/api/v4/webhooks.json", json={"data": wanted}).raise_for_status()

    def receive(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """The WSGI application behind that address: it takes the secret once, and then nothing that is not signed with it."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        secret = environ.get("HTTP_X_HOOK_SECRET")
        if secret:
            self.secrets.add(secret)
            start_response("200 OK", [("X-Hook-Secret", secret)])
        elif self.is_signed(body, environ.get("HTTP_X_HOOK_SIGNATURE", "")):
            self.take(json.loads(body))
            start_response("200 OK", [])
        else:
            start_response("401 Unauthorized", [])
        return []

    def is_signed(self, body: bytes, signature: str) -> bool:
        return any(hmac.compare_digest(hmac.new(secret.encode(), body, "sha256").hexdigest(), signature) for secret in self.secrets)

    def take(self, event: dict[str, Any]) -> None:
        if event["meta"]["event"] == "deleted":
            self.db.execute("delete from matters where id = ?", [event["data"]["id"]])
        else:
            self.put(event["data"])

    def put(self, matter: dict[str, Any]) -> None:
        row = [matter["id"], matter["display_number"], matter["status"], matter["client"]["name"]]
        self.db.execute("insert or replace into matters values (?, ?, ?, ?)", row)
