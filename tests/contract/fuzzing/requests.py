"""Schemathesis over the exported document, against the application in this process: no socket is opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.generation.overrides import Override
from schemathesis.generation.stateful.state_machine import RecordingStateMachine
from schemathesis.specs.openapi.schemas import OpenApiSchema

from mockclio import MockClio
from mockclio.catalog.operations import AnyOperation, Collection
from mockclio.openapi.export import document
from mockclio.store.world import World
from tests.contract.fuzzing.by_design import WIDENED, is_by_design
from tests.contract.support import LONG, Caller, all_fields

Bodies = Callable[[str], dict[str, Any] | None]
"""A body of an operation that is right in the firm, or None."""
TOKEN = {"Authorization": "Bearer dev-token"}
NOTHING = Override(query={}, headers={}, cookies={}, path_parameters={}, body={})


class Switch:
    """The application that schemathesis knows: it hands every request to the firm that is asked at the time."""

    def __init__(self, world: World) -> None:
        self.origin = world
        self.renew()

    def renew(self) -> MockClio:
        """From now on a fresh fork is asked."""
        self.mock = MockClio.of(self.origin.fork("default"))
        return self.mock

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return self.mock.app(environ, start_response)


def exported(world: World) -> OpenApiSchema:
    """The document as schemathesis reads it. Checks that a Rails service fails by design accept what it answers."""
    schema = schemathesis.openapi.from_dict(document())
    schema.app = Switch(world)
    for check, (statuses, _) in WIDENED.items():
        getattr(schema.config.checks, check).expected_statuses = statuses
    return schema


def chosen(examples: int, long: int) -> settings:
    """Seeded, nothing is kept between runs, and a failure is not looked at twice."""
    return settings(
        max_examples=long if LONG else examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


class Asking:
    """Asks one operation of a firm of its own, and counts the cases by phase."""

    def __init__(self, schema: OpenApiSchema, operation: AnyOperation, tally: Counter[str]) -> None:
        self.caller = Caller(schema.app.renew())
        self.operation, self.tally, self.number = operation, tally, 0
        self.subject = schema[f"{operation.path}.json"][operation.method]

    def fuzz(self, mode: GenerationMode, examples: int, long: int) -> None:
        """Cases that the document allows, or that it does not."""

        @given(case=self.subject.as_strategy(generation_mode=mode))
        @chosen(examples, long)
        def count_request(case: schemathesis.Case) -> None:
            self.ask(case, mode.value)

        count_request()

    def cover(self, examples: int, long: int) -> None:
        """The document's examples and the edges of every schema: the first ones, and in the long profile some from all over."""
        result = list(self._edges()) if LONG else list(islice(self._edges(), examples))
        for case in result[:: max(1, len(result) // long)]:
            self.ask(case, "coverage")

    def _edges(self) -> Iterator[schemathesis.Case]:
        return iter(
            CoverageGenerator(
                operation=self.subject,
                generation_modes=list(GenerationMode),
                generation_config=self.subject.schema.config.generation,
                auth_storage=None,
                override=NOTHING,
                feedback=NO_FEEDBACK,
            )
        )

    def ask(self, case: schemathesis.Case, phase: str) -> None:
        """One case, of which every check must hold that is not failed by design."""
        self.number += 1
        self.tally[phase] += 1
        if phase == "positive":
            self._aim(case)
        response = case.call(headers=TOKEN)
        judge(case, response, headers=TOKEN, transport_kwargs={"headers": TOKEN})

    def _aim(self, case: schemathesis.Case) -> None:
        """Of three cases two name a record that is there and fields that it has, or nearly all would be 404 and 400."""
        query, path = case.query or {}, self.caller.path(self.operation, self.number)
        if "fields" in query and self.operation.record is not None:
            query["fields"] = all_fields(self.operation.record) if self.number % 2 else "id"
        if self.number % 3 and path and self.operation.path_parameters:
            steps = zip(f"/api/v4{self.operation.path}.json".split("/"), path.split("/"), strict=True)
            for name, value in steps:
                if name.startswith("{"):
                    case.path_parameters[name[1:].partition("}")[0]] = value.removesuffix(".json")


def judge(case: schemathesis.Case, response: Any, **options: Any) -> None:
    """Hold all checks against an answer; what fails by design passes."""
    try:
        case.validate_response(response, **options)
    except FailureGroup as group:
        failures = [failure for failure in group.exceptions if not is_by_design(case, response, failure)]
        if failures:
            raise AssertionError(described(case, response, failures)) from None


def described(case: schemathesis.Case, response: Any, failures: list[Failure]) -> str:
    message = "\n".join(f"{type(failure).__name__}: {failure}" for failure in failures)
    return f"{message}\n\n{case.as_curl_command()[:2_000]}\n\n{response.status_code} {response.text[:1_000]}"


def walk(schema: OpenApiSchema, collection: type[Collection[Any]], bodies: Bodies, tally: Counter[str]) -> type[RecordingStateMachine]:
    """Walks along the links of one collection, each in a firm of its own. What is created has a body that is right."""
    own = schema.include(tag=collection.tag)

    class Walk(own.build_state_machine(feedback=NO_FEEDBACK, link_calibration=None)):  # type: ignore[misc]
        def setup(self) -> None:
            schema.app.renew()

        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return {"headers": TOKEN}

        def before_call(self, case: schemathesis.Case) -> None:
            body = bodies(case.operation.definition.raw["operationId"])
            if body is not None:
                case.body, case.media_type = {"data": body}, "application/json"
            for name in ("fields", "page_token"):
                (case.query or {}).pop(name, None)

        def validate_response(self, response: Any, case: schemathesis.Case, additional_checks: Any = None, **kwargs: Any) -> None:
            tally["stateful"] += 1
            judge(case, response, headers=TOKEN, transport_kwargs=kwargs, recorder=self.recorder)

    return Walk
