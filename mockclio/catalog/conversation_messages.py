"""The messages of conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from mockclio.catalog.vocabulary import (
    Body,
    Collection,
    DateTime,
    ListQuery,
    M,
    NullableRef,
    Resource,
    op,
    unset,
)

if TYPE_CHECKING:
    from mockclio.catalog.conversations import Conversation
    from mockclio.catalog.documents import Document
    from mockclio.catalog.embedded.people import UnredactedParticipant


class ConversationMessage(Resource):
    """One secure message in a conversation."""

    search = "body"

    date: str
    body: str
    created_at: DateTime
    updated_at: DateTime
    sender: UnredactedParticipant | None
    document: Document | None
    conversation: Conversation | None
    receivers: list[UnredactedParticipant]


class ConversationMessageQuery(ListQuery):
    conversation_id: int | None
    query: str = unset


class NewAttachment(TypedDict, total=False):
    document_id: int
    document_version_id: int


class ReceiverLink(TypedDict):
    id: int
    type: Literal["Contact", "User"]


class NewConversationMessage(Body):
    shown_by = {"attachment": "document", "matter": "conversation.matter", "subject": "conversation.subject"}

    body: str
    receivers: list[ReceiverLink]
    subject: str
    attachment: NewAttachment = unset
    conversation: NullableRef = unset
    matter: NullableRef = unset


class ConversationMessages(Collection[M]):
    path = "/conversation_messages"
    scope = "Communications"

    list = op.index(ConversationMessage, ConversationMessageQuery, order="id")
    create = op.create(ConversationMessage, NewConversationMessage)
    get = op.show(ConversationMessage)
