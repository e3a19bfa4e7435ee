"""Which schemes a body takes applications for."""

from dataclasses import dataclass
from datetime import date

from wuxing.certification.programme import queries as programmes
from wuxing.core.errors import NotFound
from wuxing.core.reasons import Reason, say
from wuxing.schemes.citations.queries import citation_of_scheme
from wuxing.schemes.citations.rules import why_not_apply
from wuxing.schemes.editions import queries as editions
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.packs.structure import Pack


@dataclass(frozen=True, slots=True)
class Offer:
    """A scheme that may be applied for, by the edition that counts today."""

    pack: Pack

    @property
    def scheme(self) -> str:
        """Return the scheme's name for machines."""
        return self.pack.id


def why_not_offered(scheme: str) -> Reason | None:
    """Return why nobody may apply to the body for a scheme, or None: nobody may, or the body has no rule for it."""
    found = citation_of_scheme(scheme)
    if found is not None and (reason := why_not_apply(found)):
        return reason
    try:
        programmes.current(scheme)
    except NotFound as error:
        return error.reason if isinstance(error.reason, Reason) else say("the body has no rule for this scheme")
    return None


def offered(today: date) -> list[Offer]:
    """Return what the body offers: editions that it adopted or that are loaded, where nothing stands against it."""
    schemes = Edition.objects.filter(published_by=None).order_by("scheme").values_list("scheme", flat=True).distinct()
    return [
        Offer(_pack(scheme, today))
        for scheme in schemes
        if citation_of_scheme(scheme) is not None and why_not_offered(scheme) is None
    ]


def offer(scheme: str, today: date) -> Offer | None:
    """Return the offer of one scheme, or None."""
    return next((one for one in offered(today) if one.scheme == scheme), None)


def _pack(scheme: str, today: date) -> Pack:
    adopted = editions.adoption_on(today, scheme)
    edition = adopted.edition if adopted else editions.newest_edition(scheme)
    return editions.pack_of(edition.sha256)
