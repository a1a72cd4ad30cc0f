"""The filters whose meaning no name tells, in one table: each judged on what answers show, or on the few stored facts that none does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockclio.verify.checks.reading.calls import Row
from mockclio.verify.checks.reading.listing import Lists, Parameters
from mockclio.verify.checks.reading.references import Call, Reference, at, by_path, custom_values, moment, values_at, words

Fact = Callable[[Row, Lists], bool]


def both(rows: list[Row], lists: Lists) -> list[str]:
    return ["true", "false"]


def flag(fact: Fact) -> Reference:
    """True shows the rows of which the fact holds, false the others."""
    return Reference(lambda row, value, call: fact(row, call.lists) == (value == "true"), both)


def only(fact: Fact) -> Reference:
    """True shows the rows of which the fact holds, false all."""
    return Reference(lambda row, value, call: value == "false" or fact(row, call.lists), both)


def widens(name: str, usual: Fact) -> Reference:
    """True adds rows to those that are usually shown."""
    return Reference(lambda row, value, call: value == "true" or usual(row, call.lists), both, among=lambda lists: [{name: "true"}])


def choice(fact: Callable[[Row, Lists], Any], *choices: str, among: list[Parameters] | None = None) -> Reference:
    """The value, or one of several with commas, is what the fact says of the row."""

    def test(row: Row, value: str, call: Call) -> bool:
        return fact(row, call.lists) in value.split(",")

    return Reference(test, lambda rows, lists: [*choices, ",".join(choices[:2])], among=lambda lists: among or [{}])


def kept(table: str, key: str) -> Callable[[Row, Lists], Any]:
    """A fact that no answer shows, as the world's own row holds it."""
    return lambda row, lists: lists.stored(table, row["id"]).get(key)


def holds(fact: Callable[[Row, Lists], list[Any]], *, null: bool = False) -> Reference:
    """The value is among those of the fact; null finds rows that have none."""

    def test(row: Row, value: str, call: Call) -> bool:
        members = [str(one) for one in fact(row, call.lists) if one is not None]
        return not members if value == "null" else value in members

    def values(rows: list[Row], lists: Lists) -> list[str]:
        return list(dict.fromkeys(str(one) for row in rows for one in fact(row, lists) if one is not None)) + ["null"] * null

    return Reference(test, values)


def days(path: str, operator: str) -> Reference:
    """A date-time parameter that compares days; noon, so that no time zone moves it to another one."""
    return Reference(
        lambda row, value, call: by_path(path, operator)(row, value[:10], call),
        lambda rows, lists: [f"{day[:10]}T12:00:00-05:00" for day in values_at(rows, path)],
    )


# --- activities and what is billable -----------------------------------------------------------------------------------------------------


def activity_status(row: Row, value: str, call: Call) -> bool:
    written_off = bool(call.lists.stored("activities", row["id"]).get("_written_off"))
    facts = {
        "billed": row["billed"],
        "draft": row["on_bill"] and not row["billed"],
        "unbilled": not (row["on_bill"] or row["non_billable"] or written_off),
        "non_billable": row["non_billable"],
        "billable": not row["non_billable"],
        "written_off": written_off,
    }
    return any(facts[member] for member in value.split(","))


def waiting(lists: Lists) -> list[Row]:
    """Activities that no bill asks for yet."""
    call = Call(lists, {})
    return [row for row in lists.answers("/activities") if row["matter"] and activity_status(row, "unbilled", call)]


def matters_of(row: Row, lists: Lists) -> list[Row]:
    """The billable matters that a row stands for: itself, or those of the client."""
    named = [row["id"]] if "billable_matters" not in row else [matter["id"] for matter in row["billable_matters"]]
    known = lists.by_id("/matters")
    return [known[str(id)] for id in named]


def through_matters(path: str, *, null: bool = False) -> Reference:
    return holds(lambda row, lists: [(at(matter, path) or [None])[0] for matter in matters_of(row, lists)], null=null)


def attorney(role: str) -> Reference:
    def test(row: Row, value: str, call: Call) -> bool:
        return any(by_path(role)(matter, value, call) for matter in matters_of(row, call.lists))

    def values(rows: list[Row], lists: Lists) -> list[str]:
        return [*values_at([matter for row in rows for matter in matters_of(row, lists)], role), "null"]

    return Reference(test, values)


def worked(sign: Callable[[str, str], bool]) -> Reference:
    """Rows with unbilled work on such a day."""

    def test(row: Row, value: str, call: Call) -> bool:
        named = {matter["id"] for matter in matters_of(row, call.lists)}
        return any(one["matter"]["id"] in named and sign(one["date"], value) for one in waiting(call.lists))

    return Reference(test, lambda rows, lists: values_at(waiting(lists), "date"))


NUMBERS = ("display_number", "number", "description")


def matter_words(row: Row, value: str, call: Call) -> bool:
    return any(words(*NUMBERS)(matter, value, call) for matter in matters_of(row, call.lists))


def words_of_matters(rows: list[Row], lists: Lists) -> list[str]:
    """Words of the matters that the rows stand for."""
    return [word for row in rows for one in matters_of(row, lists) for path in NUMBERS for word in str(one[path]).split()]


def billable() -> dict[str, Reference]:
    return {
        "client_id": through_matters("client"),
        "matter_id": through_matters("id"),
        "originating_attorney_id": attorney("originating_attorney"),
        "responsible_attorney_id": attorney("responsible_attorney"),
        "query": Reference(matter_words, words_of_matters),
        "start_date": worked(lambda day, value: day >= value),
        "end_date": worked(lambda day, value: day <= value),
        "custom_field_values": custom(lambda row, lists: matters_of(row, lists)),
    }


