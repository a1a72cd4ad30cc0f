"""Pictures of contacts: decoded from a body, stored in the files of the world, shown as an address."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from mockclio.errors import InvalidArgument
from mockclio.server.storage import keep
from mockclio.store.session import Session
from mockclio.store.tables import Row, id_of

LARGEST = 2 * 1024 * 1024
FORMATS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF87a": "gif", b"GIF89a": "gif"}
"""The first bytes of files in the three formats."""


def decoded(image: str) -> tuple[bytes, str]:
    """The bytes of a base64 picture and the extension of its format, or 422."""
    try:
        content = base64.b64decode(re.sub(r"\s", "", image.partition("base64,")[2] or image), validate=True)
    except (binascii.Error, ValueError):
        raise InvalidArgument("avatar.image must be a picture in base64", rule="contacts.avatar-is-a-small-picture") from None
    kind = next((kind for start, kind in FORMATS.items() if content.startswith(start)), None)
    if kind is None:
        raise InvalidArgument("avatar.image must be a GIF, JPG or PNG picture", rule="contacts.avatar-is-a-small-picture")
    if len(content) >= LARGEST:
        raise InvalidArgument(
            f"avatar.image must be smaller than 2 MB, not {len(content)} bytes", rule="contacts.avatar-is-a-small-picture"
        )
    return content, kind


def check(sent: dict[str, Any] | None) -> None:
    """Refuse data that is not a picture, before anything is written."""
    if sent and sent.get("image") and not sent.get("_destroy"):
        decoded(sent["image"])


def written(session: Session, present: int | None, sent: dict[str, Any] | None) -> int | None:
    """The id of the avatar after a body: created, replaced, removed or unchanged."""
    if sent and sent.get("_destroy"):
        removed(session, present)
        return None
    if not sent or not sent.get("image"):
        return present
    content, kind = decoded(sent["image"])
    values: Row = {"_file": keep(session.world, content), "filename": f"avatar.{kind}"}
    if session.get("avatars", present) is not None and present is not None:
        return id_of(session.update("avatars", present, values))
    return id_of(session.insert("avatars", values))


def removed(session: Session, present: int | None) -> None:
    if present is not None and session.get("avatars", present) is not None:
        session.delete("avatars", present)
