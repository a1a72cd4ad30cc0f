"""Reference data for UTBMS: standard codes of tasks, activities and expenses, and the categories for the activity codes."""

from __future__ import annotations

from mockclio.ledger import rule
from mockclio.seeding.office import Office
from mockclio.store.session import Session

SETS: tuple[tuple[str, bool, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Activities",
        True,
        "UtbmsActivity",
        (
            ("A101", "Plan and prepare for"),
            ("A102", "Research"),
            ("A103", "Draft/revise"),
            ("A104", "Review/analyze"),
            ("A105", "Communicate (in firm)"),
            ("A106", "Communicate (with client)"),
            ("A107", "Communicate (other outside counsel)"),
            ("A108", "Communicate (other external)"),
            ("A109", "Appear for/attend"),
            ("A110", "Manage data/files"),
            ("A111", "Other"),
        ),
    ),
    (
        "Expenses",
        True,
        "UtbmsExpense",
        (
            ("E101", "Copying"),
            ("E102", "Outside printing"),
            ("E105", "Telephone"),
            ("E106", "Online research"),
            ("E107", "Delivery services/messengers"),
            ("E108", "Postage"),
            ("E109", "Local travel"),
            ("E110", "Out-of-town travel"),
            ("E111", "Meals"),
            ("E112", "Court fees"),
            ("E113", "Subpoena fees"),
            ("E119", "Experts"),
            ("E124", "Other"),
        ),
    ),
    (
        "Litigation",
        True,
        "UtbmsTask",
        (
            ("L110", "Fact investigation/development"),
            ("L120", "Analysis/strategy"),
            ("L130", "Experts/consultants"),
            ("L150", "Budgeting"),
            ("L160", "Settlement/non-binding ADR"),
            ("L210", "Pleadings"),
            ("L240", "Dispositive motions"),
            ("L310", "Written discovery"),
            ("L320", "Document production"),
            ("L330", "Depositions"),
            ("L410", "Fact witnesses"),
            ("L440", "Other trial preparation and support"),
            ("L450", "Trial and hearing attendance"),
            ("L510", "Appellate motions and submissions"),
        ),
    ),
    (
        "Counseling",
        False,
        "UtbmsTask",
        (
            ("C100", "Fact gathering"),
            ("C200", "Researching law"),
            ("C300", "Analysis and advice"),
            ("C400", "Third party communication"),
        ),
    ),
    (
        "Bankruptcy",
        False,
        "UtbmsTask",
        (
            ("B110", "Case administration"),
            ("B120", "Asset analysis and recovery"),
            ("B310", "Claims administration and objections"),
            ("B320", "Plan and disclosure statement"),
        ),
    ),
)
"""Name, whether the account uses it, type of its codes, codes with their names."""


def seed(session: Session, office: Office) -> None:
    rule("utbms.sets-are-enabled-by-the-account")
    for name, enabled, kind, codes in SETS:
        made = session.insert("utbms_sets", {"name": name, "enabled": enabled})
        for code, title in codes:
            row = session.insert(
                "utbms_codes", {"name": title, "code": code, "description": f"{code}: {title}", "type": kind, "utbms_set_id": made["id"]}
            )
            office[f"utbms.{code}"] = row["id"]
            if kind == "UtbmsActivity":
                _category(session, row["id"], f"{code} {title}")


def _category(session: Session, activity: int, name: str) -> None:
    session.insert(
        "activity_descriptions",
        {"name": name, "type": "utbms", "utbms_task": None, "utbms_activity": activity, "groups": [], "currency": None}
        | {"rate": {"type": "User", "amount": 0, "non_billable_amount": 0}, "visible_to_co_counsel": True},
    )
