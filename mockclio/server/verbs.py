"""The generic algorithms, one for each kind of operation. The behaviour of a resource replaces or extends them."""

from __future__ import annotations

from collections.abc import Callable

from mockclio.errors import NotFound
from mockclio.ledger import rule
from mockclio.server import writing
from mockclio.server.behavior import behavior
from mockclio.server.call import Answer, Call
from mockclio.server.etags import etag, last_modified, require_match, unchanged
from mockclio.server.paging import meta, page_of
from mockclio.server.rendering import compiled, render
from mockclio.store.tables import Row


def index(call: Call) -> Answer:
    """One page of a list."""
    own = behavior(call.operation.collection.name)
    source = own.marked("sources", call.operation.operation_id)
    page = page_of(call, source(call.view, call.ids, call.arguments) if source else None)
    show_one = compiled(call.operation.record, call.selection)
    return Answer(json={"data": [show_one(call.view, row) for row in page.rows], "meta": meta(call, page)})


def show(call: Call) -> Answer:
    row = find(call)
    behavior(call.operation.collection.name).on_show(call.view, row)
    return present(call, row)


def single(call: Call) -> Answer:
    """A record without an id in its path. Its behaviour gives it as a list of one row."""
    source = behavior(call.operation.collection.name).marked("sources", call.operation.operation_id)
    assert source is not None
    rows = source(call.view, call.ids, call.arguments)
    if not rows:
        raise NotFound(rule="wire.unknown-id-is-404")
    return present(call, rows[0])


def create(call: Call) -> Answer:
    with call.view.world.session(call.view.user) as session:
        row = writing.create(session, call.operation.record, call.operation.body, call.data)
    return present(call, row, status=201)


def update(call: Call) -> Answer:
    before = find(call)
    require_match(call.request.headers, before)
    with call.view.world.session(call.view.user) as session:
        writing.update(session, call.operation.record, call.operation.body, before, call.data)
    return present(call, before)


def destroy(call: Call) -> Answer:
    row = find(call)
    require_match(call.request.headers, row)
    shown = render(call.view, call.operation.record, row, call.selection) if call.operation.record else None
    with call.view.world.session(call.view.user) as session:
        writing.destroy(session, table_of(call), row)
    return Answer(json={"data": shown}) if shown else Answer(status=204)


def table_of(call: Call) -> str:
    record = call.operation.record or call.operation.collection.record
    table: str = record.table
    return table


def find(call: Call) -> Row:
    """The row that the path names, if the viewer may see it."""
    row = call.view.get(table_of(call), call.ids.get("id"))
    if row is None:
        raise NotFound(rule="wire.unknown-id-is-404")
    return row


def present(call: Call, row: Row, *, status: int = 200) -> Answer:
    """One record in its present state, with its ETag. A 304 if a conditional read allows it."""
    record = call.operation.record
    if record.table and row.get("id") is not None:
        row = call.view.get(record.table, row["id"]) or row
    headers = {}
    if "updated_at" in row and "id" in row:
        headers = {"ETag": etag(row), "Last-Modified": last_modified(row)}
    if call.request.method in ("GET", "HEAD") and headers and unchanged(call.request.headers, row):
        rule("etags.conditional-reads-are-304")
        return Answer(status=304, headers=headers)
    return Answer(status=status, json={"data": render(call.view, record, row, call.selection)}, headers=headers)


VERBS: dict[str, Callable[[Call], Answer]] = {
    "index": index,
    "show": show,
    "single": single,
    "create": create,
    "update": update,
    "destroy": destroy,
}


def answer(call: Call) -> Answer:
    """The answer of the handler of the operation, or of the algorithm of its kind."""
    handler = behavior(call.operation.collection.name).marked("handles", call.operation.operation_id)
    return (handler or VERBS[call.operation.kind])(call)
