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
    └── RateLimited 429

The status and the type stand on the class, the message at the place that raises. `rule` is the id of the statement in the ledger that says
how we know that Clio refuses this.
"""

from __future__ import annotations

from typing import Any, ClassVar


class APIError(Exception):
    """A refusal, in the API's own shape."""

    status: ClassVar[int] = 500
    type: ClassVar[str] = "ServerError"
    default_message: ClassVar[str] = "Something went wrong"

    def __init__(self, message: str = "", *, rule: str = "") -> None:
        self.message = message or self.default_message
        self.rule = rule
        super().__init__(self.message)

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
