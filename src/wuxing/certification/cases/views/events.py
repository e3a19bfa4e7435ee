"""What each ledger event of the context is called in a case's history."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, str | Promise] = {
    "case.open": _("Case opened"),
    "case.take_over": _("Taken over by another officer"),
    "letter.write": _("Letter written"),
    "paper.begin": _("Document review begun"),
    "paper.judge": _("A document was judged"),
    "finding.raise": _("Finding raised"),
    "finding.correct": _("Finding corrected"),
    "finding.take_back": _("Finding taken back"),
    "finding.plan": _("The client planned a correction"),
    "finding.accept_plan": _("Plan of a correction accepted"),
    "finding.return_plan": _("Plan of a correction returned"),
    "finding.answer": _("The client sent evidence of a correction"),
    "finding.return_answer": _("Evidence of a correction returned"),
    "finding.verify": _("Finding verified and closed"),
    "finding.on_the_spot": _("Finding closed: corrected on the spot"),
    "finding.accept_paper": _("Finding closed: better version accepted"),
    "finding.extend": _("More time given for a correction"),
    "finding.overdue": _("Correction overdue; the client was reminded"),
}
