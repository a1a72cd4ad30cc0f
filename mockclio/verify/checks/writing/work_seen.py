"""Checks of work that not every user sees: the hours and rates of time, and conversations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mockclio.catalog import operations
from mockclio.catalog.schema import at_version
from mockclio.server.view import LATEST
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.sample_data.forks import control, in_own_world, plain
from mockclio.testing.sample_data.sample_data import Data, SampleData
from mockclio.verify.check import Cases, check
from mockclio.verify.checks.writing.figures import entry, expect, over
from mockclio.verify.checks.writing.views import User, allowed, users

# --- hours and rates ---------------------------------------------------------------------------------------------------------------------

QUANTITIES = ("quantity", "quantity_in_hours", "rounded_quantity", "rounded_quantity_in_hours")
AMOUNTS = ("total", "non_billable_total")
MONEY = ("price", *AMOUNTS)
Version = tuple[int, int, int]
RATES_SINCE, HOURS_SINCE = (4, 0, 5), (4, 0, 8)
"""The versions that hide rates and hours first."""
VERSIONS: tuple[Version, ...] = ((4, 0, 4), RATES_SINCE, (4, 0, 7), HOURS_SINCE, LATEST)
EXPENSE: Data = {"type": "ExpenseEntry", "price": 30, "quantity": 2}


def closed(user: Data, row: Data, what: str) -> bool:
    """Whether the hours or the rates of an entry are hidden from a user: of time alone, from those who see none or their own."""
    level = user.get(f"_{what}_visibility") or "all"
    return row["type"] == "TimeEntry" and (level == "none" or (level == "limited" and row["user"]["id"] != user["id"]))


def hours_and_rates(p: SampleData) -> None:
    """A user sees the hours and rates of time that are open to the user, in every version that hides some, and changes no others."""
    known = {row["id"]: row for row in control(p, "GET", "/rows/users")["rows"]}
    everybody = [(user, known[user.row["id"]]) for user in users(p)]
    bounded = [user for user, row in everybody if _levels(row) != ("all", "all")]
    if not bounded:
        raise Inconclusive("every user sees all hours and rates")
    owner = User(p, {}, p.target.token)  # type: ignore[attr-defined]
    made = [id for user in bounded for id in _work(p, user.row["id"])]
    for version in VERSIONS:
        whole = _entries(owner, made, version)
        for user, row in everybody:
            for id, shown in _entries(user, made, version).items():
                no_hours = version >= HOURS_SINCE and closed(row, whole[id], "hours")
                no_rates = version >= RATES_SINCE and closed(row, whole[id], "rates")
                expected = _seen(whole[id], no_hours, no_rates)
                _compare(p, expected, shown)
    for user, row in everybody:
        for id in made:
            response = user.send("PATCH", f"/activities/{id}", {"quantity": 5400})
            allowed(p, not closed(row, whole[id], "hours"), response, 200)


def _levels(user: Data) -> tuple[str, str]:
    return user.get("_hours_visibility") or "all", user.get("_rates_visibility") or "all"


def _work(p: SampleData, user: int) -> Iterator[int]:
    """Time of a user, billable or not, time of the caller, and an expense of each."""
    for billable in (True, False):
        yield entry(p, user={"id": user}, matter=p.ref("matter.spare"), non_billable=not billable)
    yield entry(p, matter=p.ref("matter.spare"))
    yield entry(p, user={"id": user}, matter=p.ref("matter.spare"), **EXPENSE)
    yield entry(p, matter=p.ref("matter.spare"), **EXPENSE)


def _entries(user: User, ids: list[int], version: Version) -> dict[int, Data]:
    """Each entry as a user sees it, by its id."""
    names = [name for name, one in at_version(operations()["Activity#show"].record, version).items() if one.record is None]
    headers = {"X-API-VERSION": ".".join(map(str, version))}
    result: dict[int, Data] = {}
    for id in ids:
        url = f"/api/v4/activities/{id}.json"
        params = {"fields": ",".join([*names, "user{id}"])}
        response = plain(user.p.target, "GET", url, token=user.token, params=params, headers=headers)
        allowed(user.p, True, response, 200)
        result[id] = response.json()["data"]
    return result


def _seen(whole: Data, no_hours: bool, no_rates: bool) -> Data:
    """What is left of an entry without its hours, or without its rates."""
    result = dict(whole)
    if no_hours:
        result.update(dict.fromkeys((*QUANTITIES, *AMOUNTS)), quantity_redacted=True)
    if no_rates:
        result = {name: value for name, value in result.items() if name not in MONEY} | {"redacted": True}
    return result


def _compare(p: SampleData, expected: Data, shown: Data) -> None:
    """The same keys and values. Times are left out: each user reads them in the user's own zone."""
    if list(expected) != list(shown):
        raise CheckFailed(list(expected), list(shown), path="data", call=p.target.last)
    for name, value in expected.items():
        if not name.endswith("_at") and shown[name] != value:
            raise CheckFailed(value, shown[name], path=f"data.{name}", call=p.target.last)


