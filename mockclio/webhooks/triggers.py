"""Triggers: for each model and event of webhooks, the writes that cause the event.

A trigger really writes through the API of a server. Where the API only reads (bills and online payments) it writes through the control
routes. So the state and the event agree. A record that a change needs, such as the client of a matter, is used if it exists, or made first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from mockclio.catalog import collections
from mockclio.catalog.places import place_of
from mockclio.catalog.schema import accepted, fields
from mockclio.catalog.valid import is_free_text, value_of
from mockclio.catalog.webhook_models import webhook_model_of, webhook_models
from mockclio.errors import shortened
from mockclio.webhooks.decisions import record_of

if TYPE_CHECKING:
    import httpx

Data = dict[str, Any]


class CannotTrigger(ValueError):
    """The change cannot be made. The message says why, and what works instead."""


@dataclass
class Writer:
    """Sends requests to one server. `client` has its address and a token, `world` is the world of the token, `calls` are the requests."""

    client: httpx.Client
    world: str = "default"
    control_token: str | None = None
    calls: list[str] = field(default_factory=list)

    def api(self, method: str, path: str, data: Data | None = None, **query: Any) -> Any:
        body = {"json": {"data": data}} if data is not None else {}
        return self._send(method, f"/api/v4{path}", {"params": query, **body}).get("data")

    def control(self, method: str, path: str, body: Data | None = None) -> Any:
        headers = {"X-Mockclio-Control-Token": self.control_token} if self.control_token else {}
        options = {"params": {"world": self.world}, "headers": headers, **({"json": body} if body is not None else {})}
        return self._send(method, f"/_mockclio{path}", options)

    def newest(self, path: str) -> int | None:
        """The id of the newest record of a collection."""
        result = self.api("GET", path, fields="id", limit=1, order="id(desc)")
        return result[0]["id"] if result else None

    def now(self) -> str:
        return str(self.control("GET", "/clock")["now"])

    def _send(self, method: str, path: str, options: dict[str, Any]) -> Any:
        answer = self.client.request(method, path, **options)
        self.calls.append(f"{method} {path} -> {answer.status_code}")
        if answer.is_success:
            return answer.json() if answer.content else {}
        try:
            text = answer.json()["error"]
            text = text.get("message", text) if isinstance(text, dict) else text
        except (ValueError, KeyError):
            text = answer.text[:200]
        raise CannotTrigger(f"{method} {path} was refused with {answer.status_code}: {text}")


@dataclass(frozen=True)
class Model:
    """How a record of a model is made.

    `text` is the attribute to change when the caller names none. `mark` is a field that changes with the record.
    """

    path: str
    text: str
    given: Callable[[Writer], Data]
    make: Callable[[Writer, Data], Data] | None = None
    change: Callable[[Writer, int, Data], Any] | None = None
    mark: str = "etag"

    @property
    def make_by_control(self) -> bool:
        return self.path in CONTROLLED


CONTROLLED = ("/bills", "/clio_payments/payments")
"""Paths of records that the API cannot make."""


def kinds() -> list[str]:
    """All kinds of change that can be triggered: `matter.created`, ..."""
    return [f"{model.name}.{event}" for model in webhook_models().values() for event in model.events]


def check(kind: str, values: Data | None = None) -> None:
    """Refuse an unknown kind of change, and attributes that the record does not have. Control routes check their own attributes."""
    if kind not in kinds():
        raise CannotTrigger(f"{shortened(kind)!r} is no model and event: {_near(kind)}")
    name, _, event = kind.partition(".")
    verb = "create" if event == "created" else "update"
    model = recipe(name)
    if not values or (model.make_by_control if verb == "create" else model.change):
        return
    known = accepted(collections()[record_of(name).table].operations[verb].body)
    unknown = [attribute for attribute in values if attribute not in known]
    if unknown:
        raise CannotTrigger(f"{', '.join(unknown)}: unknown; {kind} takes {', '.join(sorted(known))}")


def _near(kind: str) -> str:
    """The kinds that may have been meant: one that is nearly the same, else those of the same model, else the names of the models."""
    if near := get_close_matches(kind, kinds(), n=2, cutoff=0.85):
        return f"did you mean {', '.join(near[:1])}?"
    model = kind.partition(".")[0]
    same = [one for one in kinds() if one.partition(".")[0] == model]
    if same:
        return f"write one of {', '.join(same)}"
    if near := get_close_matches(kind, kinds(), n=2):
        return f"did you mean {', '.join(near)}?"
    return f"write MODEL.EVENT, as in matter.created; the models are {', '.join(dict.fromkeys(one.partition('.')[0] for one in kinds()))}"


def recipe(name: str) -> Model:
    """How a record of a model is made and changed: from `TABLE`, otherwise from the catalogue."""
    return TABLE.get(name) or _declared(name)


def _declared(name: str) -> Model:
    """A model from the catalogue: it sends the required attributes, and an update changes the first text attribute."""
    collection = webhook_model_of(name).collection
    create, update = collection.operations.get("create"), collection.operations.get("update")
    changed = accepted(update.body) if update is not None else {}
    text = next((key for key, one in changed.items() if is_free_text(one) and key in fields(collection.record)), "")
    if create is None or not text:
        raise CannotTrigger(f"{name}: no create, or no text to change, is declared. {advice(name)}")

    def given(writer: Writer) -> Data:
        known = accepted(create.body).items()
        return {key: value_of(create, one, lambda table: _two(writer, name, table), str) for key, one in known if one.required}

    def make(writer: Writer, data: Data) -> Data:
        try:
            return dict(writer.api("POST", collection.path, data))
        except CannotTrigger as error:
            raise CannotTrigger(f"{error}. {advice(name)}") from error

    return Model(collection.path, text, given, make)


def advice(name: str) -> str:
    """Where to describe a model when the catalogue is not enough, and the line to write."""
    path = webhook_model_of(name).collection.path
    return f'{place_of(Model)}: add to TABLE: "{name}": Model("{path}", "<a text that changes>", lambda writer: {{...}})'


def _two(writer: Writer, name: str, table: str) -> tuple[int, int]:
    """The id of a record to refer to: an existing one, or a new one of a model that is easy to make."""
    if table in ("contacts", "matters"):
        id = _contact(writer) if table == "contacts" else _matter(writer)
        return id, id
    result = writer.newest(collections()[table].path) if table in collections() else None
    if result is None:
        raise CannotTrigger(f"{name}: there is no record of {table or 'a table that is declared'} to refer to. {advice(name)}")
    return result, result


def trigger(writer: Writer, kind: str, values: Data | None = None, id: int | str | None = None) -> Data:
    """Cause a change of that kind. Return the model, event, id, calls, and the record after the change (None when it is deleted).

    `values` are attributes of the written record. The record `id` is changed or deleted; without `id` a record is made for it.
    """
    check(kind, values)
    name, _, event = kind.partition(".")
    model, values = recipe(name), values or {}
    if event == "created":
        if id is not None:
            raise CannotTrigger("created makes a record: leave the id out, or trigger updated")
        id = _made(writer, model, values)["id"]
    else:
        result = _made(writer, model, _precondition(event)) if id is None else writer.api("GET", f"{model.path}/{id}", fields="id")
        id = result["id"]
        _EVENTS[event](writer, model, result["id"], values)
    data = None if event == "deleted" else writer.api("GET", f"{model.path}/{id}")
    return {"trigger": kind, "model": name, "event": event, "id": id, "calls": writer.calls, "data": data}


def _precondition(event: str) -> Data:
    """What a record must be like before the change, so that the change causes the event."""
    return {"status": "pending"} if event == "matter_opened" else {}


def _made(writer: Writer, model: Model, values: Data) -> Data:
    data = merged(model.given(writer), values)
    return model.make(writer, data) if model.make else dict(writer.api("POST", model.path, data))


def _update(writer: Writer, model: Model, id: int | str, values: Data) -> None:
    before = writer.api("GET", f"{model.path}/{id}", fields=f"{model.mark},{model.text}")
    data = values or {model.text: _reworded(before.get(model.text))}
    if model.change:
        model.change(writer, int(id), values)
    else:
        writer.api("PATCH", f"{model.path}/{id}", data)
    if writer.api("GET", f"{model.path}/{id}", fields=model.mark)[model.mark] == before[model.mark]:
        raise CannotTrigger(f"{', '.join(data)}: the record was like that already, so nothing changed; set something else")


def _delete(writer: Writer, model: Model, id: int | str, values: Data) -> None:
    if values:
        raise CannotTrigger("deleted takes no attributes: there is nothing to set")
    writer.api("DELETE", f"{model.path}/{id}")


def _to(status: str) -> Callable[[Writer, Model, int | str, Data], None]:
    def move(writer: Writer, model: Model, id: int | str, values: Data) -> None:
        if writer.api("GET", f"{model.path}/{id}", fields="status")["status"].lower() == status:
            raise CannotTrigger(f"matter {id} is {status} already: move it to another status first, or leave the id out")
        writer.api("PATCH", f"{model.path}/{id}", {**values, "status": status})

    return move


_EVENTS: dict[str, Callable[[Writer, Model, int | str, Data], None]] = {
    "updated": _update,
    "deleted": _delete,
    "matter_opened": _to("open"),
    "matter_pended": _to("pending"),
    "matter_closed": _to("closed"),
}


def _reworded(text: Any) -> str:
    """A text that differs from the one before. The same input gives the same text."""
    return f"{text}, changed" if text else "Changed"


def merged(given: Data, values: Data) -> Data:
    """`given` with `values` put over it. Objects are merged, references are replaced."""
    results = dict(given)
    for key, value in values.items():
        old = results.get(key)
        results[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, dict) and "id" not in value else value
    return results


def _contact(writer: Writer) -> int:
    """The id of an existing contact, or of a new one."""
    return writer.newest("/contacts") or int(_made(writer, TABLE["contact"], {})["id"])


def _matter(writer: Writer) -> int:
    """The id of an existing open matter, or of a new one."""
    result = writer.api("GET", "/matters", fields="id", status="open", limit=1, order="id(desc)")
    return int((result[0] if result else _made(writer, TABLE["matter"], {}))["id"])


def _me(writer: Writer) -> int:
    return int(writer.api("GET", "/users/who_am_i")["id"])


def _activity(writer: Writer) -> Data:
    day = writer.now()[:10]
    return {"type": "TimeEntry", "date": day, "quantity": 3600, "price": 200, "note": "Telephone call", "matter": {"id": _matter(writer)}}


def _calendar_entry(writer: Writer) -> Data:
    from datetime import timedelta

    from mockclio.store.clock import parse_time, stamp

    start = parse_time(writer.now()) + timedelta(days=1)
    owners = writer.api("GET", "/calendars", fields="id", writeable="true", limit=1)
    if not owners:
        raise CannotTrigger("the user of the token may write to no calendar: use the token of another user")
    times = {"start_at": stamp(start), "end_at": stamp(start + timedelta(hours=1))}
    return {"summary": "Meeting", "calendar_owner": {"id": owners[0]["id"]}, **times}


def _communication(writer: Writer) -> Data:
    ends = {"senders": [{"id": _me(writer), "type": "User"}], "receivers": [{"id": _contact(writer), "type": "Contact"}]}
    return {"type": "PhoneCommunication", "subject": "Call about the matter", "body": "Short call.", **ends}


def _in_matter(name: str) -> Callable[[Writer], Data]:
    return lambda writer: {"name": name, "parent": {"id": _matter(writer), "type": "Matter"}}


def _document(writer: Writer, data: Data) -> Data:
    """A document with a text file, made by the three steps of an upload."""
    fields = "id,latest_document_version{uuid,put_url,put_headers}"
    made: Data = writer.api("POST", "/documents", data, fields=fields)
    version = made["latest_document_version"]
    headers = {header["name"]: header["value"] for header in version["put_headers"]}
    stored = writer.client.put(version["put_url"], content=f"{data['name']}\n".encode(), headers=headers)
    writer.calls.append(f"PUT of the bytes -> {stored.status_code}")
    if stored.is_error:
        raise CannotTrigger(f"the file store refused the bytes with {stored.status_code}")
    writer.api("PATCH", f"/documents/{made['id']}", {"uuid": version["uuid"], "fully_uploaded": True})
    return made


def _bill(writer: Writer) -> Data:
    queue = {"description": "Advice", "kind": "Service", "price": 200, "quantity": 1}
    return {"matters": [_matter(writer)], "lines": [queue], "memo": "Thank you"}


def _make_bill(writer: Writer, data: Data) -> Data:
    return dict(writer.control("POST", "/bills", data)["data"])


def _payment(writer: Writer) -> Data:
    accounts = writer.api("GET", "/bank_accounts", fields="id,type", limit=200)
    account = next((one["id"] for one in accounts if one["type"] == "Operating"), None)
    if account is None:
        raise CannotTrigger("the firm has no operating account that could be paid into: make one with POST /bank_accounts")
    link = {
        "amount": 100,
        "currency": "USD",
        "description": "Payment",
        "duration": 86_400,
        "destination_account": {"id": account},
        "subject": {"id": account, "type": "BankAccount"},
    }
    return {"link": writer.api("POST", "/clio_payments/links", link)["id"], "state": "pending"}


def _make_payment(writer: Writer, data: Data) -> Data:
    return dict(writer.control("POST", "/online_payments", data)["data"])


def _move_payment(writer: Writer, id: int, values: Data) -> None:
    writer.control("POST", f"/online_payments/{id}", {"state": "authorized", **values})


TABLE = {
    "matter": Model("/matters", "description", lambda writer: {"description": "New matter", "client": {"id": _contact(writer)}}),
    "activity": Model("/activities", "note", _activity),
    "bill": Model("/bills", "memo", _bill, _make_bill),
    "calendar_entry": Model("/calendar_entries", "summary", _calendar_entry),
    "communication": Model("/communications", "subject", _communication),
    "contact": Model("/contacts", "name", lambda writer: {"type": "Company", "name": "Northgate Bakery"}),
    "task": Model(
        "/tasks",
        "description",
        lambda writer: {"name": "File the answer", "description": "By post", "assignee": {"id": _me(writer), "type": "User"}},
    ),
    "document": Model("/documents", "name", _in_matter("Letter.txt"), _document),
    "folder": Model("/folders", "name", _in_matter("Correspondence")),
    "clio_payments_payment": Model("/clio_payments/payments", "state", _payment, _make_payment, _move_payment, mark="state"),
}