def custom(owners: Callable[[Row, Lists], list[Row]]) -> Reference:
    """Conditions on the custom fields of the owners: equality for all types, all operators for those that have an order."""

    def values(rows: list[Row], lists: Lists) -> list[str]:
        made = []
        for row in rows:
            for owner in owners(row, lists):
                for one in owner["custom_field_values"]:
                    if one["value"] is not None:
                        shown = str(one["value"]).lower() if isinstance(one["value"], bool) else str(one["value"])
                        signs = ("", ">=", "<") if one["field_type"] in ("numeric", "currency", "date", "time") else ("",)
                        made += [f"{one['custom_field']['id']}={sign}{shown}" for sign in signs]
        return made

    def ask(value: str) -> Parameters:
        id, _, condition = value.partition("=")
        return {f"custom_field_values[{id}]": condition}

    return Reference(custom_values(owners), values, ask=ask)


def itself(row: Row, lists: Lists) -> list[Row]:
    return [row]


def bill_matters(row: Row, lists: Lists) -> list[Row]:
    known = lists.by_id("/matters")
    return [known[str(matter["id"])] for matter in row["matters"]]


# --- money -------------------------------------------------------------------------------------------------------------------------------


def overdue(row: Row, lists: Lists) -> bool:
    return row["state"] == "awaiting_payment" and row["due_at"] is not None and row["due_at"] < lists.today


def owed_attorney(role: str) -> Reference:
    """The attorneys of the matters on a client's outstanding bills."""

    def people(row: Row, lists: Lists) -> list[Any]:
        known, bills = lists.by_id("/matters"), lists.by_id("/bills")
        named = [matter["id"] for bill in row["outstanding_bills"] for matter in bills[str(bill["id"])]["matters"]]
        return [id for matter in named for id in at(known[str(matter)], role)]

    return holds(people)


# --- places: calendars, folders, files -------------------------------------------------------------------------------------------------


def calendar_shown(application: str, id: Any, lists: Lists) -> bool:
    """Whether an application shows a calendar; answers show it for one application at a time."""
    row = lists.stored("calendars", id)
    return bool((row.get("_visible") or {}).get(application, row.get("visible", True)))


def in_window(row: Row, value: str, lists: Lists, *, start: bool) -> bool:
    """An entry ends at `from` or later, or begins by `to`; a series does if one of its occurrences does."""
    spans = [row] if row["recurrence_rule"] is None else _occurrences(row, lists)
    return any(moment(one["end_at"]) >= moment(value) if start else moment(one["start_at"]) <= moment(value) for one in spans)


def _occurrences(row: Row, lists: Lists) -> list[Row]:
    expanded = lists.answers("/calendar_entries", expanded="true")
    return [one for one in expanded if str(one["parent_calendar_entry_id"]) == str(row["id"])] or [row]


def folders_above(row: Row, lists: Lists) -> list[str]:
    """The ids of the folders in which something lies, the nearest first; the own folders of matters and contacts lie in the root."""
    known = {str(one["id"]): one for one in lists.answers("/folders", include_deleted="true")}
    root = next(id for id, one in known.items() if one["root"])
    above: list[str] = []
    while str(row["id"]) != root:
        nearest = str(row["parent"]["id"]) if row["parent"] else root
        above.append(nearest)
        row = known[nearest]
    return above


def lies_in(row: Row, value: str, call: Call) -> bool:
    above = folders_above(row, call.lists)
    if value == "null":
        return not above
    return value in (above if call.parameters.get("scope") == "descendants" else above[:1])


def in_scope(row: Row, value: str, call: Call) -> bool:
    above = folders_above(row, call.lists)
    return bool(above) if value == "descendants" else len(above) == 1


def everything(lists: Lists) -> list[Parameters]:
    """Calls that together show every folder and document: a mixed list without a folder shows the root alone."""
    folders = lists.answers("/folders")
    root = next(row["id"] for row in folders if row["root"])
    return [{}, {"ids[]": str(root)}, *({"parent_id": str(row["id"])} for row in folders)]


def any_version_uploaded(row: Row, lists: Lists) -> bool:
    if row["type"] == "Folder":
        return True
    return any(version["fully_uploaded"] for version in lists.versions(row["id"]))


def property_pairs(row: Row) -> list[tuple[str, str]]:
    return [(one["name"], one["value"]) for one in row["external_properties"]]


def with_property(row: Row, value: str, call: Call) -> bool:
    name = call.parameters["external_property_name"]
    wanted = call.parameters.get("external_property_value")
    return any(one == name and wanted in (None, shown) for one, shown in property_pairs(row))


def name_of_value(rows: list[Row], value: str) -> Parameters:
    return {"external_property_name": next(name for row in rows for name, shown in property_pairs(row) if shown == value)}


PROPERTIES = {
    "external_property_name": Reference(with_property, lambda rows, lists: [name for row in rows for name, _ in property_pairs(row)]),
    "external_property_value": Reference(
        with_property, lambda rows, lists: [shown for row in rows for _, shown in property_pairs(row)], name_of_value
    ),
}
TRASH = widens("include_deleted", lambda row, lists: row["deleted_at"] is None)
UNFINISHED = widens("show_uncompleted", any_version_uploaded)


def folder_ids(rows: list[Row], lists: Lists) -> list[str]:
    return [*dict.fromkeys(id for row in rows for id in folders_above(row, lists)[:1]), "null"]


IN_FOLDER = Reference(lies_in, folder_ids)
SCOPE = Reference(in_scope, lambda rows, lists: ["children", "descendants"])
