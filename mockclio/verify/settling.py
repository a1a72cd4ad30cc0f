"""Requests that settle rules of the ledger: each rule that nobody has seen may name one, whose answer says whether it is true."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from mockclio.ledger import UNSEEN, Rule, Settle, rules
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import Case, Check

NAMED = re.compile(r"<([^<>]+)>")


def cases() -> Iterator[Case]:
    """One case for each rule that nobody has observed and that one request can settle."""
    for rule in rules().values():
        if rule.settle is not None and rule.evidence in UNSEEN:
            writes = rule.settle.method != "GET"
            check = Check(f"settle/{rule.id}", "errors", rule.statement, lambda: (), writes, (rule.id,))
            yield Case(check, "", _check(rule, rule.settle))


def _check(rule: Rule, settle: Settle) -> Callable[[Target], None]:
    def check(target: Target) -> None:
        if settle.method != "GET" and target.read_only:
            raise Inconclusive("this writes, and this run only reads: add --write")
        response = ask(target, settle)
        if not (settle.status or settle.matches):
            raise Inconclusive(f"look at the answer yourself: {settle.look}")
        judge(settle, response, target.last)

    return check


def ask(target: Target, settle: Settle) -> httpx.Response:
    """The answer to the request; what it makes will be removed."""
    path = filled(target, settle.path)
    options: dict[str, Any] = {"headers": settle.headers} if settle.headers else {}
    if settle.raw:
        options |= {"content": settle.raw.encode(), "headers": {**settle.headers, "Content-Type": "application/json"}}
    elif settle.body is not None:
        options["json"] = {"data": filled(target, settle.body)}
    response = target.send(settle.method, path, **options)
    if response.status_code == 201:
        target.made.append(f"{path.partition('?')[0]}/{response.json()['data']['id']}.json")
    return response


def judge(settle: Settle, response: httpx.Response, call: str) -> None:
    """Whether the answer is what the rule says."""
    if settle.status and response.status_code != settle.status:
        raise CheckFailed(f"status {settle.status}", f"status {response.status_code}: {response.text[:300]}", "", call)
    answer = response.json() if "json" in response.headers.get("Content-Type", "") else {}
    if settle.words and settle.words not in str(answer.get("error", {}).get("message", "")):
        raise CheckFailed(f"a message with {settle.words}", answer, "error.message", call)
    for place, pattern in settle.matches.items():
        result = json.dumps(_at(answer, place), ensure_ascii=False)
        if re.search(pattern, result) is None:
            raise CheckFailed(pattern, result, place, call)


def _at(answer: Any, place: str) -> Any:
    """What stands at a place such as `data.0.id`."""
    for step in place.split("."):
        if isinstance(answer, list):
            if not step.isdecimal() or int(step) >= len(answer):
                raise Inconclusive(f"the answer has nothing at {place}")
            answer = answer[int(step)]
        elif isinstance(answer, dict):
            answer = answer.get(step)
        else:
            return None
    return answer


def filled(target: Target, value: Any) -> Any:
    """Names in angle brackets become ids of records that the account has."""
    if isinstance(value, dict):
        return {key: filled(target, member) for key, member in value.items()}
    if isinstance(value, list):
        return [filled(target, member) for member in value]
    if not isinstance(value, str):
        return value
    whole = NAMED.fullmatch(value)
    return _first(target, whole[1]) if whole else NAMED.sub(lambda match: str(_first(target, match[1])), value)


def _first(target: Target, listed: str) -> Any:
    """The id of the first record of a list, which is named with its parameters."""
    path, _, query = listed.partition("?")
    parameters = dict(pair.split("=", 1) for pair in query.split("&") if pair)
    response = target.send("GET", f"/{path}.json", params={"fields": "id", "limit": "1", **parameters})
    rows = response.json().get("data") if response.status_code == 200 else None
    if not rows:
        raise Inconclusive(f"the account has no {listed}")
    return rows[0]["id"]
