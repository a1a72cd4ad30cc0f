"""Downloads from the file store. The API answers 303 with a signed address; the token must not be sent there."""

from __future__ import annotations

import re
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urljoin

import httpx

from mockclio.catalog.operations import File
from mockclio.catalog.schema import unset
from mockclio.client.exchange import Exchange, PendingRequest
from mockclio.client.prepare import Prepared

ATTEMPTS = 3
"""How often a download begins anew when its connection breaks in the middle."""


async def fetch(exchange: Exchange, prepared: Prepared) -> File:
    """Download the file of an operation, into memory or to `to`: a path, a folder, or an open binary file."""
    to = prepared.local.get("to", unset)
    for attempt in range(1, ATTEMPTS + 1):
        response = await exchange.call(prepared)
        location = urljoin(str(response.request.url), response.headers["Location"])
        response = await exchange.send(PendingRequest("GET", location, with_token=False, safe=True, stream=to is not unset))
        if to is unset:
            return File(_filename(response), response.headers.get("Content-Type", ""), len(response.content), response.content)
        try:
            return await _write(exchange, response, to)
        except httpx.TransportError:
            if attempt == ATTEMPTS or not isinstance(to, str | PathLike):
                raise
        finally:
            await exchange.backend.close(response)
    raise AssertionError("the last attempt returns or raises")


async def _write(exchange: Exchange, response: httpx.Response, to: str | PathLike[str] | BinaryIO) -> File:
    """Bytes to their place as they come. A file with a name appears only when it is whole."""
    filename, kind, size = _filename(response), response.headers.get("Content-Type", ""), 0
    if not isinstance(to, str | PathLike):
        async for chunk in exchange.backend.chunks(response):
            to.write(chunk)
            size += len(chunk)
        return File(filename, kind, size)
    path = Path(to) / Path(filename).name if Path(to).is_dir() else Path(to)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            async for chunk in exchange.backend.chunks(response):
                file.write(chunk)
                size += len(chunk)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return File(filename, kind, size, path=path)


def _filename(response: httpx.Response) -> str:
    """The name that the store gives, without any folder."""
    disposition = response.headers.get("Content-Disposition", "")
    result: Any = re.search(r"filename\*=UTF-8''([^;]+)", disposition, re.IGNORECASE)
    name = unquote(result[1]) if result else ""
    if not name and (result := re.search(r'filename="([^"]*)"', disposition)):
        name = result[1]
    return re.split(r"[/\\]", name or response.url.path)[-1] or "file"
