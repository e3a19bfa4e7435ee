"""Points of the checklist, outcomes, votes and standings in the reader's language."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.decision.models import Decision, Vote
from wuxing.certification.decision.rules import Outcome, Standing


def item(code: str) -> str:
    """Return the word of a point of the checklist."""
    return {
        "agreement": _("Agreement"),
        "application": _("Review of the application"),
        "plan": _("Plan and person-days kept"),
        "sampling": _("Outlets sampled by the rule"),
        "lost_points": _("Every lost point names its finding"),
        "corrections": _("Corrections verified"),
        "exclusions": _("Exclusions"),
        "overrides": _("Changes of the score"),
        "official": _("Official points"),
        "impartiality": _("Declarations of impartiality"),
    }[code]


def outcome(value: str) -> str:
    """Return the word of a decision's outcome."""
    return {
        Decision.Outcome.GRANTED: pgettext("outcome of a decision", "Granted"),
        Decision.Outcome.NOT_GRANTED: pgettext("outcome of a decision", "Not granted"),
        Decision.Outcome.RETURNED: pgettext("outcome of a decision", "Returned to the team"),
    }[Decision.Outcome(value)]


def conclusion(value: str) -> str:
    """Return the word of what a reviewer concludes."""
    return {
        Outcome.GRANT: _("Recommend to grant"),
        Outcome.REFUSE: _("Recommend not to grant"),
        Outcome.RETURN: _("Return to the team"),
    }[Outcome(value)]


def choice(value: str) -> str:
    """Return the word of a vote."""
    return {
        Vote.Choice.FOR: pgettext("vote", "For"),
        Vote.Choice.AGAINST: pgettext("vote", "Against"),
        Vote.Choice.ABSTAIN: pgettext("vote", "Abstains"),
    }[Vote.Choice(value)]


def standing(value: Standing) -> str:
    """Return the word of where a proposal stands."""
    return {
        Standing.SHORT: pgettext("standing of a proposal", "Votes missing"),
        Standing.TIED: pgettext("standing of a proposal", "Even"),
        Standing.LOST: pgettext("standing of a proposal", "Voted down"),
        Standing.CARRIED: pgettext("standing of a proposal", "Carried"),
    }[value]


def lower(aimed_at: str, granted: str, score: Decimal) -> str:
    """Return the sentence of a decision that grants less than was aimed at."""
    return _("Aimed at %(aimed)s: not granted. With a score of %(score)s %(granted)s is granted.") % {
        "aimed": aimed_at,
        "granted": granted,
        "score": score,
    }
