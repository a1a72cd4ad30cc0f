"""When and how often a row changed: `updated_at` and `_revision`, which make its etag."""

from __future__ import annotations

from mockclio.store.tables import Row


def revised(after: Row, before: Row | None, now: str) -> Row:
    """The row `after` a change, with its time and its revision. `before` is the row as it was stored; a new row has revision 0.

    A row that was stored without a revision counts as revision 0. `now` is a UTC string such as `2026-01-05T09:00:00Z`.
    """
    is_new = not before or "updated_at" not in before
    revision = 0 if is_new or before is None else before.get("_revision", 0) + 1
    return {**after, "updated_at": now, "_revision": revision}
