"""Values that a firm adds to contacts and matters: custom field values, custom field sets, and answers to know-your-client questions.

The behaviours of both records put `TAKES` into their `takes`, call `write` before they create and update, and return `shown` as the
computed field `custom_field_values`. All values are stored in the row of the owner, so every write changes its etag.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

from mockclio.errors import InvalidArgument, shortened
from mockclio.ledger import rule
from mockclio.server.coerce import Refused, boolean, bounded, clock_time, day, integer, number, text
from mockclio.server.view import View
from mockclio.server.writing import DESTROY, require
from mockclio.store.displayed import displayed_fields, empty_value, fields_of_sets, without_value
from mockclio.store.revisions import revised
from mockclio.store.session import Session
from mockclio.store.tables import Row

Owner = Literal["Contact", "Matter"]
TAKES = frozenset(("custom_field_values", "custom_field_set_associations", "kyc_field_values"))
"""Body attributes that `write` puts into the row."""
LONGEST_LINE = 255


def write(session: Session, owner: Owner, row: Row, data: dict[str, Any]) -> None:
    """Write the steps of the three lists into the row of a contact or matter, or refuse with 422."""
    before = {one["custom_field_set"] for one in row.get("custom_field_set_associations") or []}
    if "custom_field_set_associations" in data:
        row["custom_field_set_associations"] = _associations(session, owner, row, data["custom_field_set_associations"] or [])
    if "custom_field_values" in data:
        row["custom_field_values"] = _values(session, owner, row, data["custom_field_values"] or [])
    added = [one for one in row.get("custom_field_set_associations") or [] if one["custom_field_set"] not in before]
    if added:
        fields, sets = session.table("custom_fields"), session.table("custom_field_sets")
        if _add_missing(session, row, fields_of_sets(added, sets.get, fields.get)):
            rule("custom_fields.values-come-with-a-set")
    if "kyc_field_values" in data:
        row["kyc_field_values"] = _answers(session, owner, row, data["kyc_field_values"] or [])


def born(session: Session, owner: Owner, row: Row) -> None:
    """Give a new record a value, null yet, for each field that it displays and that the body left out."""
    if _add_missing(session, row, displayed_fields(session.rows("custom_fields", "parent_type", owner), owner)):
        rule("custom_fields.values-are-born-with-their-record")


def _add_missing(session: Session, row: Row, fields: list[Row]) -> bool:
    """Add a value for each field that has none in the row; whether there was one to add."""
    added = [empty_value(field, session.world.ids.next(), session.now) for field in without_value(row, fields)]
    if added:
        row["custom_field_values"] = [*(row.get("custom_field_values") or []), *added]
    return bool(added)


def shown(view: View, owner: Owner, row: Row) -> list[Row]:
    """The stored values. `custom_field_ids[]` limits them."""
    stored: list[Row] = row.get("custom_field_values") or []
    wanted = view.options.get("custom_field_ids")
    results = [value for value in stored if not wanted or value["custom_field"] in wanted]  # type: ignore[operator]
    if wanted:
        rule("custom_fields.ids-narrow-the-values")
    if any(value["value"] is not None for value in results):
        rule("custom_fields.value-is-typed-when-read")
    return results


def _values(session: Session, owner: Owner, row: Row, steps: list[dict[str, Any]]) -> list[Row]:
    values = list(row.get("custom_field_values") or [])
    for step in steps:
        place = _place_of_value(values, step)
        if any(step.get(mark) for mark in DESTROY):
            if place is not None:
                rule("custom_fields.value-is-destroyed-by-id")
                del values[place]
            continue
        before = values[place] if place is not None else None
        field = _field(session, owner, before, step)
        stored = before["value"] if before else None
        value = _coerced(session, field, stored, step["value"]) if "value" in step else stored
        if place is not None and before is not None:
            values[place] = _changed(session, before, {"value": value})
        else:
            rule("custom_fields.value-id-is-composite")
            values.append({**empty_value(field, session.world.ids.next(), session.now), "value": value})
    return values


def _place_of_value(values: list[Row], step: dict[str, Any]) -> int | None:
    """The stored value that a step refers to: by its id, otherwise by its custom field."""
    if step.get("id") not in (None, ""):
        sent = str(step["id"])
        for index, value in enumerate(values):
            if value["id"] == sent or (sent.isdigit() and value["id"].rpartition("-")[2] == sent):
                return index
        raise InvalidArgument(
            f"custom_field_values has no member with id {sent}; to add a value send custom_field.id and no id",
            rule="custom_fields.unknown-value-id-is-422",
        )
    if "custom_field" not in step:
        raise InvalidArgument(
            "custom_field_values: each member needs the id of a value or custom_field.id", rule="custom_fields.value-needs-a-field"
        )
    wanted = step["custom_field"]["id"]
    place = next((index for index, value in enumerate(values) if value["custom_field"] == wanted), None)
    if place is not None and not any(step.get(mark) for mark in DESTROY):
        raise InvalidArgument(
            f"a custom field value for custom field {wanted} already exists; to change it send its id, {values[place]['id']}",
            rule="custom_fields.second-value-is-422",
        )
    return place


def _field(session: Session, owner: Owner, before: Row | None, step: dict[str, Any]) -> Row:
    """The custom field that the step writes to."""
    sent = step.get("custom_field", {}).get("id")
    if before is not None:
        if sent not in (None, before["custom_field"]):
            raise InvalidArgument(
                f"custom_field_values: {before['id']} is a value of the custom field {before['custom_field']}, not of {sent}",
                rule="custom_fields.value-stays-with-its-field",
            )
        return require(session, "custom_fields", before["custom_field"], "custom_field_values.custom_field")
    field = require(session, "custom_fields", sent, "custom_field_values.custom_field")
    if field["parent_type"] != owner:
        raise InvalidArgument(
            f"custom_field_values: {field['name']} is a custom field of a {field['parent_type'].lower()}, not of a {owner.lower()}",
            rule="custom_fields.value-needs-a-field-of-its-parent",
        )
    if field.get("deleted"):
        raise InvalidArgument(
            f"custom_field_values: the custom field {field['name']} is deleted; it takes no new values",
            rule="custom_fields.deleted-field-takes-no-new-value",
        )
    return field


def _coerced(session: Session, field: Row, before: Any, value: Any) -> Any:
    """The stored form of a value. Null and an empty text clear it."""
    if value is None or value == "":
        return None
    try:
        return TYPES[field["field_type"]](session, field, before, value)
    except (Refused, ValueError) as refused:
        message = str(refused) if isinstance(refused, Refused) else "must be a time of day, such as 14:30:00"
        raise InvalidArgument(f"{shortened(field['name'])} {message}", rule="custom_fields.value-of-wrong-type-is-422") from None


def _number(session: Session, field: Row, before: Any, value: Any) -> Any:
    return number(value, session.world.zone(session.user))


def _day(session: Session, field: Row, before: Any, value: Any) -> Any:
    return day(value, session.world.zone(session.user))


def _text(session: Session, field: Row, before: Any, value: Any) -> Any:
    return bounded(text(value, session.world.zone(session.user)))


def _line(session: Session, field: Row, before: Any, value: Any) -> Any:
    line = _text(session, field, before, value)
    if len(line) > LONGEST_LINE:
        rule("custom_fields.text-line-has-255-characters")
        raise Refused(f"must be at most {LONGEST_LINE} characters long")
    return line


def _email(session: Session, field: Row, before: Any, value: Any) -> Any:
    address = _text(session, field, before, value)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
        raise Refused("must be an e-mail address, such as name@example.com")
    return address


def _time(session: Session, field: Row, before: Any, value: Any) -> Any:
    return clock_time(_text(session, field, before, value))


def _checkbox(session: Session, field: Row, before: Any, value: Any) -> Any:
    return boolean(value, session.world.zone(session.user))


def _option(session: Session, field: Row, before: Any, value: Any) -> Any:
    id = integer(value, session.world.zone(session.user))
    alive = {option["id"]: option["option"] for option in field.get("picklist_options") or [] if not option.get("deleted_at")}
    if id not in alive and id != before:
        listed = ", ".join(f"{known} ({name})" for known, name in alive.items())
        raise Refused(f"must be the id of one of its options: {listed or 'it has none'}")
    return id


def _reference(table: str) -> Callable[[Session, Row, Any, Any], Any]:
    def referred(session: Session, field: Row, before: Any, value: Any) -> Any:
        id = integer(value, session.world.zone(session.user))
        return id if id == before else require(session, table, id, field["name"])["id"]

    return referred


TYPES: dict[str, Callable[[Session, Row, Any, Any], Any]] = {
    "checkbox": _checkbox,
    "contact": _reference("contacts"),
    "currency": _number,
    "date": _day,
    "email": _email,
    "matter": _reference("matters"),
    "numeric": _number,
    "picklist": _option,
    "text_area": _text,
    "text_line": _line,
    "time": _time,
    "url": _text,
}
"""The check of the values of each field type: `(session, field, value before, value) -> stored value`."""


def _associations(session: Session, owner: Owner, row: Row, steps: list[dict[str, Any]]) -> list[Row]:
    """The custom field sets of the record. Each set is associated once."""
    rows = list(row.get("custom_field_set_associations") or [])
    for step in steps:
        place = _place_of_association(rows, step)
        if any(step.get(mark) for mark in DESTROY):
            if place is not None:
                del rows[place]
            continue
        changes = {"display_order": step["display_order"]} if step.get("display_order") is not None else {}
        if "custom_field_set" in step:
            result = require(session, "custom_field_sets", step["custom_field_set"]["id"], "custom_field_set_associations.custom_field_set")
            if result.get("parent_type") not in (None, owner):
                raise InvalidArgument(
                    f"custom_field_set_associations: {result['name']} is for a {result['parent_type'].lower()}, not for a {owner.lower()}",
                    rule="custom_fields.set-is-for-its-parent-only",
                )
            changes["custom_field_set"] = result["id"]
        if place is None:
            if "display_order" not in changes:
                rule("custom_fields.association-comes-last")
            last = max((one.get("display_order") or 0 for one in rows), default=0)
            rows.append({"id": session.world.ids.next(), "created_at": session.now})
            place, changes = len(rows) - 1, {"display_order": last + 1, **changes}
        rows[place] = _changed(session, rows[place], changes)
    return rows


def _place_of_association(rows: list[Row], step: dict[str, Any]) -> int | None:
    if step.get("id") is not None:
        for index, row in enumerate(rows):
            if row["id"] == step["id"]:
                return index
        raise InvalidArgument(
            f"custom_field_set_associations has no member with id {step['id']}", rule="custom_fields.unknown-association-is-422"
        )
    if "custom_field_set" not in step:
        raise InvalidArgument(
            "custom_field_set_associations: each member needs an id or custom_field_set.id", rule="custom_fields.unknown-association-is-422"
        )
    result = next((index for index, row in enumerate(rows) if row["custom_field_set"] == step["custom_field_set"]["id"]), None)
    if result is not None:
        rule("custom_fields.association-comes-last")
    return result


def _answers(session: Session, owner: Owner, row: Row, steps: list[dict[str, Any]]) -> list[Row]:
    """The answers to know-your-client questions. The account has some questions by name. An answer to another name is stored as sent."""
    rows = list(row.get("kyc_field_values") or [])
    for step in steps:
        place = next((index for index, one in enumerate(rows) if _same_answer(one, step)), None)
        if place is None and step.get("id") is not None:
            raise InvalidArgument(f"kyc_field_values has no member with id {step['id']}", rule="custom_fields.kyc-answers-are-steps")
        before = rows[place] if place is not None else {"id": session.world.ids.next(), "created_at": session.now, "_owner": owner}
        after = {**before, **{name: value for name, value in step.items() if name != "id"}}
        if place is None:
            missing = [name for name in ("field_name", "field_type") if not after.get(name)]
            if missing:
                raise InvalidArgument(
                    f"kyc_field_values: {' and '.join(missing)} must be sent to add an answer", rule="custom_fields.kyc-answers-are-steps"
                )
            rows.append(before)
            place = len(rows) - 1
        after["field_value"] = _answer(session, owner, after)
        rows[place] = _changed(session, before, after)
    return rows


def _same_answer(row: Row, step: dict[str, Any]) -> bool:
    return bool(row["id"] == step["id"]) if step.get("id") is not None else row["field_name"] == step.get("field_name")


def _answer(session: Session, owner: Owner, answer: Row) -> Any:
    """The stored form of an answer, or 422 if it does not fit its question."""
    name, value = answer["field_name"], answer.get("field_value")
    question = kyc_question(session.rows("_kyc_fields", "name", name), owner)
    if question and question["type"] != answer["field_type"]:
        raise InvalidArgument(
            f"kyc_field_values: {name} is a {question['type']} field, not a {answer['field_type']} field",
            rule="custom_fields.kyc-answer-fits-its-question",
        )
    if value in (None, ""):
        return None
    if question and question["possible_values"] and value not in question["possible_values"]:
        raise InvalidArgument(
            f"kyc_field_values: {name} must be one of {', '.join(question['possible_values'])}",
            rule="custom_fields.kyc-answer-fits-its-question",
        )
    try:
        return day(value, session.world.zone(session.user)) if answer["field_type"] == "date" else value
    except Refused as refused:
        raise InvalidArgument(f"kyc_field_values: {name} {refused}", rule="custom_fields.kyc-answer-fits-its-question") from None


def kyc_question(named: list[Row], owner: str) -> Row | None:
    """The question with that name for that kind of record."""
    return next((question for question in named if question["parent_type"] == owner), None)


def _changed(session: Session, before: Row, changes: Row) -> Row:
    """A nested row after a change, with its new times and revision."""
    after = {**before, **changes}
    if after == before and "_revision" in before:
        return before
    return revised(after, before, session.now)
