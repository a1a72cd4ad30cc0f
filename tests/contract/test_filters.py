"""Check: a list shows exactly the rows for which the parameter holds, as a reference that reads only answers judges it.

A parameter counts as covered when some value had a row in and a row out, and two values gave different answers.
"""

from __future__ import annotations

import pytest

from mockclio.catalog.operations import AnyOperation
from mockclio.catalog.schema import Attribute
from mockclio.verify.checks.reading.filters import FILTERS, ask_values
from mockclio.verify.prepared_firm import lacking
from tests.contract.coverage import Covers
from tests.contract.listing import Lists


@pytest.mark.parametrize(
    ("operation", "attribute"), FILTERS, ids=[f"{operation.operation_id}-{attribute.wire}" for operation, attribute in FILTERS]
)
def test_a_filter_shows_exactly_the_rows_for_which_it_holds(
    lists: Lists, operation: AnyOperation, attribute: Attribute, covers: Covers
) -> None:
    divided, answers = ask_values(lists, operation, attribute)
    assert divided, lacking(operation, attribute.name, "no value had a row in and a row out")
    assert answers > 1, lacking(operation, attribute.name, "no two values had different answers")
    covers(operation, attribute.wire)
