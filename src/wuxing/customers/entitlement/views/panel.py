"""A warranty decision as pages show it: outcome, why, clause, what is free, what the law lets the customer choose."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.reasons import Reason
from wuxing.customers.entitlement.rules import words
from wuxing.customers.entitlement.rulesets import edition_named

_LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}


def word(table: Mapping[str, Reason], code: str) -> str:
    """Return the word for a code; an unknown code as it is."""
    return wording.text(table[code]) if code in table else code


def in_words(texts: Mapping[str, str]) -> str:
    """Return a text of a rule set in the reader's language."""
    return texts[_LANGUAGES.get((get_language() or "").lower(), "en")]


def reason_of(code: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Return a reason of a decision as (state, text)."""
    found = words.REASONS.get(code)
    if found is None:
        return ("unknown", code)
    shown = dict(values)
    if "basis" in shown:
        shown["basis"] = words.BASES.get(shown["basis"], shown["basis"])
    if "cause" in shown:
        shown["cause"] = words.CAUSES.get(shown["cause"], shown["cause"])
    return (words.look_of(code), wording.text(Reason(found.message, **shown)))


def remedies_of(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what the law lets the customer choose, in our words, with the clause and whether it was verified."""
    edition = edition_named(row["law"])
    rules = {rule.code: rule for rule in edition.rules} if edition else {}
    found = []
    for kept in row["remedies"]:
        rule = rules.get(kept["code"])
        found.append(
            {
                "words": in_words(rule.words) if rule else kept["code"],
                "choose": wording.listed(words.CHOICES[one] for one in kept["choose"]),
                "clause": kept["clause"],
                "sure": bool(rule and rule.sure),
            }
        )
    return found


def free_words(row: Mapping[str, Any]) -> str:
    """Return what share of the costs is free, where something is."""
    shares = (row["covered_parts"], row["covered_labour"], row["covered_travel"])
    if not any(shares):
        return ""
    values = {"parts": shares[0], "labour": shares[1], "travel": shares[2]}
    return _("free of charge: parts %(parts)s%%, labour %(labour)s%%, travel %(travel)s%%") % values


def panel(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a decision for `customers/entitlement/decision.html`; an override keeps both values."""
    reasons = [reason_of(code, values) for code, values in row["reasons"]]
    if free := free_words(row):
        reasons.append(("done", free))
    if row["repeat_repair"]:
        reasons.append(("risk", _("repeat repair")))
    override = None
    if row["overridden_by_name"]:
        override = {
            "proposed": word(words.OUTCOMES, row["proposed"]),
            "chosen": word(words.OUTCOMES, row["outcome"]),
            "reason": row["override_reason"],
            "by": row["overridden_by_name"],
        }
    exception = None
    if row["exception"]:
        exception = {
            "word": word(words.EXCEPTIONS, row["exception"]),
            "reason": row["exception_reason"],
            "by": row["exception_by_name"] or "",
        }
    edition = edition_named(row["law"])
    clauses = {hit["clause"]: None for hit in (*row["rules_hit"], *row["exclusions_hit"]) if hit["clause"]}
    return {
        "look": words.LOOKS[row["outcome"]],
        "word": word(words.OUTCOMES, row["outcome"]),
        "reasons": reasons,
        "rule": _("rules, edition %(number)s") % {"number": row["rule_set"].rpartition("-")[2]},
        "law": f"{in_words(edition.title)} {edition.version}" if edition else "",
        "clauses": list(clauses),
        "remedies": remedies_of(row),
        "override": override,
        "exception": exception,
    }
