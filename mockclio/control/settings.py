"""The settings of a world over HTTP: all of them in one route, and some in a route of their own."""

from __future__ import annotations

from typing import Any

from mockclio.control.route import ControlCall, Handler, Route
from mockclio.errors import BadRequest
from mockclio.store.settings import KINDS, MEANINGS, WrongSetting, checked


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
"""Settings with a route of their own: name, route, summary of the route, key of the value, and meaning of the value."""


def show(call: ControlCall) -> Any:
    """The settings of a world."""
    return {"settings": call.world.settings.saved()}


def change(call: ControlCall) -> Any:
    """Change the settings that were sent, all or none, and show all."""
    world = call.world
    try:
        world.settings = world.settings.changed(call.body)
    except WrongSetting as wrong:
        raise BadRequest(str(wrong)) from None
    return show(call)


ROUTES = (
    Route("GET", "/settings", "The settings of a world", show),
    Route(
        "PATCH", "/settings", "Change settings of a world", change, {name: f"{kind.type}: {MEANINGS[name]}" for name, kind in KINDS.items()}
    ),
    *(Route("POST", path, summary, changing(setting, key), {key: meaning}) for setting, path, summary, key, meaning in SETTINGS),
)
