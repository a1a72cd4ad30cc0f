"""Bodies: JSON, form or multipart becomes a dict, which is checked and coerced by the catalogue. One refusal names all errors."""

from __future__ import annotations

import base64
import re
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Request

from mockclio.catalog.arguments import Body
from mockclio.catalog.schema import Attribute
from mockclio.errors import BadRequest, InvalidArgument
from mockclio.ledger import rule
from mockclio.server import sizes
from mockclio.server.coerce import Refused, RefusedTime, coerce, dated, full_moment, member_of

DEEPEST = 32
USUAL_LENGTH = 255
"""What a column of short text holds in a Rails application."""
FILES = ("file", "image")
"""Attributes whose text is the bytes of a file."""


class Uploaded(str):
    """A file of a multipart body: its bytes in base64, and its name."""

    filename: str

    @classmethod
    def of(cls, file: FileStorage) -> Uploaded:
        text = cls(base64.b64encode(file.read()).decode())
        text.filename = file.filename or ""
        return text


Attributes = dict[str, Any]


def read(request: Request, *, lenient: bool = False) -> Attributes | list[Attributes]:
    """The value under `data`. Files of a multipart body become text in base64, as in a JSON body.

    A lenient reader also takes a record without `data`, and several records: a list, or a list under `data`.
    """
    refuse_compressed(request)
    if request.mimetype in ("application/x-www-form-urlencoded", "multipart/form-data"):
        sizes.check_form(request.get_data() if request.mimetype == "application/x-www-form-urlencoded" else b"")
        files = [(name, Uploaded.of(file)) for name, file in request.files.items(multi=True)]
        named = [(name, value) for name, value in [*request.form.items(multi=True), *files] if name]  # a part may have no name
        sent: Any = unflatten(named)
    else:
        sent = _read_json(request.get_data())
    if isinstance(sent, dict) and isinstance(sent.get("data"), dict):
        data: dict[str, Any] = sent["data"]
        return data
    if lenient:
        return _taken(sent)
    if isinstance(sent, list) or (isinstance(sent, dict) and isinstance(sent.get("data"), list)):
        raise BadRequest(
            'The body must be one record, as in {"data": {...}}, not a list: send each by itself', rule="wire.one-record-a-body"
        )
    raise BadRequest('The body must be an object with the attributes under "data", as in {"data": {...}}', rule="wire.data-is-required")


def refuse_compressed(request: Request) -> None:
    """Refuse a body that was compressed, because a reader would call it broken."""
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise BadRequest(
            f"The body has the Content-Encoding {coding[:80]!r}, which is not read here: send it as it is",
            rule="wire.malformed-json-is-400",
        )


def _taken(sent: Any) -> Attributes | list[Attributes]:
    """The record or records of a body without the usual form, for lenient worlds."""
    rule("mock.lenient-bodies")
    inner = sent["data"] if isinstance(sent, dict) and "data" in sent else sent
    if isinstance(inner, list) and inner and all(isinstance(member, dict) for member in inner):
        return [member["data"] if isinstance(member.get("data"), dict) else member for member in inner]
    if not isinstance(inner, dict):
        raise BadRequest("The body must be a record or a list of records, each an object", rule="wire.data-is-required")
    return inner


def _read_json(content: bytes) -> Any:
    if not content.strip():
        return None
    try:
        return sizes.read_json(content)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"The body is not valid JSON: {error}", rule="wire.malformed-json-is-400") from None


def unflatten(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Nested values from Rails' form names: `data[name]`, `data[ids][]`, `data[phones][][number]`, `data[phones][0][number]`."""
    root: dict[str, Any] = {}
    for name, value in pairs:
        keys = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name)
        if keys and len(keys) <= DEEPEST:
            _place(root, keys, value)
    nested: dict[str, Any] = _listed(root)
    return nested


def _place(into: dict[str, Any], keys: list[str], value: Any) -> None:
    key, rest = keys[0], keys[1:]
    if not rest:
        into[key] = value
    elif rest[0] == "":
        members = into.setdefault(key, [])
        if not isinstance(members, list):
            return
        if len(rest) == 1:
            members.append(value)
        else:
            if not members or not isinstance(members[-1], dict) or _holds(members[-1], rest[1:]):
                members.append({})
            _place(members[-1], rest[1:], value)
    else:
        inner = into.setdefault(key, {})
        if isinstance(inner, dict):
            _place(inner, rest, value)


def _holds(member: Any, keys: list[str]) -> bool:
    """Whether a list member has a value at that path already, so that a new member begins. A path through a list has none."""
    if "" in keys:
        return False
    for key in keys:
        if not isinstance(member, dict) or key not in member:
            return False
        member = member[key]
    return True


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        inner = {key: _listed(member) for key, member in value.items()}
        return list(inner.values()) if inner and all(key.isdigit() for key in inner) else inner
    return [_listed(member) for member in value] if isinstance(value, list) else value


