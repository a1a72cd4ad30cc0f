"""Requests that settle rules of the ledger: each rule that nobody has seen may name one, whose answer says whether it is true."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx

from mockclio.catalog.markup import reason_of
from mockclio.ledger import UNSEEN, Rule, Settle, rules
from mockclio.testing.outcomes import CheckFailed, Inconclusive
from mockclio.testing.target import Target
from mockclio.verify.check import Case, Check

NAMED = re.compile(r"<([^<>]+)>")


def cases() -> Iterator[Case]:
    """One case for each rule that nobody has observed and that one request can settle."""
    for rule in rules().values():
        if rule.settle is not None and rule.evidence in UNSEEN:
            check = Check(f"settle/{rule.id}", "errors", rule.statement, lambda: (), rule.settle.writes, (rule.id,))
            yield Case(check, "", _check(rule, rule.settle))


def _check(rule: Rule, settle: Settle) -> Callable[[Target], None]:
    def check(target: Target) -> None:
        if settle.writes and target.read_only:
            raise Inconclusive("this writes, and this run only reads: add --write")
        request = prepared(target, settle)
        response = ask(target, request)
        if not (settle.status or settle.matches):
            raise Inconclusive(f"look at the answer yourself: {settle.look}")
        judge(request, response, target.last)

    return check


def prepared(target: Target, settle: Settle) -> Settle:
    """The request with values for its names in angle brackets, after the requests that come first were sent."""
    earlier: list[Any] = []
    for step in settle.first:
        response = ask(target, Settle(step["method"], filled(target, step["path"], earlier), "", filled(target, step.get("body"), earlier)))
        if response.status_code >= 400:
            raise Inconclusive(f"{target.last} was answered with {response.status_code}: {reason_of(response.text)[:200]}")
        earlier.append(response.json()["data"] if response.content else None)
    path, body, matches = (filled(target, value, earlier) for value in (settle.path, settle.body, settle.matches))
    return replace(settle, path=path, body=body, matches={place: str(pattern) for place, pattern in matches.items()}, first=[])


def ask(target: Target, settle: Settle) -> httpx.Response:
    """The answer to the request; what it makes will be removed."""
    options: dict[str, Any] = {"headers": settle.headers} if settle.headers else {}
    if settle.raw:
        options |= {"content": settle.raw.encode(), "headers": {**settle.headers, "Content-Type": "application/json"}}
    elif settle.body is not None:
        options["json"] = {"data": settle.body}
    response = target.send(settle.method, settle.path, **options)
    if response.status_code == 201:
        target.made.append(f"{settle.path.partition('?')[0]}/{response.json()['data']['id']}.json")
    if settle.method == "DELETE" and response.status_code < 400:
        target.made.remove(f"{settle.path}.json")
    return response


def judge(settle: Settle, response: httpx.Response, call: str) -> None:
    """Whether the answer is what the rule says."""
    if settle.status and response.status_code != settle.status:
        raise CheckFailed(f"status {settle.status}", f"status {response.status_code}: {reason_of(response.text)[:300]}", "", call)
    answer = response.json() if response.content and "json" in response.headers.get("Content-Type", "") else {}
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


def filled(target: Target, value: Any, earlier: list[Any]) -> Any:
    """Names in angle brackets become ids of records that the account has, or what earlier answers have; `earlier` are their `data`."""
    if isinstance(value, dict):
        return {key: filled(target, member, earlier) for key, member in value.items()}
    if isinstance(value, list):
        return [filled(target, member, earlier) for member in value]
    if not isinstance(value, str):
        return value
    whole = NAMED.fullmatch(value)
    return _value(target, whole[1], earlier) if whole else NAMED.sub(lambda match: str(_value(target, match[1], earlier)), value)


def _value(target: Target, name: str, earlier: list[Any]) -> Any:
    """What a name in angle brackets stands for."""
    number, _, place = name.partition(".")
    if not number.isdecimal():
        return _first(target, name)
    result = _at(earlier[int(number) - 1], place or "id")
    if result is None:
        raise Inconclusive(f"the answer to request {number} has nothing at {place or 'id'}")
    return result


def _first(target: Target, listed: str) -> Any:
    """The id of the first record of a list, which is named with its parameters."""
    path, _, query = listed.partition("?")
    parameters = dict(pair.split("=", 1) for pair in query.split("&") if pair)
    response = target.send("GET", f"/{path}.json", params={"fields": "id", "limit": "1", **parameters})
    rows = response.json().get("data") if response.status_code == 200 else None
    if not rows:
        raise Inconclusive(f"the account has no {listed}")
    return rows[0]["id"]
