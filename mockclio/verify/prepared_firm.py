"""The account that checks are run against when none is named: the firm `small`, with a few rows so that every filter has two sides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from mockclio import MockClio
from mockclio.assembly import open_firm
from mockclio.catalog.operations import AnyOperation
from mockclio.seeding.builder import Builder
from mockclio.store.world import World
from mockclio.testing.outcomes import entry
from mockclio.testing.target import Target
from mockclio.verify.rows import fill


def practice() -> World:
    """A practice full of rows, at a time that stands still."""
    return enriched(open_firm("small", frozen=True))


def target_of(mock: MockClio, *, read_only: bool = False) -> Target:
    """The account of a mock in this process, whose clock stands still while a call waits."""
    return Target(mock.http, read_only=read_only, pause=lambda seconds: None)


def enriched(world: World) -> World:
    """Add the rows to a world of its own, a minute apart, and some to every table that is empty."""
    builder = Builder(world)
    for step in STEPS:
        builder.at(world.clock.now() + timedelta(minutes=1))
        step(builder)
    builder.close()
    fill(world, target_of)
    return world


def lacking(operation: AnyOperation, name: str, what: str) -> str:
    """Which step is missing, where the rows of a list do not suffice to judge a parameter or an order."""
    return entry(__name__, f"add to STEPS: a step that makes rows of {operation.collection.name} that differ in {name}", what)


def papers_in_the_root(builder: Builder) -> None:
    """Documents beside the matters' folders, which came on different days."""
    root = next(row["id"] for row in builder.world.table("folders") if row.get("root"))
    parent = {"id": root, "type": "Folder"}
    for name, day in (("Handbook.pdf", "2026-05-04"), ("Fees.pdf", "2026-05-11")):
        builder.upload(name, b"%PDF", parent, received_at=f"{day}T15:00:00Z")


def a_template_of_somebody_else(builder: Builder) -> None:
    """A template that another user wrote to last."""
    other = next(row["id"] for row in builder.world.table("users") if row["enabled"] and row["id"] != builder.user["id"])
    with builder.acting(other):
        builder.patch("document_templates", next(iter(builder.world.table("document_templates").ids())), filename="Engagement.docx")


def calendars_hidden_from_others(builder: Builder) -> None:
    """A calendar that the caller may not see, and one of the caller's that another user may not see, each with an entry of a matter."""
    caller, other = (
        builder.user["id"],
        next(row["id"] for row in builder.world.table("users") if row["enabled"] and row["id"] != builder.user["id"]),
    )
    for owner, viewer in ((other, caller), (caller, other)):
        with builder.acting(owner):
            calendar = builder.post("calendars", name="Private")["id"]
            place = {"calendar_owner": {"id": calendar}, "matter": {"id": next(iter(builder.world.table("matters").ids()))}}
            builder.post("calendar_entries", summary="Talk", start_at="2026-06-08T15:00:00Z", end_at="2026-06-08T16:00:00Z", **place)
        with builder.session() as session:
            session.update("calendars", calendar, {"_permissions": {str(viewer): "none"}})


def time_on_everything(builder: Builder) -> None:
    """Twice the work on one task, note, call, event and conversation, so that a count is more than a flag."""
    table = builder.world.table
    for key in ("task", "matter_note", "communication", "calendar_entry", "conversation"):
        worked = next(row for row in table("activities") if row.get(key) is not None)
        builder.post("activities", type="TimeEntry", date="2026-05-29", quantity=900, **{key: {"id": worked[key]}})


def users_of_limited_views(builder: Builder) -> None:
    """Users who see only some hours and rates, their own or none."""
    others = [row["id"] for row in builder.world.table("users") if row["enabled"] and row["id"] != builder.user["id"]]
    with builder.session() as session:
        for user, (hours, rates) in zip(others[1:], (("limited", "none"), ("none", "limited")), strict=False):
            session.update("users", user, {"_hours_visibility": hours, "_rates_visibility": rates})


STEPS: tuple[Callable[[Builder], None], ...] = (
    papers_in_the_root,
    a_template_of_somebody_else,
    calendars_hidden_from_others,
    time_on_everything,
    users_of_limited_views,
)
