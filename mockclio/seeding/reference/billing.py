"""Reference data for billing: two bill themes, an operating account and a trust account."""

from __future__ import annotations

import json
from typing import Any

from mockclio.seeding.office import Office
from mockclio.store.session import Session

THEMES: dict[str, dict[str, Any]] = {
    "Standard": {"show": {"logo": True, "summary": True, "rates": True}, "text": {"footer": "Thank you."}, "css": {"accent": "#24486b"}},
    "Short": {"show": {"logo": True, "summary": True, "rates": False}, "text": {"footer": ""}, "css": {"accent": "#333333"}},
}
ACCOUNTS = {
    "operating": ("Operating", "Operating Account", "4410027719", "021000128"),
    "trust": ("Trust", "IOLTA Trust Account", "4410027727", "021000128"),
}


def seed(session: Session, office: Office) -> None:
    for place, (name, config) in enumerate(THEMES.items()):
        theme = {"name": name, "default": place == 0, "account_id": office["account"], "config": json.dumps(config)}
        office[f"bill_theme.{name.lower()}"] = session.insert("bill_themes", theme)["id"]
    for key, (kind, name, number, transit) in ACCOUNTS.items():
        account = {
            "type": kind,
            "name": name,
            "account_number": number,
            "transit_number": transit,
            "institution": "Harbor Street Bank",
            "holder": "Hartwell & Osei LLP",
            "domicile_branch": None,
            "general_ledger_number": "1000" if kind == "Operating" else "1100",
            "swift": None,
            "currency": "USD",
            "controlled_account": False,
            "clio_payments_enabled": True,
            "default_account": True,
            "user": office["user.owner"],
            "_opening": 0.0,
            "_client": None,
            "_matter": None,
        }
        office[f"bank_account.{key}"] = session.insert("bank_accounts", account)["id"]
