"""Check: for every operation, the server reads the arguments that a caller wrote, and the caller reads the values that the server answered.

The client is the oracle of the server's readers and the other way round; blocking and awaited calls are held to the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockclio.catalog import schema
from mockclio.catalog.operations import AnyOperation, File
from mockclio.catalog.records import Record, as_dict
from tests.client.values import IDS, PLAIN, body, parameter, shown
from tests.client.witness import FILE, PAGE, Witness
from tests.contract.support import ALL, bounded, name

HEADERS = {"if_match": ("If-Match", '"abc"'), "hook_secret": ("X-Hook-Secret", "s3cret")}

WIDER: dict[str, Callable[[Any], Any]] = {"Date": lambda moment: moment.isoformat()[:10], "Json": lambda value: value}
"""What the server makes of attributes for which it takes more than the official document says."""


@st.composite
def calls(draw: st.DrawFn, operation: AnyOperation) -> tuple[list[Any], dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Ids and arguments of a call, with what the server is to understand: the query and the body."""
    ids = [draw(PLAIN if operation.id is str and one == "id" else IDS) for one in operation.path_parameters]
    arguments: dict[str, Any] = {}
    query: dict[str, Any] = {}
    for key, attribute in schema.parameters(operation).items():
        if key != "fields" and (attribute.required or draw(st.booleans())):
            arguments[key], query[key] = draw(parameter(attribute))
    sent: dict[str, Any] = {}
    if operation.body is not None:
        given_body, sent = draw(body(schema.attributes(operation.body)))
        arguments.update(given_body)
        for key in sent.keys() & operation.body.also.keys():
            wider = WIDER.get(operation.body.also[key])
            sent[key] = wider(given_body[key]) if wider else sent[key]
    for key in schema.headers(operation):
        arguments[key] = HEADERS[key][1]
    return ids, arguments, query, sent


def answers(operation: AnyOperation) -> st.SearchStrategy[tuple[Any, Any]]:
    if operation.record is None:
        return st.just((None, None))
    if operation.ids_only:
        return st.lists(IDS, max_size=3).map(lambda ids: (ids, ids))
    one = shown(operation.record)
    return st.lists(one, max_size=3).map(lambda pairs: ([a for a, _ in pairs], [b for _, b in pairs])) if operation.kind == "index" else one


def check_record(got: Any, expected: Any) -> None:
    """A record, field by field; the fields that did not come say so."""
    if isinstance(expected, list):
        assert len(got) == len(expected)
        for one, wanted in zip(got, expected, strict=True):
            check_record(one, wanted)
    elif isinstance(got, Record):
        assert set(as_dict(got)) == set(expected)
        for field in schema.fields(type(got)):
            if field in expected:
                check_record(getattr(got, field), expected[field])
            else:
                with pytest.raises(AttributeError, match="select"):
                    getattr(got, field)
    else:
        assert got == expected
        assert type(got) is type(expected) or isinstance(got, int | float)


def by_id(operation: AnyOperation, query: dict[str, Any]) -> dict[str, str]:
    """What the client adds to a list that names no order: a walk by id has no end at 10,000 records.

    It adds that where the document names no order, too, but there the reader of the witness knows no such parameter.
    """
    added = operation.kind == "index" and operation.order and operation.takes_order_by_id and not query.keys() & {"order", "offset"}
    return {"order": "id(asc)"} if added else {}


def check(operation: AnyOperation, witness: Witness, got: Any, expected: Any, understood: Any) -> None:
    received = witness.received.pop()
    ids, query, sent, fields = understood
    assert received.operation is operation
    assert list(received.ids.values()) == ids
    assert received.arguments == {**query, **by_id(operation, query), **({"fields": fields} if fields else {})}
    assert received.data == sent
    for key in schema.headers(operation):
        wire, value = HEADERS[key]
        assert received.headers[wire] == value
    if operation.kind == "download":
        assert got == File("file", "application/pdf", len(FILE), FILE)
    elif operation.kind == "page":
        assert got == PAGE
    elif operation.status == 204 or operation.record is None:
        assert got is None
    else:
        check_record(got, expected)


@pytest.mark.parametrize("operation", ALL, ids=name)
@given(data=st.data())
@bounded(3, 100)
def test_a_call_is_understood_as_it_was_meant_and_its_answer_is_read_as_it_was_given(operation: AnyOperation, data: st.DataObject) -> None:
    ids, arguments, query, sent = data.draw(calls(operation))
    answer, expected = data.draw(answers(operation))
    fields = ",".join(operation.record.default_fields.split()) if operation.record is not None and operation.fields else ""
    witness = Witness(answer)
    understood = (ids, query, sent, fields)

    with witness.client() as clio:
        collection = getattr(clio, operation.collection.name).select(fields)
        got = getattr(collection, operation.name)(*ids, **arguments)
        got = list(got) if operation.kind == "index" else got
    check(operation, witness, got, expected, understood)

    async def ask() -> Any:
        async with witness.async_client() as clio:
            collection = getattr(clio, operation.collection.name).select(fields)
            result = getattr(collection, operation.name)(*ids, **arguments)
            return [row async for row in result] if operation.kind == "index" else await result

    check(operation, witness, anyio.run(ask), expected, understood)
