"""What the API cannot make and the account has: users, currencies, codes, courts, stages, ways to notify, the firm's own places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mockclio.testing.outcomes import Inconclusive
from mockclio.testing.sample_data.sample_data import Data, Made, NeedsOwnWorld, SampleData


def nth(rows: Iterable[Data], place: int, what: str) -> int:
    """The id of the row at that place."""
    ids = [row["id"] for row in rows]
    if len(ids) <= place:
        raise Inconclusive(f"the account has no {what}")
    return int(ids[place])


def me(p: SampleData) -> int:
    """The user of the token."""
    return int(p.target.get("/users/who_am_i.json", fields="id")["data"]["id"])


def colleague(p: SampleData) -> int:
    """An enabled user other than the one of the token."""
    users = p.all("/users.json", fields="id,enabled,time_zone")
    return nth((row for row in users if row["enabled"] and row["id"] != p["user.owner"]), 0, "second user")


def listed(path: str, place: int, what: str, **wanted: Any) -> Made:
    """The row at that place among those of a list with such values."""
    fields = ",".join(("id", *wanted))
    return lambda p: nth(
        (row for row in p.all(path, fields=fields, limit=200) if all(row[key] == value for key, value in wanted.items())), place, what
    )


def way_to_notify(place: int) -> Made:
    """No list shows them: one that a reminder names."""

    def find(p: SampleData) -> int:
        rows = p.all("/reminders.json", fields="notification_method{id}", limit=200)
        ways = {row["notification_method"]["id"]: row["notification_method"] for row in rows if row["notification_method"]}
        return nth(ways.values(), place, "reminder that tells a way to notify")

    return find


def court(p: SampleData) -> int:
    """A jurisdiction with two triggers and two ways of service."""
    fitting = []
    for row in p.all("/court_rules/jurisdictions.json", fields="id", limit=50):
        triggers = p.all(f"/court_rules/jurisdictions/{row['id']}/triggers.json", fields="id", limit=5)
        if len(triggers) > 1 and len(_services(p, row["id"])) > 1:
            fitting.append(row)
    return nth(fitting, 0, "jurisdiction with two triggers and two ways of service")


def _services(p: SampleData, jurisdiction: int) -> list[Data]:
    return p.all("/court_rules/service_types.json", fields="id", jurisdiction_id=jurisdiction)


def trigger(place: int) -> Made:
    """A trigger of a jurisdiction's court rules."""

    def find(p: SampleData) -> int:
        path = f"/court_rules/jurisdictions/{p['jurisdiction.1204']}/triggers.json"
        return nth(p.all(path, fields="id", limit=5), place, "trigger of a court's rules")

    return find


def service(place: int) -> Made:
    """A service type of a jurisdiction."""
    return lambda p: nth(_services(p, p["jurisdiction.1204"]), place, "way of service")


def stage(p: SampleData, place: int) -> int:
    """Stages of one practice area, which has two."""
    rows = p.all("/matter_stages.json", fields="id,practice_area_id", limit=200)
    areas = [row["practice_area_id"] for row in rows]
    area = next((one for one in areas if areas.count(one) > 1), None)
    return nth((row for row in rows if row["practice_area_id"] == area), place, "practice area with two stages")


def staged_area(p: SampleData) -> int:
    """The practice area of the stage `stage.one`."""
    rows = p.all("/matter_stages.json", fields="id,practice_area_id", limit=200)
    ids = [row["practice_area_id"] for row in rows if row["id"] == p["stage.one"]]
    return int(ids[0])


def subject_of_an_entry(field: str) -> Made:
    """What is shown by activities alone."""

    def find(p: SampleData) -> int:
        rows = p.all("/activities.json", fields=f"{field}{{id}}", limit=200)
        return nth((row[field] for row in rows if row[field]), 0, f"activity that was done on a {field}")

    return find


def own_event(p: SampleData) -> int:
    """An event that the user of the token was notified of."""
    if not p.alone:
        raise NeedsOwnWorld("what the caller was told is not ours to change")
    rows = p.all("/internal_notifications/my_events.json", fields="event{id}", limit=5)
    return nth((row["event"] for row in rows), 0, "event that the caller was told")


CODES = ("E101", "E105", "L110", "A101")
EXISTING: dict[str, Made] = {
    "user.owner": me,
    "user.osei": colleague,
    "account": lambda p: int(p.target.get("/users/who_am_i.json", fields="account{id}")["data"]["account"]["id"]),
    "group.firm": listed("/groups.json", 0, "group of everybody", type="AccountGroup"),
    "calendar.firm": listed("/calendars.json", 0, "calendar of the firm", type="AccountCalendar"),
    "notification_method.owner": way_to_notify(0),
    "notification_method.osei": way_to_notify(1),
    "bank_account.operating": listed(
        "/bank_accounts.json", 0, "operating account that takes payments online", type="Operating", clio_payments_enabled=True
    ),
    "folder.root": lambda p: nth(
        (row for row in p.all("/folders.json", fields="id,root", limit=200) if row["root"]), 0, "root folder that is listed"
    ),
    "jurisdiction.1204": court,
    **{f"trigger.york{other}": trigger(place) for place, other in enumerate(("", ".other"))},
    **{f"service_type.york{other}": service(place) for place, other in enumerate(("", ".other"))},
    **{f"currency.{code}": listed("/currencies.json", 0, f"currency {code}", code=code) for code in ("CAD", "GBP")},
    **{f"utbms.{code}": listed("/utbms/codes.json", 0, f"UTBMS code {code}", code=code) for code in CODES},
    "stage.one": lambda p: stage(p, 0),
    "stage.two": lambda p: stage(p, 1),
    "practice_area.staged": staged_area,
    "client_portal.one": subject_of_an_entry("client_portal"),
    "text_message_conversation.one": subject_of_an_entry("text_message_conversation"),
    "my_event.one": own_event,
    "document_template.letter": listed("/document_templates.json", 0, "template of documents"),
}
