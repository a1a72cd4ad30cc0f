"""Settings: webhooks, custom actions, text snippets, recently viewed records."""

from __future__ import annotations

from typing import Any

from mockclio.seeding.small.timeline import Firm, Id, Step, call, make, put, the

OPENED = (
    "matters/{matter.divorce}",
    "contacts/{contact.chen}",
    "notes/{note.intake}",
    "communications/{email.chen}",
    "conversations/{talk.chen}",
)
"""The records that the owner opened last."""

PLAIN = '{"show":{"logo":false,"summary":false,"rates":false},"text":{"footer":""},"css":{"accent":"#000000"}}'


def steps() -> list[Step]:
    return [
        _webhook("2026-05-30T16:00", "clio_payments_payment", ["created", "updated"], "enabled", "id,state,amount"),
        _webhook("2026-05-30T16:10", "activity", ["created", "updated", "deleted"], "pending", "id,etag,total"),
        _webhook("2026-05-30T16:20", "bill", ["updated"], "suspended", "id,number,state"),
        make(
            "2025-01-09T17:00",
            "",
            "custom_actions",
            label="Open in the archive",
            target_url="https://archive.test/matter",
            ui_reference="matters/show",
        ),
        make(
            "2025-01-09T17:05",
            "",
            "custom_actions",
            label="Check for conflicts",
            target_url="https://conflicts.test/check",
            ui_reference="contacts/show",
        ),
        make("2025-01-09T17:10", "", "text_snippets", snippet="mtc", phrase="motion to compel", whole_word=True),
        make("2025-01-09T17:20", "", "practice_areas", name="Maritime"),
        *(call(f"2026-05-29T17:{place:02d}", "GET", f"/{path}") for place, path in enumerate(OPENED)),
        ("2025-01-09T17:30", _rounded),
        *_later(),
        put("2025-01-09T17:40", "portal", "client_portals", unread_count=2, unread_notifiable_count=1),
        put("2025-02-08T15:00", "texts", "text_message_conversations"),
    ]


def _later() -> list[Step]:
    """Rows that the product added after the account was created."""
    maritime, court = the("practice_areas", "Maritime")["id"], Id("jurisdiction.surrogate")
    deadline = {"name": "Last day to answer the petition", "offset": 20, "type": "CalendarDays", "polarity": "After", "served": True}
    return [
        _stage("2025-01-09T17:21", "Arrest of the vessel", 1, maritime),
        _stage("2025-01-09T17:22", "Limitation of liability", 2, maritime),
        put("2025-02-03T19:00", "bill_theme.plain", "bill_themes", name="Plain", default=False, account_id=Id("account"), config=PLAIN),
        put("2026-03-02T16:00", "", "currencies", code="NGN", sign="₦"),
        put("2026-01-05T16:00", "utbms.project", "utbms_sets", name="Project", enabled=False),
        put(
            "2026-01-05T16:05",
            "",
            "utbms_codes",
            name="Project administration",
            code="P100",
            description="P100: Project administration",
            type="UtbmsTask",
            utbms_set_id=Id("utbms.project"),
        ),
        put(
            "2026-01-05T16:10",
            "jurisdiction.surrogate",
            "jurisdictions",
            system_id=1290,
            description="Surrogate's Court, New York County",
            default=False,
            display_timezone="America/New_York",
            valid_subscription=True,
            is_local_timezone=True,
        ),
        put(
            "2026-01-05T16:15",
            "",
            "service_types",
            system_id=129000,
            description="Personal delivery of the citation",
            default=True,
            _jurisdictions=[court],
            _days=0,
            _days_type="CalendarDays",
        ),
        put(
            "2026-01-05T16:20",
            "",
            "jurisdictions_to_triggers",
            system_id=1290000,
            description="Service of citation",
            is_served=True,
            is_requirements_required=False,
            do_not_recalculate=False,
            _jurisdiction=court,
            _deadlines=[{**deadline, "source": "Surrogate's Court Procedure Act 307"}],
        ),
        put(
            "2026-01-05T16:25",
            "",
            "jurisdictions_to_triggers",
            system_id=1290001,
            description="Return day",
            is_served=False,
            is_requirements_required=True,
            do_not_recalculate=False,
            _jurisdiction=court,
            _deadlines=[],
        ),
        make("2025-03-25T20:00", "custody.vault", "safe_custody_packet_locations", name="Vault, Harbor Street"),
        make("2026-04-20T20:00", "custody.bank", "safe_custody_packet_locations", name="Deposit box 114, Harbor Street Bank"),
    ]


def _stage(moment: str, name: str, order: int, area: Any) -> Step:
    def work(firm: Firm) -> None:
        with firm.builder.session() as session:
            session.insert("matter_stages", {"name": name, "order": order, "practice_area_id": str(firm.known(area))})

    return moment, work


def _webhook(moment: str, model: str, events: list[str], status: str, fields: str) -> Step:
    return put(
        moment,
        f"webhook.{model}",
        "webhooks",
        url="https://hooks.hartwell-osei.test/clio",
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
    """The firm bills in two currencies and has a local tax."""
    values: dict[str, Any] = {"multi_currency_billing": True, "billing_currencies": ["USD", "GBP"], "use_utbms_codes": True}
    values["_mandatory_ledes"] = True
    with firm.builder.session() as session:
        session.update("billing_settings", firm.office["billing_settings"], values)
        trigger = the("jurisdictions_to_triggers", "Service of statement of claim", "description")["id"]
        session.update("jurisdictions_to_triggers", firm.known(trigger), {"do_not_recalculate": True})
