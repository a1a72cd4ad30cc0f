"""Reference data for activities: the first categories of work and of expenses."""

from __future__ import annotations

from mockclio.seeding.office import Office
from mockclio.store.session import Session

WORK = (
    ("Administration", "User", 0),
    ("Client intake", "User", 0),
    ("Correspondence", "User", 0),
    ("Court appearance", "User", 0),
    ("Document drafting", "User", 0),
    ("Legal research", "User", 0),
    ("Meeting", "User", 0),
    ("Phone call", "User", 0),
    ("Review", "User", 0),
    ("Travel", "Custom", 120),
    ("Initial consultation", "FlatRate", 150),
    ("Simple will", "FlatRate", 450),
)
"""Name, type of the rate, amount."""
EXPENSES = (
    ("Courier", 25, "hard_cost"),
    ("Court filing fee", None, "hard_cost"),
    ("Expert witness", None, "hard_cost"),
    ("Mileage", 0.7, "soft_cost"),
    ("Online research", None, "soft_cost"),
    ("Postage", None, "soft_cost"),
    ("Printing", 0.15, "soft_cost"),
    ("Meals", None, "unassociated"),
)
"""Name, price of one unit, kind of cost."""


def seed(session: Session, office: Office) -> None:
    for name, kind, amount in WORK:
        row = session.insert(
            "activity_descriptions",
            {"name": name, "type": "clio", "rate": {"type": kind, "amount": amount, "non_billable_amount": 0}}
            | {"groups": [], "visible_to_co_counsel": False, "currency": None},
        )
        office[f"activity_description.{name}"] = row["id"]
    for name, rate, kind in EXPENSES:
        row = session.insert(
            "expense_categories",
            {"name": name, "rate": rate, "entry_type": kind, "groups": [], "currency": None, "tax_setting": None, "utbms_code": None},
        )
        office[f"expense_category.{name}"] = row["id"]
