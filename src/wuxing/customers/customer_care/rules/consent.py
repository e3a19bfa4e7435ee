"""同意: whether data of a customer may be used for a purpose (个人信息保护法 art. 13 to 16, 23, 29; 消保条例 art. 24). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wuxing.core.reasons import Reason, say
from wuxing.customers.customer_care.purposes import CONSENT, Purpose

LANGUAGES = ("zh-hans", "zh-hant", "en")


@dataclass(frozen=True, slots=True)
class Said:
    """What a customer said about a purpose."""

    given: bool
    version: int
    at: datetime


def last_word(said: Sequence[Said]) -> Said | None:
    """Return what counts: the last that was said; at the same instant the withdrawal."""
    return max(said, key=lambda one: (one.at, not one.given), default=None)


def why_not_use(
    purpose: Purpose | None, said: Sequence[Said], *, erased: bool, restricted: bool, renewed: int = 0
) -> Reason | None:
    """Return why data may not be used for a purpose, or None. `renewed`: the newest version that asks for consent anew."""
    if purpose is None:
        return say("no such purpose is declared; what is not declared is not allowed")
    if erased:
        return say("this customer's personal data were erased")
    if not purpose.hears:
        return None
    if restricted:
        return say("the customer has restricted the use of their data to what the service needs")
    return _why_not_agreed(last_word(said), renewed) if purpose.asks else _why_objected(last_word(said))


def _why_objected(last: Said | None) -> Reason | None:
    return say("the customer objected on %(day)s", day=last.at.date().isoformat()) if last and not last.given else None


def _why_not_agreed(last: Said | None, renewed: int) -> Reason | None:
    if last is None:
        return say("the customer has not consented to this use")
    if not last.given:
        return say("the customer withdrew consent on %(day)s", day=last.at.date().isoformat())
    if last.version < renewed:
        return say(
            "consent was given to version %(old)s of the notice; version %(new)s must be asked for anew",
            old=last.version,
            new=renewed,
        )
    return None


def why_not_record(
    purposes: Sequence[Purpose | None], *, given: bool, channel: str, channels: Sequence[str], proof: str
) -> dict[str, Reason]:
    """Return what is wrong with consent as it is recorded, by field. What needs separate consent is asked by itself."""
    wrong: dict[str, Reason] = {}
    if not purposes or any(one is None or not one.hears for one in purposes):
        wrong["purpose"] = say("choose purposes that need consent")
    elif given and len(purposes) > 1 and any(one and one.separate for one in purposes):
        wrong["purpose"] = say("this purpose needs separate consent: record it by itself")
    if channel not in channels:
        wrong["channel"] = say("say how it was said")
    if given and not proof.strip():
        wrong["proof"] = say("say what proves it: the recording, the paper's number, the page")
    return wrong


def why_not_notice(
    code: str, title: str, texts: Mapping[str, str], reason: str, *, known: Purpose | None, basis: str, separate: bool
) -> dict[str, Reason]:
    """Return what is wrong with the next version of a notice, by field."""
    wrong: dict[str, Reason] = {}
    if not code.replace("-", "").replace("_", "").isalnum() or not code.isascii():
        wrong["purpose"] = say("name the purpose in small Latin letters, for example loyalty")
    if not title.strip():
        wrong["title"] = say("give the purpose a title")
    if any(not texts.get(one, "").strip() for one in LANGUAGES):
        wrong["texts"] = say("write the notice in all three languages")
    if not reason.strip():
        wrong["reason"] = say("say why the notice changes")
    if known and known.asks and basis != CONSENT:
        wrong["basis"] = say("what needed consent cannot go on without it: add another purpose instead")
    if known and known.separate and not separate:
        wrong["separate"] = say("what needed separate consent goes on needing it")
    return wrong
