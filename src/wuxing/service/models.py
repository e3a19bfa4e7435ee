"""Tables of the context."""

from wuxing.service.doors.models import (
    DoorReport,
    DoorSettings,
    DoorView,
    Label,
    LabelBinding,
    ProductManual,
    ServiceSheet,
    TrackingLink,
    WarrantyRegistration,
)
from wuxing.service.follow_up.models import (
    CallPlan,
    CallScript,
    CallTry,
    FollowUpCall,
    Problem,
    ProblemStep,
    SurveyAnswer,
    SurveyInvitation,
)
from wuxing.service.repair.models import (
    Appointment,
    Diagnosis,
    ServiceRequest,
    Signature,
    WorkOrder,
    WorkOrderLine,
)

__all__ = [
    "Appointment",
    "CallPlan",
    "CallScript",
    "CallTry",
    "Diagnosis",
    "DoorReport",
    "DoorSettings",
    "DoorView",
    "FollowUpCall",
    "Label",
    "LabelBinding",
    "Problem",
    "ProblemStep",
    "ProductManual",
    "ServiceRequest",
    "ServiceSheet",
    "Signature",
    "SurveyAnswer",
    "SurveyInvitation",
    "TrackingLink",
    "WarrantyRegistration",
    "WorkOrder",
    "WorkOrderLine",
]
