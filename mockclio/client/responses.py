"""From an answer to its meaning: data, or a typed error. No input or output."""

from __future__ import annotations

import base64
import binascii
import html
import re
from typing import Any

import httpx
import orjson

from mockclio.client.retry import seconds
from mockclio.errors import APIError, RateLimited, error_class


def body(response: httpx.Response) -> Any:
    """Return the JSON of an answer; None if it is not JSON, such as the page of a proxy."""
    try:
        return orjson.loads(response.content)
    except orjson.JSONDecodeError:
        return None


def refusal(response: httpx.Response) -> APIError | None:
    """Return the typed error of an answer; None if it is a success."""
    status = response.status_code
    if status >= 400:
        return _typed(response, body(response))
    if response.content.startswith(b'{"metadata"') and _is_disguised(sent := body(response)):
        return _typed(response, sent)
    return None


def _is_disguised(sent: Any) -> bool:
    """Clio sometimes wraps the refusal for the rate limit as `{"metadata": {"encodingDecoded": ...}, "data": "<base64>"}`."""
    return "RateLimited" in _decoded(sent)


def _decoded(sent: Any) -> str:
    if not isinstance(sent, dict) or not isinstance(sent.get("metadata"), dict) or not isinstance(sent.get("data"), str):
        return ""
    try:
        return base64.b64decode(sent["data"]).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _typed(response: httpx.Response, sent: Any) -> APIError:
    kind, message = _type_and_message(response, sent)
    status = 429 if kind == RateLimited.type else response.status_code
    error = error_class(status, kind).received(
        status=status, type=kind, message=message, rule=response.headers.get("X-Mockclio-Rule", "").partition(",")[0]
    )
    error.request, error.response = response.request, response
    if isinstance(error, RateLimited):
        wait = seconds(response.headers.get("Retry-After"))
        error.retry_after = None if wait is None else int(wait)
    return error


def _type_and_message(response: httpx.Response, sent: Any) -> tuple[str, str]:
    if "RateLimited" in (text := _decoded(sent)):
        return RateLimited.type, text
    error = sent.get("error") if isinstance(sent, dict) else None
    if isinstance(error, dict):
        return str(error.get("type", "")), str(error.get("message", ""))
    if isinstance(error, str):
        return error, str(sent.get("error_description", ""))
    return "", _page(response)


def _page(response: httpx.Response) -> str:
    """What an answer says that is not in the API's form: a firewall's page, or the file store's XML."""
    text = response.text[:4_000]
    for pattern in (r"<Message>(.*?)</Message>", r"<title[^>]*>(.*?)</title>", r"<h1[^>]*>(.*?)</h1>"):
        result = re.search(pattern, text, re.DOTALL | re.IGNORECASE)
        if result:
            return html.unescape(result[1]).strip()
    return text.strip()[:200] or response.reason_phrase
