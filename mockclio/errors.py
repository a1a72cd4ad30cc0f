"""The errors of the API, in one tree. The server raises them; the client raises the one that it received.

    APIError
    ├── BadRequest 400 ── InvalidFields, InvalidQuery, ParameterMissing, DeleteFailed
    ├── Unauthorized 401 ── InvalidToken
    ├── Forbidden 403
    ├── NotFound 404
    ├── InvalidFormat 406
    ├── Conflict 409
    ├── VersionGone 410
    ├── PreconditionFailed 412
    ├── InvalidArgument 422 ── UploadNotFound, UploadTimeout
    ├── RateLimited 429
    └── OAuthError 400, in OAuth's shape ── InvalidRequest, InvalidGrant, UnsupportedGrantType, InvalidClient 401

The class gives the status and the type; the code that raises gives the message. `rule` is the id of the rule in the ledger that says how
we know that Clio refuses this.

    from mockclio.errors import NotFound

    try:
        clio.matters.get(1)
    except NotFound as error:
        print(error.status, error.type, error.message)
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Self

LONGEST_MESSAGE = 2_000
"""The characters of a message. A refusal does not repeat a text of any length that was sent."""
LONGEST_VALUE = 200
"""The characters of a value in a message. What stands behind the value stays readable."""


LONG_WORD = re.compile(r"(\S{400})\S+")
"""A word that no person wrote: a value that was sent. The path of a file is shorter."""


class APIError(Exception):
    """A refusal of the API.

    `status` is the HTTP status, `type` the type in the body, `message` its text, `rule` the id of a rule, or "".
    """

    status: int = 500
    type: str = "ServerError"
    default_message: ClassVar[str] = "Something went wrong"
    request: Any = None
    """In a client: the request that was refused."""
    response: Any = None
    """In a client: the answer that refused it."""

    def __init__(self, message: str = "", *, rule: str = "") -> None:
        """Make the error with its message, or with the default message of the class."""
        self.message = _cut(message or self.default_message)
        self.rule = rule
        super().__init__(self.message)

    @classmethod
    def received(cls, *, status: int, type: str, message: str, rule: str = "") -> Self:
        """Make the error of an answer, with the status, type and message that came."""
        error = cls.__new__(cls)
        APIError.__init__(error, message, rule=rule)
        error.message = message or cls.default_message
        error.status, error.type = status, type or cls.type
        return error

    def __str__(self) -> str:
        """The message; in a client also the method and path of the request."""
        where = f" ({self.request.method} {self.request.url.path})" if self.request is not None else ""
        return f"{self.message}{where}"

    @property
    def body(self) -> dict[str, Any]:
        """The JSON body of the answer."""
        return {"error": {"type": self.type, "message": self.message}}

    @property
    def headers(self) -> dict[str, str]:
        """The headers that the answer has because of the error."""
        return {}


def shortened(value: object) -> str:
    """A value as a message repeats it: a long one is cut."""
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."


def _cut(message: str) -> str:
    if len(message) <= LONGEST_VALUE:
        return message
    short = LONG_WORD.sub(lambda word: f"{word[1]}...", message)
    return short if len(short) <= LONGEST_MESSAGE else f"{short[:LONGEST_MESSAGE]}..."


class BadRequest(APIError):
    """The request cannot be read."""

    status = 400
    type = "BadRequestError"
    default_message = "The request could not be understood"


class InvalidFields(BadRequest):
    """The `fields` parameter names a field that does not exist."""

    type = "InvalidFields"


class InvalidQuery(BadRequest):
    """A condition on a custom field has an operator that the field's type does not know."""

    type = "ArgumentError"

    def __init__(self, message: str = "", *, rule: str = "") -> None:
        """Make the error; the message is put behind "An invalid argument was supplied: "."""
        super().__init__(f"An invalid argument was supplied: {message}", rule=rule)


class ParameterMissing(BadRequest):
    """A list cannot do without a parameter that was not sent."""

    type = "ParameterMissing"

    def __init__(self, name: str, *, rule: str = "wire.required-parameters-are-400") -> None:
        """Make the error from the name of the parameter."""
        super().__init__(f"param is missing or the value is empty: {name}", rule=rule)


class DeleteFailed(BadRequest):
    """A folder cannot be moved to the trash."""

    type = "DeleteFailed"


class Unauthorized(APIError):
    """The request has no bearer token."""

    status = 401
    type = "UnauthorizedError"
    default_message = "User is not authorized"


class InvalidToken(Unauthorized):
    """The bearer token is unknown, expired or revoked. The answer has the shape of the OAuth library, not that of the API."""

    type = "invalid_token"
    default_message = "The access token provided is expired, revoked, malformed or invalid for other reasons."

    @property
    def body(self) -> dict[str, Any]:
        """The JSON body in the shape of the OAuth library."""
        return {"error": self.type, "error_description": self.message}

    @property
    def headers(self) -> dict[str, str]:
        """The WWW-Authenticate header."""
        challenge = f'Bearer realm="Protected by OAuth 2.0", error="{self.type}", error_description="{self.message}"'
        return {"WWW-Authenticate": challenge}