# --- conversations -----------------------------------------------------------------------------------------------------------------------


def conversations(p: SampleData) -> None:
    """Members see and change a conversation, the groups of its matter see it, and for others it does not exist; messages alike."""
    everybody = users(p)
    groups = {row["id"]: row.get("users") or () for row in control(p, "GET", "/rows/groups")["rows"]}
    _conversations_of_two(p, everybody, groups)
    group_of = {row["id"]: row.get("group") for row in control(p, "GET", "/rows/matters")["rows"]}
    messages = {row["conversation"]: row["id"] for row in control(p, "GET", "/rows/conversation_messages")["rows"]}
    for row in control(p, "GET", "/rows/conversations")["rows"]:
        members = {one["member"]["id"] for one in row["memberships"]}
        group = groups.get(group_of.get(row["matter"]), ())
        for user in everybody:
            member = user.row["id"] in members
            _one_conversation(p, user, row["id"], messages[row["id"]], member, member or user.row["id"] in group)


def _conversations_of_two(p: SampleData, everybody: list[User], groups: dict[Any, Any]) -> None:
    """Messages between two users: of no matter, and of a matter whose group has other users, but not all others."""
    without = {group: [user for user in everybody if user.row["id"] not in members] for group, members in groups.items()}
    fitting = [group for group, outside in without.items() if 2 < len(outside) < len(everybody)]
    if not fitting:
        raise Inconclusive("no group has some users, but not three others")
    group, outside = fitting[0], without[fitting[0]]
    matter = p.make("/matters", client=p.ref("contact.ada"), description="x", group={"id": group})
    receivers = [{"id": outside[1].row["id"], "type": "User"}]
    for place in ({}, {"matter": {"id": matter}}):
        body: Data = {"subject": "x", "body": "x", "receivers": receivers, **place}
        allowed(p, True, outside[0].send("POST", "/conversation_messages", body), 201)


def _one_conversation(p: SampleData, user: User, id: Any, message: Any, member: bool, open: bool) -> None:
    """One conversation and a message of it, as a user sees and changes them."""
    shown = user.send("GET", f"/conversations/{id}", fields="current_user_is_member,read_only")
    allowed(p, open, shown, 200, 404, "NotFoundError")
    if open:
        expect(p, {"current_user_is_member": member, "read_only": not member}, shown.json()["data"], "data")
    listed = user.ids("/conversations", for_user="true")
    expect(p, open, id in listed, "whether a conversation is listed")
    allowed(p, open, user.send("GET", f"/conversation_messages/{message}"), 200, 404, "NotFoundError")
    listed = user.ids("/conversation_messages", conversation_id=id)
    expect(p, open, message in listed, "whether a message is listed")
    changed = user.send("PATCH", f"/conversations/{id}", {"read": True})
    allowed(p, member, changed, 200, *((403, "ForbiddenError") if open else (404, "NotFoundError")))


WORK = {"hours-and-rates": hours_and_rates, "conversations": conversations}


@check(
    "permissions/work",
    "permissions",
    writes=True,
    rules=(
        "activities.hidden-hours",
        "activities.hidden-hours-are-not-written",
        "activities.hidden-rates",
        "communications.conversation-is-seen-by-members-and-groups",
        "communications.only-members-change-a-conversation",
        "communications.read-only-for-those-who-are-not-members",
    ),
)
def work() -> Cases:
    """Each user sees the hours, rates and conversations that are open to that user, and changes no others."""
    return over(WORK, in_own_world)
