"""The codes of the Uniform Task-Based Management System. Some clients want them on bills."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Resource,
    op,
    unset,
)


class UtbmsCode(Resource):
    """One standard code of a task, an activity or an expense."""

    name: str
    code: str
    description: str | None
    type: Literal["UtbmsTask", "UtbmsExpense", "UtbmsActivity"]
    utbms_set_id: int | None
    created_at: DateTime
    updated_at: DateTime


class UtbmsCodeQuery(ListQuery):
    type: Literal["UtbmsTask", "UtbmsActivity", "UtbmsExpense"] = unset
    utbms_set_id: int | None = unset


class UtbmsCodes(Collection[M]):
    path = "/utbms/codes"
    scope = "Activities"

    list = op.index(UtbmsCode, UtbmsCodeQuery, order="name id set:utbms_set_id")
    get = op.show(UtbmsCode)
