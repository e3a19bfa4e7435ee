"""Records of the procedures of this context: when their clock starts (procedure 21)."""

from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.governance.records import defaults
from wuxing.governance.records.registry import RecordClass, Table

CLASSES = (
    RecordClass(
        code="self_assessment",
        procedure=16,
        title=_("self-assessments with what evaluators saw, and management reviews"),
        clock=_("the management review, or the day it was cancelled"),
        default=defaults.WORK,
        access=Permission.EVIDENCE_READ,
        table=Table(
            model="oversight.SelfAssessment", starts="coalesce(t.reviewed_at, t.cancelled_at)", number="t.number"
        ),
        disposal=_("not destroyed here: the next one looks back at it"),
    ),
    RecordClass(
        code="improvement",
        procedure=15,
        title=_("quality feedback and improvement projects"),
        clock=_("the effect is verified"),
        default=defaults.WORK,
    ),
    RecordClass(
        code="supervision",
        procedure=19,
        title=_("supervision checks, mystery calls and performance reviews"),
        clock=_("the end of the period reviewed"),
        default=defaults.WORK,
    ),
)
