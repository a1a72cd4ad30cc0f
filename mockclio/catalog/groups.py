"""Groups of users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    Guarded,
    ListQuery,
    M,
    Resource,
    op,
    special,
    unset,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.users import User


class Group(Resource):
    """Users who share access: all users of the account, one user, or some users."""

    default_fields = "id etag name"
    search = "name"

    client_connect_user: bool
    name: str
    type: Literal["UserGroup", "AdhocGroup", "AccountGroup", "TeamGroup"]
    updated_at: DateTime
    users: list[User]


class GroupQuery(ListQuery):
    archived: bool = special
    name: str = unset
    query: str = unset
    type: Literal["AccountGroup", "AdhocGroup", "UserGroup"] = unset
    user_id: int = where("users =")


class NewGroup(Body):
    passed_over = dict.fromkeys(("client_connect_user", "type", "users"), "people.group-has-a-name-only")

    name: str = unset


class GroupChanges(NewGroup, Guarded):
    """The attributes of a new group, all optional."""


class Groups(Collection[M]):
    path = "/groups"
    scope = "Users"

    list = op.index(Group, GroupQuery, order="id name")
    create = op.create(Group, NewGroup)
    get = op.show(Group)
    update = op.update(Group, GroupChanges)
    delete = op.destroy()
