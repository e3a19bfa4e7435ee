"""Records of the procedures of this context: where they stand and when their clock starts (procedure 21)."""

from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.governance.records import defaults
from wuxing.governance.records.registry import RecordClass, Table

_NOT_KEPT = "NULL::timestamptz"

CLASSES = (
    RecordClass(
        code="outlet",
        procedure=6,
        title=_("outlets"),
        clock=_("the end of the cooperation; this system does not note that day, so nothing falls due"),
        default=defaults.REFERRED_TO,
        access=Permission.RESOURCE_READ,
        table=Table(model="resources.Outlet", starts=_NOT_KEPT, number="t.code"),
        disposal=_("not destroyed here: work orders refer to them"),
    ),
    RecordClass(
        code="person",
        procedure=7,
        title=_("staff files with skills and certificates"),
        clock=_("the day the person leaves; this system does not note that day, so nothing falls due"),
        default=defaults.REFERRED_TO,
        access=Permission.RESOURCE_READ,
        table=Table(model="resources.Person", starts=_NOT_KEPT, number="t.number"),
        disposal=_("not destroyed here: work orders say who did the work"),
    ),
    RecordClass(
        code="spare_part",
        procedure=11,
        title=_("stock, issue and return of spare parts"),
        clock=_("the end of the year"),
        default=defaults.WORK,
        access=Permission.RESOURCE_READ,
        table=Table(
            model="resources.StockMovement",
            starts="date_trunc('year', t.recorded_at) + interval '1 year'",
            earliest="t.recorded_at",
            number="t.id::text",
        ),
        disposal=_("not destroyed here: stock is the sum of its movements"),
    ),
    RecordClass(
        code="facility",
        procedure=12,
        title=_("repair facilities, their upkeep and calibration"),
        clock=_("the day the equipment is scrapped"),
        default=defaults.WORK,
    ),
    RecordClass(
        code="service_budget",
        procedure=17,
        title=_("service budget and special funds"),
        clock=_("the end of the year"),
        default=defaults.WORK,
    ),
    RecordClass(
        code="emergency",
        procedure=18,
        title=_("emergency plans, drills and reports"),
        clock=_("the plan is replaced, the report is closed"),
        default=defaults.WORK,
    ),
)
