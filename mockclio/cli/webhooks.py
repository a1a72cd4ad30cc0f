"""The verb `webhooks`: deliveries and delivery decisions of a running server, and delivery faults."""

from __future__ import annotations

import re
from time import monotonic
from typing import Any

import click

from mockclio.cli._control import Control, F, control, fail, table

COLUMNS = ("id", "delivery", "webhook", "state", "statuses", "reason")


def which(command: F) -> F:
    """Options that narrow deliveries down."""
    for option in (
        click.option("--event", help="Only this event; handshake is one too."),
        click.option("--model", help="Only this model, as in matter."),
        click.option("--webhook", type=int, help="Only this webhook."),
    ):
        command = option(command)
    return command


@click.group("webhooks")
def webhooks() -> None:
    """See and steer deliveries. Example: mockclio webhooks why --record 1048700"""


@webhooks.command("list")
@which
@click.option("--record", type=int, help="Only those about this record.")
@click.option("--state", help="owed, waiting, held, delivered, failed, canceled or dropped.")
@click.option("--after", type=int, help="Only those with a greater id.")
@click.option("--limit", type=click.IntRange(1, 1000), default=200, show_default=True, help="At most so many, the oldest.")
@control()
def list_(server: Control, **query: Any) -> None:
    """List deliveries, oldest first; `mockclio replay` sends again what --json prints. Example: mockclio webhooks list --state waiting"""
    answer = server.get("webhooks/deliveries", world=server.world, **query)
    server.show(answer, lambda: table([_row(row) for row in answer["deliveries"]], *COLUMNS))


@webhooks.command("show")
@click.argument("delivery", type=int)
@control()
def show(server: Control, delivery: int) -> None:
    """Show a delivery with all its attempts. Example: mockclio webhooks show 12"""
    answer = server.get(f"webhooks/deliveries/{delivery}", world=server.world)
    server.show(answer, lambda: _text(answer["delivery"]))


@webhooks.command("wait")
@which
@click.option("--record", type=int, help="Only one about this record.")
@click.option("--after", type=int, default=0, show_default=True, help="Only one with a greater id.")
@click.option("--timeout", type=click.FloatRange(0, 3600), default=10.0, show_default=True, help="Seconds to wait.")
@control()
def wait(server: Control, timeout: float, **query: Any) -> None:
    """Wait until a delivery arrived; exits with 1 if none did. Example: mockclio webhooks wait --model matter --event created"""
    deadline = monotonic() + timeout
    while True:
        left = max(deadline - monotonic(), 0)
        answer = server.get("webhooks/wait", world=server.world, timeout=min(left, 1), **query)
        if answer["delivery"] or monotonic() >= deadline:
            break
    if not answer["delivery"]:
        fail(_lines(re.sub(r"within \S+ s:", f"within {timeout:g} s:", answer["message"], count=1)))
    server.show(answer, lambda: _text(answer["delivery"]))


@webhooks.command("why")
@click.option("--webhook", type=int, help="Only this webhook.")
@click.option("--record", type=int, help="Only changes of this record.")
@click.option("--sequence", type=int, help="Only the change of this number.")
@control()
def why(server: Control, **query: Any) -> None:
    """Say why each change was sent to each webhook, or not. Example: mockclio webhooks why --webhook 1048866"""
    answer = server.get("webhooks/why", world=server.world, **query)
    server.show(answer, lambda: table([_decision(row) for row in answer["changes"]], "sequence", "at", "decision"))


@webhooks.command("resend")
@click.argument("deliveries", type=int, nargs=-1, required=True)
@control()
def resend(server: Control, deliveries: tuple[int, ...]) -> None:
    """Send deliveries once more, in this order. Example: mockclio webhooks resend 12 13 14"""
    made = [server.post(f"webhooks/deliveries/{id}/resend", world=server.world)["delivery"] for id in deliveries]
    server.show({"deliveries": made}, lambda: table([_row(row) for row in made], *COLUMNS))


@webhooks.command("replay")
@which
@click.option("--since", metavar="TIME", help="Only what was queued at this time of the world's clock or later (ISO 8601).")
@click.option("--until", metavar="TIME", help="Only what was queued at this time or earlier.")
@click.option("--first", type=int, metavar="ID", help="The delivery to begin with.")
@click.option("--last", type=int, metavar="ID", help="The delivery to end with.")
@control()
def replay(server: Control, **stretch: Any) -> None:
    """Send a stretch of history once more, in the order of the commits. Example: mockclio webhooks replay --since 2026-06-01T13:00:00Z

    Copies are signed as the webhooks are now, and sent even where one is suspended. Handshakes, and what is yet to be sent, are left out.
    """
    answer = server.post("webhooks/replay", stretch, world=server.world)
    server.show(answer, lambda: f"{table([_row(row) for row in answer['deliveries']], *COLUMNS)}\n{answer['replayed']} sent again")


