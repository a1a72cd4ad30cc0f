"""Matter protected funds: trust money of a matter that is set aside."""

from __future__ import annotations

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Resource,
    op,
)


class MatterProtectedFund(Resource):
    """Money set aside for one matter; no more of it is known than its id and times."""

    created_at: DateTime
    updated_at: DateTime


class MatterProtectedFundQuery(ListQuery): ...


class MatterProtectedFunds(Collection[M]):
    path = "/matters/{id}/protected_funds"
    scope = "Matters"

    list = op.index_within(MatterProtectedFund, MatterProtectedFundQuery)
