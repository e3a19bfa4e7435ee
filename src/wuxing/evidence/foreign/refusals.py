"""What is wrong with a foreign file, in one sentence that says what to do next."""

from wuxing.core.errors import BusinessError
from wuxing.core.tables.rows import Unreadable

__all__ = ["BadMapping", "Unreadable"]


class BadMapping(BusinessError):
    """The mapping cannot be used; `line` is where, when that is known."""

    status = 422

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line
