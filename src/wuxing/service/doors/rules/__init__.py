"""Rules of the public doors: codes, links, who may move a visit. Pure."""

from wuxing.service.doors.rules.codes import ALPHABET, code_from, drawn, shown_code, why_not_code
from wuxing.service.doors.rules.links import (
    LOCKED_FOR,
    MOST_TRIES,
    digits_of,
    ends_at,
    why_not_digits,
    why_not_open,
    why_not_try,
)
from wuxing.service.doors.rules.moving import (
    MOST_BY_HAND,
    Window,
    free_windows,
    why_not_move,
    why_not_offer,
    why_not_take,
    windows_of,
)

__all__ = [
    "ALPHABET",
    "LOCKED_FOR",
    "MOST_BY_HAND",
    "MOST_TRIES",
    "Window",
    "code_from",
    "digits_of",
    "drawn",
    "ends_at",
    "free_windows",
    "shown_code",
    "why_not_code",
    "why_not_digits",
    "why_not_move",
    "why_not_offer",
    "why_not_open",
    "why_not_take",
    "why_not_try",
    "windows_of",
]
