"""Conversations: secure messages between users of the firm and contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    Date,
    DateTime,
    Guarded,
    ListQuery,
    M,
    NullableRef,
    Resource,
    inverse,
    op,
    special,
    unset,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.conversation_messages import ConversationMessage
    from mockclio.catalog.documents import Document
    from mockclio.catalog.embedded.messages import ConversationMembership
    from mockclio.catalog.matters import Matter


class Conversation(Resource):
    """A thread of secure messages. `read` and `archived` are values of the viewer."""

    archived: bool
    read_only: bool
    current_user_is_member: bool
    subject: str
    message_count: int
    time_entries_count: int
    read: bool
    created_at: DateTime
    updated_at: DateTime
    last_message: ConversationMessage | None
    first_message: ConversationMessage | None
    matter: Matter | None
    messages: list[ConversationMessage] = inverse("conversation")
    documents: list[Document]
    memberships: list[ConversationMembership]


class ConversationQuery(ListQuery):
    archived: bool = unset
    contact_id: int = special
    date: Date = special
    for_user: bool = special
    matter_id: int | None = unset
    read_status: bool = where("read =")
    time_entries: bool = special


class ConversationChanges(Body, Guarded):
    archived: bool = unset
    matter: NullableRef = unset
    read: bool = unset


class Conversations(Collection[M]):
    path = "/conversations"
    scope = "Communications"

    list = op.index(Conversation, ConversationQuery, order="id last_message_id:last_message matter_id:matter")
    get = op.show(Conversation)
    update = op.update(Conversation, ConversationChanges)
