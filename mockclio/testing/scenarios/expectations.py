"""What a scenario may expect: the posts that arrived, what became of deliveries, why something was sent or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from mockclio.testing.scenarios.matching import difference, fits_status, same

if TYPE_CHECKING:
    from mockclio.testing.scenarios.running import Post, Run

ANY = object()


def received(run: Run, wanted: list[Any]) -> Iterator[str]:
    """Every post since the last look, in order. `$n` counts where an entry stands for several."""
    posts = run.posts[run.looked_at :]
    run.looked_at = len(run.posts)
    entries: list[dict[str, Any]] = [{"event": one} if isinstance(one, str) else one for one in wanted]
    expected = [run.value(entry, n=number) for entry in entries for number in range(1, entry.get("times", 1) + 1)]
    if len(posts) != len(expected):
        yield f"{len(posts)} posts and not {len(expected)}: {_listed(posts)}"
    for number, (entry, post) in enumerate(zip(expected, posts, strict=False), 1):
        text = _unlike(entry, post)
        if text:
            yield f"post {number} ({post.name}): {text}"
            return


def _listed(posts: list[Post]) -> str:
    names = [post.name for post in posts[:12]]
    return ", ".join([*names, *([f"and {len(posts) - 12} more"] if len(posts) > 12 else [])]) or "nothing came"


def _unlike(entry: dict[str, Any], post: Post) -> str:
    """How a post is not what was wanted."""
    row, attempt = post.row, post.attempt
    results = {"event": row["event"], "webhook": row["webhook"], "attempt": attempt["number"], "at": attempt["at"], "url": attempt["url"]}
    for key, value in results.items():
        if key in entry and not same(entry[key], value):
            return f"{key} is {value} and not {entry[key]}"
    signature = entry.get("signature", "none" if row["event"] == "handshake" else "valid")
    if post.signature != signature:
        return f"the signature is {post.signature} and not {signature}"
    surplus = [name for name in entry.get("without", ()) if name in post.data]
    if surplus:
        return f"{', '.join(surplus)} should not be there"
    return difference(entry.get("data", {}), post.data, "data") or _answered(entry.get("answer", ANY), post)


def _answered(wanted: Any, post: Post) -> str:
    """What the receiver answered: with success, unless the scenario answered or says what else is right."""
    status = post.attempt["status"]
    if wanted is ANY:
        fine = post.scripted or (status is not None and 200 <= status < 400)
        return "" if fine else f"the receiver should have answered with success: {post.outcome}"
    fine = status is None if wanted is None else fits_status(wanted, status)
    return "" if fine else f"it was answered with {post.outcome} and not {'no answer' if wanted is None else wanted}"


def deliveries(run: Run, wanted: list[dict[str, Any]]) -> Iterator[str]:
    """What became of the deliveries that an entry narrows down; handshakes only where the event says so."""
    for entry in run.value(wanted):
        which = {key: _id(entry[key]) for key in ("webhook", "model", "event", "record") if key in entry}
        results = [one.row for one in run.mock.webhooks.deliveries(**which) if "event" in which or one.row["event"] != "handshake"]
        name = " ".join(f"{key} {value}" for key, value in which.items()) or "of any kind"
        states = {state: sum(row["state"] == state for row in results) for state in dict.fromkeys(row["state"] for row in results)}
        if "states" in entry:
            if states != entry["states"]:
                yield f"deliveries {name}: {_counted(states)} and not {_counted(entry['states'])}"
            continue
        if len(results) != entry.get("count", 1):
            yield f"{len(results)} deliveries {name} ({_counted(states)}) and not {entry.get('count', 1)}"
        for row in results:
            text = _other_outcome(entry, row)
            if text:
                yield f"delivery {row['id']} {name}: {text}"
                break


def _counted(states: dict[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in states.items()) or "none"


def _other_outcome(entry: dict[str, Any], row: dict[str, Any]) -> str:
    results = {
        "state": row["state"],
        "statuses": [attempt["status"] for attempt in row["attempts"]],
        "due_at": row["due_at"],
    }
    text = difference({key: entry[key] for key in results if key in entry}, results)
    if not text and entry.get("reason", "") not in row["reason"]:
        text = f"the reason is {row['reason']!r} and not {entry['reason']!r}"
    return text if "state" not in text else f"{text} ({row['reason']})"


def why(run: Run, wanted: list[dict[str, Any]]) -> Iterator[str]:
    """Why each change was sent or not, in order."""
    for entry in run.value(wanted):
        which = {key: _id(entry[key]) for key in ("webhook", "record") if key in entry}
        results = [one["reason"] for one in run.mock.webhooks.why(**which)]
        if results != entry["reasons"]:
            named = " ".join(f"{key} {value}" for key, value in which.items())
            yield f"{named}: {', '.join(results)} and not {', '.join(entry['reasons'])}"


def _id(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdigit() else value


TABLE: dict[str, Callable[[Run, list[Any]], Iterator[str]]] = {"received": received, "deliveries": deliveries, "why": why}
