"""Signed addresses of the file store. They need no login, because they contain a signature and the time at which it expires.

They have the form of S3. The key comes from the world, so that the same request at the same time gives the same address.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from datetime import timedelta
from hashlib import sha256
from urllib.parse import quote, urlencode

from mockclio.store.clock import parse_time
from mockclio.store.world import World

ALGORITHM = "AWS4-HMAC-SHA256"
KEY_ID = "MOCKCLIO"
REGIONS = {"us": "us-east-1", "ca": "ca-central-1", "eu": "eu-west-1", "au": "ap-southeast-2"}


def sign(
    world: World,
    base_url: str,
    region: str,
    method: str,
    place: tuple[str, ...],
    lifetime: timedelta,
    extra: Mapping[str, str],
    headers: Iterable[str] = (),
) -> str:
    """The signed address of a path below /_storage. It is valid for one method, from now until the lifetime ends.

    `headers` are the names of the headers that a request must have, beside `host`.
    """
    path = "/_storage/" + "/".join(quote(part, safe="") for part in place)
    moment = world.clock.stamp().replace("-", "").replace(":", "")
    parameters = {
        **extra,
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{KEY_ID}/{moment[:8]}/{REGIONS[region]}/s3/aws4_request",
        "X-Amz-Date": moment,
        "X-Amz-Expires": str(int(lifetime.total_seconds())),
        "X-Amz-SignedHeaders": ";".join(sorted({"host", *map(str.lower, headers)})),
    }
    parameters["X-Amz-Signature"] = _signature(world, method, place, parameters)
    return f"{base_url}{path}?{urlencode(parameters)}"


def is_genuine(world: World, method: str, place: tuple[str, ...], parameters: Mapping[str, str]) -> bool:
    """Whether the world signed that address for that method."""
    signed = {name: value for name, value in parameters.items() if name != "X-Amz-Signature"}
    return hmac.compare_digest(_signature(world, method, place, signed).encode(), parameters.get("X-Amz-Signature", "").encode())


def has_lapsed(world: World, parameters: Mapping[str, str]) -> bool:
    begin = parse_time(parameters["X-Amz-Date"])
    return world.clock.now() > begin + timedelta(seconds=int(parameters["X-Amz-Expires"]))


def _signature(world: World, method: str, place: tuple[str, ...], parameters: Mapping[str, str]) -> str:
    text = "\n".join([method, *place, *(f"{name}={value}" for name, value in sorted(parameters.items()))])
    return hmac.new(f"{world.seed}/{world.name}{world.storage_key}".encode(), text.encode(), sha256).hexdigest()