@webhooks.command("lab")
@control()
def lab(server: Control) -> None:
    """List what will happen to the next deliveries. Example: mockclio webhooks lab"""
    answer = server.get("webhooks/interventions", world=server.world)
    rows = [{**row, "seconds": row["seconds"] or None} for row in answer["interventions"]]
    server.show(answer, lambda: table(rows, "id", "action", "left", "webhook", "model", "event", "seconds", "answers"))


@webhooks.command("clear")
@control()
def clear(server: Control) -> None:
    """Remove all delivery faults, and send what they kept back. Example: mockclio webhooks clear"""
    answer = server.delete("webhooks/interventions", world=server.world)
    server.show(answer, lambda: f"{answer['cleared']} taken away")


@webhooks.command("delay")
@click.argument("by")
@click.option("--times", type=click.IntRange(1, 10_000), default=1, show_default=True, help="How many deliveries.")
@which
@control()
def delay(server: Control, **terms: Any) -> None:
    """Hold the next deliveries up for a while of the world's clock. Example: mockclio webhooks delay 15m --times 2"""
    _intervene(server, "delay", terms)


@webhooks.command("respond")
@click.argument("answers")
@which
@control()
def respond(server: Control, answers: str, **terms: Any) -> None:
    """Answer the next attempts in place of the receiver: ANSWERS are statuses, or none for no answer in time.

    Example: mockclio webhooks respond 500,none,200
    """
    words = [word.strip() for word in answers.split(",")]
    if not all(word == "none" or (word.isascii() and word.isdigit()) for word in words):
        raise click.BadParameter("write statuses and none with commas, as in 500,none,200", param_hint="ANSWERS")
    _intervene(server, "respond", {**terms, "answers": [None if word == "none" else int(word) for word in words]})


def _plain(action: str, least: int, meaning: str) -> None:
    """A command for an intervention that takes nothing but a number."""

    @webhooks.command(action, help=f"{meaning} Example: mockclio webhooks {action} --times {least + 1} --model matter")
    @click.option("--times", type=click.IntRange(least, 10_000), default=least, show_default=True, help="How many deliveries.")
    @which
    @control()
    def command(server: Control, **terms: Any) -> None:
        _intervene(server, action, terms)


_plain("drop", 1, "Lose the next deliveries.")
_plain("duplicate", 1, "Send the next deliveries twice each.")
_plain("reorder", 2, "Send the next deliveries last one first, once all of them are there.")
_plain("corrupt", 1, "Spoil the signature of the next attempts.")


def _intervene(server: Control, action: str, terms: dict[str, Any]) -> None:
    answer = server.post("webhooks/interventions", {"action": action, **terms}, world=server.world)
    server.show(answer, lambda: f"{action}: good for {answer['intervention']['left']}")


def _lines(message: str) -> str:
    """The message about a missing delivery, with a line for each of several causes."""
    parts = re.split(r"; (?=delivery \d|\w+ \d+ \w+, webhook )", message)
    return message if len(parts) < 2 else "\n  ".join([parts[0].replace(" s: ", " s:\n  ", 1), *parts[1:]])


def _row(row: dict[str, Any]) -> dict[str, Any]:
    statuses = ["none" if attempt["status"] is None else attempt["status"] for attempt in row["attempts"]]
    due = f"due {row['due_at']}" if row["state"] == "waiting" else ""
    return {**row, "delivery": _about(row), "statuses": statuses, "reason": "; ".join(filter(None, (due, row["reason"])))}


def _decision(row: dict[str, Any]) -> dict[str, Any]:
    """Whether a change was sent to a webhook, with the reason and what became of the delivery."""
    head = f"{_about(row)}: {'sent' if row['sent'] else 'not sent'} to {row['webhook']}"
    outcome = ": ".join(filter(None, (row.get("state"), row.get("outcome"))))
    return {**row, "decision": "\n".join(filter(None, (head, row["explanation"], outcome)))}


def _about(row: dict[str, Any]) -> str:
    """The change that a delivery is about."""
    return f"{row['model']} {row['record']} {row['event']}" if row["record"] else f"{row['event']} ({row['model']})"


def _text(row: dict[str, Any]) -> str:
    about = f"{row['event']} of {row['model']} {row['record']}" if row["record"] else f"{row['event']} for {row['model']}"
    lines = [f"delivery {row['id']}: {about} for webhook {row['webhook']}, {row['state']}", f"  {row['reason']}", f"  {row['body']}"]
    for attempt in row["attempts"]:
        lines.append(f"  {attempt['at']} {attempt['url']} -> {attempt['status'] or attempt['error']} {' '.join(attempt['lab'])}".rstrip())
    return "\n".join(lines)
