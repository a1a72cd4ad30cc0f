"""Behaviour of event metrics: counts of what the viewer has not read."""

from __future__ import annotations

from typing import Any

from mockclio.ledger import rule
from mockclio.practice.communications.memberships import membership_of
from mockclio.server.behavior import Behavior, sources
from mockclio.server.view import View
from mockclio.store.tables import Row


class EventMetrics(Behavior):
    """One object for each user."""

    @sources("EventMetrics#index")
    def counts(self, view: View, ids: dict[str, Any], arguments: dict[str, Any]) -> list[Row]:
        rule("people.metrics-count-what-is-unread")
        user = view.user["id"]
        events = [event for event in view.rows("my_events", "user", user) if not event["read"]]
        memberships = [membership_of(conversation, user) for conversation in view.rows("conversations", "_members", user)]
        portals = view.rows("client_portals", "user", user)
        texts = view.rows("text_message_conversations", "user", user)
        return [
            {
                "unread_web_events": len(events),
                "unread_mobile_events": sum(1 for event in events if event.get("mobile_icon")),
                "unread_secure_messages": sum(1 for membership in memberships if membership and not membership["read"]),
                "unread_client_portal_messages": sum(portal.get("unread_count") or 0 for portal in portals),
                "unread_text_messages": sum(text.get("unread_count") or 0 for text in texts),
            }
        ]
