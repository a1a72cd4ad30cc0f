"""Checks of parameters that are no filters and that few operations share: two values give different answers, each the right one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from mockclio.catalog import operations
from mockclio.catalog.operations import AnyOperation
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import check
from mockclio.verify.checks.reading.calls import Caller, Row, good
from mockclio.verify.checks.reading.listing import Lists
from mockclio.verify.checks.reading.references import moment, values_at

Check = Callable[[Target], None]
OPERATIONS = operations()
NARROWED = ("Contact#index", "Contact#show", "Matter#index", "Matter#show", "MatterContacts#index")


@check("parameters", "filters")
def other_parameters() -> Iterator[tuple[AnyOperation | None, str, Check]]:
    """A parameter that is no filter does what it is for."""
    for id in NARROWED:
        yield OPERATIONS[id], "custom_field_ids[]", partial(_narrowed, OPERATIONS[id])
    for id, name, run in CHECKS:
        yield OPERATIONS[id], name, run


def _expect(expected: Any, actual: Any, path: str, target: Target) -> None:
    if expected != actual:
        raise CheckFailed(expected, actual, path, target.last)


def _narrowed(operation: AnyOperation, target: Target) -> None:
    """Custom field values are cut to those of the fields that are named."""
    lists, selection = Lists.of(target), {"fields": "id,custom_field_values{id,custom_field}"}
    caller = lists.caller
    for place in caller.places(operation)[:30]:
        whole = _rows(good(caller.at(operation, place, selection)).json()["data"])
        named = sorted(values_at(whole, "custom_field_values.custom_field"))
        if len(named) > 1:
            break
    else:
        raise Inconclusive("no record has values of two custom fields")
    for id in named[:2]:
        cut = _rows(good(caller.at(operation, place, {**selection, "custom_field_ids[]": id})).json()["data"])
        _expect([row["id"] for row in whole], [row["id"] for row in cut], "data", target)
        for one, other in zip(whole, cut, strict=True):
            cached = [value for value in one["custom_field_values"] if str(value["custom_field"]["id"]) == id]
            _expect(cached, other["custom_field_values"], f"{one['id']}.custom_field_values", target)


def _rows(data: Any) -> list[Row]:
    return data if isinstance(data, list) else [data]


def _rates(lists: Lists, **query: str) -> dict[int, Any]:
    rows = lists.ask(OPERATIONS["ActivityDescription#index"], {"fields": "id,rate{amount,hierarchy}", **query})
    return {row["id"]: row["rate"] for row in rows}


def _rate_for_user(target: Target) -> None:
    lists = Lists.of(target)
    users = {str(user["id"]): user["rate"] for user in lists.answers("/users") if user["rate"]}
    message = {id: _rates(lists, **{"rate_for[user_id]": id}) for id in users}
    for id, shown in message.items():
        plain = {rate["amount"] for rate in shown.values() if rate["hierarchy"] in ("User", "Default")}
        _expect(set(), plain - {users[id]}, "data.rate.amount", target)
    _differ(message, "the rates of two users")


def _rate_for_matter(target: Target) -> None:
    lists = Lists.of(target)
    message = {id: _rates(lists, **{"rate_for[matter_id]": id}) for id in lists.by_id("/matters")}
    own = [id for id, shown in message.items() if any(rate["hierarchy"] == "Matter" for rate in shown.values())]
    without = [int(id) for id in own if not lists.by_id("/matters")[id]["custom_rate"]]
    _expect([], without, "matters with a rate of their own that have none", target)
    _differ(message, "the rates of two matters")


def _differ(answers: dict[str, Any], what: str) -> None:
    if len(answers) < 2:
        raise Inconclusive(f"the account has not got {what}")
    if len({str(shown) for shown in answers.values()}) < 2:
        raise CheckFailed(f"{what} that differ", "the same", "data")


def _expanded(target: Target) -> None:
    lists, operation = Lists.of(target), OPERATIONS["CalendarEntry#index"]
    masters = [row for row in lists.answers("/calendar_entries") if row["recurrence_rule"] and row["parent_calendar_entry_id"] is None]
    if not masters:
        raise Inconclusive("the account has no series of calendar entries")
    series = masters[0]
    window = {"from": series["start_at"], "to": lists.now.isoformat(timespec="seconds")}
    plain = [row["id"] for row in lists.rows(operation, {**window, "expanded": "false"})]
    expanded = lists.rows(operation, {**window, "expanded": "true"})
    occurrences = [row for row in expanded if str(row["parent_calendar_entry_id"]) == str(series["id"])]
    _expect(1, plain.count(series["id"]), "the series in the list", target)
    _expect(0, [row["id"] for row in expanded].count(series["id"]), "the series among its occurrences", target)
    if not occurrences:
        raise CheckFailed("occurrences of the series", "none", "data", target.last)
    for row in occurrences:
        inside = moment(window["from"]) <= moment(row["end_at"]) and moment(row["start_at"]) <= moment(window["to"])
        _expect(True, inside, f"{row['id']} is in the window", target)


def _across_users(target: Target) -> None:
    lists, operation = Lists.of(target), OPERATIONS["CalendarEntry#index"]
    more = 0
    for id in lists.by_id("/matters"):
        usual = lists.ask(operation, {"matter_id": id, "fields": "id"})
        everybody = lists.ask(operation, {"matter_id": id, "owner_entries_across_all_users": "true", "fields": "id"})
        same = lists.ask(operation, {"matter_id": id, "owner_entries_across_all_users": "false", "fields": "id"})
        _expect(usual, same, "data", target)
        _expect([], [row["id"] for row in usual if row not in everybody], "entries that are missing", target)
        more += len(everybody) > len(usual)
    if not more:
        raise Inconclusive("no matter has an entry in a calendar that is not shown")


def _neighbour(way: str, step: int, target: Target) -> None:
    lists = Lists.of(target)
    ids = sorted(int(row["id"]) for row in lists.answers("/bills"))
    if len(ids) < 4:
        raise Inconclusive("the account has fewer than four bills")
    for place in (1, 2):
        answer = good(target.send("GET", f"/bills/{ids[place]}.json", params={f"navigation.{way}": ids[0]}))
        _expect({way: ids[place + step]}, answer.json()["meta"]["navigation"], "meta.navigation", target)


def _duration(target: Target) -> None:
    def rounded(duration: str) -> Any:
        return target.get("/settings/billing.json", fields="rounded_duration", duration=duration)["data"]["rounded_duration"]

    _expect(2, rounded("2h"), "data.rounded_duration", target)
    _expect(2, rounded("2:00"), "data.rounded_duration", target)
    _expect(True, 1.5 < rounded("1:31") <= 2, "data.rounded_duration is between 1.5 and 2", target)


def fetched(target: Target, path: str, **query: Any) -> bytes:
    """What the address of a redirect gives, which needs no token."""
    response = good(target.send("GET", path, params=query), 303)
    request = target.http.build_request("GET", response.headers["Location"])
    del request.headers["Authorization"]
    return target.http.send(request).content


def _versions(target: Target) -> tuple[str, list[Row]]:
    lists = Lists.of(target)
    for document in lists.answers("/documents"):
        versions = [one for one in lists.versions(document["id"]) if one["fully_uploaded"]]
        if len(versions) > 1 and len({one["size"] for one in versions}) > 1:
            return str(document["id"]), versions
    raise Inconclusive("the account has no document with two versions")


def _download(target: Target) -> None:
    document, versions = _versions(target)
    for version in versions[:3]:
        content = fetched(target, f"/documents/{document}/download.json", document_version_id=version["id"])
        _expect(version["size"], len(content), f"bytes of version {version['id']}", target)
    newest = max(versions, key=lambda one: one["version_number"])
    _expect(newest["size"], len(fetched(target, f"/documents/{document}/download.json")), "bytes of the document", target)


def _document_again(target: Target) -> None:
    document, _ = _versions(target)
    plain = target.get(f"/documents/{document}/versions.json")["data"]
    _expect(plain, target.get(f"/documents/{document}/versions.json", id=document)["data"], "data", target)
    _expect([], target.get(f"/documents/{document}/versions.json", id=1)["data"], "data", target)


def _template_download(target: Target) -> None:
    for template in Lists.of(target).answers("/document_templates")[:3]:
        content = fetched(target, f"/document_templates/{template['id']}/download.json")
        _expect(template["size"], len(content), f"bytes of template {template['id']}", target)


def _report_download(target: Target) -> None:
    made = [row for row in Lists.of(target).answers("/reports") if row["state"] == "completed"]
    if not made:
        raise Inconclusive("the account has no report that is made")
    contents = [fetched(target, f"/reports/{row['id']}/download.json") for row in made[:3]]
    _expect([], [row["id"] for row, content in zip(made, contents, strict=False) if not content], "reports without content", target)


def _preview_page(target: Target) -> None:
    for bill in Lists.of(target).answers("/bills")[:3]:
        response = good(target.send("GET", f"/bills/{bill['id']}/preview.json"))
        _expect(True, response.headers.get("Content-Type", "").startswith("text/html"), "Content-Type is text/html", target)
        _expect(True, f"{bill['number']}" in response.text, "the number of the bill stands in the page", target)


def _region(target: Target) -> None:
    lists, operation = Lists.of(target), OPERATIONS["LaukExpenseCategory#index"]
    london, elsewhere = (lists.ask(operation, {"region": region, "fields": "id,rate"}) for region in ("London", "Leeds"))
    _expect([row["id"] for row in london], [row["id"] for row in elsewhere], "data", target)
    _differ({"London": london, "Leeds": elsewhere}, "the rates of two regions")


class Preview:
    """A right call for the preview of a docket, of which one parameter at a time is exchanged."""

    NAMES = {"jurisdiction": "jurisdiction[id]", "service": "service_type[id]", "trigger": "trigger[id]"}
    NAMES |= {"date": "start_date", "time": "start_time", "prefix": "event_prefix"}

    def __init__(self, target: Target) -> None:
        lists = Lists.of(target)
        self.target, self.others = target, [row for row in lists.answers("/court_rules/jurisdictions") if not row["valid_subscription"]]
        open_ones = [row for row in lists.answers("/court_rules/jurisdictions") if row["valid_subscription"]]
        if not open_ones:
            raise Inconclusive("the account has no court rules")
        self.jurisdiction = open_ones[0]
        triggers = OPERATIONS["JurisdictionsToTrigger#index"]
        place = {"jurisdiction_id": str(self.jurisdiction["id"])}
        self.triggers = Caller.of(target).rows(triggers, {"fields": "id,is_requirements_required,is_served"}, place=place)
        self.services = self.jurisdiction["service_types"]
        self.query: dict[str, Any] = {
            "jurisdiction[id]": self.jurisdiction["id"],
            "service_type[id]": self.services[0]["id"],
            "trigger[id]": next((row["id"] for row in self.triggers if row["is_requirements_required"]), self.triggers[0]["id"]),
            "start_date": "2026-06-08T12:00:00-04:00",
            "start_time": "2026-06-08T09:30:00-04:00",
        }

    def events(self, **changes: Any) -> str:
        wanted = {**self.query, **{self.NAMES[key]: value for key, value in changes.items()}}
        return fetched(self.target, "/court_rules/matter_dockets/preview.json", **wanted).decode()


def _previewed(key: str, target: Target) -> None:
    preview = Preview(target)
    values: dict[str, list[Any]] = {
        "trigger": [row["id"] for row in preview.triggers],
        "date": ["2026-06-08T12:00:00-04:00", "2026-06-09T12:00:00-04:00"],
        "time": ["2026-06-08T09:30:00-04:00", "2026-06-08T15:00:00-04:00"],
    }
    _differ({str(value): preview.events(**{key: value}) for value in values[key]}, f"two values of {key}")


def _previewed_service(target: Target) -> None:
    preview = Preview(target)
    triggers = [row["id"] for row in preview.triggers]
    each = {
        f"{trigger}/{row['id']}": preview.events(trigger=trigger, service=row["id"]) for trigger in triggers for row in preview.services
    }
    if len(set(each.values())) <= len({preview.events(trigger=trigger) for trigger in triggers}):
        raise CheckFailed("days that go with the way of service", "the same days", "", target.last)


def _previewed_jurisdiction(target: Target) -> None:
    preview = Preview(target)
    for row in preview.others:
        response = target.send("GET", "/court_rules/matter_dockets/preview.json", params={**preview.query, "jurisdiction[id]": row["id"]})
        _expect(422, response.status_code, "status", target)


def _previewed_prefix(target: Target) -> None:
    for prefix in ("Hale: ", "Moreau: "):
        lines = Preview(target).events(prefix=prefix).splitlines()
        summaries = [line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:")]
        right = bool(summaries) and all(summary.startswith(prefix.strip()) for summary in summaries)
        _expect(True, right, "every event begins with the prefix", target)


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
