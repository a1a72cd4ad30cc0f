"""What contacts, matters and users show of other records."""

from __future__ import annotations

from typing import Any

from mockclio.verify.checks.reading.calls import Row
from mockclio.verify.checks.reading.identities.identity import UNKNOWN, follows, id_of, ids_of, pointing
from mockclio.verify.checks.reading.listing import Lists
from mockclio.verify.checks.reading.references import at


@follows("Contact", "is_client")
def is_client(row: Row, lists: Lists) -> Any:
    return bool(pointing(lists.answers("/matters"), "client", row["id"]))


@follows("Contact", "is_bill_recipient")
def is_bill_recipient(row: Row, lists: Lists) -> Any:
    return any(str(row["id"]) in at(matter, "matter_bill_recipients.recipient") for matter in lists.answers("/matters"))


@follows("Contact", "is_co_counsel")
def is_co_counsel(row: Row, lists: Lists) -> Any:
    return any(rate["co_counsel_contact_id"] == row["id"] for rate in lists.answers("/activity_rates"))


@follows("Contact", "co_counsel_rate")
def co_counsel_rate(row: Row, lists: Lists) -> Any:
    results = [rate["id"] for rate in lists.answers("/activity_rates") if rate["co_counsel_contact_id"] == row["id"]]
    return row["co_counsel_rate"] if id_of(row["co_counsel_rate"]) in (results or [None]) else {"id": results}


@follows("Contact", "has_clio_for_clients_permission")
def shares(row: Row, lists: Lists) -> Any:
    return any(str(row["id"]) in at(conversation, "memberships.member") for conversation in lists.answers("/conversations"))


@follows("Contact", "is_clio_for_client_user")
def is_portal_user(row: Row, lists: Lists) -> Any:
    return row["client_connect_user_id"] is not None


@follows("Contact", "related_contacts")
def related(row: Row, lists: Lists) -> Any:
    """The people of a company, and everybody who is related to a matter of the contact."""
    results = {one["id"] for one in pointing(lists.answers("/contacts"), "company", row["id"])}
    for matter in pointing(lists.answers("/matters"), "client", row["id"]):
        results |= {one["contact"]["id"] for one in pointing(lists.answers("/relationships"), "matter", matter["id"])}
    results.discard(row["id"])
    return row["related_contacts"] if set(ids_of(row["related_contacts"])) == results else sorted(results)


def _nth(row: Row, name: str, place: int) -> Row | None:
    """The default member, then the others in their order."""
    flag = {"web_sites": "default_web_site"}.get(name, "primary")
    members: list[Row] = sorted(row[name], key=lambda one: not one[flag])
    return members[place] if len(members) > place else None


REACHED = {
    "primary_email_address": ("email_addresses", 0, "address"),
    "secondary_email_address": ("email_addresses", 1, "address"),
    "primary_phone_number": ("phone_numbers", 0, "number"),
    "secondary_phone_number": ("phone_numbers", 1, "number"),
    "primary_address": ("addresses", 0, ""),
    "secondary_address": ("addresses", 1, ""),
    "primary_web_site": ("web_sites", 0, ""),
    "secondary_web_site": ("web_sites", 1, ""),
}
"""Which member of which list a field shows, and what of it."""


def _reached(list_name: str, place: int, part: str) -> Any:
    def reach(row: Row, lists: Lists) -> Any:
        member = _nth(row, list_name, place)
        return member[part] if member and part else member

    return reach


for _record in ("Contact", "MatterContact", "RelatedContact", "Client"):
    for _name, _where in REACHED.items():
        follows(_record, _name)(_reached(*_where))


@follows("Contact", "initials")
def initials(row: Row, lists: Lists) -> Any:
    """The first letters of the names; of a company, of its first two words."""
    parts = [row["first_name"], row["last_name"]] if row["type"] == "Person" else str(row["name"]).split()[:2]
    return "".join(str(part)[:1].upper() for part in parts if part)


@follows("Contact", "name")
def name(row: Row, lists: Lists) -> Any:
    if row["type"] != "Person":
        return UNKNOWN
    return " ".join(part for part in (row["first_name"], row["middle_name"], row["last_name"]) if part)


