"""The address that the webhooks of the sample data name. The target is asked which address it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from mockclio.handle.listening import serve
from mockclio.testing.target import NotMade, Target, is_mock

ELSEWHERE = "https://app.test"
"""An address that Clio takes, and a mock that may not send there refuses."""


def webhook_address(target: Target, path: str) -> str:
    """An address for a webhook that the target takes, found once a run."""
    if "webhook address" not in target.shared:
        target.shared["webhook address"] = _accepted(target)
    return f"{target.shared['webhook address']}/{path}"


def _accepted(target: Target) -> str:
    """The first candidate with which a webhook can be made. That webhook is removed at once."""
    refused = None
    for address in _candidates(target):
        try:
            target.create("/webhooks", {"url": f"{address}/", "model": "matter", "fields": "id"})
        except NotMade as error:
            refused = error
            continue
        target.send("DELETE", target.made.pop())
        return address
    assert refused is not None
    raise refused


def _candidates(target: Target) -> Iterator[str]:
    """An address elsewhere; for a mock that refuses it, a receiver of our own on this machine, by http and by https."""
    yield ELSEWHERE
    if is_mock(target):
        receiver = _receiver(target)
        yield receiver
        yield receiver.replace("http://", "https://")


def _receiver(target: Target) -> str:
    """The address of a receiver that listens until the target is cleaned."""
    receiver = serve(_silent, threads=1)
    address = receiver.__enter__()
    target.closing.append(lambda: receiver.__exit__(None, None, None))
    return address


def _silent(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer 200 without the secret of the handshake, so that a webhook stays pending."""
    start_response("200 OK", [("Content-Length", "0")])
    return [b""]
