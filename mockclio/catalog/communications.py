"""Communications: emails and phone calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from mockclio.catalog.embedded.inputs import (
    ExternalPropertyChange,
    NewExternalProperty,
    NewNotificationEventSubscriber,
    NotificationEventSubscriberChange,
)
from mockclio.catalog.vocabulary import (
    Aliases,
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
    webhook_model,
    where,
)

if TYPE_CHECKING:
    from mockclio.catalog.activities import Activity
    from mockclio.catalog.documents import Document
    from mockclio.catalog.embedded.custom_values import ExternalProperty
    from mockclio.catalog.embedded.messages import CommunicationEmlFile
    from mockclio.catalog.embedded.people import NotificationEventSubscriber, Participant
    from mockclio.catalog.matters import Matter
    from mockclio.catalog.users import User


class Communication(Resource):
    """An email or a phone call."""

    search = "subject body"

    subject: str
    body: str
    type: Literal["EmailCommunication", "PhoneCommunication"]
    date: Date
    time_entries_count: int
    created_at: DateTime
    updated_at: DateTime
    received_at: DateTime
    user: User | None
    matter: Matter | None
    communication_eml_file: CommunicationEmlFile | None
    senders: list[Participant]
    receivers: list[Participant]
    external_properties: list[ExternalProperty]
    time_entries: list[Activity] = inverse("communication")
    documents: list[Document] = inverse("communication_id")
    notification_event_subscribers: list[NotificationEventSubscriber]


class CommunicationQuery(ListQuery):
    contact_id: int = special
    date: Date = unset
    external_property_name: str = special
    external_property_value: str = special
    having_time_entries: bool = where("time_entries present")
    matter_id: int | None = unset
    query: str = unset
    received_at: DateTime = special
    received_before: DateTime = special
    received_since: DateTime = special
    type: Literal["EmailCommunication", "PhoneCommunication"] = unset
    user_id: int = special


class ReceiverLink(TypedDict, total=False):
    _deleted: bool
    id: int
    type: Annotated[
        Literal["User", "Contact"], Aliases({"Users": "User", "Contacts": "Contact"}, rule="communications.parties-in-the-plural")
    ]


class CommunicationFields(Body):
    date: Date = unset
    matter: NullableRef = unset
    receivers: list[ReceiverLink] = unset
    senders: list[ReceiverLink] = unset


class NewCommunication(CommunicationFields):
    body: str
    received_at: str = unset
    subject: str
    type: Literal["PhoneCommunication", "EmailCommunication"]
    external_properties: list[NewExternalProperty] = unset
    notification_event_subscribers: list[NewNotificationEventSubscriber] = unset


class CommunicationChanges(CommunicationFields, Guarded):
    body: str = unset
    external_properties: list[ExternalPropertyChange] = unset
    notification_event_subscribers: list[NotificationEventSubscriberChange] = unset
    received_at: str = unset
    subject: str = unset
    type: Literal["PhoneCommunication", "EmailCommunication"] = unset


class Communications(Collection[M]):
    path = "/communications"
    scope = "Communications"
    webhook = webhook_model("communication", number=5)

    list = op.index(Communication, CommunicationQuery, order="id date received_at matter:matter.display_number", default_order="date(asc)")
    create = op.create(Communication, NewCommunication)
    get = op.show(Communication)
    update = op.update(Communication, CommunicationChanges)
    delete = op.destroy()
