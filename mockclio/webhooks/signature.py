"""The signature of a delivery: HMAC-SHA256 of the raw body with the webhook's secret as the key, in lowercase hex."""

from __future__ import annotations

import hmac

from mockclio.ledger import rule

SECRET_HEADER, SIGNATURE_HEADER = "X-Hook-Secret", "X-Hook-Signature"


def sign(secret: str, body: bytes) -> str:
    rule("deliveries.signature")
    return hmac.digest(secret.encode(), body, "sha256").hex()


def verify(secret: str, body: bytes, signature: str) -> bool:
    """Whether the signature belongs to the body. The comparison takes constant time."""
    return hmac.compare_digest(sign(secret, body).encode(), signature.encode())