class Checker:
    """Checks one body. It collects each error with the path of its attribute."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.wrong: list[str] = []
        self.rule = ""

    def body(
        self,
        attributes: dict[str, Attribute],
        data: dict[str, Any],
        path: str = "",
        *,
        required: bool = True,
        declared: type[Body] = Body,
    ) -> dict[str, Any]:
        """The known attributes, coerced. Unknown ones are dropped. `declared` has the rules of single attributes."""
        results = {}
        for name in data:
            if name not in attributes:
                rule(declared.passed_over.get(name, "wire.unknown-attributes-are-passed-over"))
        for name, attribute in attributes.items():
            place = f"{path}{name}"
            noted = len(self.wrong)
            if name in data:
                value = self.value(attribute, data[name], place)
                if value is not unset_value:
                    results[name] = value
                    continue
            if required and attribute.required and len(self.wrong) == noted:
                self.wrong.append(f"{place} is required")
            if len(self.wrong) > noted and not self.rule:
                self.rule = declared.refused_by.get(name, "")
        return results

    def refuse(self) -> None:
        """Answer 422 with all errors. The rule is that of the first attribute with its own rule."""
        if self.wrong:
            raise InvalidArgument("; ".join(self.wrong[:20]), rule=self.rule or "wire.invalid-argument-is-422")

    def value(self, attribute: Attribute, value: Any, place: str) -> Any:
        if attribute.many:
            return self._members(attribute, value, place)
        return self._one(attribute, value, place)

    def _members(self, attribute: Attribute, value: Any, place: str) -> Any:
        if value is None or value == "":
            return []
        if not isinstance(value, list):
            self.wrong.append(f"{place} must be an array")
            return unset_value
        return [self._one(attribute, member, f"{place}[{index}]", member=True) for index, member in enumerate(value)]

    def _one(self, attribute: Attribute, value: Any, place: str, *, member: bool = False) -> Any:
        if attribute.kind == "ref":
            return self._reference(attribute, value, place, member=member)
        if attribute.kind == "object":
            return self._object(attribute, value, place, member=member)
        if value is None or (value == "" and attribute.kind not in ("str", "json")):
            if attribute.required or member:
                self.wrong.append(f"{place} can't be blank")
                return unset_value
            return None
        try:
            result = self._coerced(attribute, value)
            if attribute.kind == "str" and len(result) > USUAL_LENGTH and not attribute.max_length and attribute.name not in FILES:
                rule("wire.texts-of-any-length")
            return result
        except RefusedTime as refused:
            self.wrong.append(str(refused))
            return unset_value
        except Refused as refused:
            self.wrong.append(f"{attribute.name if refused.bare else place} {refused}")
            return unset_value

    def _coerced(self, attribute: Attribute, value: Any) -> Any:
        if attribute.kind == "enum":
            return member_of(attribute, value)
        return dated(attribute, full_moment(value, self.zone) if attribute.kind == "datetime" else coerce(attribute, value, self.zone))

    def _reference(self, attribute: Attribute, value: Any, place: str, *, member: bool) -> Any:
        """A reference, `{"id": 1}`. Null and {} do not change a required association. Null or a null id clears an optional one."""
        if value is None and not member:
            return self._nothing(attribute)
        if not isinstance(value, dict):
            self.wrong.append(f'{place} must be an object with an id, as in {{"id": 1}}')
            return unset_value
        if "id" not in value:
            if member:
                self.wrong.append(f"{place}.id is required")
            elif not attribute.nullable:
                rule("wire.null-leaves-what-must-stay")
            return unset_value
        if value["id"] is None or value["id"] == "":
            if attribute.nullable and not member:
                return self._nothing(attribute)
            self.wrong.append(f"{place}.id can't be blank")
            return unset_value
        try:
            return {"id": coerce(Attribute("id", "int"), value["id"], self.zone)}
        except Refused as refused:
            self.wrong.append(f"{place}.id {refused}")
            return unset_value

    def _nothing(self, attribute: Attribute) -> Any:
        if attribute.nullable:
            rule("wire.null-clears-what-may-go")
            return {"id": None}
        rule("wire.null-leaves-what-must-stay")
        return unset_value

    def _object(self, attribute: Attribute, value: Any, place: str, *, member: bool) -> Any:
        if value is None and not member and not attribute.required:
            return None
        if not isinstance(value, dict):
            self.wrong.append(f"{place} can't be blank" if value is None else f"{place} must be an object")
            return unset_value
        removing = value.get("_destroy") or value.get("_deleted")
        return self.body(attribute.keys, value, f"{place}.", required=not removing)


unset_value: Any = object()
"""Marks a value that was not sent, or whose error is noted already."""


def checked(attributes: dict[str, Attribute], data: dict[str, Any], zone: ZoneInfo, declared: type[Body] = Body) -> dict[str, Any]:
    """The known attributes of the body in their stored form. Otherwise a 422 with all errors."""
    checker = Checker(zone)
    result = checker.body(attributes, data, declared=declared)
    checker.refuse()
    return result
