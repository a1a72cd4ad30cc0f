"""Writing: checked bodies become rows. Associations are set by id, nested arrays are lists of operations, nested objects are merged.

Every write goes through a session, so that a refusal in the middle keeps nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mockclio.catalog.records import Record
from mockclio.catalog.schema import Attribute, accepted, fields
from mockclio.errors import InvalidArgument, NotFound
from mockclio.server.behavior import behavior
from mockclio.store.revisions import revised
from mockclio.store.session import Session
from mockclio.store.tables import Row
from mockclio.store.types import POLYMORPHIC

DESTROY = ("_destroy", "_deleted")


def require(session: Session, table: str, id: Any, place: str, *, rule: str = "wire.missing-reference-is-404") -> Row:
    """The row that a body refers to. Otherwise a 404 that names the reference."""
    row = session.get(table, id)
    if row is None:
        raise NotFound(f"{place}: there is no record with id {id} in {table.replace('_', ' ')}", rule=rule)
    return row


def create(session: Session, record: type[Record], body: Any, data: dict[str, Any], extra: Row | None = None) -> Row:
    """Insert a record, with the work of its behaviour. `data` is a checked body, `extra` are values from the route or the owner."""
    table, own = record.table, behavior(record.table)
    own.check(session, None, data)
    row = {**own.defaults, **(extra or {})}
    row["id"] = row.get("id") or session.world.ids.next()
    row.update(created_at=session.now, updated_at=session.now)
    later = _apply(session, record, body, row, data)
    own.before_create(session, row, data)
    session.insert(table, row)
    for write in later:
        write(row["id"])
    own.after_create(session, row, data)
    return session.table(table)[row["id"]]


def update(session: Session, record: type[Record], body: Any, before: Row, data: dict[str, Any]) -> Row:
    """Change the sent attributes, with the work of the behaviour."""
    table, own = record.table, behavior(record.table)
    own.check(session, before, data)
    row = dict(before)
    later = _apply(session, record, body, row, data)
    own.before_update(session, before, row, data)
    session.update(table, before["id"], row)
    for write in later:
        write(before["id"])
    own.after_update(session, before, row, data)
    return session.table(table)[before["id"]]


def destroy(session: Session, table: str, row: Row) -> None:
    """Delete a record, with the work of its behaviour."""
    own = behavior(table)
    own.before_destroy(session, row)
    own.destroy(session, table, row)
    own.after_destroy(session, row)


def _apply(session: Session, record: type[Record], body: Any, row: Row, data: dict[str, Any]) -> list[Any]:
    """Put the values of the body into the row. Return the writes to other tables that must wait until the row exists."""
    known, own, later = fields(record), behavior(record.table), []
    skipped = own.takes | set(body.write_only)
    for name, attribute in accepted(body).items():
        if name not in data or name in skipped:
            continue
        key = body.shown_by.get(name, name)
        if (key not in known and name.endswith("_id") and name[:-3] in known) or (
            name.endswith("_id") and known.get(name[:-3], attribute).kind == "record"
        ):
            key = name[:-3]
        later += put(session, record, row, key, attribute, data[name], references=body.references)
    return later


def put(
    session: Session,
    record: type[Record],
    row: Row,
    key: str,
    attribute: Attribute,
    value: Any,
    *,
    references: dict[str, str] | None = None,
) -> list[Any]:
    """Put one attribute into the row under `key`."""
    field = fields(record).get(key)
    target = field.record if field else None
    table = (references or {}).get(attribute.name) or (target.table if target else "")
    if field and field.inverse and target:
        return [lambda id: _write_inverse(session, target, field.inverse[0], id, attribute, value or [])]
    if attribute.many and attribute.kind in ("ref", "object") and table and set(attribute.keys) <= {"id", "_destroy", "_deleted"}:
        row[key] = _linked(session, table, row.get(key) or [], value or [], attribute.name)
    elif attribute.many and attribute.kind in ("ref", "object"):
        row[key] = _nested_list(session, target, row.get(key) or [], attribute, value or [])
    elif attribute.kind == "ref" or (attribute.kind == "object" and table and set(attribute.keys) == {"id"}):
        row[key] = _referred(session, table, (value or {}).get("id"), attribute.name)
    elif attribute.kind == "object" and table and "type" not in attribute.keys and "id" in attribute.keys:
        if value is None or "id" in value:
            row[key] = _referred(session, table, (value or {}).get("id"), attribute.name)
    elif attribute.kind == "object" and {"id", "type"} <= set(attribute.keys):
        if value:
            row[key] = polymorphic(session, row.get(key), value, attribute.name)
    elif attribute.kind == "object":
        row[key] = _merged(session, target, row.get(key), attribute, value)
    elif attribute.kind == "int" and attribute.many and table:
        row[key] = [require(session, table, id, attribute.name)["id"] for id in value]
    elif attribute.kind == "int" and table:
        row[key] = _referred(session, table, value, attribute.name)
    else:
        row[key] = _scalar(session, field, attribute, value)
    return []


def _scalar(session: Session, field: Attribute | None, attribute: Attribute, value: Any) -> Any:
    """A value in the form of its field: an enumeration in the case of the field, and a time as a date if the field is a date."""
    if field and field.kind == "enum" and isinstance(value, str):
        return next((choice for choice in field.choices if choice.lower() == value.lower()), value)
    if field and field.kind == "date" and attribute.kind == "datetime" and value:
        return datetime.fromisoformat(value).astimezone(session.world.zone(session.user)).date().isoformat()
    if value is None and field and not field.nullable and not field.many and field.kind != "record":
        if field.kind == "bool":
            return False
        raise InvalidArgument(f"{attribute.name} can't be blank")
    return value


def _referred(session: Session, table: str, id: int | None, place: str) -> int | None:
    if id is None:
        return None
    return require(session, table, id, place)["id"] if table else id


def polymorphic(session: Session, present: Any, value: dict[str, Any], place: str) -> dict[str, Any]:
    """A reference that names its type: `{"type": "Contact", "id": 1}`."""
    kind = value.get("type") or (present or {}).get("type")
    if kind not in POLYMORPHIC:
        raise InvalidArgument(f"{place}.type must be one of {', '.join(sorted(POLYMORPHIC))}")
    id = value.get("id", (present or {}).get("id"))
    return {"type": kind, "id": require(session, POLYMORPHIC[kind], id, place)["id"]}


def _linked(session: Session, table: str, present: list[int], steps: list[dict[str, Any]], place: str) -> list[int]:
    """A list of associations after the steps. A step links a record. With `_destroy` or `_deleted` it unlinks the record."""
    linked = list(present)
    for step in steps:
        if any(step.get(mark) for mark in DESTROY):
            linked = [id for id in linked if id != step.get("id")]
        elif "id" in step and step["id"] not in linked:
            linked.append(require(session, table, step["id"], place)["id"])
    return linked


def _nested_list(
    session: Session, record: type[Record] | None, present: list[Row], attribute: Attribute, steps: list[dict[str, Any]]
) -> list[Row]:
    """Nested rows after the steps. A step with `id` changes a row, without `id` adds one, with `_destroy` removes one. Other rows stay."""
    if set(attribute.keys) <= {"id", "type", *DESTROY} and "type" in attribute.keys:
        return _participants(session, present, steps, attribute.name)
    rows = list(present)
    for step in steps:
        place = next((index for index, row in enumerate(rows) if "id" in step and str(row.get("id")) == str(step["id"])), None)
        if step.get("id") is not None and place is None:
            raise InvalidArgument(f"{attribute.name} has no member with id {step['id']}")
        if any(step.get(mark) for mark in DESTROY):
            if place is not None:
                del rows[place]
        elif place is not None:
            rows[place] = _nested_row(session, record, rows[place], attribute, step)
        else:
            rows.append(_nested_row(session, record, None, attribute, step))
    return rows


def _participants(session: Session, present: list[Row], steps: list[dict[str, Any]], place: str) -> list[Row]:
    rows = list(present)
    for step in steps:
        same = [
            row
            for row in rows
            if row["id"] == step.get("id") and (not step.get("type") or POLYMORPHIC.get(row["type"]) == POLYMORPHIC.get(step["type"]))
        ]
        if any(step.get(mark) for mark in DESTROY):
            rows = [row for row in rows if row not in same]
        elif not same:
            rows.append(polymorphic(session, None, step, place))
    return rows


def _nested_row(session: Session, record: type[Record] | None, before: Row | None, attribute: Attribute, step: dict[str, Any]) -> Row:
    known = fields(record) if record else {}
    row: Row = dict(before) if before else {"id": session.world.ids.next(), "created_at": session.now}
    for name, value in step.items():
        if name == "id" or name in DESTROY:
            continue
        inner = attribute.keys[name]
        key = name[:-3] if name.endswith("_id") and name not in known and name[:-3] in known else name
        if record:
            put(session, record, row, key, inner, value)
        else:
            row[key] = value
    return row if row == before else revised(row, before, session.now)


def _merged(session: Session, record: type[Record] | None, before: Row | None, attribute: Attribute, value: Any) -> Row | None:
    """A nested object with the sent values put over the old ones. `_destroy` or null removes it."""
    if value is None or any(value.get(mark) for mark in DESTROY):
        return None
    return _nested_row(session, record, before, attribute, value)


def _write_inverse(session: Session, record: type[Record], key: str, owner: int, attribute: Attribute, steps: list[dict[str, Any]]) -> None:
    """Do nested steps on records that have their own table."""
    for step in steps:
        data = {name: value for name, value in step.items() if name != "id" and name not in DESTROY}
        if "id" not in step:
            row: Row = {key: owner}
            _fill(session, record, row, attribute, data)
            own = behavior(record.table)
            row = {**own.defaults, **row}
            own.before_create(session, row, data)
            own.after_create(session, session.insert(record.table, row), data)
            continue
        present = session.get(record.table, step["id"])
        stored = present.get(key) if present else None
        if present is None or (stored.get("id") if isinstance(stored, dict) else stored) != owner:
            raise InvalidArgument(f"{attribute.name} has no member with id {step['id']}")
        if any(step.get(mark) for mark in DESTROY):
            destroy(session, record.table, present)
        else:
            row = dict(present)
            _fill(session, record, row, attribute, data)
            session.update(record.table, present["id"], row)


def _fill(session: Session, record: type[Record], row: Row, attribute: Attribute, data: dict[str, Any]) -> None:
    for name, value in data.items():
        put(session, record, row, name, attribute.keys[name], value)
