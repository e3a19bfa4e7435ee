"""Points, outcomes and sources of applications in the reader's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from wuxing.certification.application.states import Outcome, Point, Source

_POINTS: dict[Point, Any] = {
    Point.INFORMATION: gettext_lazy("The information about client and scope is enough"),
    Point.DIFFERENCES: gettext_lazy("Known differences of understanding are resolved"),
    Point.SCOPE: gettext_lazy("The scope is clear: products, regions, places, level"),
    Point.OFFERED: gettext_lazy("The body offers this scheme"),
    Point.MEANS: gettext_lazy("Means and time are available"),
    Point.COMPETENCE: gettext_lazy("People who are competent and free of ties are available"),
    Point.RUNNING: gettext_lazy("The service system has run long enough"),
    Point.LAWFUL: gettext_lazy("The client is registered and does lawful business"),
    Point.INCIDENTS: gettext_lazy("There was no serious incident"),
}


def point_title(point: Point) -> Any:
    """Return what a point of the review asks."""
    return _POINTS[point]


def outcome(value: str) -> str:
    """Return the word of a review's outcome."""
    return {
        Outcome.ACCEPTED: pgettext("application review", "Accepted"),
        Outcome.RETURNED: pgettext("application review", "Returned with questions"),
        Outcome.REFUSED: pgettext("application review", "Refused"),
    }[Outcome(value)]


def source(value: str) -> str:
    """Return where an application came from."""
    return {
        Source.PUBLIC: _("by the public form"),
        Source.COMPANY: _("from the company's own system"),
        Source.OFFICE: _("opened by the office"),
    }[Source(value)]
