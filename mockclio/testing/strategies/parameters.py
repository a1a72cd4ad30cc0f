"""Strategies for reads: selections of fields, and parameters of lists."""

from __future__ import annotations

from hypothesis import strategies as st

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, fields, parameters
from mockclio.testing.strategies import values
from mockclio.testing.strategies.seeded_firm import SeededFirm, known

Parameters = dict[str, str]
MOST = 4
NOT_DRAWN = ("rate_for[matter_id]", "rate_for[user_id]")
"""Parameters whose record must be there."""
PAGING = ("limit", "page_token", "offset", "fields", "order")
NUMBERS = st.integers(1, 2_000_000)
DATES = st.tuples(st.sampled_from(["<", "<=", "=", ">=", ">"]), values.dates()).map("".join)


def selections(operation: str | AnyOperation) -> st.SearchStrategy[str]:
    """Values of `fields=` for an operation: some of its fields, with fields of associations in braces.

    >>> selections("Matter#index").example()
    'id,client{name,initials},status'
    """
    result = fields(known(operation).record)
    names = st.lists(st.sampled_from(sorted(result)), min_size=1, max_size=6, unique=True)
    return names.flatmap(lambda chosen: st.tuples(*(_selected(result[name]) for name in chosen))).map(",".join)


def _selected(field: Attribute) -> st.SearchStrategy[str]:
    if field.record is None:
        return st.just(field.name)
    inner = st.lists(st.sampled_from(sorted(fields(field.record))), min_size=1, max_size=3, unique=True)
    return st.just(field.name) | inner.map(lambda names: f"{field.name}{{{','.join(names)}}}")


def list_parameters(operation: str | AnyOperation, seeded_firm: SeededFirm | None = None) -> st.SearchStrategy[Parameters]:
    """Parameters that a list accepts, by their names in the query: some filters, a selection, a page size and an order.

    With a seeded firm, half of the ids are those of existing records.

    >>> list_parameters("Matter#index").example()
    {'status': 'open', 'limit': '20', 'order': 'id(desc)'}
    """
    one = known(operation)
    filters = {
        attribute.wire: _value(attribute, seeded_firm)
        for attribute in parameters(one).values()
        if attribute.name not in PAGING and attribute.wire not in NOT_DRAWN and attribute.kind in KINDS
    }
    names = st.lists(st.sampled_from(sorted(filters)), max_size=MOST, unique=True) if filters else st.just([])
    must = {attribute.wire: filters[attribute.wire] for attribute in parameters(one).values() if attribute.required}
    some = names.flatmap(lambda chosen: st.fixed_dictionaries({name: filters[name] for name in chosen} | must))
    always = ALWAYS.get(one.operation_id, {})
    return st.builds(lambda drawn, page: {**_beside(drawn), **always, **page}, some, st.fixed_dictionaries({}, optional=_page(one)))


def _beside(drawn: Parameters) -> Parameters:
    """The parameters, with those that some of them need."""
    return {**{other: value for name in drawn for other, value in BESIDE.get(name, {}).items()}, **drawn}


def _page(one: AnyOperation) -> dict[str, st.SearchStrategy[str]]:
    results: dict[str, st.SearchStrategy[str]] = {"limit": st.integers(1, one.limit).map(str)}
    if one.fields and not one.ids_only:
        results["fields"] = selections(one)
    if one.order:
        keys = [term.partition(":")[0] for term in one.order.split()]
        results["order"] = st.tuples(st.sampled_from(keys), st.sampled_from(["(asc)", "(desc)"])).map("".join)
    return results


def _value(attribute: Attribute, seeded_firm: SeededFirm | None) -> st.SearchStrategy[str]:
    if attribute.choices:
        return st.sampled_from(attribute.choices)
    if attribute.kind == "int" and seeded_firm is not None:
        return st.sampled_from(sorted(seeded_firm.ids.values())).map(str) | NUMBERS.map(str)
    return KINDS[attribute.kind]


ALWAYS: dict[str, Parameters] = {
    "ConversationMessage#index": {"conversation_id": "1"},
    "LaukExpenseCategory#index": {"practice_area": "civil", "region": "London"},
}
"""Parameters without which a list is refused, though no declaration says so."""
BESIDE: dict[str, Parameters] = {
    "assignee_id": {"assignee_type": "user"},
    "external_property_value": {"external_property_name": "Colour"},
    "owner_entries_across_all_users": {"matter_id": "1"},
    "subject_id": {"subject_type": "task"},
}
"""Parameters that others need beside them."""
KINDS: dict[str, st.SearchStrategy[str]] = {
    "bool": st.sampled_from(["true", "false"]),
    "date": values.dates(),
    "date_condition": DATES,
    "datetime": values.times(),
    "enum": st.nothing(),
    "float": values.MONEY.map(str),
    "int": NUMBERS.map(str),
    "str": values.texts(12),
}
