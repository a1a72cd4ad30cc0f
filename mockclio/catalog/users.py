"""Users: the people who work in the firm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from mockclio.catalog.vocabulary import (
    AnyCase,
    Collection,
    DateTime,
    ListQuery,
    M,
    Resource,
    inverse,
    op,
    special,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.activity_descriptions import ActivityDescription
    from mockclio.catalog.contacts import Contact
    from mockclio.catalog.embedded.people import Account, Avatar, JobTitle, NotificationMethod
    from mockclio.catalog.groups import Group


class User(Resource):
    """A person who can log in."""

    default_fields = "id etag name"

    account_owner: bool
    clio_connect: bool
    court_rules_default_attendee: bool
    created_at: DateTime
    default_calendar_id: int | None
    email: str | None
    enabled: bool
    first_name: str | None
    initials: str | None
    last_name: str | None
    name: str
    phone_number: str | None
    rate: float | None
    roles: list[str]
    subscription_type: Literal["Attorney", "NonAttorney"] | None
    time_zone: str | None
    updated_at: DateTime
    default_activity_description: ActivityDescription | None
    notification_methods: list[NotificationMethod] = inverse("user")
    account: Account | None
    avatar: Avatar | None
    contact: Contact | None
    job_title: JobTitle | None
    groups: list[Group] = inverse("users")


class UserQuery(ListQuery):
    enabled: bool = unset
    include_co_counsel: bool = special
    name: str = unset
    pending_setup: bool = special
    role: Annotated[Literal["admin", "accounts", "billing", "reports"], AnyCase(rule="people.role-in-any-case")] = special
    subscription_type: Literal["attorney", "nonattorney"] = unset


class Users(Collection[M]):
    path = "/users"
    scope = "Users"

    who_am_i = op.single(User, suffix="/who_am_i", verb="who_am_i")
    list = op.index(User, UserQuery, order="enabled id name first_name last_name initials subscription_type", limit=2000)
    get = op.show(User)
