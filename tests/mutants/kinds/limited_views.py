"""What users see and may do, got wrong: calendars, private tasks, hidden contacts, hidden rates and hours, and rights of roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mockclio import MockClio
from mockclio.catalog import operations
from mockclio.catalog.schema import fields
from mockclio.errors import Forbidden, NotFound
from mockclio.practice.activities import activities, values
from mockclio.practice.billing import tax_rate_configurations
from mockclio.practice.calendars import access, calendar_entries, calendars
from mockclio.practice.communications import memberships
from mockclio.practice.contacts import contacts
from mockclio.practice.custom_fields import custom_fields
from mockclio.practice.tasks import tasks
from tests.mutants.kinds.user_story import story
from tests.mutants.mutant import Apply, Mutant
from tests.mutants.patches import Change, acting, in_class, replaced, valued


def limited_views() -> list[Mutant]:
    """Every mistake of the tables, and every field of a calendar entry, shown to those who see only times, or not."""
    plain = [_mutant(name, words, acting(function, change)) for name, (words, function, change) in FUNCTIONS.items()]
    members = [_mutant(name, words, in_class(owner, member, change)) for name, (words, owner, member, change) in MEMBERS.items()]
    return [*plain, *members, *_fields_of_entries(), *_levels(), *_money()]


def _mutant(name: str, words: str, apply: Apply) -> Mutant:
    return Mutant("permissions", f"views/{name}", words, apply, story)


# --- calendars ---------------------------------------------------------------------------------------------------------------------------


def _fields_of_entries() -> Iterator[Mutant]:
    """Each field of an entry: missing in a limited view, or shown in it."""
    for name in fields(operations()["CalendarEntry#show"].record):
        if name in access.LIMITED_FIELDS:
            yield _mutant(
                f"limited/{name}/lost",
                f"{name} of an entry is missing for those who see only its times",
                valued(access.LIMITED_FIELDS, access.LIMITED_FIELDS - {name}),
            )
        else:
            yield _mutant(f"limited/{name}/leaks", f"{name} of an entry is shown to those who see only its times", _leaking(name))


def _leaking(name: str) -> Apply:
    """The entry that is shown limited keeps a value that it should not have, and the field comes."""

    @contextmanager
    def apply(mock: MockClio) -> Iterator[None]:
        with (
            replaced(access.LIMITED_FIELDS, access.LIMITED_FIELDS | {name}),
            replaced(access.SHOWN_TO_LIMITED, access.SHOWN_TO_LIMITED | {name}),
        ):
            yield

    return apply


LEVELS = ("owner", "editor", "viewer", "limited_viewer", "none")


def _levels() -> Iterator[Mutant]:
    """Each permission on a calendar taken for each other one."""
    for level in LEVELS:
        for other in LEVELS:
            if other != level:
                words = f"users with the permission {level} on a calendar are taken for those with {other}"
                yield _mutant(f"levels/{level}/{other}", words, acting(access.permission, _taken_for(level, other)))


def _taken_for(level: str, other: str) -> Change:
    def permission(sound: Change, user: Any, calendar: Any) -> Any:
        right = sound(user, calendar)
        return other if right == level else right

    return permission


def _entry(change: Callable[[Any, Any], Any]) -> Change:
    """Changes the entry that is seen limited: it gets that, and the whole one."""

    def seen(sound: Change, view: Any, entry: Any) -> Any:
        right = sound(view, entry)
        return change(right, entry) if right is not None and right.get("redacted") else right

    return seen


def _only_own(user: Any, calendar: Any) -> bool:
    return user is not None and user["id"] in (calendar.get("user"), calendar.get("creator"))


# --- time, rates and roles ---------------------------------------------------------------------------------------------------------------


def _money() -> Iterator[Mutant]:
    """Each amount of an entry of time: shown to users who may not see rates, or null for them."""
    for name in activities.MONEY:
        kept = tuple(one for one in activities.MONEY if one != name)
        yield _mutant(f"rates/{name}/leaks", f"{name} of time is shown to users who may not see rates", valued(activities.MONEY, kept))
    for name in ("quantity", "rounded_quantity", "date", "user", "type", "note"):
        more = (*activities.MONEY, name)
        yield _mutant(f"rates/{name}/lost", f"{name} of time is missing for users who may not see rates", valued(activities.MONEY, more))


def _hidden(change: Callable[[Any, Any, str], bool | None]) -> Change:
    def hidden(sound: Change, user: Any, row: Any, what: str) -> Any:
        other = change(user, row, what)
        return sound(user, row, what) if other is None else other

    return hidden


def _is_limited(user: Any, what: str) -> bool:
    return bool(user.get(f"_{what}_visibility") == "limited")


def _nothing(sound: Change, *arguments: Any) -> None:
    return None


def _refusing(error: type[Exception]) -> Change:
    def act(sound: Change, *arguments: Any) -> Any:
        try:
            return sound(*arguments)
        except (Forbidden, NotFound):
            raise error from None

    return act


def _owner_alone(sound: Change, session: Any) -> None:
    if not (session.user or {}).get("account_owner"):
        raise Forbidden


def _with_role(role: str) -> Change:
    """The check passes for one more role."""

    def require(sound: Change, session: Any) -> Any:
        return None if role in ((session.user or {}).get("roles") or ()) else sound(session)

    return require


FUNCTIONS: dict[str, tuple[str, Any, Change]] = {
    "calendars/unset is none": (
        "a calendar without a setting for the user is hidden",
        access.permission,
        lambda sound, user, calendar: (
            "none" if sound(user, calendar) == "editor" and not calendar.get("_permissions") else sound(user, calendar)
        ),
    ),
    "calendars/unset is viewer": (
        "a user without a setting may only read a calendar",
        access.permission,
        lambda sound, user, calendar: (
            "viewer"
            if sound(user, calendar) == "editor" and str((user or {}).get("id")) not in (calendar.get("_permissions") or {})
            else sound(user, calendar)
        ),
    ),
    "calendars/account owner owns all": (
        "the owner of the account owns every calendar",
        access.permission,
        lambda sound, user, calendar: "owner" if (user or {}).get("account_owner") else sound(user, calendar),
    ),
    "calendars/account owner owns none": (
        "the owner of the account does not own the calendar of the account",
        access.permission,
        lambda sound, user, calendar: (
            "editor" if sound(user, calendar) == "owner" and not _only_own(user, calendar) else sound(user, calendar)
        ),
    ),
    "calendars/writes unchecked": ("every user may write to every calendar", access.require_writing, _nothing),
    "calendars/writes are 404": (
        "a write to a calendar that may only be read is refused with 404",
        access.require_writing,
        _refusing(NotFound),
    ),
    "calendars/busy": (
        "an entry that is seen limited keeps its summary",
        access.entry_as_seen,
        _entry(lambda seen, entry: {**seen, "summary": entry["summary"]}),
    ),
    "calendars/no summary": (
        "an entry that is seen limited has no summary",
        access.entry_as_seen,
        _entry(lambda seen, entry: {**seen, "summary": None}),
    ),
    "calendars/whole": ("an entry that should be seen limited is shown whole", access.entry_as_seen, _entry(lambda seen, entry: entry)),
    "calendars/not at all": ("an entry that should be seen limited is not shown", access.entry_as_seen, _entry(lambda seen, entry: None)),
    "calendars/hidden shown": (
        "entries on a calendar that the user may not see are shown",
        access.entry_as_seen,
        lambda sound, view, entry: sound(view, entry) or entry,
    ),
    "calendars/hidden nested": (
        "an entry that the user may not see is shown in other records",
        access.is_hidden,
        lambda sound, view, entry: False,
    ),
    "tasks/private shown": ("private tasks are seen by everybody", tasks._may_see, lambda sound, user, row: True),
    "tasks/private unseen by the assignee": (
        "a private task is not seen by its assignee",
        tasks._may_see,
        lambda sound, user, row: (
            sound(user, row) and (row.get("permission") != "private" or user is None or user["id"] == row.get("assigner"))
        ),
    ),
    "tasks/private unseen by the assigner": (
        "a private task is not seen by who assigned it",
        tasks._may_see,
        lambda sound, user, row: sound(user, {**row, "assigner": None}),
    ),
    "tasks/private shown to the owner": (
        "private tasks are seen by the owner of the account",
        tasks._may_see,
        lambda sound, user, row: bool((user or {}).get("account_owner")) or sound(user, row),
    ),
    "tasks/private shown to administrators": (
        "private tasks are seen by administrators",
        tasks._may_see,
        lambda sound, user, row: "Admin" in ((user or {}).get("roles") or ()) or sound(user, row),
    ),
    "contacts/hidden written": ("a contact that is hidden from a user can be written by that user", contacts._require_visible, _nothing),
    "contacts/hidden writes are 403": (
        "a write to a contact that is hidden from a user is refused with 403",
        contacts._require_visible,
        _refusing(Forbidden),
    ),
    "conversations/seen by all": ("conversations are seen by everybody", memberships.is_visible, lambda sound, view, row: True),
    "conversations/seen by members alone": (
        "a conversation is seen only by members with a membership of their own",
        memberships.is_visible,
        lambda sound, view, row: memberships.membership_of(row, view.user["id"]) is not None,
    ),
    "hours/limited sees all": (
        "a user who may see only own hours sees all hours",
        values.hidden,
        _hidden(lambda user, row, what: False if what == "hours" and _is_limited(user, what) else None),
    ),
    "hours/limited sees none": (
        "a user who may see only own hours sees none",
        values.hidden,
        _hidden(lambda user, row, what: row.get("type") == "TimeEntry" if what == "hours" and _is_limited(user, what) else None),
    ),
    "hours/none sees own": (
        "a user who may see no hours sees own ones",
        values.hidden,
        _hidden(lambda user, row, what: False if what == "hours" and row.get("user") == user["id"] else None),
    ),
    "rates/limited sees all": (
        "a user who may see only own rates sees all rates",
        values.hidden,
        _hidden(lambda user, row, what: False if what == "rates" and _is_limited(user, what) else None),
    ),
    "rates/limited sees none": (
        "a user who may see only own rates sees none",
        values.hidden,
        _hidden(lambda user, row, what: row.get("type") == "TimeEntry" if what == "rates" and _is_limited(user, what) else None),
    ),
    "rates/expenses too": (
        "amounts of expenses are hidden from users who may see no rates",
        values.hidden,
        _hidden(lambda user, row, what: True if what == "rates" and user.get("_rates_visibility") == "none" else None),
    ),
    "rates/hours hide rates": (
        "rates are hidden where hours are",
        values.hidden,
        lambda sound, user, row, what: sound(user, row, "hours" if what == "rates" else what),
    ),
    "hours/rates hide hours": (
        "hours are hidden where rates are",
        values.hidden,
        lambda sound, user, row, what: sound(user, row, "rates" if what == "hours" else what),
    ),
    "roles/fields by everybody": ("every user may manage custom fields", custom_fields.require_administrator, _nothing),
    "roles/fields by the owner alone": ("only the owner may manage custom fields", custom_fields.require_administrator, _owner_alone),
    "roles/fields by billing": (
        "users with the role Billing may manage custom fields",
        custom_fields.require_administrator,
        _with_role("Billing"),
    ),
    "roles/fields are 404": (
        "managing custom fields without the right is refused with 404",
        custom_fields.require_administrator,
        _refusing(NotFound),
    ),
    "roles/taxes by everybody": ("every user may manage tax rates", tax_rate_configurations._require_administrator, _nothing),
    "roles/taxes by the owner alone": ("only the owner may manage tax rates", tax_rate_configurations._require_administrator, _owner_alone),
    "roles/taxes by billing": (
        "users with the role Billing may manage tax rates",
        tax_rate_configurations._require_administrator,
        _with_role("Billing"),
    ),
    "roles/taxes are 404": (
        "managing tax rates without the right is refused with 404",
        tax_rate_configurations._require_administrator,
        _refusing(NotFound),
    ),
}


def _unmarked(sound: Change, *arguments: Any) -> Any:
    return {name: value for name, value in sound(*arguments).items() if name != "redacted"}


def _unveiled(sound: Change, view: Any, row: Any, shown: Any) -> Any:
    return shown


MEMBERS: dict[str, tuple[str, type, str, Change]] = {
    "entries/unmarked": ("an entry that is seen limited has no mark", calendar_entries.CalendarEntries, "veil", _unmarked),
    "entries/blank": (
        "an entry that is seen limited shows all its fields, most as null",
        calendar_entries.CalendarEntries,
        "veil",
        _unveiled,
    ),
    "entries/hides": (
        "an entry that the user may not see is shown where others name it",
        calendar_entries.CalendarEntries,
        "hides",
        lambda sound, *given: False,
    ),
    "calendars/listed": ("calendars that the user may not see are listed", calendars.Calendars, "visible", _nothing),
    "calendars/opened": ("a calendar that the user may not see can be read by its id", calendars.Calendars, "on_show", _nothing),
    "calendars/opened is 403": (
        "a calendar that the user may not see is refused with 403",
        calendars.Calendars,
        "on_show",
        _refusing(Forbidden),
    ),
    "tasks/listed": ("private tasks of others are listed", tasks.Tasks, "visible", _nothing),
    "tasks/opened": ("a private task of others can be read by its id", tasks.Tasks, "on_show", _nothing),
    "tasks/opened is 404": ("a private task of others is refused with 404", tasks.Tasks, "on_show", _refusing(NotFound)),
    "tasks/nested": ("a private task of others is shown whole in other records", tasks.Tasks, "hides", lambda sound, *given: False),
    "tasks/deleted by others": ("a private task of others can be deleted", tasks.Tasks, "before_destroy", _nothing),
    "contacts/listed": ("contacts that are hidden from a user are listed", contacts.Contacts, "visible", _nothing),
    "contacts/nested": (
        "a contact that is hidden from a user is shown whole in other records",
        contacts.Contacts,
        "hides",
        lambda sound, *given: False,
    ),
    "rates/unmarked": (
        "an entry of time whose rate is hidden has no mark",
        activities.Activities,
        "veil",
        lambda sound, *given: {name: value for name, value in sound(*given).items() if name != "redacted"},
    ),
    "rates/unveiled": ("rates are shown to users who may not see them", activities.Activities, "veil", _unveiled),
    "rates/null": (
        "rates that are hidden from a user come as null",
        activities.Activities,
        "veil",
        lambda sound, view, row, shown: {**dict.fromkeys(shown), **sound(view, row, shown)},
    ),
    "hours/quantity": (
        "the quantity of an entry whose hours are hidden is shown",
        activities.Activities,
        "quantity",
        lambda sound, view, row: row.get("quantity"),
    ),
    "hours/rounded": (
        "the rounded quantity of an entry whose hours are hidden is shown",
        activities.Activities,
        "rounded_quantity",
        lambda sound, view, row: row.get("rounded_quantity"),
    ),
}
