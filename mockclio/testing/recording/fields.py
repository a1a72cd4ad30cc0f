"""Which fields are whose words. What no table names is scrubbed by its form; what the catalogue does not know is not recorded at all."""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


SECRET = re.compile(r"secret|token|password|signature|authorization|cookie|put_url|put_headers|api_key|nonce", re.IGNORECASE)
"""Names of what is never written."""
SAFE = re.compile(r"[\w .:;=,+&()/{}\[\]-]{0,120}")
"""What a kept text may look like."""

NAMES = words(
    """name first_name middle_name last_name prefix  holder institution field_name
    field_label option label funding_source_name funding_code_and_name job_title_name relationship_name funding_code tax_name
    secondary_tax_name primary_authorizer secondary_authorizer group city street province"""
)
NUMBERED = words("""display_number matter_number custom_number linked_invoices_display_numbers""")
FILES = frozenset(("filename",))
PAPERS = frozenset(("Document", "DocumentVersion", "DocumentTemplate", "DocumentArchive", "Item", "LinkedDocument"))
"""Records whose name is that of a file."""
KEPT = words(
    """utbms_task_name type content_type currency currency_code currency_sign currency_symbol sign code country time_zone start_at_time_zone
    display_timezone recurrence_rule start_time end_time start_date end_date permission subject_type resource_type state status
    entry_type tax_setting payment_type transaction_type category_type roles color light_color practice_area_id fields
    damage_type model kind format frequency region initials discount_services_only json_key key"""
)
"""Fields of words that Clio chose, not the firm."""
NUMBERS = frozenset(("Bill.number", "Grant.balance"))
"""Numbers that say nothing about anybody."""
FOREIGN = words("""conference_id ledes_client_id maat_id prison_id scheme_id split_connection_id""")
"""Ids of somebody else's, which say who it is."""
COMMON = frozenset(("system_id",))
"""Ids that are the same in every account."""
JSON = frozenset(("options", "config"))
"""Texts that are JSON, and become an empty object."""
BIRTH = frozenset(("date_of_birth",))
PUBLIC = words(
    """Currency UtbmsCode UtbmsSet Jurisdiction JurisdictionsToTrigger ServiceType TimeZone LaukExpenseCategory LaukCivilControlledRate
    LaukCivilCertificatedRate LaukCriminalControlledRate"""
)
"""Records that every firm has in the same words."""

MONEY = re.compile(
    r"amount|total|balance|price|paid|due$|owing|cost|budget$|threshold|funds|subtotal|credits|charge|value$|_tax$|^tax$|rate$"
)
PERCENTAGES = frozenset(("Discount", "Interest"))
"""Records whose rates are per cent."""
NO_MONEY = re.compile(r"tax_rate|percent|exchange_rate|award|notification_threshold|interest_rate")
