"""Behaviour of trust requests: each becomes a bill of kind trust_kind with the same id."""

from __future__ import annotations

from mockclio.errors import InvalidArgument
from mockclio.ledger import rule
from mockclio.practice.billing import actions
from mockclio.server import verbs
from mockclio.server.behavior import Behavior, handles
from mockclio.server.call import Answer, Call
from mockclio.server.writing import require


class TrustRequests(Behavior):
    @handles("TrustRequest#create")
    def create(self, call: Call) -> Answer:
        rule("trust.approved-is-issued")
        data = call.data
        if data["due_date"] < data["issue_date"]:
            raise InvalidArgument("due_date must not be before issue_date", rule="trust.due-after-issue")
        with call.view.world.session(call.view.user) as session:
            if data.get("currency_id") is not None:
                require(session, "currencies", data["currency_id"], "currency_id")
            bill = actions.request_trust(
                session,
                client=data["client_id"],
                amount=data["trust_amount"],
                trust_type=data["trust_type"],
                issue_date=data["issue_date"],
                due_date=data["due_date"],
                approved=data["approved"],
                currency=data.get("currency_id"),
                note=data.get("note"),
                matters=data.get("matter") or (),
            )
        return verbs.present(call, bill, status=201)
