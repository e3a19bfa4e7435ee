"""A reason as rules give it: an English message with its values, put into the reader's language at the door. Pure."""

from typing import Any


class Reason(str):
    """A string that remembers the message and values it was made of. Values may be reasons themselves."""

    __slots__ = ("message", "values")
    message: str
    values: dict[str, Any]

    def __new__(cls, message: str, **values: Any) -> "Reason":
        made = super().__new__(cls, message % values if values else message)
        made.message, made.values = message, values
        return made


def say(message: str, **values: Any) -> Reason:
    """Make a reason; the message is extracted for translation under this name."""
    return Reason(message, **values)
