"""X-API-VERSION: the version that a client asks for, and a warning when that version is deprecated."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping

LATEST = "4.0.13"
"""The version that the catalogue describes, and the default pin."""

OLDEST_DEFAULT = "4.0.12"
"""A version older than the default before the present one may be retired: Clio keeps each for a year after the next became the default."""


class DeprecatedVersion(DeprecationWarning):
    """The client asks for a version of the API that will be retired, or another version answered."""


def checked(version: str) -> str:
    """Return the version if it has the right form, else raise ValueError. Warns about an old version."""
    if not re.fullmatch(r"4(\.\d{1,3}){0,2}", version):
        raise ValueError(f"version must look like {LATEST}, not {version!r}")
    if "." in version and _key(version) < _key(OLDEST_DEFAULT):
        warnings.warn(
            f"version {version} of the API is deprecated and will be answered with 410 when it is retired: move to {LATEST}",
            DeprecatedVersion,
            stacklevel=4,
        )
    return version


def heed(headers: Mapping[str, str], pinned: str) -> None:
    """Warn if the answer says that the call is deprecated, or if another version answered."""
    note = headers.get("Deprecation") or headers.get("Sunset")
    if note is not None:
        warnings.warn(f"the server says that this call is deprecated ({note}): see its changelog", DeprecatedVersion, stacklevel=2)
    answered = headers.get("X-API-VERSION")
    if answered and "." in pinned and answered != pinned:
        warnings.warn(f"version {pinned} was asked for, {answered} answered", DeprecatedVersion, stacklevel=2)


def _key(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
