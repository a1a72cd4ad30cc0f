"""The document of the control interface holds for every answer: schemathesis asks whatever it allows, and much that it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from mockclio.assembly import admit, create_app
from mockclio.control.document import document
from mockclio.control.route import Route
from mockclio.control.routes import ROUTES
from mockclio.seeding.office import new_account

CHECKS = [not_a_server_error, checks.status_code_conformance, checks.content_type_conformance, checks.response_schema_conformance]


def serve(folder: Path) -> object:
    """A fresh server with a saved state and a second world, so that there is something to find."""
    worlds = admit(new_account("default")[0].fork("default"), "dev-token")
    worlds.states.folder = folder
    world = worlds.default
    app = create_app(worlds)
    with app.test_client() as client:
        client.get("/api/v4/contacts", headers={"Authorization": "Bearer dev-token"})
    worlds.states.save(world, "0")
    worlds.fork(world, "1")
    return app


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi("/_mockclio/openapi.json", serve(tmp_path_factory.mktemp("states")))


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_answer_is_documented(schema: schemathesis.BaseSchema, route: Route) -> None:
    operation = schema[f"/_mockclio{route.path}"][route.method]

    @given(case=operation.as_strategy())
    @settings(max_examples=20, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def count_request(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    count_request()


def test_the_document_is_valid_and_names_every_route_once() -> None:
    made = document(ROUTES)
    validate(made)
    ids = [operation["operationId"] for path in made["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids)) == len(ROUTES)
