"""Settings that make a difference: subscriptions, custom actions, snippets, what was opened."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.small.timeline import Firm, Id, Step, call, make, put, the

OPENED = ("matters/{matter.divorce}", "contacts/{contact.chen}", "notes/{note.intake}", "communications/{email.chen}", "conversations/{talk.chen}")
"""What the owner looked at last."""


def steps() -> list[Step]:
    return [
        _webhook("2026-05-30T16:00", "matter", ["created", "updated", "matter_closed"], "enabled", "id,etag,display_number,status"),
        _webhook("2026-05-30T16:10", "activity", ["created", "updated", "deleted"], "pending", "id,etag,total"),
        _webhook("2026-05-30T16:20", "bill", ["updated"], "suspended", "id,number,state"),
        make("2025-01-09T17:00", "", "custom_actions", label="Open in the archive", target_url="https://archive.test/matter", ui_reference="matters/show"),
        make("2025-01-09T17:05", "", "custom_actions", label="Check for conflicts", target_url="https://conflicts.test/check", ui_reference="contacts/show"),
        make("2025-01-09T17:10", "", "text_snippets", snippet="mtc", phrase="motion to compel", whole_word=True),
        make("2025-01-09T17:20", "", "practice_areas", name="Maritime"),
        *(call(f"2026-05-29T17:{place:02d}", "GET", f"/{path}") for place, path in enumerate(OPENED)),
        ("2025-01-09T17:30", _rounded),
        put("2025-01-09T17:40", "portal", "client_portals", unread_count=2, unread_notifiable_count=1),
        put("2025-02-08T15:00", "texts", "text_message_conversations"),
    ]


def _webhook(moment: str, model: str, events: list[str], status: str, fields: str) -> Step:
    return put(
        moment,
        f"webhook.{model}",
        "webhooks",
        url="https://hooks.test/clio",
        model=model,
        fields=fields,
        events=events,
        status=status,
        shared_secret=f"secret-of-{model}",
        expires_at="2026-06-30T16:00:00Z",
        user=Id("user.owner"),
        _application="",
    )


def _rounded(firm: Firm) -> None:
    """The firm bills in two currencies and knows a local tax."""
    values: dict[str, Any] = {"rounded_duration": 6.0, "multi_currency_billing": True, "billing_currencies": ["USD", "GBP"], "use_utbms_codes": True}
    with firm.builder.session() as session:
        session.update("billing_settings", firm.office["billing_settings"], values)
        trigger = the("jurisdictions_to_triggers", "Service of statement of claim", "description")["id"]
        session.update("jurisdictions_to_triggers", firm.known(trigger), {"do_not_recalculate": True})
