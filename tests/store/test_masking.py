"""Secrets are masked by their decoded names, however a caller writes them."""

from __future__ import annotations

import json

import pytest

from mockclio.store.masking import SECRETS, mask_address, mask_body, mask_headers, mask_query, mask_text

SECRET = "s3cr3t-of-the-office"


def multipart(name: str, value: str) -> str:
    part = 'Content-Disposition: form-data; name="{}"\r\n\r\n{}\r\n--b'
    return f"--b\r\n{part.format(name, value)}\r\n{part.format('x', '1')}--\r\n"


BODIES = [
    f'{{"client_secret": "{SECRET}"}}',
    f'{{"client\\u005fsecret": "{SECRET}"}}',
    f'{{"\\u0063lient_secret" : "{SECRET}", "x": 1}}',
    f'{{"client_secret": "ab\\"{SECRET}"}}',
    f'{{"client_secret": "ab\\\\", "refresh_token": "{SECRET}"}}',
    f'{{"data": {{"token": ["{SECRET}"]}}}}',
    f'{{"client_secret": "{SECRET}", "client_secret": ""}}',
    f'{{"client_secret": "{SECRET}',
    f'{{"x": "y", "client_secret": "{SECRET}" nonsense',
    f'{{"url": "https://u:{SECRET}@host/"}}',
    f'{{"url": "https://host/?a=1&token={SECRET}"}}',
    f"client_secret={SECRET}",
    f"x=1&client%5Fsecret={SECRET}&y=2",
    f"%63lient_secret={SECRET}",
    f"data[shared_secret]={SECRET}",
    f"CLIENT_SECRET={SECRET}",
    multipart("client_secret", SECRET),
    multipart("client%5Fsecret", SECRET),
    multipart("data[token]", SECRET),
    multipart("redirect_uri", f"https://host/?token={SECRET}"),
    f"<title>Success code={SECRET}</title>",
    f'"client_secret": "{SECRET}"',
    f'[1, 2, {{"password": "{SECRET}"}}',
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("path", ["/oauth/token", "/api/v4/contacts.json"])
def test_no_body_shows_a_secret(body: str, path: str) -> None:
    shown = mask_body(body, path)
    assert SECRET not in shown
    assert SECRET[4:] not in shown
    assert "****" in shown


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_every_name_is_masked_in_every_form(name: str) -> None:
    encoded = "".join(f"%{ord(sign):02x}" for sign in name)
    for shown in (
        mask_body(json.dumps({name: SECRET}), ""),
        mask_query(f"{encoded}={SECRET}"),
        mask_body(multipart(name, SECRET), ""),
        mask_address(f"https://host/x?{encoded}={SECRET}#{name}={SECRET}"),
        mask_text(f"a text with {name}={SECRET}, and more"),
    ):
        assert SECRET[4:] not in shown


@pytest.mark.parametrize(
    "text",
    [
        '{"data": {"name": "Ada", "code": "USD", "note": "the token is lost"}}',
        "fields=id%2Cetag&limit=200&order=id%28asc%29&page_token=abc&redirect_uri=http%3A%2F%2F127.0.0.1%2F",
        multipart("name", "Ada"),
        "plain text, nothing else",
        "",
    ],
)
def test_what_is_no_secret_stays_as_it_was_written(text: str) -> None:
    assert mask_body(text, "/api/v4/contacts.json") == text


@pytest.mark.parametrize(
    "name",
    [
        *("Authorization", "Proxy-Authorization", "X-Api-Key", "X-Hook-Secret", "X-Hook-Signature", "X-Mockclio-Control-Token", "Cookie"),
        "X-Auth-Token",
    ],
)
def test_headers_with_secrets_are_known_by_their_names(name: str) -> None:
    ((_, shown),) = mask_headers([(name, SECRET)])
    assert SECRET[4:] not in shown


def test_addresses_in_headers_are_masked() -> None:
    for name in ("Location", "Referer", "X-Original-Url", "Link"):
        ((_, shown),) = mask_headers([(name, f"https://u:{SECRET}@host/?code={SECRET}")])
        assert SECRET[4:] not in shown
    assert mask_headers([("Content-Type", "multipart/form-data; boundary=x")]) == [["Content-Type", "multipart/form-data; boundary=x"]]
