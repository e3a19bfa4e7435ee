"""What refuses, and why: terms, contracts, overrides, telling the customer, and work that costs money. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from wuxing.core.reasons import Reason, say
from wuxing.customers.entitlement.rules.terms import BASES

OUTCOMES = ("in_warranty", "out_of_warranty", "goodwill", "recall", "contract", "unknown")
CHOSEN = ("in_warranty", "out_of_warranty", "goodwill", "recall", "contract")
"""What a person may decide: everything but that it is not known."""
HOWS = ("phone", "on_site", "link", "paper")
EXCEPTIONS: dict[str, Reason] = {
    "danger": say("danger to people or property: make it safe first"),
    "agreed_before": say("the customer agreed to the cost in writing before"),
    "authority": say("an authority ordered it"),
    "nobody_there": say("the person who pays is not there and cannot be reached; who is there agreed"),
}
"""例外: the named cases in which work may begin before the customer was told. Each needs a reason in words."""
_COST = {"in_warranty": 0, "recall": 0, "goodwill": 0, "contract": 1, "unknown": 2, "out_of_warranty": 3}
LONGEST_MONTHS = 240
MOST_FACT = 9_999_999


def is_costly(outcome: str, covered: tuple[int, int, int]) -> bool:
    """Say whether the work may cost the customer something: not wholly covered, or not known."""
    return outcome != "goodwill" and (outcome in ("out_of_warranty", "unknown") or min(covered) < 100)


def is_worse(before: str, after: str) -> bool:
    """Say whether a new outcome may cost the customer more than the one that was told."""
    return _COST[after] > _COST[before]


def why_not_start_costly(
    outcome: str | None, covered: tuple[int, int, int], *, explained: bool, exception: str
) -> Reason | None:
    """Return why work may not begin that costs the customer money: told first, or a named exception (procedure 4)."""
    if explained or exception in EXCEPTIONS:
        return None
    if outcome is None or outcome == "unknown":
        return say("the warranty is not clear: tell the customer what it may cost, or name an exception")
    if is_costly(outcome, covered):
        return say("this costs the customer money: tell them first, or name an exception")
    return None


def why_not_override(outcome: str, reason: str) -> dict[str, Reason]:
    """Return what an override lacks, by field: another outcome, and why (states.md 3)."""
    wrong = {}
    if outcome not in CHOSEN:
        wrong["outcome"] = say("choose what the decision shall be")
    if not reason.strip():
        wrong["reason"] = say("say why, in a sentence that others understand")
    return wrong


def why_not_explain(how: str) -> Reason | None:
    """Return what is wrong with how the customer was told."""
    return None if how in HOWS else say("say how the customer was told: by phone, on site, by link or on paper")


def why_not_except(exception: str, reason: str) -> dict[str, Reason]:
    """Return what a named exception lacks, by field."""
    wrong = {}
    if exception not in EXCEPTIONS:
        wrong["exception"] = say("choose one of the named exceptions")
    if not reason.strip():
        wrong["reason"] = say("say why, in a sentence that others understand")
    return wrong


def why_not_ask(asked: Sequence[str]) -> Reason | None:
    """Return why nobody has to say anything about a case for the law: the records know all that it asks."""
    return None if asked else say("the law asks nothing about these goods that is not on record")


def why_not_facts(given: Mapping[str, int], asked: Sequence[str]) -> dict[str, Reason]:
    """Return what is wrong with facts that a person says about a case, by field: the law does not ask them, or below zero."""
    wrong = {name: say("give a number of zero or more") for name, value in given.items() if not 0 <= value <= MOST_FACT}
    wrong |= {name: say("the law does not ask this about these goods") for name in given if name not in asked}
    return wrong or ({} if given else {asked[0]: say("say at least one of them")})


def why_not_term(
    *, kind: str, code: str, title: str, months: int, basis: str, percents: tuple[int, ...], causes: tuple[str, ...]
) -> dict[str, Reason]:
    """Return what a term or exclusion lacks, by field."""
    wrong = {}
    if kind not in ("coverage", "exclusion"):
        wrong["kind"] = say("choose coverage or exclusion")
    if not code.strip():
        wrong["code"] = say("give the term a short code")
    if not title.strip():
        wrong["title"] = say("say in a sentence what the term grants or excludes")
    if kind == "coverage" and not 1 <= months <= LONGEST_MONTHS:
        wrong["months"] = say("give the months, from 1 to 240")
    if kind == "coverage" and basis not in ("best", *BASES):
        wrong["basis"] = say("choose from what day it counts")
    if any(not 0 <= percent <= 100 for percent in percents):
        wrong["parts"] = say("give shares from 0 to 100 percent")
    if kind == "exclusion" and not causes:
        wrong["causes"] = say("name the causes that are excluded")
    return wrong


def why_not_contract(*, number: str, starts_on: date, ends_on: date, percents: tuple[int, ...]) -> dict[str, Reason]:
    """Return what a contract lacks, by field."""
    wrong = {}
    if not number.strip():
        wrong["number"] = say("give the number of the contract")
    if ends_on < starts_on:
        wrong["ends_on"] = say("the contract cannot end before it begins")
    if any(not 0 <= percent <= 100 for percent in percents):
        wrong["parts"] = say("give shares from 0 to 100 percent")
    return wrong


def why_not_end(ended: bool, reason: str) -> Reason | None:
    """Return why a contract may not be ended early."""
    if ended:
        return say("this contract was ended already")
    return None if reason.strip() else say("say why, in a sentence that others understand")
