"""Records of the procedures of this context: when their clock starts (procedure 21)."""

from django.utils.translation import gettext_lazy as _

from wuxing.governance.records import defaults
from wuxing.governance.records.registry import RecordClass

CLASSES = (
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
