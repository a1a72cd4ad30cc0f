"""Tokens for probes of rights: of some scopes, and of some user."""

from __future__ import annotations

from typing import Any, get_args

from mockclio import MockClio
from mockclio.catalog.operations import Scope
from mockclio.store.access import Level, Permissions

SCOPES: tuple[str, ...] = get_args(Scope)


def every_scope(level: Level, *but: str) -> Permissions:
    return {scope: level for scope in SCOPES if scope not in but}


def holding(scope: str, level: Any) -> Permissions:
    return {scope: level}


def with_token(mock: MockClio, permissions: Permissions | None = None, user: int | None = None) -> dict[str, str]:
    """The header of a token with some permissions, of the owner or of another user."""
    wanted: dict[str, Any] = {"scopes": permissions} if permissions is not None else {}
    token = mock.control("POST", "tokens", {**wanted, **({"user": str(user)} if user else {})})
    return {"Authorization": f"Bearer {token['access_token']}"}
