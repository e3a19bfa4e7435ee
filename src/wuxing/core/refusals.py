"""What every route of the API answers where it refuses."""

from typing import Any

from ninja import Schema


class Refusal(Schema):
    """Why something was not done; `fields` where a field is at fault."""

    reason: str
    fields: dict[str, str] | None = None


ANSWERS: dict[Any, Any] = {400: Refusal, 401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal, 422: Refusal}
READING: dict[Any, Any] = {401: Refusal, 403: Refusal, 404: Refusal, 422: Refusal}
"""Of what is only read."""
