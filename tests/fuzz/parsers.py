"""The parsers that are fuzzed: each with its function, the exceptions that are its refusals, texts to begin with, and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import orjson
from flask import Request
from werkzeug.datastructures import MultiDict

from mockclio.catalog.matters import Matter
from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import accepted
from mockclio.errors import APIError
from mockclio.practice.calendars import recurrence
from mockclio.seeding.spec.build import check, written
from mockclio.seeding.spec.source import WrongSpec, of_text
from mockclio.seeding.spec.starter import STARTER
from mockclio.server import arguments, bodies, coerce, fields, ordering, paging, routing
from mockclio.server.coerce import Refused
from mockclio.store import clock, faults, resources, state
from mockclio.store.state import WrongState
from mockclio.testing import scenarios
from mockclio.testing.recording import firm, tape
from mockclio.testing.recording.tape import WrongRecording
from mockclio.testing.scenarios import recording
from mockclio.testing.scenarios.scenario import find, read
from tests.fuzz.structure import changed

ZONE = ZoneInfo("America/New_York")
BOUNDARY = b"frontier"


@dataclass(frozen=True)
class Parser:
    run: Callable[[bytes], Any]
    refusals: tuple[type[Exception], ...]
    seeds: tuple[bytes, ...] = (b"",)
    words: tuple[bytes, ...] = ()
    is_file: bool = False


class InMemory:
    """A file without a disk."""

    name = "recording.jsonl"

    def __init__(self, content: bytes) -> None:
        self._content = content

    def read_bytes(self) -> bytes:
        return self._content

    def __str__(self) -> str:
        return self.name


def text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


@cache
def operation(method: str, path: str) -> AnyOperation:
    matched = routing.match(method, path)
    assert matched is not None
    return matched[0]


def parse_fields(data: bytes) -> None:
    fields.parse(text(data), Matter)


def parse_order(data: bytes) -> None:
    ordering.parse(operation("GET", "matters"), text(data))
    paging.read_token(text(data), "id")


def parse_dates(data: bytes) -> None:
    value = text(data)
    for read_one in (coerce.moment, coerce.day, coerce.number, coerce.integer, coerce.text):
        try:
            read_one(value, ZONE)
        except Refused:
            continue
    for read_other in (clock.parse_time, clock.parse_duration, coerce.clock_time):
        try:
            read_other(value)
        except ValueError:
            continue


def parse_filters(data: bytes) -> None:
    pairs = parse_qsl(text(data), keep_blank_values=True)
    for path in ("matters", "activities", "calendar_entries", "contacts"):
        try:
            arguments.read(operation("GET", path), MultiDict(pairs), ZONE)
        except APIError:
            continue


def parse_conditions(data: bytes) -> None:
    arguments.conditions(text(data))
    arguments.read(operation("GET", "matters"), MultiDict({"custom_field_values[1]": text(data)}), ZONE)
    arguments.read(operation("GET", "matters"), MultiDict({"close_date[]": text(data)}), ZONE)


def parse_recurrence(data: bytes) -> None:
    rule = recurrence.normalized(text(data))
    if rule is not None:
        row = {
            "start_at": "2026-03-01T10:00:00Z",
            "end_at": "2026-03-01T11:00:00Z",
            "recurrence_rule": rule,
            "start_at_time_zone": ZONE.key,
        }
        recurrence.check_first(row)
        list(recurrence.occurrences(row, "2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"))


def _request(content: bytes, content_type: str) -> Request:
    return Request(
        {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/api/v4/contacts",
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(content),
            "CONTENT_LENGTH": str(len(content)),
            "CONTENT_TYPE": content_type,
        }
    )


def _body(content: bytes, content_type: str) -> None:
    request = _request(content, content_type)
    try:
        sent = bodies.read(request)
    finally:
        request.close()
    for path in ("contacts", "matters", "calendar_entries", "activities"):
        body = operation("POST", path).body
        assert body is not None
        try:
            bodies.checked(accepted(body), dict(sent), ZONE, body)
        except APIError:
            continue


def parse_multipart(data: bytes) -> None:
    _body(data, f"multipart/form-data; boundary={BOUNDARY.decode()}")


def parse_form(data: bytes) -> None:
    _body(data, "application/x-www-form-urlencoded")


def parse_json(data: bytes) -> None:
    _body(data, "application/json")


def parse_body(data: bytes) -> None:
    _body(_line(changed(BODY, data)), "application/json")


def parse_fault(data: bytes) -> None:
    faults.parse(text(data))


def parse_scenario(data: bytes) -> None:
    scenarios.parse(text(data), "scenario.yaml")


SPEC = STARTER.encode()
BASE = state.load(resources.firm("empty"), trusted=True)


def parse_spec(data: bytes) -> None:
    source = of_text(text(data), Path("firm.yaml"))
    check(source)
    world = BASE.fork("spec")
    world.clock.freeze()
    written(source, world)


def parse_deliveries(data: bytes) -> None:
    recording.parse(text(data), "recording.json")


@cache
def _document() -> Any:
    """The firm `empty` with the head of a saved state."""
    document = state.read(resources.firm("empty"))
    return {name: dict(list(rows.items())[:2]) for name, rows in document.items()}


def parse_firm(data: bytes) -> None:
    state.build(changed(_document(), data), "firm.json")


def parse_state(data: bytes) -> None:
    document = {**_document(), **CONTINUING}
    document["_default"] = {"1": {**document["_default"]["1"], "frozen": True, "sequence": 3, "began": "2026-01-01T00:00:00Z"}}
    state.build(changed(document, data), "state.json")


def parse_tape(data: bytes) -> None:
    tape.read(InMemory(data))  # type: ignore[arg-type]


def parse_recording(data: bytes) -> None:
    lines = changed(TAPE, data)
    firm.firm(InMemory(b"\n".join(map(_line, lines)) + b"\n"))  # type: ignore[arg-type]


def _line(value: Any) -> bytes:
    import json

    return json.dumps(value).encode()


BODY = {
    "data": {
        "name": "A", "type": "Person", "first_name": "Ann", "date_of_birth": "1970-01-01",
        "phone_numbers": [{"number": "1", "name": "Work"}],
        "custom_field_values": [{"value": "x", "custom_field": {"id": 1}}], "client": {"id": 1}, "description": "x", "summary": "y",
        "start_at": "2026-06-01T10:00:00Z", "end_at": "2026-06-01T11:00:00Z", "quantity": 3600, "date": "2026-06-01", "price": 12.5,
        "attendees": [{"id": 1, "type": "Contact"}],
    }
}  # fmt: skip
CONTINUING: dict[str, Any] = {
    "_applications": {"1": {"id": 1, "client_id": "c", "client_secret": "s", "name": "A", "redirect_uris": ["http://localhost/"]}},
    "_tokens": {"1": {"id": 1, "value": "t", "user": 1}},
    "_faults": {
        "1": {"id": 1, "name": "fault-1", "kind": "status", "status": 503, "hits": 0, "expired": [], "probability": 1.0, "count": 2}
    },
}
TAPE: list[Any] = [
    {"recording": tape.KIND, "format": 1, "scale": 1.0, "map_ids": False},
    {
        "method": "GET", "path": "/api/v4/users", "query": "fields=id,name", "status": 200,
        "operation": "User#index", "at": "2026-06-01T10:00:00Z",
        "answer": {"data": [{"id": 5, "name": "A", "etag": "x"}], "meta": {"paging": {}, "records": 1}},
    },
]  # fmt: skip

MULTIPART = (
    b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="data[name]"\r\n\r\nA\r\n--' + BOUNDARY + b"\r\nContent-Disposition: "
    b'form-data; name="data[avatar]"; filename="a.gif"\r\nContent-Type: image/gif\r\n\r\nGIF89a\r\n--' + BOUNDARY + b"--\r\n"
)
QUERY = (
    b"fields=id&limit=20&order=id(asc)&created_since=2026-01-01T00:00:00Z&close_date[]=>=2026-01-01&custom_field_values[1]=[<=5,>2]&ids[]=1"
)
PARSERS: dict[str, Parser] = {
    "fields": Parser(parse_fields, (APIError,), (b"id,client{name,id},practice_area",), (b"{", b"}", b",", b"id", b"client", b"etag")),
    "order": Parser(parse_order, (APIError,), (b"id(asc)", b"WyJpZCIsZmFsc2UsMV0"), (b"(asc)", b"(desc)", b"id")),
    "dates": Parser(
        parse_dates,
        (),
        (b"2026-01-31", b"2026-01-31T09:30:00Z", b"1d12h", b"12.50", b"10:30:00-04:00"),
        (b"T", b"Z", b"9999", b"-", b"e99"),
    ),
    "filters": Parser(parse_filters, (), (QUERY,), (b"&", b"=", b"[]", b">=", b"null", b"%00", b"custom_field_values[")),
    "conditions": Parser(parse_conditions, (APIError,), (b"[<=50, >=45]", b">=2026-01-31"), (b"[", b"]", b"<=", b">", b",")),
    "recurrence": Parser(
        parse_recurrence,
        (APIError,),
        (b"FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10", b"RRULE:FREQ=MONTHLY;BYDAY=2MO;UNTIL=20301231T000000Z"),
        (
            b"FREQ=",
            b"DAILY",
            b"YEARLY",
            b"BYMONTH=",
            b"BYMONTHDAY=",
            b"BYSETPOS=",
            b"BYWEEKNO=",
            b"BYYEARDAY=",
            b"INTERVAL=",
            b"WKST=",
            b";",
        ),
    ),
    "multipart": Parser(parse_multipart, (APIError,), (MULTIPART,), (b"--" + BOUNDARY, b"\r\n", b"[]", b'name="data[', b"filename*=")),
    "form": Parser(
        parse_form, (APIError,), (b"data[name]=A&data[type]=Person&data[phone_numbers][][number]=1",), (b"[]", b"[0]", b"&", b"data[")
    ),
    "json": Parser(parse_json, (APIError,), (orjson.dumps(BODY),), (b"{", b"[", b'"data"', b"null", b"1e999", b"\\ud800")),
    "body": Parser(parse_body, (APIError,), (b"\x00\x01\x02",)),
    "fault": Parser(
        parse_fault,
        (faults.WrongFault,),
        (b"503", b"latency; delay=2; starts=5s", b"status; status=500; message=Broken"),
        (b"; ", b"delay=", b"now=", b"kind=", b"count=", b"distribution=", b"starts=", b"id="),
    ),
    "scenario": Parser(
        parse_scenario,
        (scenarios.WrongFile,),
        (read(find("retries")).encode() if "retries" in scenarios.shipped() else read(find(scenarios.shipped()[0])).encode(),),
        (b"scenario: ", b"steps:", b"  - ", b"$now+1d", b"clock: ", b"expect: ", b"*a", b"&a", b"!!python", b"{{"),
        is_file=True,
    ),
    "spec": Parser(
        parse_spec,
        (WrongSpec,),
        (SPEC, b"contacts: [Ada Quill]\nmatters: [{client: Ada Quill, description: L}]\nbills: [{matter: L, amount: 1, state: paid}]\n"),
        (
            b"  - {",
            b"name: ",
            b"-3d",
            b"+1d 09:30",
            b"custom: ",
            b"matter: ",
            b"amount: ",
            b"key: ",
            b"state: ",
            b"lines: [{",
            b"1e308",
            b"null",
        ),
        is_file=True,
    ),
    "deliveries": Parser(
        parse_deliveries,
        (scenarios.WrongFile,),
        (b'{"deliveries":[{"at":"2026-06-01T10:00:00Z","body":"{\\"meta\\":{\\"webhook_id\\":1,\\"event\\":\\"created\\"}}"}]}',),
        (b'"after"', b'"at"', b'"attempts"', b"[", b"{"),
        is_file=True,
    ),
    "firm": Parser(parse_firm, (WrongState,), (b"\x00\x01\x02",), is_file=True),
    "state": Parser(parse_state, (WrongState,), (b"\x00\x01\x02",), is_file=True),
    "tape": Parser(
        parse_tape, (WrongRecording,), (b"\n".join(map(_line, TAPE)) + b"\n",), (b'"format"', b'"scale"', b"1e999"), is_file=True
    ),
    "recording": Parser(parse_recording, (WrongRecording, WrongState), (b"\x00\x01\x02",), is_file=True),
}
