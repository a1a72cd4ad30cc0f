"""Several records in one body, for lenient worlds. Each record is written as if it were sent alone, in order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mockclio.catalog.schema import accepted
from mockclio.errors import APIError
from mockclio.server import bodies, verbs
from mockclio.server.call import Answer, Call


def answer(call: Call, records: list[dict[str, Any]]) -> Answer:
    """The answers to all records, as a list under `data`.

    Nothing is written if the form of one record is wrong. A record that is refused later ends the batch. The records before it stay.
    """
    checked = _checked(call, records)
    answers = []
    for index, data in enumerate(checked):
        try:
            answers.append(verbs.answer(replace(call, data=data)))
        except APIError as refused:
            refused.message += f" (record {index + 1} of {len(records)}; the ones before it were written)"
            raise
    return Answer(status=answers[0].status, json={"data": [(one.json or {}).get("data") for one in answers]})


def _checked(call: Call, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    checker = bodies.Checker(call.view.zone)
    body = call.operation.body
    results = [checker.body(accepted(body), record, f"data[{index}].", declared=body) for index, record in enumerate(records)]
    checker.refuse()
    return results
