"""The errors of the API, as one tree: the server raises them, the client raises what it received.

    APIError
    ├── BadRequest 400 ── InvalidFields, InvalidQuery, DeleteFailed
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

The status and the type stand on the class, the message at the place that raises. `rule` is the id of the statement in the ledger that says
how we know that Clio refuses this.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self


class APIError(Exception):
    """A refusal, in the API's own shape."""

    status: int = 500
    type: str = "ServerError"
    default_message: ClassVar[str] = "Something went wrong"
    request: Any = None
    """In a client: the request that was refused."""
    response: Any = None
    """In a client: the answer that refused it."""

    def __init__(self, message: str = "", *, rule: str = "") -> None:
        self.message = message or self.default_message
        self.rule = rule
        super().__init__(self.message)

    @classmethod
    def received(cls, *, status: int, type: str, message: str, rule: str = "") -> Self:
        """The error of an answer, with its own words."""
        error = cls.__new__(cls)
        APIError.__init__(error, message, rule=rule)
        error.status, error.type = status, type or cls.type
        return error

    def __str__(self) -> str:
        where = f" ({self.request.method} {self.request.url.path})" if self.request is not None else ""
        return f"{self.message}{where}"

    @property
    def body(self) -> dict[str, Any]:
        return {"error": {"type": self.type, "message": self.message}}

    @property
    def headers(self) -> dict[str, str]:
        return {}


class BadRequest(APIError):
    """The request itself cannot be read."""

    status = 400
    type = "BadRequestError"
    default_message = "The request could not be understood"


class InvalidFields(BadRequest):
    """The `fields` parameter names something that is not there."""

    type = "InvalidFields"


class InvalidQuery(BadRequest):
    """A query parameter has a value that it cannot take."""

    type = "ArgumentError"

    def __init__(self, message: str = "", *, rule: str = "wire.invalid-query-is-400") -> None:
        super().__init__(f"An invalid argument was supplied: {message}", rule=rule)


class DeleteFailed(BadRequest):
    """A folder that cannot go to the trash."""

    type = "DeleteFailed"


class Unauthorized(APIError):
    """No bearer token came with the request."""

    status = 401
    type = "UnauthorizedError"
    default_message = "User is not authorized"


class InvalidToken(Unauthorized):
    """The bearer token is unknown, expired or revoked: the OAuth library answers, in its own shape."""

    type = "invalid_token"
    default_message = "The access token provided is expired, revoked, malformed or invalid for other reasons."

    @property
    def body(self) -> dict[str, Any]:
        return {"error": self.type, "error_description": self.message}

    @property
    def headers(self) -> dict[str, str]:
        challenge = f'Bearer realm="Protected by OAuth 2.0", error="{self.type}", error_description="{self.message}"'
        return {"WWW-Authenticate": challenge}


class Forbidden(APIError):
    """The token's scopes or the user's role do not allow it."""

    status = 403
    type = "ForbiddenError"
    default_message = "User is forbidden from taking that action"


class NotFound(APIError):
    """There is no such record or route."""

    status = 404
    type = "NotFoundError"
    default_message = "Not Found"


class InvalidFormat(APIError):
    """The answer does not exist in the form that was asked for."""

    status = 406
    type = "InvalidFormatError"


class Conflict(APIError):
    """Another request is working on the record, or others depend on it."""

    status = 409
    type = "ConflictError"


class VersionGone(APIError):
    """The version of the API is malformed, unknown or retired."""

    status = 410
    type = "InvalidVersionError"


class PreconditionFailed(APIError):
    """The record changed since the client read it."""

    status = 412
    type = "PreconditionFailedError"
    default_message = "The resource was changed since it was read: read it again and send its present ETag in If-Match"


class InvalidArgument(APIError):
    """A write holds a value that it cannot take."""

    status = 422
    type = "ArgumentError"

    def __init__(self, message: str = "", *, rule: str = "wire.invalid-argument-is-422") -> None:
        super().__init__(f"An invalid argument was supplied: {message}", rule=rule)


class UploadNotFound(InvalidArgument):
    """The bytes of an upload never arrived."""

    type = "UploadNotFoundError"

    def __init__(self, message: str = "", *, rule: str = "documents.upload-not-found") -> None:
        APIError.__init__(self, message, rule=rule)


class UploadTimeout(UploadNotFound):
    """The store did not say in time whether the bytes are there."""

    type = "UploadTimeoutError"
    default_message = "A timeout occurred verifying the remote file. Please try the request again."


class RateLimited(APIError):
    """Too many requests in this window."""

    status = 429
    type = "RateLimited"
    default_message = "Rate limit exceeded: wait for the number of seconds in Retry-After"

    def __init__(self, message: str = "", *, retry_after: int = 60, rule: str = "") -> None:
        super().__init__(message, rule=rule)
        self.retry_after: int | None = retry_after

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after)}


class OAuthError(APIError):
    """What the token endpoint refuses, in the shape of the OAuth library that Clio runs."""

    status = 400
    type = "invalid_request"

    @property
    def body(self) -> dict[str, Any]:
        return {"error": self.type, "error_description": self.message}

    @property
    def headers(self) -> dict[str, str]:
        return {"Cache-Control": "no-store", "Pragma": "no-cache"}


class InvalidRequest(OAuthError):
    """A parameter is missing, or came twice."""

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
    """Only authorization_code and refresh_token are granted."""

    type = "unsupported_grant_type"
    default_message = "The access grant included - its type or another attribute - is not supported by the authorization server."


class InvalidClient(OAuthError):
    """The application is not known here, or its secret is wrong."""

    status = 401
    type = "invalid_client"
    default_message = (
        "The client identifier provided is invalid, the client failed to authenticate, the client did not include its credentials, "
        "provided multiple client credentials, or used unsupported credentials type."
    )

    @property
    def headers(self) -> dict[str, str]:
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
    """The class for an answer: the one of that type if it has the status, or one that has only the status."""
    return BY_TYPE.get((status, type)) or BY_STATUS.get(status, APIError)


def _below(cls: type[APIError]) -> list[type[APIError]]:
    return [member for child in cls.__subclasses__() for member in (child, *_below(child))]


BY_TYPE: dict[tuple[int, str], type[APIError]] = {(cls.status, cls.type): cls for cls in _below(APIError)}
