"""Utbms Codes."""

from __future__ import annotations

from typing import Literal

from mockclio.catalog.vocabulary import (
    Collection,
    DateTime,
    ListQuery,
    M,
    Row,
    op,
    unset,
)


class UtbmsCode(Row):
    """A utbms code."""

    name: str
    code: str | None
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

    list = op.index(UtbmsCode, UtbmsCodeQuery, order="name id set")
    get = op.show(UtbmsCode)
