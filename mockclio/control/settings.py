"""The settings of a world over HTTP. Each has a row with its route and the key of its value."""

from __future__ import annotations

from typing import Any

from mockclio.control.route import ControlCall, Handler, Route
from mockclio.errors import BadRequest
from mockclio.store.settings import WrongSetting, checked


def changing(setting: str, key: str) -> Handler:
    """A handler that changes one setting if its key was sent, and shows it."""

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
"""For each setting: its name, its route, the summary of the route, the key of the value, and the meaning of the value."""

ROUTES = tuple(Route("POST", path, summary, changing(setting, key), {key: meaning}) for setting, path, summary, key, meaning in SETTINGS)
