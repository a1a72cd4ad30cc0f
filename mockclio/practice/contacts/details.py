"""Contact details: lists inside the row of a contact. Each list has at most one default member."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument, NotFound
from mockclio.ledger import rule
from mockclio.server.behavior import behavior
from mockclio.server.view import View
from mockclio.store.revisions import revised
from mockclio.store.session import Session
from mockclio.store.tables import Row
from mockclio.store.world import World

MOST = 200
LIMITED = ("email_addresses", "phone_numbers")
"""Lists that have a limit."""
DEFAULTS = {
    "email_addresses": ("default_email", "primary"),
    "phone_numbers": ("default_number", "primary"),
    "web_sites": ("default_web_site", "default_web_site"),
}
"""Lists with a default member: the flag that bodies send, and the one that answers show."""
LISTS = ("addresses", "email_addresses", "instant_messengers", "phone_numbers", "web_sites")

Members = list[Row]


def settle(session: Session, before: Row | None, row: Row) -> None:
    """Give every member its label, and set defaults and primary addresses. `row` is the contact after the steps of the body."""
    for name in LISTS:
        members = row.get(name) or []
        if not all(member.get("name") for member in members):
            rule("contacts.labels-default-to-other")
        shown = [{**member, "name": member.get("name") or "Other"} for member in members]
        if name in DEFAULTS:
            shown = _with_one_default((before or {}).get(name) or [], shown, *DEFAULTS[name])
        if name == "addresses":
            if any(bool(member.get("primary")) != (place == 0) for place, member in enumerate(shown)):
                rule("contacts.first-address-is-primary")
            shown = [{**member, "primary": place == 0} for place, member in enumerate(shown)]
        row[name] = [_bookkept(session, old, new) for old, new in zip(members, shown, strict=True)]


def _with_one_default(before: Members, members: Members, sent: str, flag: str) -> Members:
    """The members with the flag of answers. A new default member replaces the earlier default."""
    stored = {member["id"] for member in before if member.get(flag)}
    results = []
    for member in members:
        shown = {key: value for key, value in member.items() if key != sent}
        results.append({**shown, flag: bool(member[sent] if sent in member else member.get(flag))})
    fresh = [member["id"] for member in results if member[flag] and member["id"] not in stored]
    if not fresh:
        return results
    if sum(member[flag] for member in results) > 1:
        rule("contacts.one-default-a-list")
    return [{**member, flag: member["id"] == fresh[-1]} for member in results]


def _bookkept(session: Session, old: Row, new: Row) -> Row:
    """The member with a new time and revision, if it changed and was written before this session."""
    if new == old or old.get("updated_at") == session.now:
        return new
    return revised(new, old, session.now)


def require_few(row: Row | None, data: dict[str, Any]) -> None:
    """Refuse a body that gives a contact more members than a list may have."""
    for name in LIMITED:
        count = len((row or {}).get(name) or [])
        for step in data.get(name) or []:
            count += -1 if step.get("_destroy") else 0 if step.get("id") else 1
        if data.get(name) and count > MOST:
            raise InvalidArgument(
                f"{name} must have at most {MOST} members, and this would leave {count}", rule="contacts.at-most-200-of-a-kind"
            )


def preferred(row: Row, name: str) -> Members:
    """The members of a list, the default first."""
    flag = DEFAULTS[name][1] if name in DEFAULTS else "primary"
    return sorted(row.get(name) or [], key=lambda member: not member.get(flag))


def nth(row: Row, name: str, place: int) -> Row | None:
    """The member at that position, with the default first."""
    members = preferred(row, name)
    if place >= len(members):
        return None
    rule("contacts.primary-is-the-default-else-the-first")
    return members[place]


def work_address(row: Row) -> Row | None:
    """The first work address."""
    return next((member for member in row.get("addresses") or [] if member.get("name") == "Work"), None)


def members(view: View, contact: int, name: str) -> Members:
    """The complete list of one contact, for operations that list only these members."""
    row = view.get("contacts", contact)
    if row is None:
        raise NotFound(rule="wire.unknown-id-is-404")
    if behavior("contacts").hides(view, row):
        raise NotFound(rule="contacts.hidden-from-users-without-permission")
    result: Members = row.get(name) or []
    if len(result) > MOST:
        rule("contacts.details-are-listed-whole")
    return result


def searchable(world: World, row: Row) -> str:
    """The text of a contact for the wildcard search: names, contact details, custom fields, company, matters."""
    results: list[Any] = [row.get("name"), row.get("title")]
    for name in LISTS:
        for member in row.get(name) or []:
            results += [member.get(key) for key in ("address", "number", "street", "city", "province", "postal_code", "country")]
    results += [_text_of(world, value) for value in row.get("custom_field_values") or []]
    results.append((world.table("contacts").get(row.get("company")) or {}).get("name"))
    for matter in _matters(world, row["id"]):
        results += [matter.get("display_number"), matter.get("description")]
    return " ".join(str(part) for part in results if part is not None).casefold()


def _text_of(world: World, value: Row) -> Any:
    """The value of a custom field as text. For a picklist, it is the text of the option."""
    field = world.table("custom_fields").get(value["custom_field"]) or {}
    if field.get("field_type") == "picklist":
        return next((option["option"] for option in field.get("picklist_options") or [] if option["id"] == value.get("value")), None)
    return value.get("value") if isinstance(value.get("value"), str) else None


def _matters(world: World, contact: int) -> list[Row]:
    own = world.table("matters").rows("client", contact)
    related = (world.table("matters").get(link.get("matter")) for link in world.table("relationships").rows("contact", contact))
    return own + [matter for matter in related if matter]
