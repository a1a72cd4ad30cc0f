"""Control of an action that otherwise only a browser does: a click on a custom action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockclio.control.bodies import path_id, read
from mockclio.practice.settings.nonces import click
from mockclio.server.writing import require

if TYPE_CHECKING:
    from mockclio.control.routes import ControlCall

CLICK = {"subject": "integer: the record that the action is clicked on", "user": "integer: who clicks; the maker of the action if left out"}


def click_action(call: ControlCall) -> Any:
    """The address that the browser is sent to."""
    id, body = path_id(call.ids), read(call.body, CLICK, required={"subject"})
    with call.world.session() as session:
        action = require(session, "custom_actions", id, "id")
        user = require(session, "users", body.get("user") or action.get("_user"), "user")
    with call.world.session(user) as session:
        return {"url": click(session, action, body["subject"])}
