"""What each kind of step does in a run."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from mockclio.store.clock import after, parse_duration, parse_time, stamp
from mockclio.testing.scenarios import expectations
from mockclio.testing.scenarios.front import ITSELF
from mockclio.testing.scenarios.matching import difference, fits_status
from mockclio.testing.scenarios.names import NUMBER, WrongName
from mockclio.testing.scenarios.running import Run, Stop
from mockclio.testing.scenarios.scenario import Step
from mockclio.webhooks.signature import SIGNATURE_HEADER, sign
from mockclio.webhooks.triggers import CannotTrigger, Writer, trigger

Words = dict[str, Any]


def perform(run: Run, steps: tuple[Step, ...]) -> None:
    """Do steps in order, until something makes the rest senseless or time is up."""
    for step in steps:
        if monotonic() > run.deadline:
            run.fail(step.kind, "the time of the scenario is up, so the rest was not done: --timeout allows more", step.line)
            raise Stop
        if "note" in step.words:
            run.say("note", step.words["note"])
        try:
            words = {key: value for key, value in step.words.items() if key not in ("steps", "note")}
            STEPS[step.kind](run, step, words if step.kind == "expect" else run.value(words))
            run.mock.webhooks.deliver()
        except (WrongName, CannotTrigger, ValueError, OverflowError) as wrong:
            run.fail(step.kind, str(wrong), step.line)
            raise Stop from None


def _api(run: Run, step: Step, words: Words) -> None:
    method, _, path = words["api"].partition(" ")
    parameters = {**words.get("query", {}), **({"fields": words["fields"]} if "fields" in words else {})}
    body = {"data": words["data"]} if "data" in words else None
    answer = run.mock.http.request(method, f"/api/v4{path}", params=parameters, headers=words.get("headers"), json=body)
    content = answer.json() if answer.content else {}
    text = _refusal(content) if answer.is_error else ""
    run.say("api", f"{method} {path} -> {answer.status_code}{f' {text}' if text else ''}")
    wanted = words.get("status", "2xx")
    if not fits_status(wanted, answer.status_code):
        run.fail("api", f"{method} {path} was answered with {answer.status_code} and not {wanted}{f': {text}' if text else ''}", step.line)
        raise Stop
    if "error" in words and words["error"] not in text:
        run.fail("api", f"the refusal of {method} {path} says {text!r} and not {words['error']!r}", step.line)
    if "answer" in words:
        different = difference(words["answer"], content.get("data"))
        if different:
            run.fail("api", f"{method} {path}: {different}", step.line)
    if "save" in words:
        run.names[words["save"]] = content.get("data")


def _refusal(content: Any) -> str:
    error = content.get("error") if isinstance(content, dict) else None
    return str(error.get("message", "")) if isinstance(error, dict) else str(error or "")


def _trigger(run: Run, step: Step, words: Words) -> None:
    done = trigger(Writer(run.mock.http), words["trigger"], words.get("set"), words.get("id"))
    run.say("trigger", f"{words['trigger']} of {done['id']}")
    if "save" in words:
        run.names[words["save"]] = {**(done["data"] or {}), "id": done["id"]}


def _clock(run: Run, step: Step, words: Words) -> None:
    clock, wanted = run.mock.world.clock, words["clock"]
    moment = parse_time(wanted["set"]) if "set" in wanted else after(clock.now(), parse_duration(str(wanted["advance"])))
    run.say("clock", f"on to {stamp(moment).replace('T', ' ').removesuffix('Z')}")
    clock.set(moment)


def _receiver(run: Run, step: Step, words: Words) -> None:
    wanted = words["receiver"]
    run.front.behave(wanted.get("answers"), wanted.get("always", ITSELF), wanted.get("handshake", ""))
    text = [f"next {', '.join(map(_answer, wanted['answers']))}"] if "answers" in wanted else []
    text += [f"always {_answer(wanted['always'])}"] if "always" in wanted else []
    text += [f"handshakes {wanted['handshake']}"] if "handshake" in wanted else []
    run.say("receiver", f"answers: {'; '.join(text) or 'as it does by itself'}")


def _answer(answer: Any) -> str:
    return "none" if answer is None else str(answer["status"] if isinstance(answer, dict) and "status" in answer else answer)


def _lab(run: Run, step: Step, words: Words) -> None:
    lab, action = run.mock.webhooks, words["lab"]
    which = {key: words[key] for key in ("webhook", "model", "event") if key in words}
    if "webhook" in which:
        which["webhook"] = int(which["webhook"])
    times = words.get("times", 2 if action == "reorder" else 1)
    run.say("lab", f"{action}{'' if action == 'clear' else f' the next {times}' if times > 1 else ' the next'}")
    if action == "clear":
        lab.clear()
    elif action == "delay":
        lab.delay(str(words["by"]), times, **which)
    else:
        {"drop": lab.drop, "duplicate": lab.duplicate, "reorder": lab.reorder, "corrupt": lab.corrupt}[action](times, **which)


def _forge(run: Run, step: Step, words: Words) -> None:
    """Post something that the service did not send, straight to the receiver."""
    import orjson

    body = orjson.dumps(words["forge"])
    signature = {SIGNATURE_HEADER: sign(words["secret"], body)} if "secret" in words else {}
    reply = run.front.pass_on(run.names["receiver"], {"Content-Type": "application/json", **signature}, body)
    shown = reply.status if reply.status is not None else f"no answer ({reply.error})"
    run.say("forged", f"{'signed' if signature else 'without a signature'} -> {shown}")
    wanted = words.get("status", "4xx")
    if not fits_status(wanted, reply.status):
        run.fail("forged", f"a forged post was answered with {shown} and not {wanted}", step.line)


def _repeat(run: Run, step: Step, words: Words) -> None:
    run.say("repeat", f"{words['repeat']} times")
    before, run.quiet = run.quiet, True
    outer = run.names.get(NUMBER)
    try:
        for number in range(1, words["repeat"] + 1):
            run.names[NUMBER] = number
            perform(run, step.steps)
    finally:
        run.quiet, run.names[NUMBER] = before, outer


def _expect(run: Run, step: Step, words: Words) -> None:
    wanted = words["expect"]
    failed = [f"{kind}: {text}" for kind, entries in wanted.items() for text in expectations.TABLE[kind](run, entries)]
    for text in failed:
        run.fail("expect", text, step.line)
    if not failed:
        run.say("expect", f"as expected: {', '.join(f'{kind} {len(entries)}' for kind, entries in wanted.items())}")


STEPS: dict[str, Callable[[Run, Step, Words], None]] = {
    "api": _api,
    "trigger": _trigger,
    "clock": _clock,
    "receiver": _receiver,
    "lab": _lab,
    "forge": _forge,
    "repeat": _repeat,
    "expect": _expect,
}
