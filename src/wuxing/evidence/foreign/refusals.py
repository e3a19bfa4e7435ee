"""What is wrong with a foreign file, in one sentence that says what to do next."""

from wuxing.core.errors import BusinessError


class Unreadable(BusinessError):
    """The file cannot be taken; nothing of it was imported."""

    status = 422


class BadMapping(BusinessError):
    """The mapping cannot be used; `line` is where, when that is known."""

    status = 422

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line
