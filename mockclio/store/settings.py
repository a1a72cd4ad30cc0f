"""The settings of a world and the settings of a server. Each is one object, so that a new setting is declared once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

Value = bool | float | None
"""The type of a value of a world's setting."""
LARGEST = 1_000_000_000


class Given(TypedDict, total=False):
    """Settings of a world as keywords of MockClio. `lenient_bodies` is a keyword with a description of its own."""

    rate_limit: int | None
    storage_answers: bool
    page_token_ceiling: int
    search_lag: float
    draft_entries_read_billed: bool
    one_refresh_token: bool


class WrongSetting(ValueError):
    """A wrong value for a setting. The message says which values are right."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The values that a setting takes: as a JSON Schema, in words, and as a test. `type` is the type in the control interface."""

    schema: dict[str, object]
    words: str
    fits: Callable[[object], bool]

    @property
    def type(self) -> str:
        """The JSON type in the table of control routes. A null is allowed where the schema allows it."""
        named = self.schema["type"]
        return str(named[0] if isinstance(named, list) else named)


def _is_limit(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _is_number(value: object, least: int, kinds: type | tuple[type, ...]) -> bool:
    return isinstance(value, kinds) and not isinstance(value, bool) and least <= value <= LARGEST  # type: ignore[operator]


FLAG = Kind({"type": "boolean"}, "true or false", lambda value: isinstance(value, bool))
LIMIT = Kind({"type": ["integer", "null"], "minimum": 0}, "a whole number of requests, or null", _is_limit)
COUNT = Kind({"type": "integer", "minimum": 1}, "a whole number of at least 1", lambda value: _is_number(value, 1, int))
SECONDS = Kind({"type": "number", "minimum": 0}, "a number of seconds, at least 0", lambda value: _is_number(value, 0, (int, float)))


def _setting(default: Value, kind: Kind, meaning: str) -> Any:
    return field(default=default, metadata={"kind": kind, "meaning": meaning})


@dataclass
class WorldSettings:
    """How a world answers. Forks, saved states and kept files include these settings, under the names of the fields."""

    rate_limit: int | None = _setting(None, LIMIT, "requests that a token may make in 60 seconds; null enforces nothing")
    storage_answers: bool = _setting(True, FLAG, "whether the file store answers when the end of an upload is verified")
    lenient_bodies: bool = _setting(False, FLAG, "whether a body may also be a record without data, or a list of records")
    page_token_ceiling: int = _setting(10_000, COUNT, "records that page tokens reach without order=id(asc); Clio has 10000")
    search_lag: float = _setting(0.0, SECONDS, "seconds before query finds a new record; 0 finds it at once")
    draft_entries_read_billed: bool = _setting(False, FLAG, "whether an entry on a draft bill reads as billed")
    one_refresh_token: bool = _setting(False, FLAG, "whether a second authorization of a user ends the refresh token of the first")

    def changed(self, values: Mapping[str, Value]) -> WorldSettings:
        """A copy of the settings with some values changed. It raises WrongSetting for an unknown name and for a wrong value."""
        for name, value in values.items():
            if name not in KINDS:
                raise WrongSetting(f"{name} is no setting: choose from {', '.join(KINDS)}")
            try:
                checked(name, value)
            except WrongSetting as wrong:
                raise WrongSetting(f"{name} {wrong}") from None
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
MEANINGS: Mapping[str, str] = MappingProxyType({one.name: one.metadata["meaning"] for one in fields(WorldSettings)})
"""What each setting means."""


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
    """The origins whose pages may use the API and read its answers. The control interface is not theirs."""
    own: str = ""
    """The origin that the server has for its callers, where that is not the one of the Host header."""


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
    base_url: str = ""
    """The origin that all addresses in answers begin with. Empty takes scheme and host of the request."""
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """The addresses of proxies whose X-Forwarded-* headers count."""
    redirect_hosts: frozenset[str] = frozenset()
    """The hosts, besides this machine, of the redirect URIs that an application of the mock's own takes."""
    worlds: Mapping[str, Value] = field(default_factory=dict)
    """Settings that every world gets when it is added, by their names in WorldSettings."""