class Forbidden(APIError):
    """The token's scopes or the user's role do not allow the call."""

    status = 403
    type = "ForbiddenError"
    default_message = "User is forbidden from taking that action"


class NotFound(APIError):
    """The record or the route does not exist."""

    status = 404
    type = "NotFoundError"
    default_message = "Not Found"


class InvalidFormat(APIError):
    """The answer does not exist in the requested format."""

    status = 406
    type = "InvalidFormatError"


class Conflict(APIError):
    """Another request works on the record, or other records depend on it."""

    status = 409
    type = "ConflictError"


class VersionGone(APIError):
    """The requested version of the API is malformed, unknown or retired."""

    status = 410
    type = "InvalidVersionError"


class PreconditionFailed(APIError):
    """The record has changed since the client read it: its ETag differs from If-Match."""

    status = 412
    type = "PreconditionFailedError"
    default_message = "The resource was changed since it was read: read it again and send its present ETag in If-Match"


class InvalidArgument(APIError):
    """The body of a write, or a query parameter, has an invalid value."""

    status = 422
    type = "ArgumentError"

    def __init__(self, message: str = "", *, rule: str = "wire.invalid-argument-is-422") -> None:
        """Make the error; the message is put behind "An invalid argument was supplied: "."""
        super().__init__(f"An invalid argument was supplied: {message}", rule=rule)


class UploadNotFound(InvalidArgument):
    """The bytes of an upload never arrived."""

    type = "UploadNotFoundError"

    def __init__(self, message: str = "", *, rule: str = "documents.upload-not-found") -> None:
        """Make the error; the message is used as it is."""
        APIError.__init__(self, message, rule=rule)


class UploadTimeout(UploadNotFound):
    """The file store did not confirm in time that the bytes are there."""

    type = "UploadTimeoutError"
    default_message = "A timeout occurred verifying the remote file. Please try the request again."


class RateLimited(APIError):
    """There were too many requests in this window. `retry_after` is in seconds; None in a client if the answer did not say."""

    status = 429
    type = "RateLimited"
    default_message = "Rate limit exceeded: wait for the number of seconds in Retry-After"

    def __init__(self, message: str = "", *, retry_after: int = 60, rule: str = "") -> None:
        """Make the error; `retry_after` is in seconds."""
        super().__init__(message, rule=rule)
        self.retry_after: int | None = retry_after

    @property
    def headers(self) -> dict[str, str]:
        """The Retry-After header."""
        return {"Retry-After": str(self.retry_after)}


class OAuthError(APIError):
    """A refusal of the token endpoint, in the shape of the OAuth library that Clio uses."""

    status = 400
    type = "invalid_request"

    @property
    def body(self) -> dict[str, Any]:
        """The JSON body in the shape of the OAuth library."""
        return {"error": self.type, "error_description": self.message}

    @property
    def headers(self) -> dict[str, str]:
        """Headers that forbid to cache the answer."""
        return {"Cache-Control": "no-store", "Pragma": "no-cache"}


class InvalidRequest(OAuthError):
    """A parameter is missing or repeated."""

    default_message = (
        "The request is missing a required parameter, includes an unsupported parameter or parameter value, repeats the same parameter, "
        "uses more than one method for including an access token, or is otherwise malformed."
    )


class InvalidGrant(OAuthError):
    """The code or refresh token is wrong, used, expired, revoked, or belongs to another application or redirect URI."""

    type = "invalid_grant"
    default_message = (
        "The provided access grant is invalid, expired, or revoked (e.g. invalid assertion, expired authorization token, "
        "bad end-user password credentials, or mismatching authorization code and redirection URI)."
    )


class UnsupportedGrantType(OAuthError):
    """The grant type is neither authorization_code nor refresh_token."""

    type = "unsupported_grant_type"
    default_message = "The access grant included - its type or another attribute - is not supported by the authorization server."


class InvalidClient(OAuthError):
    """The application is unknown, or its secret is wrong."""

    status = 401
    type = "invalid_client"
    default_message = (
        "The client identifier provided is invalid, the client failed to authenticate, the client did not include its credentials, "
        "provided multiple client credentials, or used unsupported credentials type."
    )

    @property
    def headers(self) -> dict[str, str]:
        """The headers of every OAuth error, with WWW-Authenticate."""
        return {**super().headers, "WWW-Authenticate": 'Basic realm="OAuth2 Token Endpoint"'}


BY_STATUS: dict[int, type[APIError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    406: InvalidFormat,
    409: Conflict,
    410: VersionGone,
    412: PreconditionFailed,
    422: InvalidArgument,
    429: RateLimited,
}


def error_class(status: int, type: str) -> type[APIError]:
    """Return the class for a status and a type; without an exact match the class for the status."""
    return BY_TYPE.get((status, type)) or BY_STATUS.get(status, APIError)


def _below(cls: type[APIError]) -> list[type[APIError]]:
    return [member for child in cls.__subclasses__() for member in (child, *_below(child))]


BY_TYPE: dict[tuple[int, str], type[APIError]] = {(cls.status, cls.type): cls for cls in _below(APIError)}
