"""The list of scopes that the checks have of their own names what there is, and agrees with the catalogue."""

from __future__ import annotations

from mockclio.catalog import collections
from mockclio.server.scopes import ALSO, BESIDES
from mockclio.verify.checks.writing.scope_groups import BOTH, EITHER, GROUPS


def test_every_collection_stands_in_the_group_of_its_scope() -> None:
    named = {collection: scope for scope, names in GROUPS.items() for collection in names.split()}
    assert len(named) == sum(len(names.split()) for names in GROUPS.values())
    assert {name: collections()[name].scope for name in named} == named


def test_second_scopes_are_those_of_the_server() -> None:
    assert sorted(BOTH) == sorted(BESIDES)
    assert {name: {collections()[name].scope, *ALSO[name]} for name in EITHER} == {name: set(scopes) for name, scopes in EITHER.items()}
