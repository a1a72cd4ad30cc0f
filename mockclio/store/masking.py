"""Masking of secrets in the request log: tokens, client secrets, codes, signatures.

What was sent is parsed first, and a value is masked by its decoded name, because a name can be written in many ways. A text that cannot be
parsed, such as a page or a body that was cut, is searched for names in any form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote_plus

HIDDEN = "****"
SECRETS = frozenset(
    (
        *("access_token", "refresh_token", "id_token", "token", "client_secret", "shared_secret", "secret", "password"),
        *("api_key", "apikey", "client_assertion", "assertion", "code_verifier", "x-amz-signature", "x-amz-security-token"),
    )
)
CODE = "code"
"""The name of an authorization code in a query or a form. In JSON it is a secret under /oauth only, because records have codes, too."""
HEADERS = re.compile(r"authorization|cookie|token|secret|signature|password|credential|api-?key|session", re.IGNORECASE)
"""What the names of headers with secrets contain."""
STRING = r'"(?:[^"\\]|\\.)*(?:"|\\?$)'
PAIR = re.compile(rf'({STRING})(?:(\s*:\s*)({STRING}|[^\s,{{}}\[\]"]+))?', re.DOTALL)
"""A JSON string, and if it is the name of a plain value, that value. The last one may be cut off."""
ASSIGNMENT = re.compile(r"(^|[?&;,#\s\"'(]|&amp;)([A-Za-z0-9_.%+\[\]-]{1,200})=([^&\s\"'<>;]*)")
USERINFO = re.compile(r"(://)([^/?#@\s\"'<>]*)@")
PART_NAME = re.compile(r"""\bname\*?=(?:utf-8'[^']*')?(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))""", re.IGNORECASE)


def mask(secret: str) -> str:
    """The part of a secret that is enough to tell it from others."""
    return f"{secret[:4]}{HIDDEN}" if secret else ""


def is_secret(name: str, *, codes: bool = False) -> bool:
    """Whether the value of that name is a secret. Of a nested name, such as `data[token]`, the last part counts."""
    last = name.rstrip("]").rpartition("[")[2].strip().lower() if "[" in name else name.strip().lower()
    return last in SECRETS or (codes and last == CODE)


def mask_values(value: Any, name: str = "", *, codes: bool = False) -> Any:
    """A JSON value with its secrets masked. `name` is its key."""
    if isinstance(value, Mapping):
        return {key: mask_values(inner, str(key), codes=codes) for key, inner in value.items()}
    if isinstance(value, list):
        return [mask_values(inner, name, codes=codes) for inner in value]
    if isinstance(value, bool) or value is None:
        return value
    if is_secret(name, codes=codes):
        return mask(str(value))
    return mask_address(value) if isinstance(value, str) and "://" in value else value


def mask_headers(headers: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The headers with their secrets masked. The scheme of a credential stays."""
    return [[name, _header(name, value)] for name, value in headers]


def _header(name: str, value: str) -> str:
    if HEADERS.search(name):
        scheme, space, secret = value.partition(" ")
        return f"{scheme} {HIDDEN if scheme.lower() == 'basic' else mask(secret)}" if space else mask(value)
    return mask_address(value) if "=" in value or "@" in value else value


def mask_query(text: str) -> str:
    """A query string or form with its secrets masked. The rest stays as it was written."""
    return "&".join([_pair(pair) for pair in text.split("&")]) if "=" in text else text


def _pair(pair: str) -> str:
    name, sign, value = pair.partition("=")
    decoded = unquote_plus(name) if "%" in name or "+" in name else name
    if is_secret(decoded, codes=True):
        return f"{name}{sign}{mask(unquote_plus(value))}"
    inner = unquote_plus(value) if "%3A%2F%2F" in value.upper() or "://" in value else ""
    masked = mask_address(inner)
    return pair if masked == inner else f"{name}{sign}{masked}"


def mask_address(text: str) -> str:
    """An address, or a text with addresses, without user names, passwords and the secrets of its query."""
    return ASSIGNMENT.sub(_assignment, USERINFO.sub(rf"\1{HIDDEN}@", text))


def _assignment(match: re.Match[str]) -> str:
    before, name, value = match.groups()
    return f"{before}{name}={mask(unquote_plus(value))}" if is_secret(unquote_plus(name), codes=True) else match[0]


def mask_text(text: str, *, codes: bool = False) -> str:
    """Any text with what looks like a secret masked: names of JSON, names of queries, addresses."""
    return mask_address(PAIR.sub(lambda match: _json_pair(match, codes), text))


def _json_pair(match: re.Match[str], codes: bool) -> str:
    name, colon, value = match.groups()
    if colon is None or not is_secret(_decoded(name), codes=codes) or value in ("null", "true", "false"):
        return match[0]
    shown = json.dumps(mask(_decoded(value)), ensure_ascii=False)
    return f"{name}{colon}{shown}"


def _decoded(token: str) -> str:
    """The text of a JSON string that may be cut off, or of a number."""
    try:
        return str(json.loads(token))
    except ValueError:
        return token.strip('"')


def mask_body(text: str, path: str) -> str:
    """A body with its secrets masked: JSON, a form, a multipart form, or a page."""
    codes = path.startswith("/oauth")
    begin = text.lstrip()[:2]
    if begin[:1] in ("{", "["):
        return _json(text, codes)
    if begin == "--":
        return _multipart(text)
    return mask_query(text) if "=" in text and not re.search(r"[\s<\"]", text) else mask_text(text, codes=codes)


def _json(text: str, codes: bool) -> str:
    """A JSON body. It stays as it was written where masking of single values is enough."""
    shown = mask_text(text, codes=codes)
    try:
        wanted = mask_values(json.loads(text), codes=codes)
    except (ValueError, RecursionError):
        return shown
    try:
        return shown if json.loads(shown) == wanted else json.dumps(wanted, ensure_ascii=False)
    except (ValueError, RecursionError):
        return json.dumps(wanted, ensure_ascii=False)


def _multipart(text: str) -> str:
    """A multipart form. Its first line is the boundary."""
    boundary = text.lstrip().splitlines()[0].rstrip()
    return boundary.join(_part(part) for part in text.split(boundary))


def _part(part: str) -> str:
    head, blank, value = part.partition("\r\n\r\n") if "\r\n\r\n" in part else part.partition("\n\n")
    names = [plain or bare for plain, bare in PART_NAME.findall(head)]
    content = value.rstrip("\r\n")
    if any(is_secret(unquote_plus(name.replace("\\", "")), codes=True) for name in names):
        return f"{head}{blank}{mask(content)}{value[len(content) :]}"
    return f"{head}{blank}{mask_text(value)}"
