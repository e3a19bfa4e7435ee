"""Sources of risks in the reader's language."""

from django.utils.translation import pgettext

from wuxing.certification.people.impartiality.models import ImpartialityRisk


def source(value: str) -> str:
    """Return the word of a source of risk."""
    kind = ImpartialityRisk.Source
    return {
        kind.OWNERSHIP: pgettext("source of a risk", "ownership and governance"),
        kind.FINANCE: pgettext("source of a risk", "finance"),
        kind.PERSONNEL: pgettext("source of a risk", "people"),
        kind.CONSULTANCY: pgettext("source of a risk", "consultancy"),
        kind.CLIENTS: pgettext("source of a risk", "dependence on a client"),
        kind.MARKETING: pgettext("source of a risk", "marketing and commissions"),
        kind.OTHER: pgettext("source of a risk", "other"),
    }[kind(value)]
