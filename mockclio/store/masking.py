"""Masking of secrets in the request log: tokens, client secrets, codes, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

HIDDEN = "****"
NAMES = "access_token|refresh_token|client_secret|shared_secret|token|password"
SECRETS = frozenset(NAMES.split("|"))
HEADERS = ("authorization", "x-hook-secret", "x-hook-signature", "x-mockclio-control-token", "cookie", "set-cookie")
IN_JSON = re.compile(rf'("(?:{NAMES})"\s*:\s*")([^"]*)"')
IN_FORM = re.compile(rf"(^|[?&\s]|&amp;)((?:{NAMES}|code|X-Amz-Signature)=)([^&\s\"']*)")
CODE_IN_JSON = re.compile(r'("code"\s*:\s*")([^"]*)"')


def mask(secret: str) -> str:
    """The part of a secret that is enough to tell it from others."""
    return f"{secret[:4]}{HIDDEN}" if secret else ""


def mask_values(value: Any, name: str = "") -> Any:
    """A JSON value with its secrets masked. `name` is its key."""
    if isinstance(value, Mapping):
        return {key: mask_values(inner, str(key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [mask_values(inner, name) for inner in value]
    return mask(value) if name in SECRETS and isinstance(value, str) else value


def mask_headers(headers: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The headers with their secrets masked. The scheme of a credential stays."""
    return [[name, _header(name.lower(), value)] for name, value in headers]


def _header(name: str, value: str) -> str:
    if name in HEADERS:
        scheme, space, secret = value.partition(" ")
        return f"{scheme} {HIDDEN if scheme.lower() == 'basic' else mask(secret)}" if space else mask(value)
    return mask_query(value) if name in ("location", "referer") else value


def mask_query(text: str) -> str:
    """A query string, form or address with its secrets masked."""
    return IN_FORM.sub(lambda result: f"{result[1]}{result[2]}{mask(result[3])}", text)


def mask_body(text: str, path: str) -> str:
    """A JSON or form body with its secrets masked. A code is a secret only under /oauth, because records have codes, too."""
    masked = IN_JSON.sub(lambda result: f'{result[1]}{mask(result[2])}"', text)
    if path.startswith("/oauth"):
        return mask_query(CODE_IN_JSON.sub(lambda result: f'{result[1]}{mask(result[2])}"', masked))
    return re.sub(r"(X-Amz-Signature=)([0-9a-f]+)", lambda result: f"{result[1]}{mask(result[2])}", masked)
