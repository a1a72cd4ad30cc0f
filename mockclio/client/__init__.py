"""A client for Clio Manage v4, typed from the catalogue. `Clio` blocks; the calls of `AsyncClio` are awaited.

from mockclio.client import Clio

with Clio("token") as clio:
    matter = clio.matters.create(client={"id": 1}, description="Lease")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockclio.catalog.operations import File, Outcome
    from mockclio.catalog.records import Record, as_dict
    from mockclio.client.auth import Application, BearerToken, Login, Tokens, TokenStore
    from mockclio.client.budget import RateBudget
    from mockclio.client.cache import Cache, MemoryCache
    from mockclio.client.clio import AsyncClio, Clio
    from mockclio.client.exceptions import Broken, LoginNeeded, NoAnswer, NotFinished, Unreachable, Unsure
    from mockclio.client.pages import OffsetEnds
    from mockclio.client.receiver import Delivery, Receiver, Refused, Reply
    from mockclio.client.retry import Retries
    from mockclio.client.stores import FileStore, KeyringStore, MemoryStore
    from mockclio.client.uploads import Upload, UploadBroken
    from mockclio.client.versions import DeprecatedVersion

HOMES = {
    "mockclio.catalog.operations": "File Outcome",
    "mockclio.catalog.records": "Record as_dict",
    "mockclio.client.auth": "Application BearerToken Login TokenStore Tokens",
    "mockclio.client.budget": "RateBudget",
    "mockclio.client.cache": "Cache MemoryCache",
    "mockclio.client.clio": "AsyncClio Clio",
    "mockclio.client.pages": "OffsetEnds",
    "mockclio.client.receiver": "Delivery Receiver Refused Reply",
    "mockclio.client.retry": "Retries",
    "mockclio.client.stores": "FileStore KeyringStore MemoryStore",
    "mockclio.client.exceptions": "Broken LoginNeeded NoAnswer NotFinished Unreachable Unsure",
    "mockclio.client.uploads": "Upload UploadBroken",
    "mockclio.client.versions": "DeprecatedVersion",
}
"""The public names of each module. A module is imported when one of its names is used."""

__all__ = [
    "Application",
    "AsyncClio",
    "BearerToken",
    "Broken",
    "Cache",
    "Clio",
    "Delivery",
    "DeprecatedVersion",
    "File",
    "FileStore",
    "KeyringStore",
    "Login",
    "LoginNeeded",
    "MemoryCache",
    "MemoryStore",
    "NoAnswer",
    "NotFinished",
    "OffsetEnds",
    "Outcome",
    "RateBudget",
    "Receiver",
    "Record",
    "Refused",
    "Reply",
    "Retries",
    "TokenStore",
    "Tokens",
    "Unreachable",
    "Unsure",
    "Upload",
    "UploadBroken",
    "as_dict",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    for module, names in HOMES.items():
        if name in names.split():
            return getattr(import_module(module), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
