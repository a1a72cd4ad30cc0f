"""Names of contacts: the name of a person consists of parts, a company has only a name."""

from __future__ import annotations

from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.store.tables import Row

PARTS = ("first_name", "middle_name", "last_name")
PERSONAL = (*PARTS, "prefix", "company")
"""The fields that only a person has."""


def name(before: Row | None, row: Row, data: dict[str, Any]) -> None:
    """Write name, parts and initials into the row of a contact, or refuse with 422. `row` already has the parts that were sent."""
    if row["type"] == "Person":
        _name_person(row, data)
    else:
        _name_company(row, data)
    if before is not None and row["name"] != before["name"]:
        rule("contacts.rename-leaves-matter-numbers")
    letters = initials(row)
    if letters != row.get("initials"):
        rule("contacts.initials")
    row["initials"] = letters


def _name_person(row: Row, data: dict[str, Any]) -> None:
    if _blank(data, *PARTS) and (data.get("name") or "").strip():
        rule("contacts.person-name-is-split")
        first, _, last = data["name"].strip().partition(" ")
        row.update(first_name=first, middle_name=None, last_name=last.strip() or None)
    elif row.get("first_name") is None and row.get("last_name") is None and row.get("name") and "type" in data:
        first, _, last = row["name"].strip().partition(" ")
        row.update(first_name=first, last_name=last.strip() or None)
    row.update({part: (row.get(part) or "").strip() or None for part in PARTS})
    if not row["first_name"] and not row["last_name"]:
        raise InvalidArgument("At least one of first name or last name must be provided", rule="contacts.person-needs-a-name")
    joined = " ".join(row[part] for part in PARTS if row[part])
    if joined not in (row.get("name"), data.get("name")):
        rule("contacts.person-name-is-joined")
    row["name"] = joined


def _name_company(row: Row, data: dict[str, Any]) -> None:
    wrong = [key for key in PERSONAL if not _blank(data, key)]
    if wrong:
        raise InvalidArgument(f"Invalid attributes present for a Company: {', '.join(wrong)}", rule="contacts.attributes-of-the-other-type")
    row["name"] = (data.get("name", row.get("name")) or "").strip()
    if not row["name"]:
        raise InvalidArgument("name can't be blank: a company needs one", rule="contacts.company-needs-a-name")
    row.update(dict.fromkeys(PERSONAL))


def _blank(data: dict[str, Any], *keys: str) -> bool:
    """Whether the body has no value under any of the keys."""
    values = [data.get(key) for key in keys]
    return not any((value.get("id") if isinstance(value, dict) else (value or "").strip()) for value in values)


def initials(row: Row) -> str | None:
    """The initials: of first and last name, or of the first two words of a company."""
    words = [row.get("first_name"), row.get("last_name")] if row["type"] == "Person" else row["name"].split()[:2]
    return "".join(word[0].upper() for word in words if word) or None


def sort_letter(row: Row) -> str:
    """The letter that sorts a contact: of the last name, otherwise of the name."""
    return ((row.get("last_name") or row.get("name") or "")[:1]).upper()
