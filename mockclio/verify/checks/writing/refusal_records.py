"""Records in the states in which the ledger states a refusal: paid bills, locked work, trashed documents, chains of tasks."""

from __future__ import annotations

from typing import Any

from mockclio.testing.sample_data.forks import control
from mockclio.testing.sample_data.recipes import OVERDUE, TIME, bill, made, ref
from mockclio.testing.sample_data.sample_data import Made, SampleData


def settled(*steps: tuple[str, dict[str, Any]]) -> Made:
    """An issued bill after such control calls on it."""

    def recipe(p: SampleData) -> int:
        id = bill("awaiting_payment", **OVERDUE)(p)
        for path, body in steps:
            control(p, "POST", path, {"bills": [id], **body})
        return id

    return recipe


def void(p: SampleData) -> int:
    id = bill("awaiting_payment")(p)
    p.target.send("DELETE", f"/bills/{id}.json")
    return id


def work(state: str) -> Made:
    """An entry that is on a bill in such a state."""

    def recipe(p: SampleData) -> int:
        entry = made("/activities", **TIME, matter=ref("matter.lease"))(p)
        body = {"matters": [p["matter.lease"]], "activities": [entry], "state": state}
        control(p, "POST", "/bills", body)
        return entry

    return recipe


def line_of_issued(p: SampleData) -> int:
    return int(p.target.get("/line_items.json", bill_id=p["bill.issued"], fields="id")["data"][0]["id"])


def trashed(p: SampleData) -> int:
    id = p.fresh("document.one")
    p.target.send("DELETE", f"/documents/{id}.json")
    return id


def follower(of: str) -> Made:
    def recipe(p: SampleData) -> int:
        source = record(p, of)
        return made(
            "/tasks",
            name="Next",
            description="x",
            assignee=ref("user.owner", type="User"),
            cascading_source=source,
            cascading_offset=1,
        )(p)

    return recipe


def foreign_stage(p: SampleData) -> int:
    rows = p.all("/matter_stages.json", fields="id,practice_area_id", limit=200)
    return int(next(row["id"] for row in rows if int(row["practice_area_id"]) != p["practice_area.staged"]))


def client(p: SampleData) -> int:
    """The client of a matter without bills."""
    p.ref("matter.spare")
    return p["contact.chidi"]


def billed_client(p: SampleData) -> int:
    """The client of an issued bill."""
    p.ref("bill.issued")
    return p["contact.ada"]


RECORDS: dict[str, Made] = {
    "client": client,
    "billed_client": billed_client,
    "paid": settled(("/payments", {})),
    "part_paid": settled(("/payments", {"amount": 1})),
    "credited": settled(("/credits", {"amount": 1})),
    "void": void,
    "draft": bill(),
    "line": line_of_issued,
    "work_draft": work("draft"),
    "work_issued": work("awaiting_payment"),
    "trashed": trashed,
    "outer": made("/folders", name="Outer", parent=ref("folder.root", type="Folder")),
    "inner": lambda p: p.make("/folders", name="Inner", parent={"id": record(p, "outer"), "type": "Folder"}),
    "first": lambda p: p.fresh("task.one"),
    "second": follower("first"),
    "third": follower("second"),
    "foreign_stage": foreign_stage,
    "template_of_two": lambda p: p["task_template.two"],
    "flat": lambda p: p.make(
        "/matters",
        client=p.ref("contact.ada"),
        description="Flat",
        custom_rate={"type": "FlatRate", "rates": [{"rate": 900, "user": p.ref("user.owner")}]},
    ),
    **{f"grant_{place}": made("/grants", name="Grant") for place in range(4)},
    "expense": lambda p: p.fresh("activity.hard"),
    "time": lambda p: p.fresh("activity.free"),
}


def record(p: SampleData, name: str) -> int:
    """The id of a record of RECORDS; it is made once and stays for the whole run."""
    ids: dict[str, int] = p.target.shared.setdefault("refusal_records", {})
    if name not in ids:
        before = len(p.target.made)
        ids[name] = RECORDS[name](p)
        p.lasting |= set(p.target.made[before:])
    return ids[name]


def id_of(p: SampleData, name: str) -> int:
    """The id of a record of RECORDS or of the sample data."""
    return record(p, name) if name in RECORDS else p[name]
