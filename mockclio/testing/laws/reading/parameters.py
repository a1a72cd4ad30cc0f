"""Laws of the parameters that are neither filters nor shared by most operations: two values give different answers, each the right one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.testing.laws.account import Account
from mockclio.testing.laws.law import Broken, Unjudged, law
from mockclio.testing.laws.reading.asking import Caller, Row, good
from mockclio.testing.laws.reading.listing import Lists
from mockclio.testing.laws.reading.references import found, moment

Check = Callable[[Account], None]
OPERATIONS = operations()
NARROWED = ("Contact#index", "Contact#show", "Matter#index", "Matter#show", "MatterContacts#index")


@law("parameters", "filters")
def other_parameters() -> Iterator[tuple[AnyOperation | None, str, Check]]:
    """A parameter that is no filter does what it is for."""
    for id in NARROWED:
        yield OPERATIONS[id], "custom_field_ids[]", partial(_narrowed, OPERATIONS[id])
    for id, name, check in CHECKS:
        yield OPERATIONS[id], name, check


def _expect(expected: Any, found: Any, path: str, account: Account) -> None:
    if expected != found:
        raise Broken(expected, found, path, account.last)


def _narrowed(operation: AnyOperation, account: Account) -> None:
    """Custom field values are cut to those of the fields that are named."""
    lists, selection = Lists.of(account), {"fields": "id,custom_field_values{id,custom_field}"}
    caller = lists.caller
    for place in caller.places(operation)[:30]:
        whole = _rows(good(caller.at(operation, place, selection)).json()["data"])
        named = sorted(found(whole, "custom_field_values.custom_field"))
        if len(named) > 1:
            break
    else:
        raise Unjudged("no record has values of two custom fields")
    for id in named[:2]:
        cut = _rows(good(caller.at(operation, place, {**selection, "custom_field_ids[]": id})).json()["data"])
        _expect([row["id"] for row in whole], [row["id"] for row in cut], "data", account)
        for one, other in zip(whole, cut, strict=True):
            kept = [value for value in one["custom_field_values"] if str(value["custom_field"]["id"]) == id]
            _expect(kept, other["custom_field_values"], f"{one['id']}.custom_field_values", account)


def _rows(data: Any) -> list[Row]:
    return data if isinstance(data, list) else [data]


def _rates(lists: Lists, **asked: str) -> dict[int, Any]:
    rows = lists.ask(OPERATIONS["ActivityDescription#index"], {"fields": "id,rate{amount,hierarchy}", **asked})
    return {row["id"]: row["rate"] for row in rows}


def _rate_for_user(account: Account) -> None:
    lists = Lists.of(account)
    users = {str(user["id"]): user["rate"] for user in lists.answers("/users") if user["rate"]}
    told = {id: _rates(lists, **{"rate_for[user_id]": id}) for id in users}
    for id, shown in told.items():
        plain = {rate["amount"] for rate in shown.values() if rate["hierarchy"] in ("User", "Default")}
        _expect(set(), plain - {users[id]}, "data.rate.amount", account)
    _differ(told, "the rates of two users")


def _rate_for_matter(account: Account) -> None:
    lists = Lists.of(account)
    told = {id: _rates(lists, **{"rate_for[matter_id]": id}) for id in lists.by_id("/matters")}
    own = [id for id, shown in told.items() if any(rate["hierarchy"] == "Matter" for rate in shown.values())]
    without = [int(id) for id in own if not lists.by_id("/matters")[id]["custom_rate"]]
    _expect([], without, "matters with a rate of their own that have none", account)
    _differ(told, "the rates of two matters")


def _differ(told: dict[str, Any], what: str) -> None:
    if len(told) < 2:
        raise Unjudged(f"the account has not got {what}")
    if len({str(shown) for shown in told.values()}) < 2:
        raise Broken(f"{what} that differ", "the same", "data")


def _expanded(account: Account) -> None:
    lists, operation = Lists.of(account), OPERATIONS["CalendarEntry#index"]
    masters = [row for row in lists.answers("/calendar_entries") if row["recurrence_rule"] and row["parent_calendar_entry_id"] is None]
    if not masters:
        raise Unjudged("the account has no series of calendar entries")
    series = masters[0]
    window = {"from": series["start_at"], "to": lists.now.isoformat(timespec="seconds")}
    plain = [row["id"] for row in lists.rows(operation, {**window, "expanded": "false"})]
    expanded = lists.rows(operation, {**window, "expanded": "true"})
    occurrences = [row for row in expanded if str(row["parent_calendar_entry_id"]) == str(series["id"])]
    _expect(1, plain.count(series["id"]), "the series in the list", account)
    _expect(0, [row["id"] for row in expanded].count(series["id"]), "the series among its occurrences", account)
    if not occurrences:
        raise Broken("occurrences of the series", "none", "data", account.last)
    for row in occurrences:
        inside = moment(window["from"]) <= moment(row["end_at"]) and moment(row["start_at"]) <= moment(window["to"])
        _expect(True, inside, f"{row['id']} is in the window", account)


def _across_users(account: Account) -> None:
    lists, operation = Lists.of(account), OPERATIONS["CalendarEntry#index"]
    more = 0
    for id in lists.by_id("/matters"):
        usual = lists.ask(operation, {"matter_id": id, "fields": "id"})
        everybody = lists.ask(operation, {"matter_id": id, "owner_entries_across_all_users": "true", "fields": "id"})
        same = lists.ask(operation, {"matter_id": id, "owner_entries_across_all_users": "false", "fields": "id"})
        _expect(usual, same, "data", account)
        _expect([], [row["id"] for row in usual if row not in everybody], "entries that are missing", account)
        more += len(everybody) > len(usual)
    if not more:
        raise Unjudged("no matter has an entry in a calendar that is not shown")


def _neighbour(way: str, step: int, account: Account) -> None:
    lists = Lists.of(account)
    ids = sorted(int(row["id"]) for row in lists.answers("/bills"))
    if len(ids) < 4:
        raise Unjudged("the account has fewer than four bills")
    for place in (1, 2):
        answer = good(account.send("GET", f"/bills/{ids[place]}.json", params={f"navigation.{way}": ids[0]}))
        _expect({way: ids[place + step]}, answer.json()["meta"]["navigation"], "meta.navigation", account)


def _duration(account: Account) -> None:
    def rounded(duration: str) -> Any:
        return account.get("/settings/billing.json", fields="rounded_duration", duration=duration)["data"]["rounded_duration"]

    _expect(2, rounded("2h"), "data.rounded_duration", account)
    _expect(2, rounded("2:00"), "data.rounded_duration", account)
    _expect(True, 1.5 < rounded("1:31") <= 2, "data.rounded_duration is between 1.5 and 2", account)


def fetched(account: Account, path: str, **asked: Any) -> bytes:
    """What the address of a redirect gives, which needs no token."""
    response = good(account.send("GET", path, params=asked), 303)
    request = account.http.build_request("GET", response.headers["Location"])
    del request.headers["Authorization"]
    return account.http.send(request).content


def _versions(account: Account) -> tuple[str, list[Row]]:
    lists = Lists.of(account)
    for document in lists.answers("/documents"):
        versions = [one for one in lists.versions(document["id"]) if one["fully_uploaded"]]
        if len(versions) > 1 and len({one["size"] for one in versions}) > 1:
            return str(document["id"]), versions
    raise Unjudged("the account has no document with two versions")


def _download(account: Account) -> None:
    document, versions = _versions(account)
    for version in versions[:3]:
        content = fetched(account, f"/documents/{document}/download.json", document_version_id=version["id"])
        _expect(version["size"], len(content), f"bytes of version {version['id']}", account)
    newest = max(versions, key=lambda one: one["version_number"])
    _expect(newest["size"], len(fetched(account, f"/documents/{document}/download.json")), "bytes of the document", account)


def _document_again(account: Account) -> None:
    document, _ = _versions(account)
    plain = account.get(f"/documents/{document}/versions.json")["data"]
    _expect(plain, account.get(f"/documents/{document}/versions.json", id=document)["data"], "data", account)
    _expect([], account.get(f"/documents/{document}/versions.json", id=1)["data"], "data", account)


def _template_download(account: Account) -> None:
    for template in Lists.of(account).answers("/document_templates")[:3]:
        content = fetched(account, f"/document_templates/{template['id']}/download.json")
        _expect(template["size"], len(content), f"bytes of template {template['id']}", account)


def _report_download(account: Account) -> None:
    made = [row for row in Lists.of(account).answers("/reports") if row["state"] == "completed"]
    if not made:
        raise Unjudged("the account has no report that is made")
    contents = [fetched(account, f"/reports/{row['id']}/download.json") for row in made[:3]]
    _expect([], [row["id"] for row, content in zip(made, contents, strict=False) if not content], "reports without content", account)


def _preview_page(account: Account) -> None:
    for bill in Lists.of(account).answers("/bills")[:3]:
        response = good(account.send("GET", f"/bills/{bill['id']}/preview.json"))
        _expect(True, response.headers.get("Content-Type", "").startswith("text/html"), "Content-Type is text/html", account)
        _expect(True, f"{bill['number']}" in response.text, "the number of the bill stands in the page", account)


def _region(account: Account) -> None:
    lists, operation = Lists.of(account), OPERATIONS["LaukExpenseCategory#index"]
    london, elsewhere = (lists.ask(operation, {"region": region, "fields": "id,rate"}) for region in ("London", "Leeds"))
    _expect([row["id"] for row in london], [row["id"] for row in elsewhere], "data", account)
    _differ({"London": london, "Leeds": elsewhere}, "the rates of two regions")


class Preview:
    """A right call for the preview of a docket, of which one parameter at a time is exchanged."""

    NAMES = {"jurisdiction": "jurisdiction[id]", "service": "service_type[id]", "trigger": "trigger[id]"}
    NAMES |= {"date": "start_date", "time": "start_time", "prefix": "event_prefix"}

    def __init__(self, account: Account) -> None:
        lists = Lists.of(account)
        self.account, self.others = account, [row for row in lists.answers("/court_rules/jurisdictions") if not row["valid_subscription"]]
        open_ones = [row for row in lists.answers("/court_rules/jurisdictions") if row["valid_subscription"]]
        if not open_ones:
            raise Unjudged("the account has no court rules")
        self.jurisdiction = open_ones[0]
        triggers = OPERATIONS["JurisdictionsToTrigger#index"]
        place = {"jurisdiction_id": str(self.jurisdiction["id"])}
        self.triggers = Caller.of(account).rows(triggers, {"fields": "id,is_requirements_required,is_served"}, place=place)
        self.services = self.jurisdiction["service_types"]
        self.asked: dict[str, Any] = {
            "jurisdiction[id]": self.jurisdiction["id"],
            "service_type[id]": self.services[0]["id"],
            "trigger[id]": next((row["id"] for row in self.triggers if row["is_requirements_required"]), self.triggers[0]["id"]),
            "start_date": "2026-06-08T12:00:00-04:00",
            "start_time": "2026-06-08T09:30:00-04:00",
        }

    def events(self, **changes: Any) -> str:
        wanted = {**self.asked, **{self.NAMES[key]: value for key, value in changes.items()}}
        return fetched(self.account, "/court_rules/matter_dockets/preview.json", **wanted).decode()


def _previewed(key: str, account: Account) -> None:
    preview = Preview(account)
    values: dict[str, list[Any]] = {
        "trigger": [row["id"] for row in preview.triggers],
        "date": ["2026-06-08T12:00:00-04:00", "2026-06-09T12:00:00-04:00"],
        "time": ["2026-06-08T09:30:00-04:00", "2026-06-08T15:00:00-04:00"],
    }
    _differ({str(value): preview.events(**{key: value}) for value in values[key]}, f"two values of {key}")


def _previewed_service(account: Account) -> None:
    preview = Preview(account)
    triggers = [row["id"] for row in preview.triggers]
    each = {
        f"{trigger}/{row['id']}": preview.events(trigger=trigger, service=row["id"]) for trigger in triggers for row in preview.services
    }
    if len(set(each.values())) <= len({preview.events(trigger=trigger) for trigger in triggers}):
        raise Broken("days that go with the way of service", "the same days", "", account.last)


def _previewed_jurisdiction(account: Account) -> None:
    preview = Preview(account)
    for row in preview.others:
        response = account.send("GET", "/court_rules/matter_dockets/preview.json", params={**preview.asked, "jurisdiction[id]": row["id"]})
        _expect(400, response.status_code, "status", account)


def _previewed_prefix(account: Account) -> None:
    for prefix in ("Hale: ", "Moreau: "):
        lines = Preview(account).events(prefix=prefix).splitlines()
        summaries = [line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:")]
        right = bool(summaries) and all(summary.startswith(prefix.strip()) for summary in summaries)
        _expect(True, right, "every event begins with the prefix", account)


CHECKS: tuple[tuple[str, str, Check], ...] = (
    ("ActivityDescription#index", "rate_for[user_id]", _rate_for_user),
    ("ActivityDescription#index", "rate_for[matter_id]", _rate_for_matter),
    ("CalendarEntry#index", "expanded", _expanded),
    ("CalendarEntry#index", "owner_entries_across_all_users", _across_users),
    ("Bill#show", "navigation.next", partial(_neighbour, "next", 1)),
    ("Bill#show", "navigation.previous", partial(_neighbour, "previous", -1)),
    ("BillingSetting#show", "duration", _duration),
    ("Bill#preview", "", _preview_page),
    ("Document#download", "document_version_id", _download),
    ("DocumentTemplate#download", "", _template_download),
    ("DocumentVersion#index", "id", _document_again),
    ("LaukExpenseCategory#index", "region", _region),
    ("MatterDocket#preview", "trigger[id]", partial(_previewed, "trigger")),
    ("MatterDocket#preview", "start_date", partial(_previewed, "date")),
    ("MatterDocket#preview", "start_time", partial(_previewed, "time")),
    ("MatterDocket#preview", "service_type[id]", _previewed_service),
    ("MatterDocket#preview", "jurisdiction[id]", _previewed_jurisdiction),
    ("MatterDocket#preview", "event_prefix", _previewed_prefix),
    ("Report#download", "", _report_download),
)
