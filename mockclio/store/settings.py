"""Settings: how a world answers, and how a server is run. Each of the two is one object, so that a new setting is written once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from types import MappingProxyType

Value = bool | int | None
"""What a setting of a world may be."""


class WrongSetting(ValueError):
    """A value that a setting cannot have: the message says which it may have."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The values that a setting takes: as JSON Schema, in words, and as a test."""

    schema: dict[str, object]
    words: str
    fits: Callable[[object], bool]


def _is_limit(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


FLAG = {"kind": Kind({"type": "boolean"}, "true or false", lambda value: isinstance(value, bool))}
LIMIT = {"kind": Kind({"type": ["integer", "null"], "minimum": 0}, "a whole number of requests, or null", _is_limit)}


@dataclass
class WorldSettings:
    """How a world answers. All of it goes along into forks, saved states and kept files, there under the names of the fields."""

    rate_limit: int | None = field(default=None, metadata=LIMIT)
    """The requests that a token may make in 60 seconds; None enforces nothing."""
    storage_answers: bool = field(default=True, metadata=FLAG)
    """Whether the file store answers when the end of an upload is verified."""
    lenient_bodies: bool = field(default=False, metadata=FLAG)
    """Whether a body may be a record without `data`, or a list of records."""

    def changed(self, values: Mapping[str, Value]) -> WorldSettings:
        """The same settings but for some."""
        return replace(self, **values)  # type: ignore[arg-type]

    def saved(self) -> dict[str, Value]:
        """The settings for the head of a saved world."""
        return asdict(self)

    @classmethod
    def of(cls, head: Mapping[str, Value]) -> WorldSettings:
        """The settings that the head of a saved world holds; what it does not hold is as by default."""
        return cls(**{name: head[name] for name in KINDS if name in head})  # type: ignore[arg-type]


KINDS: Mapping[str, Kind] = MappingProxyType({one.name: one.metadata["kind"] for one in fields(WorldSettings)})
"""By setting of a world, the values that it takes."""


def checked(name: str, value: object) -> Value:
    """A value for that setting of a world, if it can have it."""
    if not KINDS[name].fits(value):
        raise WrongSetting(f"must be {KINDS[name].words}")
    return value  # type: ignore[return-value]


@dataclass
class ServerSettings:
    """How a server is run."""

    region: str = "us"
    """The region that is played where the name of the host does not say another."""
    auto_approve: str = ""
    """The user as whom authorizations are approved at once: an id, an e-mail or the place in the list; empty asks."""
    control_token: str = ""
    """What callers beyond this machine must send to use /_mockclio."""
    control_closed: bool = False
    """Whether control needs the token even from this machine, because the server listens beyond it."""
    threads: int = 8
    """Requests that are worked on at once."""
    worlds: Mapping[str, Value] = field(default_factory=dict)
    """Settings that every world takes when it joins, by their names in WorldSettings."""
