"""A click on a custom action, its parameters, and the check of the nonce that the application sends back."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from mockclio.errors import Forbidden, InvalidArgument
from mockclio.ledger import rule
from mockclio.server.view import View
from mockclio.store.clock import stamp
from mockclio.store.session import Session
from mockclio.store.tables import Row

TABLE = "_custom_action_nonces"
LIFE = timedelta(seconds=60)
PARAMETER = "custom_action_nonce"


def click(session: Session, action: Row, subject: int) -> str:
    """The address that opens when a user clicks the action on a record: the target with four parameters."""
    rule("people.custom-action-click")
    table = action["ui_reference"].removesuffix("/show")
    if session.get(table, subject) is None:
        raise InvalidArgument(f"subject must be the id of a record in {table}", rule="people.custom-action-click")
    nonce, user = session.world.random.randbytes(20).hex(), (session.user or {})["id"]
    place = f"/api/v4/{table}/{subject}"
    until = stamp(session.world.clock.now() + LIFE)
    session.insert(TABLE, {"nonce": nonce, "user": user, "subject_url": place, "expires_at": until})
    sent = {"custom_action_id": action["id"], "user_id": user, "subject_url": place, PARAMETER: nonce}
    target = urlsplit(action["target_url"])
    return urlunsplit(target._replace(query=urlencode([*parse_qsl(target.query, keep_blank_values=True), *sent.items()])))


def redeem(view: View, nonce: str, path: str) -> None:
    """Accept a request with the nonce of a click on that record by that user, once and in time."""
    rule("people.custom-action-nonce-is-checked")
    result = next(iter(view.rows(TABLE, "nonce", nonce)), None)
    if result is None or result["user"] != view.user["id"]:
        raise Forbidden(rule="people.custom-action-nonce-is-checked")
    with view.world.session(view.user) as session:
        session.delete(TABLE, result["id"])
    if result["expires_at"] < view.world.clock.stamp() or result["subject_url"] != f"/api/v4/{path.removesuffix('.json')}":
        raise Forbidden(rule="people.custom-action-nonce-is-checked")
