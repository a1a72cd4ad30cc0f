"""The settings of a world and the settings of a server. Each is one object, so that a new setting is declared once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from types import MappingProxyType

Value = bool | int | None
"""The type of a value of a world's setting."""


class WrongSetting(ValueError):
    """A wrong value for a setting. The message says which values are right."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The values that a setting takes: as a JSON Schema, in words, and as a test."""

    schema: dict[str, object]
    words: str
    fits: Callable[[object], bool]


def _is_limit(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


FLAG = {"kind": Kind({"type": "boolean"}, "true or false", lambda value: isinstance(value, bool))}
LIMIT = {"kind": Kind({"type": ["integer", "null"], "minimum": 0}, "a whole number of requests, or null", _is_limit)}


@dataclass
class WorldSettings:
    """How a world answers. Forks, saved states and kept files include these settings, under the names of the fields."""

    rate_limit: int | None = field(default=None, metadata=LIMIT)
    """The number of requests that a token may make in 60 seconds. None means no limit."""
    storage_answers: bool = field(default=True, metadata=FLAG)
    """Whether the file store answers when the end of an upload is verified."""
    lenient_bodies: bool = field(default=False, metadata=FLAG)
    """Whether a body may also be a record without `data`, or a list of records."""

    def changed(self, values: Mapping[str, Value]) -> WorldSettings:
        """A copy of the settings with some values changed."""
        return replace(self, **values)  # type: ignore[arg-type]

    def saved(self) -> dict[str, Value]:
        """The settings for the head of a saved world."""
        return asdict(self)

    @classmethod
    def of(cls, head: Mapping[str, Value]) -> WorldSettings:
        """The settings in the head of a saved world. Missing settings have their defaults."""
        return cls(**{name: head[name] for name in KINDS if name in head})  # type: ignore[arg-type]


KINDS: Mapping[str, Kind] = MappingProxyType({one.name: one.metadata["kind"] for one in fields(WorldSettings)})
"""The values that each setting of a world takes."""


def checked(name: str, value: object) -> Value:
    """The value, if the setting may have it. Otherwise it raises WrongSetting."""
    if not KINDS[name].fits(value):
        raise WrongSetting(f"must be {KINDS[name].words}")
    return value  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class HostPolicy:
    """How a server listens: beyond this machine or not, and the hosts and origins that were named at its start."""

    beyond: bool = False
    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()


@dataclass
class ServerSettings:
    """How a server is run."""

    region: str = "us"
    """The region of the server when the name of the host does not give another."""
    auto_approve: str = ""
    """The user for whom authorizations are approved at once: an id, an e-mail or the place in the list. Empty shows the consent page."""
    control_token: str = ""
    """The token that callers must send to use /_mockclio. Empty lets callers on this machine use it without a token."""
    host_policy: HostPolicy = field(default_factory=HostPolicy)
    """How the server listens, and the hosts and origins that were named at its start."""
    threads: int = 8
    """The number of threads that answer requests."""
    worlds: Mapping[str, Value] = field(default_factory=dict)
    """Settings that every world gets when it is added, by their names in WorldSettings."""
