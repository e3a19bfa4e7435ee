"""Telephone numbers as typed, and what a role sees of a person (个人信息保护法 art. 51). Pure."""

import re

from wuxing.core.reasons import Reason, say

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{9,11}|[48]00\d{7}")
_FOREIGN = re.compile(r"\+\d{7,15}")


def phone_from(typed: str) -> str:
    """Return a number as digits: spaces, dashes, brackets and the prefix +86 taken off."""
    digits = re.sub(r"[\s\-()（）－–.]", "", typed.translate(str.maketrans("０１２３４５６７８９＋", "0123456789+")))
    return re.sub(r"^(\+86|0086)(?=[01])", "", digits)


def why_not_phone(phone: str) -> Reason | None:
    """Return what is wrong with a number (as `phone_from` gives it), or None."""
    if _MOBILE.fullmatch(phone) or _LANDLINE.fullmatch(phone) or _FOREIGN.fullmatch(phone):
        return None
    if not phone.lstrip("+").isdecimal():
        return say("write the number in digits, for example 13812345678")
    if phone.startswith("1") and len(phone) < 11:
        return say("%(short)s digits short: enter an 11-digit mobile number", short=11 - len(phone))
    if phone.startswith("1") and len(phone) > 11:
        return say("%(long)s digits too many: enter an 11-digit mobile number", long=len(phone) - 11)
    return say("write a mobile number, a landline with its area code, or + and the country")


def masked_phone(phone: str) -> str:
    """Return a number with its middle hidden: 138****5678."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def masked_name(name: str) -> str:
    """Return the first sign of a person's name, the rest hidden."""
    return name[:1] + "*" * (len(name[1:3]) or 1) if name else ""


def masked_address(address: str, district: str) -> str:
    """Return an address down to its district."""
    return f"{district}…" if address else district
