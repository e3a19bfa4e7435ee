"""Errors that a person at a screen can act on. Doors translate them; nothing else is shown to users."""

from collections.abc import Mapping


class BusinessError(Exception):
    """A refusal with a reason in the user's words."""

    status = 422

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotAllowed(BusinessError):
    """The actor lacks the permission."""

    status = 403


class NotFound(BusinessError):
    """Nothing of that kind in the actor's tenant."""

    status = 404


class RuleBroken(BusinessError):
    """A rule of the procedure refuses; the reason says what to do next."""

    status = 409


class BadInput(BusinessError):
    """Input that cannot be taken; `fields` names each field with what to do."""

    status = 422

    def __init__(self, fields: Mapping[str, str], reason: str = "") -> None:
        super().__init__(reason or "; ".join(str(text) for text in fields.values()))
        self.fields = dict(fields)
