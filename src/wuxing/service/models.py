"""Tables of the context."""

from wuxing.service.repair.models import (
    Appointment,
    Diagnosis,
    ServiceRequest,
    Signature,
    WorkOrder,
    WorkOrderLine,
)

__all__ = ["Appointment", "Diagnosis", "ServiceRequest", "Signature", "WorkOrder", "WorkOrderLine"]
