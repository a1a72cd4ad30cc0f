"""The settings of a world: one row each, with the route that changes it and the key that its value has there."""

from __future__ import annotations

from typing import Any

from mockclio.control.route import ControlCall, Handler, Route
from mockclio.errors import BadRequest
from mockclio.store.settings import WrongSetting, checked


def changing(setting: str, key: str) -> Handler:
    """Changes one setting if its key was sent, and shows it."""

    def change(call: ControlCall) -> Any:
        settings = call.world.settings
        if key in call.body:
            try:
                setattr(settings, setting, checked(setting, call.body[key]))
            except WrongSetting as wrong:
                raise BadRequest(f"{key} {wrong}") from None
        return {key: getattr(settings, setting)}

    return change


SETTINGS = (
    (
        "rate_limit",
        "/rate_limit",
        "Set how many requests a token may make in 60 seconds",
        "limit",
        "integer: requests; null enforces nothing",
    ),
    (
        "lenient_bodies",
        "/lenient_bodies",
        "Take records without data and lists of records, or refuse them as Clio does",
        "lenient",
        "boolean: true takes them",
    ),
    ("storage_answers", "/storage", "Let the file store answer, or time out", "answers", "boolean: false times out"),
)
"""The name of each setting, its route, what the route does, the key of the value, and what the value means."""

ROUTES = tuple(Route("POST", path, summary, changing(setting, key), {key: meaning}) for setting, path, summary, key, meaning in SETTINGS)
