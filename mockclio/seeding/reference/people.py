"""Reference data for people: payment profiles, the owner's job title, and a few text snippets."""

from __future__ import annotations

from mockclio.seeding.office import Office
from mockclio.store.session import Session

PROFILES = (("Net 30", 30), ("Due on receipt", 0), ("Net 14", 14))
"""Names and days of payment profiles. Contacts get the first one."""

SNIPPETS = (
    ("re", "regarding", True),
    ("rvw", "review of", True),
    ("tcw", "telephone call with", True),
    ("conf w/", "conference with", False),
    ("drft", "draft and revise", True),
)


def seed(session: Session, office: Office) -> None:
    settings = next(iter(session.table("billing_settings")), None)
    for name, days in PROFILES:
        session.insert(
            "payment_profiles",
            {
                "name": name,
                "terms": days,
                "billing_setting_id": settings["id"] if settings else None,
                "discount_rate": None,
                "discount_period": None,
                "interest_rate": None,
                "interest_period": None,
                "interest_type": None,
            },
        )
    for snippet, phrase, whole_word in SNIPPETS:
        session.insert("text_snippets", {"snippet": snippet, "phrase": phrase, "whole_word": whole_word})
    title = {
        "id": session.world.ids.next(),
        "name": "Managing partner",
        "initials": "MP",
        "created_at": session.now,
        "updated_at": session.now,
    }
    session.update("users", office["user.owner"], {"job_title": title})
