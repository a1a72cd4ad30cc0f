"""How httpx asks the server of a verb: without a proxy on this machine, where the certificate of `serve --tls` is accepted as it is."""

from __future__ import annotations

from typing import Any

from mockclio.catalog.loopback import is_loopback_url


def direct(url: str) -> dict[str, Any]:
    """The options of a client of httpx. They are empty for a server on another machine."""
    if not is_loopback_url(url):
        return {}
    import httpx

    from mockclio.handle.opening import unverified

    return {"transport": httpx.HTTPTransport(verify=unverified() if url.lower().startswith("https:") else True)}
