"""What is done with appeals and complaints."""

from wuxing.certification.appeals.actions.concluding import decide, handle, tell
from wuxing.certification.appeals.actions.receiving import (
    Asked,
    admit,
    assign,
    receive,
    receive_from_public,
    refuse,
    write_down,
)

__all__ = [
    "Asked",
    "admit",
    "assign",
    "decide",
    "handle",
    "receive",
    "receive_from_public",
    "refuse",
    "tell",
    "write_down",
]
