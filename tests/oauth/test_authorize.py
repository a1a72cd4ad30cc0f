"""The consent page and what it leads to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mockclio import MockClio
from tests.oauth.flow import Flow

EXACT = [
    '<input type="hidden" name="state" value="xyz">',
    '<select name="user_id"',
    '<button name="decision" value="allow">Allow access</button>',
    '<button name="decision" value="decline">Decline</button>',
]


@pytest.mark.rule("oauth.consent")
def test_the_consent_page_says_who_asks_and_what_for(flow: Flow) -> None:
    page = flow.ask()
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    for text in (*EXACT, "Dev client", "An application under development.", "Matters: read and write", "Margaret Hartwell"):
        assert text in page.text


@pytest.mark.rule("oauth.code-lives-ten-minutes")
def test_allowing_leads_back_with_a_code_and_the_state(flow: Flow) -> None:
    answer = flow.decide(flow.ask())
    assert answer.status_code == 302
    location, _, code = answer.headers["Location"].partition("?code=")
    assert location == flow.redirect
    assert code.removesuffix("&state=xyz").isalnum()
    assert len(code.removesuffix("&state=xyz")) == 20


def test_without_a_state_an_empty_one_comes_back(flow: Flow) -> None:
    assert flow.decide(flow.ask(state="")).headers["Location"].endswith("&state=")


def test_parameters_that_clio_does_not_know_do_no_harm(flow: Flow) -> None:
    assert flow.ask(scope="matters", code_challenge="x", code_challenge_method="S256").status_code == 200


@pytest.mark.rule("oauth.decline")
def test_declining_leads_back_only_when_that_was_asked_for(flow: Flow) -> None:
    page = flow.decide(flow.ask(), "decline")
    assert (page.status_code, page.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
    back = flow.decide(flow.ask(redirect_on_decline="true"), "decline")
    assert (back.status_code, back.headers["Location"]) == (302, f"{flow.redirect}?error=access_denied&state=xyz")


@pytest.mark.rule("oauth.bad-client-is-a-page", "oauth.bad-redirect-is-a-page", "oauth.only-code")
@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "nobody"},
        {"redirect_uri": "https://elsewhere.example/callback"},
        {"redirect_uri": "http://127.0.0.1.evil.example/"},
        {"response_type": "token"},
        {"response_type": ""},
    ],
)
def test_a_request_that_cannot_be_trusted_gets_a_page_and_no_redirect(flow: Flow, changes: dict[str, str]) -> None:
    page = flow.ask(**changes)
    assert page.status_code == 400
    assert "Location" not in page.headers
    assert "<h1>This authorization request cannot go on</h1>" in page.text


@pytest.mark.rule("oauth.bad-redirect-is-a-page")
def test_a_strict_application_takes_its_redirect_uri_to_the_letter(strict: Flow) -> None:
    assert strict.ask().status_code == 200
    for uri in (
        "http://127.0.0.1:3000/oauth/callback/",
        "http://localhost:3000/oauth/callback",
        "http://127.0.0.1:3000/oauth/callback?x=1",
    ):
        assert strict.ask(redirect_uri=uri).status_code == 400


@pytest.mark.rule("oauth.approval-page")
def test_an_application_without_a_web_server_reads_the_code_off_the_title(flow: Flow) -> None:
    flow.redirect = "http://mockclio.test/oauth/approval"
    location = flow.decide(flow.ask()).headers["Location"]
    code = location.partition("code=")[2].partition("&")[0]
    assert f"<title>Success code={code}</title>" in flow.http.get(location).text
    assert "<title>Failure error=access_denied</title>" in flow.http.get("/oauth/approval", params={"error": "access_denied"}).text


@pytest.mark.rule("oauth.consent-origin")
def test_a_decision_of_a_page_of_another_origin_is_refused(flow: Flow) -> None:
    assert flow.decide(flow.ask(), Origin="https://evil.example").status_code == 400
    assert flow.decide(flow.ask(), Origin="http://mockclio.test").status_code == 302


def test_a_decision_without_a_user_of_the_firm_is_refused(flow: Flow) -> None:
    assert flow.decide(flow.ask(), user="12").status_code == 400


@pytest.mark.rule("mock.auto-approve")
@pytest.mark.parametrize("named", ["1", "margaret@hartwell-osei.test"])
def test_a_server_may_approve_by_itself(flow: Flow, mock: MockClio, named: str) -> None:
    mock.app.extensions["worlds"].settings.auto_approve = named
    answer = flow.ask()
    assert answer.status_code == 302
    assert "mock.auto-approve" in list(mock.requests)[-1].rules
    assert (
        flow.token(grant_type="authorization_code", code=answer.headers["Location"].partition("code=")[2].partition("&")[0]).status_code
        == 200
    )


def test_a_server_that_approves_as_nobody_says_so(flow: Flow, mock: MockClio) -> None:
    mock.app.extensions["worlds"].settings.auto_approve = "99"
    assert flow.ask().status_code == 400
    assert set(list(mock.requests)[-1].rules) == {"mock.auto-approve", "mock.loopback-redirects"}


@pytest.mark.rule("mock.loopback-redirects")
def test_only_an_application_of_the_mocks_own_takes_any_address_of_this_machine(flow: Flow, strict: Flow, mock: MockClio) -> None:
    assert flow.ask().status_code == 200
    assert list(mock.requests)[-1].rules == ("mock.loopback-redirects", "oauth.consent")
    assert strict.ask().status_code == 200
    assert list(mock.requests)[-1].rules == ("oauth.consent",)
    assert strict.ask(redirect_uri="http://127.0.0.1:9999/callback").status_code == 400
    assert list(mock.requests)[-1].rules == ("oauth.bad-redirect-is-a-page",)


@pytest.mark.rule("oauth.code-lives-ten-minutes", "oauth.code-is-single-use", "oauth.token-errors")
def test_a_code_is_good_once_and_for_ten_minutes(flow: Flow, mock: MockClio) -> None:
    code = flow.code()
    mock.clock.advance(timedelta(minutes=9, seconds=59))
    assert flow.token(grant_type="authorization_code", code=code).status_code == 200
    assert flow.token(grant_type="authorization_code", code=code).json()["error"] == "invalid_grant"
    late = flow.code()
    mock.clock.advance(timedelta(minutes=10))
    assert flow.token(grant_type="authorization_code", code=late).json()["error"] == "invalid_grant"
