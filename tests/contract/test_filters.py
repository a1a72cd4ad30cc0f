"""Law: a list shows exactly the rows for which the parameter holds, as a reference that reads only answers judges it.

A parameter counts as covered when some value had a row in and a row out, and two values gave different answers.
"""

from __future__ import annotations

import pytest

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute, listed_parameters, parameters
from tests.contract.coverage import Covers
from tests.contract.listing import Lists, Row, identities, identity
from tests.contract.meanings import reference
from tests.contract.references import Call, Reference
from tests.contract.support import LISTS

STANDARD = ("limit", "page_token", "order", "fields")
NOT_A_FILTER = {
    ("ActivityDescription#index", "rate_for_matter_id"),
    ("ActivityDescription#index", "rate_for_user_id"),
    ("CalendarEntry#index", "expanded"),
    ("CalendarEntry#index", "owner_entries_across_all_users"),
    ("Contact#index", "custom_field_ids"),
    ("DocumentVersion#index", "id"),
    ("LaukExpenseCategory#index", "region"),
    ("Matter#index", "custom_field_ids"),
    ("MatterContacts#index", "custom_field_ids"),
}
"""Parameters of lists that change what rows show, or which rows there are; test_parameters.py shows what each does."""
FILTERS = [
    (operation, attribute)
    for operation in LISTS
    for name, attribute in listed_parameters(operation).items()
    if name not in STANDARD and (operation.operation_id, name) not in NOT_A_FILTER
]
MOST_CANDIDATES, MOST_PROPER, MOST_OTHER = 120, 4, 2


def chosen_from(lists: Lists, operation: AnyOperation, holds: Reference, pick: int) -> list[Row]:
    """Every row that some call of the reference shows."""
    shown_by = lists.rows_of_ids if operation.ids_only else lists.rows
    calls = [shown_by(operation, call, pick) for call in holds.among(lists)]
    if len(calls) == 1:
        return calls[0]
    return list({identity(row): row for rows in calls for row in rows}.values())


class Question:
    """One value of one filter, asked of one list."""

    def __init__(self, lists: Lists, operation: AnyOperation, attribute: Attribute, rows: list[Row], value: str) -> None:
        holds = reference(operation, attribute)
        self.asked = holds.ask(value) if holds.ask else {attribute.wire: value}
        beside = holds.beside(rows, value)
        call = Call(lists, {**self.asked, **beside})
        self.parameters = call.parameters
        fitting = [row for row in rows if holds.test(row, value, call)]
        for wire, other in beside.items():
            companion = next(one for one in parameters(operation).values() if one.wire == wire)
            fitting = [row for row in fitting if reference(operation, companion).test(row, other, call)]
        self.expected = identities(fitting)

    def key(self) -> frozenset[tuple[str, int]]:
        return frozenset(self.expected.items())


def questions(lists: Lists, operation: AnyOperation, attribute: Attribute, rows: list[Row]) -> list[Question]:
    """Questions with different answers: some that divide the rows, and one or two that do not."""
    values = reference(operation, attribute).values
    assert values is not None
    proposed = list(dict.fromkeys(values(rows, lists)))
    step = max(1, len(proposed) // MOST_CANDIDATES)
    asked = [Question(lists, operation, attribute, rows, value) for value in proposed[::step]]
    different = list({question.key(): question for question in asked}.values())
    proper = [question for question in different if 0 < question.expected.total() < len(rows)]
    other = [question for question in different if question not in proper]
    return proper[:MOST_PROPER] + other[:MOST_OTHER]


@pytest.mark.parametrize(
    ("operation", "attribute"), FILTERS, ids=[f"{operation.operation_id}-{attribute.wire}" for operation, attribute in FILTERS]
)
def test_a_filter_shows_exactly_the_rows_for_which_it_holds(
    lists: Lists, operation: AnyOperation, attribute: Attribute, covers: Covers
) -> None:
    holds = reference(operation, attribute)
    divided, answers = False, set()
    for pick in lists.parents(operation):
        rows = chosen_from(lists, operation, holds, pick)
        for question in questions(lists, operation, attribute, rows):
            pages = -(-question.expected.total() // 2)
            found = lists.found(operation, question.parameters, pick, pages)
            assert found == question.expected, f"{question.parameters}: +{found - question.expected} -{question.expected - found}"
            answers.add(frozenset(found.items()))
            divided = divided or 0 < found.total() < len(rows)
    assert divided, "no value had a row in and a row out"
    assert len(answers) > 1, "no two values had different answers"
    covers(operation, attribute.wire)
