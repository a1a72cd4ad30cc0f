"""Models and events of webhooks. `python -m mockclio.client.typed` writes it; do not edit."""

from __future__ import annotations

from typing import Literal

WebhookEvent = Literal[
    "created",
    "updated",
    "deleted",
    "matter_opened",
    "matter_pended",
    "matter_closed",
]
WebhookModel = Literal[
    "activity",
    "bill",
    "calendar_entry",
    "clio_payments_payment",
    "communication",
    "contact",
    "document",
    "folder",
    "matter",
    "task",
]
