"""X-API-VERSION: the supported versions, and the collections that depend on them."""

from __future__ import annotations

import re

from mockclio.catalog.operations import AnyOperation
from mockclio.errors import NotFound, VersionGone
from mockclio.ledger import rule
from mockclio.server.view import LATEST

Version = tuple[int, int, int]

SINCE: dict[str, Version] = {"email_addresses": (4, 0, 11), "phone_numbers": (4, 0, 11)}
"""Collections that older versions do not have, with their first version."""


def read(header: str | None, operation: AnyOperation) -> Version:
    """The version of a request. No version, or only 4, means the newest."""
    version = _parse(header)
    if version < SINCE.get(operation.collection.name, (4, 0, 0)):
        raise NotFound(rule="versions.endpoints-have-a-first-version")
    return version


def _parse(header: str | None) -> Version:
    if header is None or header.strip() == "":
        return LATEST
    if header.strip() == "4":
        rule("versions.bare-4-is-the-newest")
        return LATEST
    match = re.fullmatch(r"4\.0\.(0|[1-9]\d?)", header.strip())
    if not match or int(match[1]) > LATEST[2]:
        raise VersionGone(
            f"X-API-VERSION must be one of 4.0.0 to {render(LATEST)}, not {header!r:.40}", rule="versions.unknown-version-is-410"
        )
    return (4, 0, int(match[1]))


def render(version: Version) -> str:
    return ".".join(map(str, version))
