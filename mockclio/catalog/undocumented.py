"""What works live although no edition of the official document has it, each with the evidence.

A field is declared with its record and an operation with its collection like all others. What stands here is marked in the exported
document with `x-mockclio-undocumented`, and is left out when that is compared with an official one.
"""

from __future__ import annotations

MARK = "x-mockclio-undocumented"
ASSUMED = "x-mockclio-assumed"
"""Marks a schema in the exported document whose fields are assumed. Its value is the id of the rule that says so."""

FIELDS: dict[str, str] = {
    "LineItem.rounded_quantity": "A firm's billing programs read it in the list without an error; the show of one line refuses it.",
    "PhoneNumber.default_number": "A law firm's production programs read it, confirmed live in 2026: it is primary by another name.",
}
"""By record and field."""

OPERATIONS: dict[str, str] = {
    "LineItem#show": "A firm's billing program calls it in thirteen places, noted on 2026-05-01.",
    "Webhook#activate": "The delayed handshake is told in the prose of the official pages.",
}
"""By operation id."""

REFUSALS: dict[str, str] = {
    "POST /line_items": "It answers 422, The matter is invalid, without a matter, where another path would be 404; with one it is 404.",
}
"""Paths that are known, though nothing can be done there."""

INCOMPLETE: dict[str, str] = {
    "MatterProtectedFund": "trust.protected-funds-of-a-matter",
    "SafeCustodyPacketLocation": "safe_custody.locations-have-a-name",
}
"""Records of the official document whose fields nobody has read, each with the rule that says which fields are assumed."""
