"""Strategies for bodies of writes: valid ones, which a seeded firm accepts, and invalid ones, which every firm refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hypothesis import strategies as st

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, accepted
from mockclio.catalog.valid import is_free_text
from mockclio.testing.sample_data import bodies, valid
from mockclio.testing.sample_data.attribute_write import Write
from mockclio.testing.strategies import values
from mockclio.testing.strategies.seeded_firm import Data, SeededFirm, known

MOST = 3
"""The most attributes that are drawn besides the required ones."""


@dataclass(frozen=True)
class Call:
    """One write: `operation` is its id; `method`, `path` and `body` are what `mock.http.request` takes. `data` is the content of the body.

    mock.http.request(call.method, call.path, json=call.body)
    """

    operation: str
    method: str
    path: str
    data: Data = field(default_factory=dict)

    @property
    def body(self) -> Data:
        """The JSON body: the data under the key `data`."""
        return {"data": self.data}


def valid_bodies(operation: str | AnyOperation, seeded_firm: SeededFirm) -> st.SearchStrategy[Data]:
    """Bodies that the operation accepts: all required attributes, and some optional ones.

    >>> valid_bodies("Task#create", SeededFirm()).example()
    {'name': 'Name 100401-1', 'description': 'Description 100401-2', 'assignee': {'id': 1048578, 'type': 'User'}, 'priority': 'High'}

    Raises ValueError for an unknown operation.
    """
    return valid_calls(operation, seeded_firm).map(lambda call: call.data)


def valid_calls(operation: str | AnyOperation, seeded_firm: SeededFirm) -> st.SearchStrategy[Call]:
    """Valid bodies with their method and path: some attributes can only be written to some records."""
    one = known(operation)
    return st.one_of(
        _free(one, seeded_firm),
        *(_known_value(one, seeded_firm, name) for name in sorted(accepted(one.body)) if _has_known_values(one, name)),
    )


def invalid_bodies(operation: str | AnyOperation, seeded_firm: SeededFirm) -> st.SearchStrategy[Data]:
    """Bodies that the operation refuses: a value of the wrong type, too long or out of range, or without a required attribute.

    Raises ValueError for an unknown operation. Use `has_invalid` to leave out operations that refuse nothing.
    """
    return invalid_calls(operation, seeded_firm).map(lambda call: call.data)


def invalid_calls(operation: str | AnyOperation, seeded_firm: SeededFirm) -> st.SearchStrategy[Call]:
    """Invalid bodies with their method and path."""
    one = known(operation)
    spoiled = [
        values.wrong(attribute).map(partial(_with, one, seeded_firm, name))
        for name, attribute in accepted(one.body).items()
        if attribute.kind in values.OTHER_THAN
    ]
    lacking = [
        st.just(name).map(partial(_without, one, seeded_firm)) for name, attribute in accepted(one.body).items() if attribute.required
    ]
    return st.one_of(*spoiled, *lacking)


def has_invalid(operation: str | AnyOperation) -> bool:
    """Return whether there are bodies that the operation refuses."""
    one = known(operation)
    return any(attribute.kind in values.OTHER_THAN for attribute in accepted(one.body).values())


def _free(one: AnyOperation, seeded_firm: SeededFirm) -> st.SearchStrategy[Call]:
    """Draw the required attributes with some plain attributes, each with any value."""
    plain = {name: values.scalar(attribute) for name, attribute in accepted(one.body).items() if _is_free(one, name)}
    some = st.lists(st.sampled_from(sorted(plain)), max_size=MOST, unique=True) if plain else st.just([])
    drawn = some.flatmap(lambda names: st.fixed_dictionaries({name: plain[name] for name in names}))
    return drawn.map(lambda data: _call(one, seeded_firm, {**bodies.body(seeded_firm, one), **data}))


def _known_value(one: AnyOperation, seeded_firm: SeededFirm, name: str) -> st.SearchStrategy[Call]:
    """Draw one attribute that depends on others: one of its known values, with the attributes that go with it, on a record that
    accepts it.
    """

    def made(place: int) -> Call:
        write = Write(seeded_firm, one, accepted(one.body)[name], shared=True)
        sent = {**write.beside, name: write.values()[place]}
        addressed = seeded_firm[write.addressed] if "{id}" in one.path else None
        return _call(one, seeded_firm, {key: value for key, value in sent.items() if value is not ...}, addressed)

    return st.integers(0, 1).map(made)


def _call(one: AnyOperation, seeded_firm: SeededFirm, data: Data, id: int | None = None) -> Call:
    return Call(one.operation_id, one.method, f"/api/v4{bodies.path(seeded_firm, one, id)}", data)


def _with(one: AnyOperation, seeded_firm: SeededFirm, name: str, value: Any) -> Call:
    return _call(one, seeded_firm, {**bodies.body(seeded_firm, one), name: value})


def _without(one: AnyOperation, seeded_firm: SeededFirm, name: str) -> Call:
    return _call(one, seeded_firm, {key: value for key, value in bodies.body(seeded_firm, one).items() if key != name})


def _is_free(one: AnyOperation, name: str) -> bool:
    """Return whether an attribute accepts any value of its type, whatever the other attributes are."""
    attribute: Attribute = accepted(one.body)[name]
    if attribute.many or attribute.kind not in values.SCALARS or name.endswith("_id") or name in one.body.write_only:
        return False
    if attribute.kind == "str" and not is_free_text(attribute):
        return False
    tables = (valid.VALUES, valid.BESIDE, valid.ON, BOUND, NOT_DRAWN)
    return not any(valid.overriding(table, one.operation_id, name) for table in tables)


def _has_known_values(one: AnyOperation, name: str) -> bool:
    """Return whether an attribute is drawn only from its known values."""
    return not _is_free(one, name) and name not in one.body.write_only and not valid.overriding(NOT_DRAWN, one.operation_id, name)


Table = dict[tuple[str, str], str]
BOUND: Table = {
    ("CalendarEntry", "end_at"): "not before start_at",
    ("MedicalRecord", "end_date"): "not before start_date",
    ("MedicalRecord", "start_date"): "not after end_date",
    ("Reminder", "duration_unit"): "at most ten million minutes, with duration_value",
    ("Reminder", "duration_value"): "at most ten million minutes, with duration_unit",
    ("TaskTemplate", "cascading_offset_polarity"): "beside a cascading_offset_type of another kind",
    ("TaskTemplate", "cascading_offset_type"): "beside a cascading_offset_polarity of another kind",
    ("TrustRequest", "due_date"): "not before issue_date",
    ("TrustRequest", "issue_date"): "not after due_date",
}
"""Attributes that must fit others, each with how; only their known values are drawn."""
NOT_DRAWN: Table = {
    ("ClioPaymentsLink#create", "subject"): "refers to a record of one of three kinds, and is always sent",
    ("DocumentArchive", "items"): "refers to records of two kinds, and is always sent",
    ("Matter", "grant_matters"): "refers to grants in a form of its own",
    ("Task", "cascading_source"): "names another task of the same matter",
    ("TrustRequest", "currency_id"): "is the currency of the account",
    ("TrustRequest", "matter"): "is only sent with the trust_type matter",
    ("TrustRequest", "trust_type"): "decides what else is sent",
}
"""Attributes that stay as the smallest valid body has them, and why."""
