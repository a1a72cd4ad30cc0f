"""What all Ibexa modules share: the login, the regions, pickers that list another resource, and limits that span pages."""

from __future__ import annotations

import re
from itertools import islice

from mockclio.client.regions import address
from mockclio.store.worlds import DEV_CLIENT
from mockclio.verify.connectors.comparing import holds, same
from mockclio.verify.connectors.environment import Environment
from mockclio.verify.connectors.module import IBEXA, convention

REDIRECT = "http://127.0.0.1:3000/oauth/callback"
PICKERS = {
    "matters": {},
    "contacts": {},
    "companies": {"type": "Company"},
    "users": {},
    "groups": {},
    "practice_areas": {},
    "activity_descriptions": {},
    "custom_fields": {"parent_type": "matter"},
    "custom_fields of contacts": {"parent_type": "contact"},
    "custom_field_sets": {"parent_type": "Matter"},
    "custom_field_sets of contacts": {"parent_type": "Contact"},
    "task_template_lists": {},
    "task_types": {},
    "calendars": {},
    "calendar_entries": {},
    "communications": {},
    "notes": {"type": "Matter"},
    "notes of contacts": {"type": "Contact"},
    "folders": {},
    "documents": {},
    "document_categories": {},
    "expense_categories": {},
    "utbms_codes of tasks": {"type": "UtbmsTask"},
    "utbms_codes of activities": {"type": "UtbmsActivity"},
    "utbms_codes of expenses": {"type": "UtbmsExpense"},
    "bills": {},
    "tasks": {},
    "activities": {},
}
"""What pickers list: a collection, with the parameters that narrow it."""
COLLECTIONS = {"companies": "contacts"}
UNSEARCHED = ("activity_descriptions", "calendars", "practice_areas", "users", "utbms_codes")
"""Lists that v4 gives no `query`: it is passed over."""


@convention(IBEXA, "Allow access")
def allow_access(environment: Environment) -> None:
    """The consent page, a code, a token that opens the firm, a new one by the refresh token; hosts of the two regions offered."""
    same([address(None, region) for region in ("us", "eu")], ["https://app.clio.com", "https://eu.app.clio.com"], "the regions")
    params = {"response_type": "code", "client_id": DEV_CLIENT, "redirect_uri": REDIRECT, "state": "s-1"}
    page = environment.http.get("/oauth/authorize", params=params)
    holds("Allow access" in page.text, "the consent page has no button Allow access")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
    user = re.findall(r'<option value="(\d+)">', page.text)[0]
    allowed = environment.http.post("/oauth/authorize", data={**hidden, "user_id": user, "decision": "allow"})
    code = allowed.headers.get("Location", "").partition("?code=")[2].removesuffix("&state=s-1")
    holds(allowed.status_code == 302 and code, f"allowing access leads to {allowed.status_code} {allowed.headers.get('Location')}")
    keys = {"client_id": DEV_CLIENT, "client_secret": "dev-secret"}
    given = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, **keys}
    token = environment.http.post("/oauth/token", data=given).json()
    again = environment.http.post(
        "/oauth/token", data={"grant_type": "refresh_token", "refresh_token": token["refresh_token"], **keys}
    ).json()
    for access in (token["access_token"], again["access_token"]):
        me = environment.http.get("/api/v4/users/who_am_i.json", headers={"Authorization": f"Bearer {access}"}).json()
        same(str(me["data"]["id"]), user, "whom the token speaks for")


@convention(IBEXA, "Pickers")
def pickers(environment: Environment) -> None:
    """Every list that a picker shows, as it is and searched by a word of one of its records; users with their notification methods."""
    for name, narrowed in PICKERS.items():
        collection = COLLECTIONS.get(name, name.partition(" ")[0])
        path = "/" + collection.replace("utbms_codes", "utbms/codes")
        all_of_it = environment.listed(path, **narrowed)
        holds(all_of_it, f"the picker of {name} is empty")
        typed = getattr(environment.clio, collection).select("id").list(**narrowed)
        same([one.id for one in typed], [one["id"] for one in all_of_it], f"the picker of {name}, typed")
        result = environment.listed(path, **narrowed, query="zzz nothing is called so")
        same(len(result), len(all_of_it) if collection in UNSEARCHED else 0, f"the picker of {name}, searched for nothing")
    chen = [one["id"] for one in environment.listed("/matters", query="00002-Chen")]
    same(chen, [environment.pick("matters", "00002-Chen")], "the picker of matters, searched")
    methods = environment.get("/users", "notification_methods{id,type,email_address}")
    holds(all(one["notification_methods"] for one in methods), "users do not show their notification methods")


@convention(IBEXA, "Limit")
def limit(environment: Environment) -> None:
    """The limit of a module counts bundles over pages; a page holds 200 at most."""
    ids = [one["id"] for one in environment.listed("/contacts")]
    for wanted, page in ((1, 200), (7, 3), (len(ids), 10), (len(ids) + 50, 200)):
        raw = [one["id"] for one in environment.bundles("/contacts", wanted, page=page, fields="id")]
        same(raw, ids[:wanted], f"{wanted} bundles in pages of {page}")
        typed = [one.id for one in islice(environment.clio.contacts.select("id").list(limit=page), wanted)]
        same(typed, ids[:wanted], f"{wanted} bundles in pages of {page}, typed")
    environment.refuses(422, "GET", "/contacts", params={"limit": 201})
