"""Levels, contracts, ties and relations in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.people.models import Certifier, Relation, TieKind
from wuxing.evidence.readiness import words
from wuxing.schemes.editions import queries as editions
from wuxing.schemes.editions.models import Edition


def level(value: str) -> str:
    """Return the word of a registration's level."""
    return {
        Certifier.Level.NONE: _("not registered"),
        Certifier.Level.TRAINEE: pgettext("level of registration", "trainee reviewer"),
        Certifier.Level.REVIEWER: pgettext("level of registration", "registered reviewer"),
        Certifier.Level.SENIOR: pgettext("level of registration", "senior reviewer"),
    }[Certifier.Level(value)]


def employment(value: str) -> str:
    """Return the word of a kind of contract."""
    return {
        Certifier.Employment.FULL_TIME: _("full time"),
        Certifier.Employment.CONTRACT: pgettext("kind of employment", "under contract"),
    }[Certifier.Employment(value)]


def tie(value: str) -> str:
    """Return the word of a kind of tie."""
    return {
        TieKind.CONSULTANCY: pgettext("kind of tie", "consultancy"),
        TieKind.EMPLOYMENT: pgettext("kind of tie", "employment"),
        TieKind.FINANCIAL: pgettext("kind of tie", "financial interest"),
        TieKind.FAMILY: pgettext("kind of tie", "family"),
    }[TieKind(value)]


def relation(value: str) -> str:
    """Return what another organisation is to a client."""
    return {
        Relation.Kind.OWNS: _("owns it"),
        Relation.Kind.SAME_GROUP: _("is in one group with it"),
        Relation.Kind.CONSULTS: _("advises it"),
    }[Relation.Kind(value)]


def trade(code: str) -> str:
    """Return a trade code, or the words for every trade."""
    return code or _("every trade")


def schemes() -> list[tuple[str, str]]:
    """Return the schemes that the product knows, with their titles."""
    known = Edition.objects.order_by("scheme").values_list("scheme", flat=True).distinct()
    return [(scheme, _title(scheme)) for scheme in known]


def _title(scheme: str) -> str:
    return words.text(editions.pack_of(editions.newest_edition(scheme).sha256).title)