@follows("User", "name")
def user_name(row: Row, lists: Lists) -> Any:
    return " ".join(part for part in (row["first_name"], row["last_name"]) if part)


@follows("Matter", "has_tasks")
def has_tasks(row: Row, lists: Lists) -> Any:
    return True if pointing(lists.answers("/tasks"), "matter", row["id"]) else UNKNOWN if row["has_tasks"] else False


@follows("Matter", "last_activity_date")
def last_activity_date(row: Row, lists: Lists) -> Any:
    return max((one["date"] for one in pointing(lists.answers("/activities"), "matter", row["id"]) if one["date"]), default=None)


@follows("Matter", "client_id")
def client_id(row: Row, lists: Lists) -> Any:
    return id_of(row["client"])


@follows("Matter", "statute_of_limitations")
def statute(row: Row, lists: Lists) -> Any:
    results = [one["id"] for one in pointing(lists.answers("/tasks"), "matter", row["id"]) if one["statute_of_limitations"]]
    if not results:
        return UNKNOWN if row["statute_of_limitations"] else None
    return row["statute_of_limitations"] if id_of(row["statute_of_limitations"]) in results else {"id": results}


@follows("User", "default_calendar_id")
def default_calendar(row: Row, lists: Lists) -> Any:
    """A calendar of a user; that of somebody else may not be shown."""
    calendar = lists.by_id("/calendars").get(str(row["default_calendar_id"]))
    if calendar is None:
        return UNKNOWN
    return calendar["id"] if calendar["type"] == "UserCalendar" and calendar["name"] == row["name"] else "the user's own calendar"


@follows("Group", "users")
def users(row: Row, lists: Lists) -> Any:
    wanted = {one["id"] for one in lists.answers("/users") if row["id"] in ids_of(one["groups"])}
    shown = set(ids_of(row["users"])) & set(map(int, lists.by_id("/users")))
    return row["users"] if shown == wanted else sorted(wanted)


@follows("MatterContact", "created_at", "updated_at", "is_client", "relationship_name", "matter_id", "matter_number", "description")
def on_matter(row: Row, lists: Lists) -> Any:
    """The client of a matter was added with the matter, everybody else with a relationship, whose words are shown."""
    matter = lists.by_id("/matters").get(str(row["matter_id"]))
    link = lists.by_id("/relationships").get(str(id_of(row["relationship"])))
    if matter is None or (row["relationship"] is not None and link is None):
        return {"matter_id": "the id of a matter that is shown"}
    added = link or matter
    return {
        "created_at": added["created_at"],
        "updated_at": added["updated_at"],
        "is_client": link is None,
        "relationship_name": link["description"] if link else "Client",
        "matter_id": id_of(link["matter"]) if link else matter["id"] if id_of(matter["client"]) == row["id"] else "the client's matter",
        "matter_number": matter["display_number"],
        "description": matter["description"],
    }


@follows("MatterContact", "relationship")
def matter_relationship(row: Row, lists: Lists) -> Any:
    return _between(row, lists, row["id"])


@follows("RelatedContact", "relationship")
def related_relationship(row: Row, lists: Lists) -> Any:
    return _between(row, lists, row["contact_id"])


@follows("RelatedContact", "is_matter_client")
def is_matter_client(row: Row, lists: Lists) -> Any:
    """Of the matter that the relationship is to."""
    link = lists.by_id("/relationships").get(str(id_of(row["relationship"])))
    matter = lists.by_id("/matters").get(str(id_of(link["matter"]))) if link else None
    return UNKNOWN if matter is None else id_of(matter["client"]) == row["contact_id"]


def _between(row: Row, lists: Lists, contact: Any) -> Any:
    """The relationship that is shown is one of the contact."""
    if row["relationship"] is None:
        return UNKNOWN
    link = lists.by_id("/relationships").get(str(id_of(row["relationship"])))
    return row["relationship"] if link is not None and id_of(link["contact"]) == contact else "a relationship of the contact"


@follows("Client", "id")
def client(row: Row, lists: Lists) -> Any:
    return row["id"] if pointing(lists.answers("/matters"), "client", row["id"]) else "the id of a client"
