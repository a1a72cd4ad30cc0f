"""Ibexa Connect: Search Users."""

from __future__ import annotations

from mockclio.verify.connectors.comparing import same
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import IBEXA, row
from mockclio.verify.connectors.searching import Search

SEARCH = """
    Name                -> name
    Created Since       -> created_since
    Enabled             -> enabled
    User ID             -> ids[]
    Include Co Counsel  -> include_co_counsel
    Order               -> order
    Pending Setup       -> pending_setup
    Role                -> role
    Subscription Type   -> subscription_type
    Updated Since       -> updated_since
    Limit               -> limit
"""


@row(46, IBEXA, "Search Users", "User#index", SEARCH)
def search_users(environment: Environment) -> None:
    search = Search(environment, "users", "name,last_name,created_at,updated_at,enabled,roles,subscription_type")
    some = list(search.records)[1:3]
    search.by("name", "Elena Reyes", lambda one, name: one["name"] == name)
    search.by("created_since", "2025-01-20T00:00:00Z", lambda one, since: one["created_at"] >= since[:10])
    search.by("updated_since", "2026-05-01T00:00:00Z", lambda one, since: one["updated_at"] >= since[:10])
    search.by("ids[]", some, lambda one, ids: one["id"] in ids)
    for enabled in (True, False):
        search.by("enabled", enabled, lambda one, enabled: one["enabled"] == enabled)
    for role in ("Admin", "Accounts", "Billing", "Reports"):
        search.by("role", role, lambda one, role: role in one["roles"])
    for word in ("attorney", "nonattorney"):
        search.by("subscription_type", word, lambda one, word: one["subscription_type"].casefold() == word.casefold())
    search.by("pending_setup", True, lambda one, yes: one["name"] == "Sofia Lind")
    search.ordered("id", "name", "last_name", "enabled", "subscription_type")
    search.limited(5, page=2)
    same(len(environment.bundles("/users", 2000, page=2000, fields="id")), len(search.records), "users in one page of 2,000")
    _co_counsel(environment, search)


def _co_counsel(environment: Environment, search: Search) -> None:
    """Co-counsel are users of another firm: listed when they are asked for."""
    with_them = {one["name"] for one in environment.listed("/users", "id,name", include_co_counsel=True)}
    typed = {one.name for one in environment.clio.users.select("id,name").list(include_co_counsel=True)}
    wanted = {one["name"] for one in search.records.values()} | {"Ngozi Adeyemi"}
    same(with_them, wanted, "users with co-counsel")
    same(typed, wanted, "users with co-counsel, typed")
    without = {one["name"] for one in environment.listed("/users", "id,name", include_co_counsel=False)}
    same(without, wanted - {"Ngozi Adeyemi"}, "users without co-counsel")
