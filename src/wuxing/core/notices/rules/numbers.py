"""Telephone numbers as other countries dial them. Pure."""

import re

from wuxing.core.notices.rules.showing import plain_phone

_MAINLAND = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")  # mobile numbers alone: no other gets a text message
_TAIWAN = re.compile(r"0(9\d{8})")
_ABROAD = re.compile(r"(?:\+|00)([1-9]\d{6,14})")


def international(phone: str) -> str:
    """Return a mobile number with its country in front (+86 138…), or nothing where the country cannot be told."""
    number = plain_phone(phone)
    if found := _MAINLAND.fullmatch(number):
        return f"+86{found.group(1)}"
    if found := _TAIWAN.fullmatch(number):
        return f"+886{found.group(1)}"
    found = _ABROAD.fullmatch(number)
    return f"+{found.group(1)}" if found else ""


def at_home(phone: str) -> str:
    """Return a number as it is dialled in the mainland: without +86."""
    number = plain_phone(phone)
    found = _MAINLAND.fullmatch(number)
    return found.group(1) if found else number
