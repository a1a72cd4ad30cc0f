"""The firm `small`, with the few rows that laws need beside it, so that every filter and every order has two sides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from mockclio.seeding.builder import Builder
from mockclio.store.world import World


def enriched(world: World) -> World:
    """Add the rows to a world of one's own, a minute apart."""
    builder = Builder(world)
    for step in STEPS:
        builder.at(world.clock.now() + timedelta(minutes=1))
        step(builder)
    builder.close()
    return world


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


def a_calendar_of_somebody_else(builder: Builder) -> None:
    """A calendar that the caller may not see, with an entry of a matter that the caller may see."""
    caller, other = (
        builder.user["id"],
        next(row["id"] for row in builder.world.table("users") if row["enabled"] and row["id"] != builder.user["id"]),
    )
    with builder.acting(other):
        calendar = builder.post("calendars", name="Private")["id"]
        place = {"calendar_owner": {"id": calendar}, "matter": {"id": next(iter(builder.world.table("matters").ids()))}}
        builder.post("calendar_entries", summary="Talk", start_at="2026-06-08T15:00:00Z", end_at="2026-06-08T16:00:00Z", **place)
    with builder.session() as session:
        session.update("calendars", calendar, {"_permissions": {str(caller): "none"}})


STEPS: tuple[Callable[[Builder], None], ...] = (papers_in_the_root, a_template_of_somebody_else, a_calendar_of_somebody_else)
