"""The faults of one world: rules that make matching requests fail. They have their own random source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from fnmatch import fnmatchcase
from random import Random
from threading import Lock
from typing import Any, get_args

from mockclio.errors import shortened
from mockclio.store.clock import parse_duration, stamp
from mockclio.store.fault_kinds import KINDS, OF_THE_API, PRESETS, Distribution
from mockclio.store.paths import is_at

LONGEST = 600.0
"""The longest delay in seconds."""


@dataclass(frozen=True, slots=True)
class Named:
    """The attributes of an operation that a fault uses."""

    operation_id: str
    tag: str


class WrongFault(ValueError):
    """A wrong fault. The message says what is right."""


@dataclass(slots=True)
class Fault:
    """One rule. An empty `operation`, `tag`, `method`, `path` or `token` matches every request. Operation and path may contain `*`;
    a path may be written with or without `/api/v4` and `.json`, and may have `{id}` in place of an id.

    `probability` is between 0 and 1. `count` is the largest number of requests that it applies to. `begins` and `ends` are times of the
    world's clock.
    """

    kind: str
    id: str = ""
    status: int = 500
    message: str = ""
    retry_after: int | None = None
    delay: float = 1.0
    spread: float = 0.0
    distribution: Distribution = "fixed"
    operation: str = ""
    tag: str = ""
    method: str = ""
    path: str = ""
    token: str = ""
    probability: float = 1.0
    count: int | None = None
    begins: str = ""
    ends: str = ""
    preset: str = ""
    paused: bool = False
    """A paused fault applies to no request, and keeps its counts."""
    hits: int = 0
    expired: set[str] = field(default_factory=set)
    """The bearer tokens that a fault of the kind expired-token has matched. They stay expired until the fault is removed."""

    def document(self) -> dict[str, Any]:
        """The fault as JSON, without empty values."""
        shown = {name: value for name, value in asdict(self).items() if value not in ("", None) and name not in ("expired", "token")}
        keep = {"id", "kind", "probability", "hits", *KINDS[self.kind].takes}
        skip = {"status", "message", "retry_after", "delay", "spread", "distribution", *(() if self.paused else ("paused",))} - keep
        return {name: value for name, value in shown.items() if name not in skip} | (
            {"token": f"{self.token[:4]}****"} if self.token else {}
        )


@dataclass(frozen=True, slots=True)
class RequestParts:
    """The parts of a request that faults match. `operation`, and whether the token is `good`, are looked up only if needed."""

    method: str
    path: str
    token: str
    operation: Callable[[], Named | None] = lambda: None
    good: Callable[[], bool] = lambda: True


class Faults:
    """The faults of one world, in the order in which they are tried."""

    def __init__(self, seed: int = 0) -> None:
        self._rules: list[Fault] = []
        self._random = Random(f"{seed}/faults")
        self._lock = Lock()
        self._last = 0

    def __len__(self) -> int:
        return len(self._rules)

    def __iter__(self) -> Iterator[Fault]:
        return iter(list(self._rules))

    def add(self, kind: str = "status", *, now: datetime | None = None, **values: Any) -> Fault:
        """Add a fault. In place of `begins` and `ends` it takes `starts`, a duration from `now`, and `lasts`, a duration from there."""
        fault = make(kind, now=now, **values)
        with self._lock:
            self._last += 1
            fault.id = f"fault-{self._last}"
            self._rules.append(fault)
        return fault

    def take(self, fault: Fault) -> None:
        """Add a fault that has an id already, such as a fault of a saved world."""
        with self._lock:
            self._rules.append(fault)
            self._last = max(self._last, int(fault.id.rpartition("-")[2]))

    def replace(self, other: Faults) -> None:
        """Replace these faults by copies of other ones."""
        copy = other.fork()
        with self._lock:
            self._rules, self._last = copy._rules, max(self._last, copy._last)

    def use(self, preset: str, *, now: datetime | None = None, **values: Any) -> list[Fault]:
        """Add the faults of a preset. `values` replace those of each fault."""
        if preset not in PRESETS:
            raise WrongFault(f"{shortened(preset)!r} is not a preset: there are {', '.join(PRESETS)}")
        return [self.add(now=now, **{**rule, **values, "preset": preset}) for rule in PRESETS[preset]]

    def get(self, id: str) -> Fault | None:
        return next((fault for fault in self._rules if fault.id == id), None)

    def remove(self, id: str) -> bool:
        """Remove a fault. Return whether it existed."""
        with self._lock:
            before = len(self._rules)
            self._rules = [fault for fault in self._rules if fault.id != id]
            return len(self._rules) < before

    def pause(self, id: str, paused: bool) -> bool:
        """Pause or resume a fault. Return whether it exists."""
        fault = self.get(id)
        if fault is not None:
            fault.paused = paused
        return fault is not None

    def clear(self) -> int:
        """Remove all faults and return their number."""
        with self._lock:
            result, self._rules = len(self._rules), []
            return result

    def strike(self, request: RequestParts, now: str) -> list[Fault]:
        """The faults that apply to this request: any number that only delay it, then at most one that spoils it."""
        results: list[Fault] = []
        for fault in self._rules:
            if self._fits(fault, request, now):
                results.append(fault)
                if KINDS[fault.kind].spoils:
                    break
        return results

    def _fits(self, fault: Fault, request: RequestParts, now: str) -> bool:
        if fault.paused:
            return False
        if request.token and request.token in fault.expired:
            return True
        if fault.count is not None and fault.hits >= fault.count:
            return False
        if (fault.begins and now < fault.begins) or (fault.ends and now >= fault.ends) or not _concerns(fault, request):
            return False
        with self._lock:
            if fault.count is not None and fault.hits >= fault.count:
                return False
            if fault.probability < 1 and self._random.random() >= fault.probability:
                return False
            fault.hits += 1
            if fault.kind == "expired-token" and request.token:
                fault.expired.add(request.token)
        return True

    def draw(self) -> float:
        """A number from 0 to 1 from the random source of the faults."""
        with self._lock:
            return self._random.random()

    def seconds(self, fault: Fault) -> float:
        """The seconds of this delay, drawn from the distribution of the fault."""
        with self._lock:
            drawn = {
                "fixed": lambda: fault.delay,
                "uniform": lambda: self._random.uniform(fault.delay - fault.spread, fault.delay + fault.spread),
                "normal": lambda: self._random.gauss(fault.delay, fault.spread),
                "exponential": lambda: self._random.expovariate(1 / fault.delay) if fault.delay else 0.0,
            }[fault.distribution]()
        return min(LONGEST, max(0.0, drawn))

    def fork(self) -> Faults:
        copy = Faults()
        copy._rules = [replace(fault, expired=set(fault.expired)) for fault in self._rules]
        copy._random.setstate(self._random.getstate())
        copy._last = self._last
        return copy


def _concerns(fault: Fault, request: RequestParts) -> bool:
    if fault.kind in OF_THE_API and not fault.path and request.path.startswith("/oauth/"):
        return False
    if fault.method and fault.method != request.method:
        return False
    if fault.token and fault.token != request.token:
        return False
    if fault.path and not is_at(request.path, fault.path):
        return False
    if fault.operation or fault.tag:
        operation = request.operation()
        if operation is None or (fault.tag and fault.tag != operation.tag):
            return False
        if fault.operation and not fnmatchcase(operation.operation_id, fault.operation):
            return False
    return fault.kind != "expired-token" or request.good()


NUMBERS = {"status": (200, 599), "retry_after": (0, 86_400), "delay": (0, LONGEST), "spread": (0, LONGEST), "probability": (0, 1)}
WHOLE = {"status", "retry_after"}
TEXTS = {"message", "operation", "tag", "method", "path", "token", "begins", "ends"}
KNOWN = {member.name for member in fields(Fault)} - {"hits", "expired", "id", "kind"}


def make(kind: str, *, now: datetime | None = None, **values: Any) -> Fault:
    """A checked fault from the given values."""
    if kind not in KINDS:
        raise WrongFault(f"{kind[:80]!r} is not a kind of fault: there are {', '.join(KINDS)}")
    for name, moment in (("starts", "begins"), ("lasts", "ends")):
        text = values.pop(name, None)
        if text is not None:
            try:
                length = parse_duration(str(text))
                if now is not None:
                    now += length
                    values[moment] = stamp(now)
            except (ValueError, OverflowError) as error:
                raise WrongFault(f"{name}: {error}") from None
    unknown = sorted(set(values) - KNOWN)
    if unknown:
        raise WrongFault(f"{', '.join(unknown)}: unknown; a fault takes {', '.join(sorted(KNOWN | {'starts', 'lasts'}))}")
    for name, (least, most) in NUMBERS.items():
        value = values.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most):
            raise WrongFault(f"{name} must be a number between {least:g} and {most:g}")
    for name in WHOLE & values.keys():
        if isinstance(values[name], float):
            raise WrongFault(f"{name} must be a whole number")
    for name in TEXTS & values.keys():
        values[name] = str(values[name])
    count = values.get("count")
    if count is not None and (isinstance(count, bool) or not isinstance(count, int) or count < 1):
        raise WrongFault("count must be a whole number from 1 up")
    if values.get("distribution", "fixed") not in get_args(Distribution):
        raise WrongFault(f"distribution must be one of {', '.join(get_args(Distribution))}")
    if "method" in values:
        values["method"] = str(values["method"]).upper()
    return Fault(kind, **{**KINDS[kind].values, **values})


def parse(text: str) -> list[Fault]:
    """The faults in a header: `503`, `latency; delay=2`, `status; status=500; message=Broken`, or the name of a preset."""
    head, *rest = [part.strip() for part in text.split(";")]
    values: dict[str, Any] = {}
    for part in rest:
        name, equals, value = part.partition("=")
        if not equals:
            raise WrongFault(f"{shortened(part)!r}: write name=value, as in latency; delay=2")
        if name.strip() not in KNOWN | {"starts", "lasts"}:
            raise WrongFault(f"{name.strip()[:80]}: unknown; a fault takes {', '.join(sorted(KNOWN | {'starts', 'lasts'}))}")
        values[name.strip()] = _number(value.strip())
    if head in PRESETS:
        return [make(**{**rule, **values}) for rule in PRESETS[head]]
    if head.isascii() and head.isdigit() and len(head) < 10:
        return [make("status", **{"status": int(head), **values})]
    return [make(head, **values)]


def _number(text: str) -> Any:
    if re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d{0,15}\.\d{1,15}", text) else text
